import { it } from 'vitest';
import { measures } from './measures.ts';
import type { MeasureName } from './measures.ts';
import { forget, note } from './rows.ts';

/**
 * A test that takes one measure, and fails where it cannot be taken: too slow is a figure, not a failure. What was
 * measured before is forgotten, also where this one is skipped.
 */
export function itMeasures(measure: MeasureName, take: () => number | Promise<number>): void {
  forget(measure);
  it(measures[measure].name, async () => {
    const figure = await take();
    if (!Number.isFinite(figure)) throw new Error(`${figure} is no figure`);
    note(measure, figure);
  });
}
