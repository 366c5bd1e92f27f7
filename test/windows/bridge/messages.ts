/**
 * What goes over the socket between vitest and the Windows process: one JSON value per line. The Windows process
 * begins with `hello`.
 */
export type FromLinux =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: string;
      readonly words: readonly unknown[];
    }
  /** The call is to end early, as an AbortSignal says it. */
  | { readonly kind: 'abort'; readonly id: number };

export type FromWindows =
  | { readonly kind: 'hello'; readonly token: string }
  /** What a call tells before it ends. */
  | { readonly kind: 'notice'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** The call threw. */
  | { readonly kind: 'failure'; readonly id: number; readonly stack: string };

/** Cuts what arrives into its lines. */
export function lineReader(told: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) told(line);
  };
}
