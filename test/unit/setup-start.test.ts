import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Judged, SetupStarter, SetupStartEnd } from '../../electron/server/setup-starter.ts';
import type { Server } from '../../electron/server/server.ts';
import { read } from '../../shared/reading.ts';
import { rerunOf } from '../../shared/rerun.ts';
import type { ConfirmedSetup, SetupNotStarted } from '../../shared/setup-start.ts';
import { newest, WizardBench } from '../fixtures/wizard-bench.ts';
import { setupByHand } from '../fixtures/setup-by-hand.ts';
import { ends, failedRun, head, receiveConnectorConflict, upgradeHead } from '../fixtures/setup-logs.ts';

const judged = { signer: 'Microsoft Corporation', hash: 'a1' } as const;

/** A Windows that starts Setup as the test says. */
class Starting implements SetupStarter {
  readonly asked: string[] = [];
  readonly confirmed: ConfirmedSetup[] = [];
  readonly begun: Promise<void>;
  #begins: () => void = () => undefined;
  judgement: Judged | Promise<Judged> = { kind: 'may-start', judged };
  /** What it comes to; without it, it goes on until nobody waits. */
  end: Promise<SetupStartEnd> | null = null;

  constructor() {
    this.begun = new Promise((resolve) => {
      this.#begins = resolve;
    });
  }

  judgeSetup(program: string): Promise<Judged> {
    this.asked.push(program);
    return Promise.resolve(this.judgement);
  }

  startSetup(confirmed: ConfirmedSetup, until: AbortSignal): Promise<SetupStartEnd> {
    this.confirmed.push(confirmed);
    this.#begins();
    if (this.end !== null) return this.end;
    return new Promise((resolve) => {
      until.addEventListener('abort', () => {
        resolve({ kind: 'left' });
      });
    });
  }
}

async function startable(changed?: (server: Server) => Partial<Server>) {
  const made = await setupByHand(changed);
  const starting = new Starting();
  made.bench.starter = starting;
  await made.bench.wizard.open();
  return { ...made, starting };
}

/** Asks for Setup, and gives the id of what is shown to be confirmed. */
async function offered(bench: WizardBench): Promise<string> {
  await bench.done('checkSetup', undefined);
  return bench.state.setupOffer?.id ?? 'none';
}

