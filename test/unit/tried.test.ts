import { expect, test } from 'vitest';
import { tried } from '../fixtures/tried.ts';
import { triedLine } from '../tried-line.ts';

test('what tests tried is told as sums, each kind where it came first', ({ task }) => {
  tried('byte cuts', 4000);
  tried('crash points', 3);
  tried('byte cuts', 96);
  const line = triedLine(task.meta.tried ?? []);
  // Nothing was cut here, and the end of the run must not say so.
  task.meta.tried = [];
  expect(line).toBe('Tried, and all of them hold: 4,096 byte cuts, 3 crash points');
});

test('nothing tried is not worth a word', () => {
  expect(triedLine([])).toBeNull();
});
