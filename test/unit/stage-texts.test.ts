import { describe, expect, test } from 'vitest';
import type { StopReason } from '../../shared/events.ts';
import type { RebindScreen } from '../../shared/screens/rebind-screen.ts';
import { rebindHeading } from '../../shared/text/english/rebind.ts';
import { taskText } from '../../shared/text/english/rerun.ts';
import { shortWhyText } from '../../shared/text/english/why.ts';
import { workStateText } from '../../shared/text/english/work.ts';
import type { Why } from '../../shared/plan-shape.ts';
import type { Rescue } from '../../shared/rescue.ts';
import type { WorkState } from '../../shared/screens/work-rows.ts';
import { minute, now } from '../fixtures/facts.ts';
import { all, frame, leak, notUndone, rescues, stops, verifications, whys } from '../fixtures/texts.ts';

const [rescue] = rescues;
if (rescue === undefined) throw new Error('The fixture holds a rescue');

const putBack: Rescue = { ...rescue, start: { ...rescue.start, purpose: 'put-back' } };

const screens: readonly RebindScreen[] = [
  { kind: 'moving', way: 'rebinding', since: now, lastActivityAt: now, stopping: 'not-asked' },
  { kind: 'moving', way: 'undoing', since: now, lastActivityAt: now, stopping: 'not-asked' },
  { kind: 'moving', way: 'undoing-one', since: now, lastActivityAt: now, stopping: 'not-possible' },
  { kind: 'unfinished', way: 'rebinding', rescue },
  { kind: 'unfinished', way: 'undoing', rescue },
  { kind: 'unfinished', way: 'undoing-one', rescue },
  { kind: 'stopped', way: 'undoing', because: { kind: 'asked' }, rescue },
  ...all<StopReason>(stops).map(
    (because) => ({ kind: 'stopped', way: 'rebinding', because, rescue }) as const,
  ),
  { kind: 'repaired', next: 'rerun-setup' },
  { kind: 'repaired', next: 'finish' },
  { kind: 'put-back' },
  { kind: 'undone', what: 'everything' },
  { kind: 'undone', what: 'put-back' },
  { kind: 'partly-undone', rescue },
  { kind: 'left', rescue },
  { kind: 'unfinished', way: 'rebinding', rescue: putBack },
  { kind: 'partly-undone', rescue: putBack },
  { kind: 'left', rescue: putBack },
  { kind: 'nothing-begun' },
];

describe('every screen of Rebind', () => {
  test.each(screens.map((screen) => [screen.kind, screen] as const))('%s', (_kind, screen) => {
    const { title, lead } = rebindHeading(screen, { takenAt: minute(90), utcOffsetMinutes: 60 });
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(lead).toMatch(/^[A-Z].*\.$/);
    expect(`${title} ${lead}`).not.toMatch(leak);
  });
});

const done = all(verifications).flatMap((verification) =>
  (['applied', 'settled', 'already-there'] as const).map((how): WorkState => ({
    kind: 'done',
    done: { kind: 'done', at: minute(1), since: how === 'applied' ? now : null, verification, how },
  })),
);
const states: readonly WorkState[] = [
  ...(
    [
      'waiting',
      'writing-down',
      'changing',
      'working',
      'not-done',
      'in-doubt',
      'stopped',
      'still-stands',
      'taking-back',
      'taken-back',
    ] as const
  ).map((kind) => ({ kind })),
  { kind: 'done', done: null },
  ...done,
  ...all(notUndone).map((because) => ({ kind: 'not-taken-back', because }) as const),
];

test('every state of a row has a short word, and only what is verified is called so', () => {
  for (const state of states) {
    const { word, more } = workStateText(state);
    expect(word).toMatch(/^[A-Z]/);
    expect(word.length).toBeLessThan(22);
    expect(more).not.toMatch(leak);
    const served = state.kind === 'done' && state.done?.verification.kind === 'served';
    expect(more.includes('served')).toBe(served);
  }
});

test('the reason for a change is whole also below its title', () => {
  for (const why of all<Why>(whys)) expect(shortWhyText(why, frame)).toMatch(/^[A-Z].*\.$/);
});

test.each(['Install-CafeRole', 'install-caferole', 'test-SetupPrerequisites', 'Start-PostSetup'])(
  '%s is told in words',
  (task) => {
    expect(taskText(task)).not.toBe(taskText('Install-SomethingNew'));
  },
);
