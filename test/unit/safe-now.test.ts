import { describe, expect, test } from 'vitest';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import { safeNow, safeShut } from '../../shared/safe-now.ts';
import type { SafeNow } from '../../shared/safe-now.ts';
import { setupNotBegun } from '../../shared/setup-progress.ts';
import type { FollowedSetup } from '../../shared/setup-progress.ts';
import { safeText } from '../../shared/text/english/safe.ts';
import { stages } from '../../shared/stage.ts';
import type { Activity } from '../../shared/activity.ts';
import { expiredServer, idle as quiet, now, server } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started } from '../fixtures/rescues.ts';

const facts = expiredServer();
const start = started(facts);
const [first] = start.plan.changes;
const since = now;

/** Each kind of activity; a kind that is missing here does not compile. */
const activities: { readonly [Kind in Activity['kind']]: Extract<Activity, { kind: Kind }> } = {
  idle: { kind: 'idle' },
  looking: { kind: 'looking', since },
  rebinding: { kind: 'rebinding', since, stopping: 'not-asked' },
  undoing: { kind: 'undoing', since, stopping: 'after-this-change', alone: null },
  'running-setup': { kind: 'running-setup', since },
  'following-setup': { kind: 'following-setup', since, startedBy: 'the-administrator' },
};

const atWork: FollowedSetup = { kind: 'running', progress: { ...setupNotBegun(now), standing: 'at-work' } };

function after(...events: readonly RescueEvent[]) {
  return reduce(journal(start, backupMade, ...events));
}

const rescues = {
  none: [],
  'one change made': after(aboutTo(first!), done(first!)),
  'one cut off': after(aboutTo(first!)),
};

describe.each(Object.values(activities))('while the wizard is $kind', (activity) => {
  test.each(stages)('%s says whether to close, to sign out and to restart', (stage) => {
    for (const setup of [null, atWork]) {
      for (const some of Object.values(rescues)) {
        const { safe } = openWizard(stage, facts, { activity, setup, rescues: some });
        expect(safe).toMatch(/^Safe to close|window open|Closing is asked about/);
        expect(safe).toMatch(/[Ss]ign out or restart/);
      }
    }
  });
});

describe('what is safe', () => {
  const running = server({ setupState: { ...quiet, processes: ['ExSetup.exe'] } });
  test.each<[string, ReturnType<typeof openWizard>, SafeNow['kind']]>([
    ['is everything while nothing is going on', openWizard('diagnose', facts), 'at-rest'],
    [
      'is everything while the server is only looked at',
      openWizard('diagnose', facts, { activity: activities.looking }),
      'at-rest',
    ],
    [
      'is to stay while changes are made',
      openWizard('rebind', facts, { activity: activities.rebinding }),
      'changing',
    ],
    [
      'is to stay while they are taken back',
      openWizard('rebind', facts, { activity: activities.undoing }),
      'changing',
    ],
    [
      'is to stay while Setup is run from here',
      openWizard('rerun-setup', facts, { activity: activities['running-setup'], setup: atWork }),
      'setup-run-here',
    ],
    [
      'is to close while Setup is followed',
      openWizard('rerun-setup', facts, { activity: activities['following-setup'], setup: atWork }),
      'setup-at-work',
    ],
    [
      'is to close while Setup is waited for',
      openWizard('rerun-setup', facts, { activity: activities['following-setup'] }),
      'setup-awaited',
    ],
    ['is to close where Setup was found at work', openWizard('diagnose', running), 'setup-at-work'],
  ])('%s', (_what, wizard, kind) => {
    expect(safeNow(wizard).kind).toBe(kind);
    expect(wizard.safe).toBe(safeText(safeNow(wizard)));
  });

  test('is never to sign out or to restart while Setup is at work or the server is changed', () => {
    for (const kind of ['changing', 'setup-run-here', 'setup-at-work', 'open-elsewhere'] as const) {
      expect(safeText({ kind })).toMatch(/[Dd]o not sign out or restart/);
    }
  });

  test('is to disconnect a remote session, whatever goes on in it', () => {
    for (const kind of ['changing', 'setup-run-here', 'setup-at-work'] as const) {
      expect(safeText({ kind })).toMatch(/isconnecting a remote session is safe/);
    }
  });

  test('says what stands', () => {
    const texts = Object.values(rescues).map((some) => openWizard('diagnose', facts, { rescues: some }).safe);
    expect(texts).toEqual([
      expect.stringContaining('nothing has been changed yet'),
      expect.stringContaining('what was changed stands'),
      expect.stringContaining('what was interrupted is settled'),
    ]);
  });

  test('is said where nothing could be opened, too', () => {
    expect(safeShut({ kind: 'not-elevated' })).toEqual({ kind: 'not-opened' });
    expect(safeShut({ kind: 'held', directory: '/d', what: null, processId: 7, startedAt: null })).toEqual({
      kind: 'open-elsewhere',
    });
    expect(safeText({ kind: 'not-opened' })).toMatch(/^Safe to close.*[Ss]ign out or restart only/);
  });
});
