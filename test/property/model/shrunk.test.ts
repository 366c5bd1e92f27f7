import { describe, expect, it } from 'vitest';
import { begin, changedOutside, startOver, undoAll } from './commands.ts';
import type { Command } from './commands.ts';
import { runSequence } from './sequence.ts';

/** What the sequences found once, shrunk to the commands that it took: each of these went wrong. */
const found: readonly (readonly [string, string, readonly Command[]])[] = [
  [
    'a record that somebody deleted after it was done is not made again by an undo',
    'expired-certificate',
    [begin(null), changedOutside({ kind: 'record-deleted', endpoint: 0 }), undoAll(null)],
  ],
  [
    'nor by the undo of an earlier rescue that was cut off before it touched it',
    'expired-certificate',
    [
      begin({ at: 14, what: { kind: 'power-cut' } }),
      startOver(null),
      begin(null),
      changedOutside({ kind: 'record-deleted', endpoint: 0 }),
    ],
  ],
];

describe('what the model found', () => {
  it.each(found)('%s', async (_name, scenario, commands) => {
    await expect(runSequence(scenario, commands)).resolves.not.toEqual([]);
  });
});
