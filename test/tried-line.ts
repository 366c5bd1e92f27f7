/** How much a test tried, such as `byte cuts`: the end of the run tells the sums. */
export interface Tried {
  readonly what: string;
  readonly count: number;
}

/** The sums, each kind where it came first: `cut at 4,096 bytes`. */
export function triedLine(all: readonly Tried[]): string | null {
  const sums = new Map<string, number>();
  for (const { what, count } of all) sums.set(what, (sums.get(what) ?? 0) + count);
  if (sums.size === 0) return null;
  const parts = [...sums].map(([what, sum]) => `${sum.toLocaleString('en-US')} ${what}`);
  return `Tried, and all of them hold: ${parts.join(', ')}`;
}
