import { describe, expect, test } from 'vitest';
import { concrete, inverse } from '../../shared/change.ts';
import type { NotUndone, RescueEvent, StopReason } from '../../shared/events.ts';
import { reduce, unfinished } from '../../shared/rescue.ts';
import type { Progress, Rescue } from '../../shared/rescue.ts';
import { expiredMail, expiredServer, hash, minute, now, onlyCertificate } from '../fixtures/facts.ts';
import {
  aboutTo,
  backupMade,
  done,
  journal,
  madeThumbprint,
  started,
  wentWell,
} from '../fixtures/rescues.ts';

const start = started(expiredServer());
const [first, second] = start.plan.changes as [
  (typeof start.plan.changes)[0],
  (typeof start.plan.changes)[0],
];

function after(...events: readonly RescueEvent[]): Rescue {
  const [rescue, ...others] = reduce(journal(...events));
  expect(others).toEqual([]);
  return rescue!;
}

function progress(rescue: Rescue): readonly Progress['kind'][] {
  return rescue.steps.map((step) => step.progress.kind);
}

describe('a rescue', () => {
  test('that no journal tells of is none', () => {
    expect(reduce([])).toEqual([]);
    expect(unfinished([])).toBeNull();
  });

  test('begins with its plan, and nothing done', () => {
    expect(after(start)).toEqual({
      number: 1,
      startedAt: now,
      lastEventAt: now,
      start,
      backup: null,
      steps: [
        { change: first, progress: { kind: 'waiting', begunAt: null } },
        { change: second, progress: { kind: 'waiting', begunAt: null } },
      ],
      outcome: { kind: 'open' },
      setupRuns: [],
      created: new Map(),
    });
  });

  test('knows its backup, and what was not there to be copied', () => {
    expect(after(start, backupMade).backup).toEqual({
      folder: 'rescue-1',
      files: [{ name: 'applicationHost.config', bytes: 3, sha256: 'AB' }],
      missing: ['ServiceState.xml'],
    });
  });

  test('goes from change to change to its end', () => {
    const events = wentWell(start);
    const states = events.map((_event, index) => progress(after(...events.slice(0, index + 1))).join(' '));
    expect(states).toEqual([
      'waiting waiting',
      'waiting waiting',
      'about-to waiting',
      'done waiting',
      'done about-to',
      'done done',
      'done done',
    ]);
    const rescue = after(...events);
    expect(rescue.outcome).toEqual({ kind: 'repaired', at: minute(6) });
    expect(rescue.lastEventAt).toBe(minute(6));
    expect(rescue.startedAt).toBe(now);
  });
});

describe('a change', () => {
  test('that was written down is known in full: this is what a crash leaves to be settled', () => {
    expect(after(start, aboutTo(first)).steps[0]?.progress).toEqual({
      kind: 'about-to',
      direction: 'apply',
      since: minute(1),
      done: null,
    });
  });

  test('that is done keeps when it began, when it was done, and how it was verified', () => {
    const verification = { kind: 'nothing-listens' } as const;
    const rescue = after(start, aboutTo(first), done(first, { verification, how: 'settled' }));
    expect(rescue.steps[0]?.progress).toEqual({
      kind: 'done',
      since: minute(1),
      at: minute(2),
      verification,
      how: 'settled',
    });
  });

  test('that was there already was never begun', () => {
    const rescue = after(start, done(first, { how: 'already-there' }));
    expect(rescue.steps[0]?.progress).toMatchObject({ kind: 'done', since: null, how: 'already-there' });
  });

  test('that turned out not to be done waits again', () => {
    const notDone: RescueEvent = {
      kind: 'change-not-done',
      rescue: 1,
      changeId: first.id,
    };
    expect(progress(after(start, aboutTo(first), notDone))).toEqual(['waiting', 'waiting']);
  });

  test('does not touch the others', () => {
    expect(progress(after(start, aboutTo(second), done(second)))).toEqual(['waiting', 'done']);
  });

  test('that makes a certificate tells its thumbprint to those that follow', () => {
    const creating = started(onlyCertificate(expiredMail()));
    const [creation] = creating.plan.changes;
    const rescue = after(creating, aboutTo(creation!), done(creation!));
    expect(rescue.created).toEqual(new Map([['1', madeThumbprint]]));
    const bind = creating.plan.changes.at(-1)!;
    expect(concrete(bind, rescue.created).after).toMatchObject({ value: { certificate: madeThumbprint } });
  });
});

