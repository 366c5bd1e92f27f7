import { describe, expect, it } from 'vitest';
import { read, unknown } from '../../shared/reading.ts';
import { lines, testClock } from '../fixtures/world.ts';
import { newest, savedReport, wizardBenches } from '../fixtures/wizard-bench.ts';
import type { WizardBench } from '../fixtures/wizard-bench.ts';

const { benchOf, restarted } = wizardBenches();

describe('a wizard that has been opened', () => {
  it('shows what was found and the safe plan, and has written nothing', async () => {
    const { state, world } = await benchOf('expired-certificate');
    expect(state).toMatchObject({
      stage: 'diagnose',
      reachable: ['diagnose', 'certificate', 'review'],
      rescues: [],
      activity: { kind: 'idle' },
      openedAt: testClock.now().toISOString(),
    });
    expect(state.plan?.plan.choice).toEqual(state.look.candidates.preselected);
    expect(world.entries).toEqual([]);
  });

  it.each(['not-the-certificate', 'internal-transport', 'healthy'])(
    'offers no rebinding for %s',
    async (name) => {
      const { state } = await benchOf(name);
      expect(state.plan).toBeNull();
      expect(state.reachable).toEqual(['diagnose']);
    },
  );

  it('goes to a stage that is reachable, and to no other', async () => {
    const bench = await benchOf('expired-certificate');
    expect(await bench.call('goTo', { stage: 'review' })).toBe('ok');
    expect(bench.state.stage).toBe('review');
    expect(await bench.call('goTo', { stage: 'finish' })).toBe('not-now');
    expect(bench.state.stage).toBe('review');
  });

  it('looks again, and sees what has changed', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.call('goTo', { stage: 'review' });
    const good = bench.state.look.candidates.preselected;
    if (good.kind !== 'use') throw new Error('Not the scenario that this test wants');
    for (const at of ['0.0.0.0:443', '127.0.0.1:443']) {
      await bench.world.meddleWithRecord(at, { thumbprint: good.thumbprint });
    }
    await bench.done('lookAgain', undefined);
    expect(bench.state.plan).toBeNull();
    expect(bench.state.stage).toBe('diagnose');
  });
});

