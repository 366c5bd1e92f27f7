/** What is built, and from what. */
export interface Build {
  readonly sources: readonly string[];
  readonly built: readonly string[];
}

export const commandLineBuild: Build;

/** Whether a part of the build is missing, or older than any of its sources. */
export function isStale(build: Build): boolean;

/** @throws Problem when it cannot be built */
export function buildIfStale(build: Build): void;
