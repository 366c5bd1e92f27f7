import { describe, expect, test } from 'vitest';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import type { Activity } from '../../shared/activity.ts';
import { rowsEnded, workRows } from '../../shared/screens/work-rows.ts';
import { expiredServer, hash, minute } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, started, wentWell } from '../fixtures/rescues.ts';

const start = started(expiredServer());
const [first, second] = start.plan.changes as [
  (typeof start.plan.changes)[0],
  (typeof start.plan.changes)[0],
];
const idle: Activity = { kind: 'idle' };
const rebinding: Activity = { kind: 'rebinding', since: minute(0), stopping: 'not-asked' };
const plan = { id: 'plan-7', plan: start.plan };

function states(events: readonly RescueEvent[], activity: Activity = idle): readonly string[] {
  const rows = workRows({ rescues: reduce(journal(...events)), activity, plan });
  return rows.map(({ id, state }) => `${id} ${state.kind}`);
}

const undoBegun = (rescue: number): RescueEvent => ({ kind: 'undo-started', rescue });
const undoEnded = (rescue: number): RescueEvent => ({ kind: 'undo-ended', rescue, outcome: 'undone' });
const takenBack = (changeId: string, rescue = 1): RescueEvent => ({
  kind: 'change-done',
  rescue,
  changeId,
  direction: 'undo',
  found: { kind: 'record', state: { kind: 'absent' } },
  verification: { kind: 'served', thumbprint: hash('A') },
  how: 'applied',
});

describe('the rows of a rescue', () => {
  test.each<[string, readonly RescueEvent[], readonly string[]]>([
    ['accepted', [start], ['copies working', '1 waiting', '2 waiting', 'last-look waiting']],
    ['copied', [start, backupMade], ['copies done', '1 writing-down', '2 waiting', 'last-look waiting']],
    [
      'about to',
      [start, backupMade, aboutTo(first)],
      ['copies done', '1 changing', '2 waiting', 'last-look waiting'],
    ],
    [
      'half done',
      [start, backupMade, aboutTo(first), done(first)],
      ['copies done', '1 done', '2 writing-down', 'last-look waiting'],
    ],
    [
      'all done',
      [start, backupMade, aboutTo(first), done(first), aboutTo(second), done(second)],
      ['copies done', '1 done', '2 done', 'last-look working'],
    ],
    ['looked again', wentWell(start), ['copies done', '1 done', '2 done', 'last-look done']],
  ])('%s', (_what, events, expected) => {
    expect(states(events, rebinding)).toEqual(expected);
  });

  test('are the same rows from before its first event to its end', () => {
    const ids = (events: readonly RescueEvent[]) => states(events, rebinding).map((row) => row.split(' ')[0]);
    const events = wentWell(start);
    for (const [index] of events.entries()) expect(ids(events.slice(0, index))).toEqual(ids(events));
  });

  test('say where it stopped when the copies failed, or the last look', () => {
    const because = { code: 'ENOSPC', tried: 'copy' };
    expect(states([start, { kind: 'rescue-stopped', because: { kind: 'backup-failed', because } }])).toEqual([
      'copies stopped',
      '1 not-done',
      '2 not-done',
      'last-look not-done',
    ]);
    const wrong: RescueEvent = { kind: 'rescue-stopped', because: { kind: 'not-seen-again', because } };
    expect(states([...wentWell(start).slice(0, -1), wrong])).toEqual([
      'copies done',
      '1 done',
      '2 done',
      'last-look stopped',
    ]);
  });

  test('of an older rescue are not shown while a new one begins', () => {
    const older = [...wentWell(start)];
    const beginning: Activity = { ...rebinding, since: minute(60) };
    expect(states(older, beginning)).toEqual([
      'copies waiting',
      '1 waiting',
      '2 waiting',
      'last-look waiting',
    ]);
  });
});

describe('the rows of an undo', () => {
  const again = started(expiredServer(), 2);
  const left: readonly RescueEvent[] = [
    start,
    backupMade,
    aboutTo(first),
    done(first),
    { kind: 'rescue-left', rescue: 1 },
  ];

  test('go across every rescue that it concerns, newest first', () => {
    const events = [
      ...left,
      again,
      backupMade,
      aboutTo(second, 2),
      done(second, { rescue: 2 }),
      undoBegun(2),
      undoBegun(1),
      takenBack('2', 2),
    ];
    expect(
      states([...events, undoEnded(2)], {
        kind: 'undoing',
        since: minute(9),
        stopping: 'not-asked',
        alone: null,
      }),
    ).toEqual(['2.2 taken-back', '1.1 waiting']);
    expect(states([...events, undoEnded(2), takenBack('1'), undoEnded(1)])).toEqual([
      '2.2 taken-back',
      '1.1 taken-back',
    ]);
  });

  test('do not tell again of a rescue that was undone before the newest began', () => {
    const events = [
      ...wentWell(start),
      undoBegun(1),
      takenBack('2'),
      takenBack('1'),
      undoEnded(1),
      again,
      backupMade,
      aboutTo(first, 2),
      done(first, { rescue: 2 }),
      undoBegun(2),
      takenBack('1', 2),
      undoEnded(2),
    ];
    expect(states(events)).toEqual(['2.1 taken-back']);
  });

  test('leave out what was so before, and what was never begun', () => {
    const events = [start, backupMade, done(first, { how: 'already-there' }), undoBegun(1), undoEnded(1)];
    expect(states(events)).toEqual([]);
  });

  test('that was cut off say what is not taken back yet', () => {
    expect(states([...wentWell(start), undoBegun(1), takenBack('2')])).toEqual([
      '1.2 taken-back',
      '1.1 still-stands',
    ]);
  });

  test('count for the bar, also where a change could not be taken back', () => {
    const stays: RescueEvent = {
      kind: 'change-not-undone',
      rescue: 1,
      changeId: '1',
      because: { kind: 'would-not-be-taken-back' },
    };
    const rescues = reduce(journal(...wentWell(start), undoBegun(1), takenBack('2'), stays));
    expect(rowsEnded(workRows({ rescues, activity: idle, plan: null }))).toBe(2);
  });
});
