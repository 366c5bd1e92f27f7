/** What a running call can do besides answering. */
export interface Call {
  readonly notice: (value: unknown) => void;
  readonly until: AbortSignal;
}

/** By name; the answer, or its promise, must be JSON. */
export type Methods = Readonly<Record<string, (words: readonly unknown[], call: Call) => unknown>>;
