import { read, type Reading } from '../../../../shared/reading.ts';

/** All of them, or why the first that is unknown is: half of an answer would pass for the whole. */
export function all<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const values: T[] = [];
  for (const reading of readings) {
    if (reading.kind === 'unknown') return reading;
    values.push(reading.value);
  }
  return read(values);
}

/** What follows from the value; a reason for not knowing it stays the reason. */
export function andThen<T, U>(reading: Reading<T>, next: (value: T) => Reading<U>): Reading<U> {
  return reading.kind === 'unknown' ? reading : next(reading.value);
}
