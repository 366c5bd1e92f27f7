import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Desk } from '../../electron/wizard/desk.ts';
import { runAndFollow } from '../../electron/wizard/setup-run.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { unknown, valueOr } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { withSetupRunning } from '../fixtures/setup-runs.ts';
import { newest, WizardBench, wizardBenches } from '../fixtures/wizard-bench.ts';
import { testClock, World } from '../fixtures/world.ts';

const { benchOf, restarted } = wizardBenches();

/** A rescue that stopped after its first change, as it was asked to. */
async function stopped(): Promise<WizardBench> {
  const bench = await benchOf('no-self-signed');
  const begun = bench.accept();
  await bench.until((state) => newest(state)?.steps[0]?.progress.kind === 'about-to');
  await bench.call('stopAfterThisChange', undefined);
  await begun;
  return bench;
}

describe('a plan', () => {
  it('is begun only where it is shown whole', async () => {
    const bench = await benchOf('expired-certificate');
    const { planId } = bench;
    for (const stage of ['diagnose', 'certificate'] as const) {
      await bench.call('goTo', { stage });
      expect(await bench.call('begin', { planId })).toBe('not-now');
    }
    expect(bench.world.entries).toEqual([]);
  });

  it('is not begun once the server was looked at again', async () => {
    const bench = await benchOf('expired-certificate');
    const { planId } = bench;
    await bench.call('goTo', { stage: 'review' });
    const looked = bench.done('lookAgain', undefined);
    expect(await bench.call('begin', { planId })).toBe('not-now');
    await looked;
    expect(bench.state.stage).toBe('review');
    expect(await bench.call('begin', { planId })).toBe('not-now');
  });

  it('that comes to nothing is not reviewed', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.call('goTo', { stage: 'review' });
    const [expired] = valueOr(bench.state.look.facts.records, []);
    await bench.call('choose', { choice: { kind: 'use', thumbprint: expired!.thumbprint } });
    expect(bench.state).toMatchObject({ plan: null, stage: 'diagnose' });
  });
});

describe('an undo', () => {
  it('is not now where everything is taken back already', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    await bench.done('undo', undefined);
    const before = bench.world.entries.length;
    expect(await bench.call('undo', undefined)).toBe('not-now');
    expect(bench.world.entries).toHaveLength(before);
  });
});

describe('while Setup runs', () => {
  it.each(['continueRescue', 'undo'] as const)('%s is told to have done nothing', async (call) => {
    const { world } = await stopped();
    world.disguise = withSetupRunning;
    const bench = await restarted(new WizardBench(world));
    await bench.done(call, undefined);
    expect(bench.state.trouble).toEqual({ kind: 'setup-running' });
    expect(newest(bench.state)?.outcome).toMatchObject({ because: { kind: 'asked' } });
  });
});

describe('a journal that fails', () => {
  async function failingAt(kind: RescueEvent['kind'], bench: WizardBench, work: () => Promise<void>) {
    bench.world.refuseAppend = (event) => (event.kind === kind ? 'ENOSPC' : null);
    await work();
    return bench.state.trouble;
  }

  it('in an undo is retried by an undo, never by going on', async () => {
    const bench = await stopped();
    const trouble = await failingAt('undo-started', bench, () => bench.done('undo', undefined));
    expect(trouble).toEqual({ kind: 'journal-failed', code: 'ENOSPC', retry: 'undo' });
  });

  it('in a start over is retried by starting over', async () => {
    const bench = await stopped();
    const trouble = await failingAt('rescue-left', bench, () => bench.done('startOver', undefined));
    expect(trouble).toMatchObject({ retry: 'startOver' });
  });

  it('within a rescue is retried by going on', async () => {
    const bench = await benchOf('expired-certificate');
    const trouble = await failingAt('change-done', bench, () => bench.accept());
    expect(trouble).toMatchObject({ retry: 'continueRescue' });
  });

  it('before the first word of a rescue leaves nothing to retry', async () => {
    const bench = await benchOf('expired-certificate');
    const trouble = await failingAt('rescue-started', bench, () => bench.accept());
    expect(trouble).toMatchObject({ retry: null });
    expect(bench.state.stage).toBe('diagnose');
  });
});

describe('coming to rest', () => {
  it('finishes the change that is under way, says so, and begins no other', async () => {
    const bench = await benchOf('no-self-signed');
    const begun = bench.accept();
    await bench.until((state) => newest(state)?.steps[0]?.progress.kind === 'about-to');
    const resting = bench.wizard.comeToRest();
    expect(bench.state.activity).toMatchObject({ stopping: 'after-this-change' });
    await resting;
    expect(
      newest(bench.state)
        ?.steps.map(({ progress }) => progress.kind)
        .slice(0, 2),
    ).toEqual(['done', 'waiting']);
    await begun;
  });

  it('finishes the change that an undo takes back, says so, and takes back no other', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    const undone = bench.done('undo', undefined);
    await bench.until((state) => newest(state)?.steps[1]?.progress.kind === 'about-to');
    await bench.wizard.comeToRest();
    expect(newest(bench.state)).toMatchObject({
      outcome: { kind: 'undoing', stopped: { kind: 'asked' } },
      steps: [{ progress: { kind: 'done' } }, { progress: { kind: 'undone' } }],
    });
    await undone;
  });

  it('waits for the opening, so that what is opened is given back', async () => {
    const bench = new WizardBench(await World.of('expired-certificate'));
    const opened = bench.wizard.open();
    await bench.close();
    expect(bench.closed).toBe(1);
    await opened;
  });

  it('waits for Setup and writes down how it ended', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    const run = bench.done('runSetup', undefined);
    await bench.wizard.comeToRest();
    expect(newest(bench.state)?.setupRuns).toHaveLength(1);
    await run;
  });
});

describe('a mistake of this program', () => {
  it('that leaves nothing open is not swallowed: the program cannot go on from there', async () => {
    const bench = await benchOf('expired-certificate');
    bench.beforeOpening = () => {
      throw new Error('a bug');
    };
    await bench.call('switchScenario', { scenario: 'healthy' });
    await expect(bench.wizard.comeToRest()).rejects.toThrow('a bug');
    bench.beforeOpening = () => undefined;
    await bench.wizard.open();
  });

  it('in following the log is told when Setup has come to its end, not before', async () => {
    const desk = new Desk({ clock: testClock, scenarios: [], lastCrash: null, tell: () => undefined });
    const order: string[] = [];
    const setup = async (): Promise<Reading<SetupVerdict>> => {
      await setImmediate();
      order.push('Setup is over');
      return unknown('ENOENT', 'ExchangeSetup.log');
    };
    const server = { followSetup: () => Promise.reject(new Error('a bug')) };
    await runAndFollow(server, setup, desk).catch((error: unknown) => order.push(String(error)));
    expect(order).toEqual(['Setup is over', 'Error: a bug']);
  });
});
