import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/clock.ts';
import { shownPace, textOf } from '../../../../electron/server/practice/setup-log-writer.ts';
import { runUpdate } from '../../../../electron/server/practice/setup-run.ts';
import type { PracticeState } from '../../../../electron/server/practice/state.ts';
import { setupLogFile } from '../../../../electron/server/practice/store.ts';
import { frameWords } from '../../../../shared/text/english/frame.ts';
import { rebindWords } from '../../../../shared/text/english/rebind.ts';
import { rerunWords, stallText } from '../../../../shared/text/english/rerun.ts';
import { certificateWords } from '../../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../../shared/text/english/diagnose.ts';
import { fixedKeys } from '../../../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from '../../../windows/describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from '../../../windows/exchange-world.ts';
import type { WindowApp } from '../window-app.ts';
import { windowBench } from '../window-bench.ts';
import { openOnWindows, type OpenedOnWindows } from '../windows-app.ts';
import { picture } from './camera.ts';
import { heldCalls } from './held-calls.ts';
import type { HeldCalls } from './held-calls.ts';

const bench = await windowBench();

/** What a run of Setup writes that meets something else, from its first line to before its last words. */
async function linesOfSetup(state: PracticeState): Promise<readonly string[]> {
  const obstacles: PracticeState['obstacles'] = [
    { kind: 'receive-connector-conflict', connector: 'EX01\\Relay of the scanners' },
  ];
  const run = await runUpdate(
    { ...state, obstacles },
    { startedAt: new Date(), pace: shownPace, utcOffsetMinutes: 0, keys: fixedKeys() },
  );
  return [...run.work, ...run.end].map((entry) => textOf([entry]));
}

describeOnWine('on a Windows server', () => {
  let exchange: ExchangeWorld;
  let opened: OpenedOnWindows;
  let window: WindowApp;
  let calls: HeldCalls;

  beforeAll(async () => {
    const data = join(tmpdir(), 'CU Rescue');
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data);
    bench.electron.handOver(data);
    exchange = await startExchangeWorld('expired-certificate', systemClock);
    calls = heldCalls(exchange.world);
    const server = { world: calls, needs: exchange.needs };
    opened = await openOnWindows(bench.electron, server, join(data, 'data'));
    ({ window } = opened);
  });
  afterAll(async () => {
    await opened.close();
    await exchange.dispose();
  });

  async function begin(): Promise<void> {
    await window.press(diagnoseWords.choose);
    await window.press(certificateWords.review);
    await window.press(/^Replace /);
  }

  it('a change takes long, and is undone', async () => {
    await picture(window, '1-diagnose-on-windows');
    const release = calls.hold('server.apply', 2);
    await begin();
    await window.until(
      (state) => state.kind === 'open' && state.rows.some(({ state: { kind } }) => kind === 'changing'),
    );
    await window.until((state) => state.kind === 'open' && state.waiting !== null);
    await picture(window, '4-rebind-in-progress');
    await window.press(rebindWords.stop);
    await picture(window, '4-rebind-stopping');
    release();
    await window.arrived('rebind');
    await picture(window, '4-rebind-after-stop');
    const releaseUndo = calls.hold('server.apply', 2);
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await window.press(frameWords.undo);
    await window.page.getByRole('dialog').getByRole('button', { name: frameWords.undoDeed }).click();
    await window.until((state) => state.kind === 'open' && state.waiting !== null);
    await picture(window, '4-rebind-undoing');
    releaseUndo();
    await window.arrived('rebind');
  });

  it('Setup is run by hand, and followed', async () => {
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'diagnose' }));
    await begin();
    await window.arrived('rebind');
    await window.press(rebindWords.runSetup);
    await window.arrived('rerun-setup');
    await picture(window, '5-on-windows');
    await window.press(rerunWords.start.label);
    await window.page.getByRole('alert').waitFor();
    await picture(window, '5-on-windows-no-media');
    await window.press(frameWords.putAway);
    await window.press(rerunWords.copy);
    await window.page.getByText(rerunWords.copied).waitFor();
    await picture(window, '5-on-windows-copied');
    await window.press(rerunWords.follow);
    await window.until((state) => state.kind === 'open' && state.activity.kind === 'following-setup');
    await picture(window, '5-on-windows-waiting');
    const log = join(exchange.world.driveC, setupLogFile);
    const lines = await linesOfSetup(exchange.built.state);
    const middle = lines.findIndex((line) => line.includes('Install-AdminToolsRole'));
    expect(middle).toBeGreaterThan(0);
    appendFileSync(log, lines.slice(0, middle + 1).join(''));
    await window.until((state) => state.kind === 'open' && (state.setup?.progress.entries ?? 0) > middle - 5);
    await picture(window, '5-on-windows-following');
    await window.page.clock.setFixedTime(Date.now() + 11 * 60_000);
    await window.page.getByText(stallText('console-frozen')).waitFor();
    await picture(window, '5-on-windows-silent');
    appendFileSync(log, lines.slice(middle + 1).join(''));
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
    await window.arrived('rerun-setup');
    await picture(window, '5-on-windows-failed');
  });
});
