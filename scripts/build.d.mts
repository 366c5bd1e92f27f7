/** What is built, and from what. */
export interface Build {
  readonly sources: readonly string[];
  readonly built: readonly string[];
}

export function isStale(build: Build): boolean;