describe('an undo', () => {
  const undo = { direction: 'undo', rescue: 1 } as const;
  const back = concrete(inverse(first), new Map());
  const begun: readonly RescueEvent[] = [...wentWell(start), { kind: 'undo-started', rescue: 1 }];
  const undone: RescueEvent = done(first, { ...undo, found: { kind: 'record', state: back.after as never } });

  test('is under way from its first word', () => {
    expect(after(...begun).outcome).toEqual({ kind: 'undoing', stopped: null, alone: null });
  });

  test('writes a change down before it takes it back, and says when it did', () => {
    const written: RescueEvent = { kind: 'change-about-to', ...undo, change: back };
    const before = after(...begun).steps[0]?.progress;
    expect(before?.kind).toBe('done');
    expect(after(...begun, written).steps[0]?.progress).toEqual({
      kind: 'about-to',
      direction: 'undo',
      since: minute(8),
      done: before,
    });
    expect(after(...begun, written, undone).steps[0]?.progress).toEqual({
      kind: 'undone',
      at: minute(9),
      done: before,
    });
  });

  test.each<NotUndone>([
    { kind: 'would-not-be-taken-back' },
    { kind: 'refused', because: { code: '1312', tried: 'set' } },
    { kind: 'moved', found: { kind: 'record', state: { kind: 'absent' } } },
    { kind: 'unreadable', because: { code: '5', tried: 'read' } },
    { kind: 'in-use', endpoints: [] },
  ])('that is not possible says why: $kind', (because) => {
    const rescue = after(...begun, { kind: 'change-not-undone', rescue: 1, changeId: first.id, because });
    const done = after(...begun).steps[0]?.progress;
    expect(rescue.steps[0]?.progress).toEqual({ kind: 'not-undone', at: minute(8), because, done });
  });

  test.each(['undone', 'partly-undone'] as const)('ends %s', (outcome) => {
    expect(after(...begun, { kind: 'undo-ended', rescue: 1, outcome }).outcome).toEqual({
      kind: outcome,
      at: minute(8),
    });
  });

  test('of a creation keeps the thumbprint, so that what bound it can still be named', () => {
    const creating = started(onlyCertificate(expiredMail()));
    const [creation] = creating.plan.changes;
    const rescue = after(
      creating,
      done(creation!),
      done(creation!, { ...undo, found: { kind: 'certificate', state: { kind: 'absent' } } }),
    );
    expect(rescue.created.get('1')).toBe(madeThumbprint);
    expect(rescue.steps[0]?.progress.kind).toBe('undone');
  });
});

describe('a stop', () => {
  const because: StopReason = { kind: 'refused', changeId: '1', because: { code: '1312', tried: 'set' } };

  test('says why, and can be resumed', () => {
    const stopped: RescueEvent = { kind: 'rescue-stopped', because };
    expect(after(start, stopped).outcome).toEqual({ kind: 'stopped', at: minute(1), because });
    expect(after(start, stopped, { kind: 'rescue-resumed' }).outcome).toEqual({ kind: 'open' });
  });
});

describe('a run of Setup', () => {
  const run: RescueEvent = { kind: 'setup-run', outcome: 'failed', class: 'not-a-certificate-failure' };

  test('belongs to the newest rescue, and changes nothing of its outcome', () => {
    const rescues = reduce(
      journal(...wentWell(start), started(expiredServer(), 2), run, { ...run, outcome: 'succeeded' }),
    );
    expect(rescues.map((rescue) => rescue.setupRuns.map((one) => one.outcome))).toEqual([
      [],
      ['failed', 'succeeded'],
    ]);
    expect(rescues[1]?.setupRuns[0]).toEqual({
      at: minute(8),
      outcome: 'failed',
      class: 'not-a-certificate-failure',
    });
    expect(rescues[1]?.outcome).toEqual({ kind: 'open' });
  });
});

describe('several rescues', () => {
  test('stand side by side, oldest first, and an event that names one reaches only that one', () => {
    const rescues = reduce(
      journal(
        ...wentWell(start),
        started(expiredServer(), 2),
        { kind: 'undo-started', rescue: 1 },
        done(first, { rescue: 1, direction: 'undo' }),
      ),
    );
    expect(rescues.map((rescue) => [rescue.number, rescue.outcome.kind, ...progress(rescue)])).toEqual([
      [1, 'undoing', 'undone', 'done'],
      [2, 'open', 'waiting', 'waiting'],
    ]);
  });
});

describe('unfinished', () => {
  const undoing: RescueEvent = { kind: 'undo-started', rescue: 1 };
  const stopped: RescueEvent = {
    kind: 'rescue-stopped',
    because: { kind: 'backup-failed', because: { code: 'ENOSPC', tried: 'copy' } },
  };

  test.each<[string, readonly RescueEvent[], number | null]>([
    ['a rescue that has just begun', [start], 1],
    ['a rescue that stopped', [start, stopped], 1],
    ['a rescue that was resumed', [start, stopped, { kind: 'rescue-resumed' }], 1],
    ['an undo under way', [...wentWell(start), undoing], 1],
    ['not one that repaired', wentWell(start), null],
    [
      'not one that repaired, whatever Setup did then',
      [...wentWell(start), { kind: 'setup-run', outcome: 'failed', class: 'certificate-expired' }],
      null,
    ],
    [
      'not one that was undone',
      [...wentWell(start), undoing, { kind: 'undo-ended', rescue: 1, outcome: 'undone' }],
      null,
    ],
    [
      'not one undone as far as possible',
      [start, undoing, { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' }],
      null,
    ],
    ['the second, while the first is at its end', [...wentWell(start), started(expiredServer(), 2)], 2],
    [
      'the first, when an undo of both was cut off after the second',
      [
        ...wentWell(start),
        started(expiredServer(), 2),
        { kind: 'undo-started', rescue: 2 },
        { kind: 'undo-ended', rescue: 2, outcome: 'undone' },
        undoing,
      ],
      1,
    ],
  ])('is %s', (_what, events, number) => {
    expect(unfinished(reduce(journal(...events)))?.number ?? null).toBe(number);
  });
});

test('a stop and what is served instead are kept as they came', () => {
  const because: StopReason = {
    kind: 'served-otherwise',
    changeId: first.id,
    served: { kind: 'certificate', thumbprint: hash('D') },
  };
  const rescue = after(start, aboutTo(first), { kind: 'rescue-stopped', because });
  expect(rescue.outcome).toMatchObject({ because });
  expect(progress(rescue)).toEqual(['about-to', 'waiting']);
});
