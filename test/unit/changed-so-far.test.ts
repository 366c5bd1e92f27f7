import { describe, expect, test } from 'vitest';
import { changedSoFar, mayUndo } from '../../shared/screens/changed-so-far.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import { stageLine } from '../../shared/text/english/frame.ts';
import type { Activity } from '../../shared/activity.ts';
import { expiredServer, now } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, started } from '../fixtures/rescues.ts';

const idle: Activity = { kind: 'idle' };
const start = started(expiredServer());
const [first, second] = start.plan.changes.slice();
const undoStarted: RescueEvent = { kind: 'undo-started', rescue: 1 };

function after(...events: readonly RescueEvent[]) {
  return reduce(journal(start, backupMade, ...events));
}

const oneDone = [aboutTo(first!), done(first!)];

describe('what has been changed so far', () => {
  test.each([
    ['is nothing before anything was begun', [], { kind: 'nothing' }],
    ['is nothing where only the copies were made', after(), { kind: 'nothing' }],
    ['counts what stands', after(...oneDone), { kind: 'changed', changes: 1 }],
    [
      'counts what an undo could not take back',
      after(...oneDone, undoStarted, {
        kind: 'change-not-undone',
        rescue: 1,
        changeId: first!.id,
        because: { kind: 'would-not-be-taken-back' },
      }),
      { kind: 'changed', changes: 1 },
    ],
    [
      'does not count what was so before',
      after(aboutTo(first!), done(first!, { how: 'already-there' })),
      { kind: 'nothing' },
    ],
    [
      'names an interrupted change, and what stands beside it',
      after(...oneDone, aboutTo(second!)),
      { kind: 'interrupted', changes: 1 },
    ],
    [
      'tells that everything was taken back',
      after(...oneDone, undoStarted, done(first!, { direction: 'undo' })),
      { kind: 'taken-back' },
    ],
  ])('%s', (_name, rescues, expected) => {
    expect(changedSoFar(rescues, idle)).toEqual(expected);
  });

  test('is under way while the server is being changed', () => {
    const rebinding: Activity = { kind: 'rebinding', since: now, stopping: 'not-asked' };
    expect(changedSoFar(after(...oneDone), rebinding)).toEqual({ kind: 'being-changed' });
    expect(
      changedSoFar(after(...oneDone), { kind: 'undoing', since: now, stopping: 'not-asked', alone: null }),
    ).toEqual({
      kind: 'being-taken-back',
    });
  });

  test('can be undone while something stands or may stand, and nothing is going on', () => {
    expect(mayUndo(after(), idle)).toBe(false);
    expect(mayUndo(after(...oneDone), idle)).toBe(true);
    expect(mayUndo(after(aboutTo(first!)), idle)).toBe(true);
    expect(mayUndo(after(...oneDone), { kind: 'running-setup', since: now })).toBe(false);
    expect(mayUndo(after(...oneDone, undoStarted, done(first!, { direction: 'undo' })), idle)).toBe(false);
  });

  test('is said above every title, and never called nothing where something stands', () => {
    expect(stageLine('diagnose', { kind: 'nothing' })).toBe('Stage 1 of 6 · nothing has been changed');
    expect(stageLine('finish', { kind: 'changed', changes: 1 })).toBe('Stage 6 of 6 · one change stands');
    expect(stageLine('rebind', { kind: 'interrupted', changes: 2 })).toBe(
      'Stage 4 of 6 · one change was interrupted, 2 others stand',
    );
    expect(stageLine('rebind', { kind: 'interrupted', changes: 1 })).toContain('one other stands');
  });
});