describe('the plan', () => {
  it('follows the choice, under a new id', async () => {
    const bench = await benchOf('expired-certificate');
    const first = bench.planId;
    expect(await bench.call('choose', { choice: { kind: 'create', trust: 'add-to-root' } })).toBe('ok');
    expect(bench.planId).not.toBe(first);
    expect(bench.state.plan?.plan.changes.map(({ kind }) => kind)).toEqual([
      'certificate',
      'trust',
      'record',
      'record',
    ]);
  });

  it('repairs the access to the key where that was chosen, and all of it can be undone', async () => {
    const bench = await benchOf('unreadable-key');
    const { keyRepair } = bench.state.look;
    if (keyRepair.kind !== 'offered') throw new Error('Not the scenario that this test wants');
    const choice = { kind: 'repair-key', thumbprint: keyRepair.thumbprint } as const;
    expect(await bench.call('choose', { choice })).toBe('ok');
    expect(bench.state.plan?.plan.changes.map(({ kind }) => kind)).toEqual(['key-access']);
    await bench.accept();
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
    expect(bench.state.look.keyRepair).toEqual({ kind: 'not-called-for' });
    await bench.done('undo', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('undone');
    expect(bench.state.look.keyRepair).toEqual(keyRepair);
  });

  it('is begun only under the id that is shown', async () => {
    const bench = await benchOf('expired-certificate');
    const first = bench.planId;
    await bench.call('choose', { choice: { kind: 'create', trust: 'leave-untrusted' } });
    expect(await bench.call('begin', { planId: first })).toBe('not-now');
    expect(bench.world.entries).toEqual([]);
  });

  it('is the plan that is carried out, and every event is told', async () => {
    const bench = await benchOf('expired-certificate');
    const { plan } = bench.state;
    await bench.accept();
    expect(newest(bench.state)?.start.plan).toEqual(plan?.plan);
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
    expect(bench.state.stage).toBe('rebind');
    const counted = bench.told.flatMap((state) =>
      state.kind === 'open' && state.activity.kind === 'rebinding'
        ? [newest(state)?.steps.filter(({ progress }) => progress.kind === 'done').length ?? 0]
        : [],
    );
    expect([...new Set(counted)]).toEqual([0, 1, 2]);
  });

  it('is not begun twice at once', async () => {
    const bench = await benchOf('expired-certificate');
    const { planId } = bench;
    const begun = bench.accept();
    expect(await bench.call('begin', { planId })).toBe('not-now');
    expect(await bench.call('undo', undefined)).toBe('not-now');
    await begun;
    expect(bench.state.rescues).toHaveLength(1);
  });
});

describe('stopping', () => {
  async function stoppedAfterTheFirst(): Promise<WizardBench> {
    const bench = await benchOf('no-self-signed');
    const begun = bench.accept();
    await bench.until((state) => newest(state)?.steps[0]?.progress.kind === 'about-to');
    expect(await bench.call('stopAfterThisChange', undefined)).toBe('ok');
    expect(bench.state.activity).toMatchObject({ stopping: 'after-this-change' });
    await begun;
    return bench;
  }

  it('ends after the change that is under way, which is verified', async () => {
    const bench = await stoppedAfterTheFirst();
    const rescue = newest(bench.state);
    expect(rescue?.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'asked' } });
    expect(rescue?.steps.map(({ progress }) => progress.kind)).toEqual([
      'done',
      ...(rescue?.steps.slice(1).map(() => 'waiting') ?? []),
    ]);
  });

  it('can be continued to the end', async () => {
    const bench = await stoppedAfterTheFirst();
    await bench.done('continueRescue', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
  });

  it('can be taken back', async () => {
    const bench = await stoppedAfterTheFirst();
    await bench.done('undo', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('undone');
    expect(await bench.world.state()).toEqual(bench.world.first);
  });

  it('can be taken back by one change, and continued then', async () => {
    const bench = await stoppedAfterTheFirst();
    const id = bench.state.rescues[0]!.start.plan.changes[0]!.id;
    await bench.done('undoChange', { rescue: 1, changeId: id });
    expect(newest(bench.state)?.outcome.kind).toBe('stopped');
    expect(await bench.world.state()).toEqual(bench.world.first);
    expect(await bench.call('undoChange', { rescue: 1, changeId: id })).toBe('not-now');
    await bench.done('continueRescue', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
  });

  it('is not now where nothing is under way', async () => {
    const bench = await benchOf('no-self-signed');
    expect(await bench.call('stopAfterThisChange', undefined)).toBe('not-now');
    expect(await bench.call('undoChange', { rescue: 1, changeId: '1' })).toBe('not-now');
  });
});

describe('an unfinished rescue', () => {
  async function cutOff(): Promise<WizardBench> {
    const bench = await benchOf('no-self-signed');
    const { look, plan } = bench.state;
    const { conductor } = bench.world.process();
    if (plan === null) throw new Error('Nothing is planned');
    // The power goes right after the key was made, before that could be written down.
    const cut = bench.world.calls.length + 5;
    await bench.world.cutAt(cut, () => conductor.begin(look.facts, look.diagnosis, plan.plan));
    return restarted(bench);
  }

  it('is where the wizard opens, and nothing can be planned beside it', async () => {
    const bench = await cutOff();
    expect(bench.state.stage).toBe('rebind');
    expect(bench.state.reachable).toEqual(['rebind', 'finish']);
    expect(await bench.call('choose', { choice: { kind: 'create', trust: 'add-to-root' } })).toBe('not-now');
    expect(await bench.call('begin', { planId: bench.planId })).toBe('not-now');
  });

  it('continues to the end', async () => {
    const bench = await cutOff();
    await bench.done('continueRescue', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
  });

  it('is left for a new plan; undoing takes back both', async () => {
    const bench = await cutOff();
    await bench.done('startOver', undefined);
    expect(bench.state.rescues.map(({ outcome }) => outcome.kind)).toEqual(['left']);
    expect(bench.state.stage).toBe('diagnose');
    await bench.accept();
    expect(bench.state.rescues.map(({ outcome }) => outcome.kind)).toEqual(['left', 'repaired']);
    await bench.done('undo', undefined);
    expect(await bench.world.state()).toEqual(bench.world.first);
  });
});

describe('a journal that cannot be written', () => {
  it('is told, and read anew from the disk; what is there is continued', async () => {
    const bench = await benchOf('expired-certificate');
    bench.world.refuseAppend = (event) => (event.kind === 'change-done' ? 'ENOSPC' : null);
    await bench.accept();
    expect(bench.state.trouble).toMatchObject({ kind: 'journal-failed', code: 'ENOSPC' });
    expect(bench.state.stage).toBe('rebind');
    bench.world.refuseAppend = () => null;
    await bench.done('continueRescue', undefined);
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
    expect(bench.state.trouble).toBeNull();
  });
});

describe('the report', () => {
  it('is saved unasked at every end', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    expect(bench.state.saved).toEqual(savedReport);
    await bench.done('undo', undefined);
    expect(bench.reports).toEqual(['save 1 repaired', 'save 1 undone']);
  });

  it('that cannot be saved is told, and the rescue stands', async () => {
    const bench = await benchOf('expired-certificate');
    bench.saving = unknown('ENOSPC', '/d/r.pdf');
    await bench.accept();
    expect(bench.state.trouble).toMatchObject({ kind: 'report-not-saved', because: { code: 'ENOSPC' } });
    expect(newest(bench.state)?.outcome.kind).toBe('repaired');
    expect(await bench.call('putTroubleAway', undefined)).toBe('ok');
    expect(bench.state.trouble).toBeNull();
  });

  it('that was saved where somebody asked is told, until the work goes on', async () => {
    const bench = await benchOf('expired-certificate');
    bench.savingAs = read('/somewhere/report.pdf');
    await bench.call('saveReport', undefined);
    expect(bench.state.savedAs).toBe('/somewhere/report.pdf');
    bench.savingAs = read(null);
    await bench.call('saveReport', undefined);
    expect(bench.state.savedAs).toBe('/somewhere/report.pdf');
    await bench.accept();
    expect(bench.state.savedAs).toBeNull();
  });

  it('is what was found while nothing is accepted, and the rescue afterwards', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.call('saveReport', undefined);
    await bench.accept();
    await bench.call('printReport', undefined);
    expect(bench.reports.filter((line) => !line.startsWith('save 1'))).toEqual([
      'save as What was found on EX01.contoso.local',
      'print Recovery of EX01.contoso.local',
    ]);
  });
});

describe('Setup, run again on the practice server', () => {
  it('is followed, written down, and ends the work where it succeeds', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    expect(await bench.call('goTo', { stage: 'rerun-setup' })).toBe('ok');
    await bench.done('runSetup', undefined);
    expect(bench.state.setup).toMatchObject({ kind: 'ended', verdict: { class: 'setup-succeeded' } });
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'succeeded' }]);
    expect(bench.state.reachable).toContain('finish');
    expect(bench.reports.at(-1)).toBe('save 1 repaired');
  });

  it('is refused where a rebinding has to come first, and where it would be no cure', async () => {
    for (const name of ['expired-certificate', 'not-the-certificate']) {
      const bench = await benchOf(name);
      expect(await bench.call('runSetup', undefined)).toBe('not-now');
    }
  });
});

