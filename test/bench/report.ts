import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measure: how many times the one takes what the other takes, and how many times it may. */
export interface Row {
  readonly name: string;
  readonly ratio: number;
  readonly wanted: number;
}

/** What one pair of runs took, in milliseconds. */
export interface Pair {
  readonly measured: number;
  readonly yardstick: number;
}

const file = join(import.meta.dirname, '..', '..', 'bench.json');

/** Prints the row, and puts it into bench.json in place of the one of that name. */
export function report(row: Row, unit: string): void {
  console.table([{ ...row, unit, verdict: row.ratio <= row.wanted ? 'as wanted' : 'TOO MUCH' }]);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]) : [];
  const rows = [...before.filter(({ name }) => name !== row.name), row];
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
}

/**
 * Runs both side by side, so that whatever else this machine does falls on both alike.
 * @returns the median of the pairs' ratios, to two places
 */
export async function ratioOf(
  measured: () => Promise<void>,
  yardstick: () => Promise<void>,
  pairs: number,
): Promise<number> {
  const ratios: number[] = [];
  // The first of each finds nothing in any cache.
  await measured();
  await yardstick();
  for (let pair = 0; pair < pairs; pair += 1) {
    const { measured: one, yardstick: other } = await timed(measured, yardstick);
    ratios.push(one / other);
  }
  const sorted = ratios.toSorted((one, other) => one - other);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(2));
}

async function timed(measured: () => Promise<void>, yardstick: () => Promise<void>): Promise<Pair> {
  return { measured: await duration(measured), yardstick: await duration(yardstick) };
}

async function duration(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
