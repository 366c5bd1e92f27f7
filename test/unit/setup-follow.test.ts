import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unknown } from '../../shared/reading.ts';
import { newest, WizardBench } from '../fixtures/wizard-bench.ts';
import { setupByHand } from '../fixtures/setup-by-hand.ts';
import { ends, errorBlock, expired, failedRun, head, scripts } from '../fixtures/setup-logs.ts';
import { receiveConnectorConflict, upgradeHead } from '../fixtures/setup-logs.ts';
import type { World } from '../fixtures/world.ts';

function progressOf({ state }: WizardBench) {
  return state.setup?.kind === 'running' ? state.setup.progress : null;
}

const inspections = ({ calls }: World) => calls.filter(({ name }) => name === 'inspect').length;

/** When the log has been read beside the look at the server that comes with it. */
async function settled(world: World, before: number) {
  while (inspections(world) === before) await setImmediate();
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}

describe('a Setup that the administrator runs', () => {
  it('is waited for, and followed line by line to its good end, which is written down once', async () => {
    const { world, bench, write } = await setupByHand();
    const before = inspections(world);
    expect(await bench.call('followSetup', undefined)).toBe('ok');
    await settled(world, before);
    expect(bench.state).toMatchObject({
      activity: { kind: 'following-setup' },
      reachable: ['rerun-setup'],
      setup: { kind: 'running', progress: { standing: 'not-begun' } },
    });
    await write(...head(), ...upgradeHead);
    await bench.until(() => progressOf(bench)?.version === '15.1.2507.6');
    await write(
      [1, 'Beginning processing Install-CafeRole'],
      [1, "Processing component 'Client Access IIS Configuration' (Configuring IIS.)."],
    );
    await bench.until(() => progressOf(bench)?.component === 'Client Access IIS Configuration');
    expect(progressOf(bench)).toMatchObject({ standing: 'at-work', task: 'Install-CafeRole' });
    await write([1, 'Ending processing Install-CafeRole'], ...ends.succeeded);
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.setup).toMatchObject({
      kind: 'ended',
      verdict: { class: 'setup-succeeded' },
      progress: { tasksDone: ['Install-CafeRole', 'Start-PostSetup'] },
    });
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'succeeded' }]);
    expect(bench.reports.at(-1)).toBe('save 1 repaired');
  });

  it.each([
    ['of another kind', receiveConnectorConflict, 'not-a-certificate-failure'],
    ['of the same kind', expired(scripts.iis), 'certificate-expired'],
  ] as const)('is classified at once when it ends with a failure %s', async (_kind, error, failure) => {
    const { bench, write } = await setupByHand();
    await bench.call('followSetup', undefined);
    await write(...failedRun(error));
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.setup).toMatchObject({ kind: 'ended', verdict: { class: failure } });
    expect(newest(bench.state)?.setupRuns).toMatchObject([{ outcome: 'failed', class: failure }]);
    expect(bench.state.reachable).toContain('diagnose');
  });

  it('that has written an error goes on to be followed until it says that it ends', async () => {
    const { bench, write } = await setupByHand();
    await bench.call('followSetup', undefined);
    await write(...head(), ...errorBlock(receiveConnectorConflict));
    await bench.until(() => progressOf(bench)?.standing === 'stopping');
    expect(bench.state.activity.kind).toBe('following-setup');
    await write(...ends.window);
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(newest(bench.state)?.setupRuns).toHaveLength(1);
  });

  it('that was over before somebody said so is told all the same', async () => {
    const { bench, write } = await setupByHand();
    await write(...failedRun(receiveConnectorConflict));
    await bench.done('followSetup', undefined);
    expect(bench.state.setup).toMatchObject({
      kind: 'ended',
      verdict: { class: 'not-a-certificate-failure' },
      progress: { startedAt: '2026-03-01T03:13:00.189Z' },
    });
    expect(newest(bench.state)?.setupRuns).toHaveLength(1);
  });

  it('that had begun before is known with its beginning', async () => {
    const { bench, write } = await setupByHand();
    await write(...head(), ...upgradeHead);
    await bench.call('followSetup', undefined);
    await bench.until(() => progressOf(bench)?.standing === 'at-work');
    await write([1, 'Beginning processing Install-CafeRole']);
    await bench.until(() => progressOf(bench)?.task === 'Install-CafeRole');
    expect(progressOf(bench)).toMatchObject({
      startedAt: '2026-03-01T03:13:00.189Z',
      version: '15.1.2507.6',
    });
  });

  it('that failed before is not taken for the next one', async () => {
    const { world, bench } = await setupByHand();
    const before = inspections(world);
    await bench.call('followSetup', undefined);
    await settled(world, before);
    expect(bench.state.activity.kind).toBe('following-setup');
    expect(newest(bench.state)?.setupRuns).toEqual([]);
  });

  it('is no longer followed when somebody says so, and nothing is written down', async () => {
    const { world, bench, write } = await setupByHand();
    await bench.call('followSetup', undefined);
    await write(...head());
    await bench.until(() => progressOf(bench)?.standing === 'at-work');
    const applied = world.calls.filter(({ name }) => name === 'apply' || name === 'append').length;
    await bench.done('stopFollowing', undefined);
    expect(bench.state).toMatchObject({ setup: null, trouble: null, stage: 'rerun-setup' });
    expect(newest(bench.state)?.setupRuns).toEqual([]);
    expect(world.calls.filter(({ name }) => name === 'apply' || name === 'append')).toHaveLength(applied);
    expect(await bench.call('stopFollowing', undefined)).toBe('not-now');
    expect(await bench.call('followSetup', undefined)).toBe('ok');
  });

  it('keeps nobody from closing the window', async () => {
    const { bench } = await setupByHand();
    await bench.call('followSetup', undefined);
    await bench.wizard.comeToRest();
    expect(bench.state.activity.kind).toBe('idle');
  });

  it('whose end cannot be read is told, and not written down', async () => {
    let log: 'readable' | 'gone' = 'readable';
    const { bench, write } = await setupByHand((server) => ({
      inspect: async () => {
        const facts = await server.inspect();
        return log === 'gone' ? { ...facts, setup: unknown('EACCES', 'ExchangeSetup.log') } : facts;
      },
    }));
    await bench.call('followSetup', undefined);
    log = 'gone';
    await write(...head(), ...ends.succeeded);
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.trouble).toMatchObject({ kind: 'setup-end-unread', because: { code: 'EACCES' } });
    expect(newest(bench.state)?.setupRuns).toEqual([]);
  });

  it('is followed only where the window cannot run it, and where it may be run', async () => {
    const { bench } = await setupByHand();
    expect(await bench.call('runSetup', undefined)).toBe('not-now');
    const other = await WizardBench.of('expired-certificate');
    onTestFinished(() => other.close());
    expect(await other.call('followSetup', undefined)).toBe('not-now');
    await other.accept();
    expect(await other.call('followSetup', undefined)).toBe('not-now');
    other.setupIsRunBy = 'the administrator';
    await other.wizard.open();
    expect(await other.call('followSetup', undefined)).toBe('ok');
  });
});