describe('the scenario', () => {
  it('is switched while nothing was changed', async () => {
    const bench = await benchOf('expired-certificate');
    expect(bench.state.scenarios.map(({ name }) => name)).toEqual(['healthy', 'no-self-signed']);
    await bench.done('switchScenario', { scenario: 'no-self-signed' });
    expect(bench.scenariosOpened).toEqual([null, 'no-self-signed']);
  });

  it('stays once something was changed, and where there is none of that name', async () => {
    const bench = await benchOf('expired-certificate');
    expect(await bench.call('switchScenario', { scenario: 'gone' })).toBe('not-now');
    await bench.accept();
    expect(bench.state.scenarios).toEqual([]);
    expect(await bench.call('switchScenario', { scenario: 'healthy' })).toBe('not-now');
  });
});

describe('copying', () => {
  it('takes the text from main, with Windows line ends', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.call('copy', { what: { kind: 'plan' } });
    await bench.call('copy', { what: { kind: 'change-commands', changeId: '1' } });
    await bench.call('copy', { what: { kind: 'setup-command' } });
    const [plan, commands, setup] = bench.copied;
    expect(plan).toMatch(/^The plan: 2 changes\r\n/);
    expect(commands).toMatch(/^netsh http delete sslcert [^\n]*\r\nnetsh http add sslcert /);
    expect(setup).toMatch(/^D:\\setup\.exe \/m:Upgrade /);
  });

  it('is not now for what is not there', async () => {
    const bench = await benchOf('healthy');
    expect(await bench.call('copy', { what: { kind: 'plan' } })).toBe('not-now');
    expect(await bench.call('copy', { what: { kind: 'change-commands', changeId: '9' } })).toBe('not-now');
    expect(bench.copied).toEqual([]);
  });
});

it('tells a mistake of its own, and goes on', async () => {
  const bench = await benchOf('expired-certificate');
  bench.world.before = ({ name }) => {
    if (name === 'inspect') throw new Error('a bug');
  };
  await bench.done('lookAgain', undefined);
  expect(bench.state.trouble).toMatchObject({ kind: 'mistake' });
  bench.world.before = () => undefined;
  await bench.done('lookAgain', undefined);
  expect(bench.state.trouble).toBeNull();
  expect(lines(bench.world.calls.slice(-1))).toEqual(['inspect']);
});