describe('Setup that is started from the window', () => {
  it('is shown first, with its program, who has signed it, and the very command of the screen', async () => {
    const { bench, starting } = await startable();
    await bench.done('checkSetup', undefined);
    const rerun = rerunOf(bench.state.look.facts);
    if (rerun.kind !== 'command') throw new Error(rerun.kind);
    const { program, switches, command } = rerun;
    expect(bench.state.setupOffer).toEqual({
      id: '1',
      command: { program, switches, command },
      judged,
    });
    expect(starting.asked).toEqual([program]);
    expect(starting.confirmed).toEqual([]);
  });

  it('is started as it was confirmed, followed to its end, and written down like any other', async () => {
    const { bench, starting, write } = await startable();
    await bench.done('checkSetup', undefined);
    const shown = bench.state.setupOffer;
    expect(await bench.call('startSetup', { offerId: shown?.id ?? 'none' })).toBe('ok');
    await starting.begun;
    expect(starting.confirmed).toEqual([shown]);
    expect(bench.state.activity).toMatchObject({ kind: 'following-setup', startedBy: 'this-program' });
    await write(...head(), ...upgradeHead, ...ends.succeeded);
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.setup).toMatchObject({ kind: 'ended', verdict: { class: 'setup-succeeded' } });
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('ends like one that fails, when its log says so', async () => {
    const { bench, starting, write } = await startable();
    await bench.call('startSetup', { offerId: await offered(bench) });
    await starting.begun;
    await write(...failedRun(receiveConnectorConflict));
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'failed' }]);
  });

  const broken: SetupNotStarted = { kind: 'signature-broken', path: 'D:\\setup.exe' };

  it('is not offered where its program may not be started: why not is told', async () => {
    const { bench, starting } = await startable();
    starting.judgement = { kind: 'refused', because: broken };
    await bench.done('checkSetup', undefined);
    expect(bench.state).toMatchObject({
      setupOffer: null,
      trouble: { kind: 'setup-not-started', because: broken },
      stage: 'rerun-setup',
    });
    starting.judgement = { kind: 'may-start', judged };
    await bench.done('checkSetup', undefined);
    expect(bench.state).toMatchObject({ setupOffer: { judged }, trouble: null });
  });

  it('is not offered where no judgement comes in time', async () => {
    const { bench, starting } = await startable();
    starting.judgement = new Promise(() => undefined);
    bench.pause = () => Promise.resolve();
    await bench.done('checkSetup', undefined);
    expect(bench.state.trouble).toMatchObject({
      because: { kind: 'not-judged', because: { code: 'ETIMEDOUT' } },
    });
  });

  it('that is refused after all ends at once, with why, and nothing is written down', async () => {
    const { bench, starting } = await startable();
    const because: SetupNotStarted = { kind: 'replaced', path: 'D:\\setup.exe' };
    starting.end = Promise.resolve({ kind: 'refused', because });
    await bench.done('startSetup', { offerId: await offered(bench) });
    expect(bench.state).toMatchObject({
      setup: null,
      trouble: { kind: 'setup-not-started', because },
    });
    expect(newest(bench.state)?.setupRuns).toEqual([]);
  });

  it('that ends without a run in its log is told with its status', async () => {
    const { bench, starting } = await startable();
    starting.end = Promise.resolve({ kind: 'ended', status: 1 });
    await bench.done('startSetup', { offerId: await offered(bench) });
    expect(bench.state.trouble).toEqual({
      kind: 'setup-not-started',
      because: { kind: 'ended-at-once', status: 1 },
    });
    expect(newest(bench.state)?.setupRuns).toEqual([]);
  });

  it('that hands over to another process is followed on', async () => {
    let processes: readonly string[] = [];
    const looks = { begun: 0, over: 0 };
    const { bench, starting, write } = await startable((server) => ({
      inspect: async () => {
        looks.begun += 1;
        const facts = await server.inspect();
        looks.over += 1;
        const { setupState } = facts;
        return setupState.kind === 'read'
          ? { ...facts, setupState: read({ ...setupState.value, processes }) }
          : facts;
      },
    }));
    const offerId = await offered(bench);
    let ended: (end: SetupStartEnd) => void = () => undefined;
    starting.end = new Promise((resolve) => {
      ended = resolve;
    });
    await bench.call('startSetup', { offerId });
    await starting.begun;
    processes = ['ExSetup.exe'];
    const before = looks.begun;
    ended({ kind: 'ended', status: 0 });
    // It is looked for before it has written anything.
    while (looks.over <= before) await setImmediate();
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    await write(...head(), ...upgradeHead);
    await bench.until(({ setup }) => setup?.kind === 'running' && setup.progress.standing === 'at-work');
    processes = [];
    await write(...ends.succeeded);
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('that is only written of when its program has ended is followed to its end', async () => {
    const { bench, starting, write } = await startable();
    const offerId = await offered(bench);
    let ended: (end: SetupStartEnd) => void = () => undefined;
    starting.end = new Promise((resolve) => {
      ended = resolve;
    });
    await bench.call('startSetup', { offerId });
    await starting.begun;
    await write(...head(), ...upgradeHead, ...ends.succeeded);
    ended({ kind: 'ended', status: 0 });
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.trouble).toBeNull();
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('goes on by itself when it is no longer followed, or the window is closed', async () => {
    const { bench, starting } = await startable();
    await bench.call('startSetup', { offerId: await offered(bench) });
    await starting.begun;
    await bench.done('stopFollowing', undefined);
    expect(bench.state).toMatchObject({ setup: null, trouble: null });
    await bench.call('startSetup', { offerId: await offered(bench) });
    await bench.wizard.comeToRest();
    expect(bench.state.activity.kind).toBe('idle');
  });

  it('whose start hangs keeps nobody, and is given up with the following', async () => {
    const { bench, starting } = await startable();
    starting.end = new Promise(() => undefined);
    await bench.call('startSetup', { offerId: await offered(bench) });
    await starting.begun;
    await bench.done('stopFollowing', undefined);
    expect(bench.state.trouble).toBeNull();
  });

  it('is told as a mistake where this program makes one, and is followed no more', async () => {
    const { bench, starting } = await startable();
    starting.end = Promise.reject(new Error('a bug'));
    await bench.done('startSetup', { offerId: await offered(bench) });
    expect(bench.state.trouble).toMatchObject({ kind: 'mistake' });
  });
});

describe('a confirmation of Setup', () => {
  it.each([
    ['of something that was never shown', () => Promise.resolve()],
    ['after another look at the server', (bench: WizardBench) => bench.done('lookAgain', undefined)],
    ['after another check', (bench: WizardBench) => bench.done('checkSetup', undefined)],
    ['from another stage', (bench: WizardBench) => bench.call('goTo', { stage: 'finish' })],
    [
      'after another stage',
      async (bench: WizardBench) => {
        await bench.call('goTo', { stage: 'finish' });
        await bench.call('goTo', { stage: 'rerun-setup' });
      },
    ],
  ])('counts no more: %s', async (what, meanwhile) => {
    const { bench, starting } = await startable();
    const offerId = what.includes('never') ? '1' : await offered(bench);
    await meanwhile(bench);
    expect(await bench.call('startSetup', { offerId })).toBe('not-now');
    expect(starting.confirmed).toEqual([]);
  });

  it('counts once', async () => {
    const { bench, starting } = await startable();
    const offerId = await offered(bench);
    starting.end = Promise.resolve({ kind: 'ended', status: 1 });
    await bench.done('startSetup', { offerId });
    expect(await bench.call('startSetup', { offerId })).toBe('not-now');
    expect(starting.confirmed).toHaveLength(1);
  });

  it.each(['before it is shown', 'when it is confirmed'])(
    'comes to nothing when something is in the way of Setup %s',
    async (when) => {
      let pendingReboot: readonly string[] = [];
      const { bench, starting } = await startable((server) => ({
        inspect: async () => {
          const facts = await server.inspect();
          const { setupState } = facts;
          return setupState.kind === 'read'
            ? { ...facts, setupState: read({ ...setupState.value, pendingReboot }) }
            : facts;
        },
      }));
      const offerId = when.startsWith('before') ? null : await offered(bench);
      pendingReboot = ['RebootPending'];
      if (offerId === null) await bench.done('checkSetup', undefined);
      else await bench.done('startSetup', { offerId });
      expect(bench.state).toMatchObject({
        setupOffer: null,
        trouble: { kind: 'setup-not-started', because: { kind: 'in-the-way' } },
      });
      expect(starting.asked).toHaveLength(offerId === null ? 0 : 1);
      expect(starting.confirmed).toEqual([]);
    },
  );

  it('is for a real server only, and only where Setup may be run', async () => {
    const practice = await WizardBench.of('expired-certificate');
    onTestFinished(() => practice.close());
    expect(await practice.call('checkSetup', undefined)).toBe('not-now');
    const starting = new Starting();
    practice.starter = starting;
    practice.setupIsRunBy = 'the administrator';
    await practice.wizard.open();
    // Nothing is repaired yet.
    expect(await practice.call('checkSetup', undefined)).toBe('not-now');
    expect(starting.asked).toEqual([]);
  });
});
