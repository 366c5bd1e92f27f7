/** Takes as long as it takes. */
export type Run = (() => void) | (() => Promise<void>);
/** Says how many milliseconds it took. */
export type Timed = () => Promise<number>;

/**
 * Runs both in turns, so that whatever else this machine does falls on both alike.
 * @returns the median of the pairs' ratios
 */
export function ratioOf(measured: Run, yardstick: Run, pairs: number): Promise<number> {
  return ratioOfTimes(
    () => duration(measured),
    () => duration(yardstick),
    pairs,
  );
}

/** As `ratioOf`, for runs of which only a part counts. */
export async function ratioOfTimes(measured: Timed, yardstick: Timed, pairs: number): Promise<number> {
  // The first of each find nothing in any cache.
  await measured();
  await yardstick();
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) ratios.push((await measured()) / (await yardstick()));
  return median(ratios);
}

/** In milliseconds. */
export async function duration(run: Run): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Of nothing there is no median');
  return middle;
}
