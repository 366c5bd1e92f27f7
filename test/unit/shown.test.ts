import { describe, expect, test } from 'vitest';
import { byHandOf } from '../../shared/by-hand.ts';
import { commandsFor } from '../../shared/commands.ts';
import { lookAt } from '../../shared/look.ts';
import { mapOfLook, mapOfPlan, mapOfRescue } from '../../shared/map.ts';
import { reduce } from '../../shared/rescue.ts';
import { shownKnown, shownMap } from '../../shared/shown.ts';
import type { Activity } from '../../shared/activity.ts';
import type { Stage } from '../../shared/stage.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, identity, journal, started } from '../fixtures/rescues.ts';

const facts = expiredServer();
const look = lookAt(facts, identity);
const start = started(facts);
const { plan } = start;
const [first] = plan.changes;
if (first === undefined) throw new Error('Nothing is planned');
const idle: Activity = { kind: 'idle' };

describe('the picture of a stage', () => {
  const rescues = reduce(journal(start, backupMade, aboutTo(first), done(first)));
  const rescue = rescues[0]!;
  const of = (stage: Stage) =>
    shownMap({ stage, look, plan: { id: 'plan-1', plan }, rescues, activity: idle });

  test('is the server as it was found, while something is looked for', () => {
    expect(of('diagnose')).toEqual(mapOfLook(facts, look.diagnosis));
  });

  test('is what will be, where the plan is reviewed', () => {
    expect(of('review')).toEqual(mapOfPlan(facts, look.diagnosis, plan));
    expect(of('review')).not.toEqual(of('diagnose'));
  });

  test('is what became, where it is done and at the end', () => {
    expect(of('rebind')).toEqual(mapOfRescue(rescue, idle));
    expect(of('finish')).toEqual(of('rebind'));
    expect(of('finish')).not.toEqual(of('review'));
  });

  test('is the plan while its rescue is not written down yet', () => {
    expect(
      shownMap({ stage: 'rebind', look, plan: { id: 'plan-1', plan }, rescues: [], activity: idle }),
    ).toEqual(mapOfPlan(facts, look.diagnosis, plan));
  });
});

test('what is known where nothing may be done tells the rescues by their reports, newest first', () => {
  const left = { kind: 'rescue-left', rescue: start.rescue } as const;
  const rescues = reduce(
    journal(
      start,
      backupMade,
      left,
      { ...start, rescue: start.rescue + 1 },
      backupMade,
      aboutTo(first),
      done(first),
    ),
  );
  expect(rescues).toHaveLength(2);
  const { reports } = shownKnown({
    dataFolder: '/data',
    look,
    rescues,
    journalFailed: null,
    savedAs: null,
    notSaved: null,
  });
  expect(reports.map((report) => /^(Not finished|Left, and begun anew)/m.exec(report)?.[0])).toEqual([
    'Not finished',
    'Left, and begun anew',
  ]);
});

describe('the commands for a hand from outside', () => {
  test('are of the change at which the rescue stopped', () => {
    const refused = {
      kind: 'rescue-stopped',
      because: { kind: 'refused', changeId: first.id, because: { code: 'access-denied', tried: 'HttpSet' } },
    } as const;
    const { stoppedAt, afterUndo } = byHandOf(reduce(journal(start, backupMade, aboutTo(first), refused)));
    expect(stoppedAt).toMatchObject({ changeId: first.id, commands: commandsFor(first) });
    expect(stoppedAt?.look).not.toEqual([]);
    expect(afterUndo).toEqual([]);
  });

  test('are none where it stopped at no change', () => {
    const asked = { kind: 'rescue-stopped', because: { kind: 'asked' } } as const;
    expect(byHandOf(reduce(journal(start, backupMade, asked))).stoppedAt).toBeNull();
  });
});
