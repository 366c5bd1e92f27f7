import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wineHere } from '../../../scripts/wine/for-tests.mjs';
import { systemClock } from '../../../electron/clock.ts';
import { realPace, textOf } from '../../../electron/server/practice/setup-log-writer.ts';
import { runUpdate } from '../../../electron/server/practice/setup-run.ts';
import { frameWords } from '../../../shared/text/english/frame.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { fixedKeys } from '../../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from '../../windows/describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from '../../windows/exchange-world.ts';
import { authorityCertificate, sign, type Signer } from '../../windows/signing.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';
import { openOnWindows, type OpenedOnWindows } from './windows-app.ts';

const bench = await windowBench();

const microsoft: Signer = { organization: 'Microsoft Corporation', commonName: 'Microsoft Corporation' };
const command = 'D:\\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF';

describeOnWine('Setup started from the window', () => {
  let exchange: ExchangeWorld;
  let opened: OpenedOnWindows;
  let window: WindowApp;

  beforeAll(async () => {
    exchange = await startExchangeWorld('expired-certificate', systemClock);
    const der = authorityCertificate();
    await exchange.world.tools.addCertificate({ der, store: 'Root', friendlyName: null, key: null });
    // The media of its log.
    mkdirSync(media());
    symlinkSync(media(), join(dirname(exchange.world.driveC), 'dosdevices', 'd:'));
    opened = await openOnWindows(bench.electron, exchange, join(bench.newFolder(), 'data'));
    ({ window } = opened);
  });
  afterAll(async () => {
    await opened.close();
    await exchange.dispose();
  });

  const media = () => join(dirname(dirname(exchange.world.driveC)), 'media');
  const onC = (name: string) => join(exchange.world.driveC, name);
  const started = () => onC('setup-started.txt');
  const dialog = () => window.page.getByRole('dialog', { name: rerunWords.start.question });
  const alert = () => window.page.getByRole('alert').innerText();

  function placeSetup(as: Signer): void {
    const wine = wineHere();
    if (wine.kind === 'missing') throw new Error(wine.because);
    const program = join(media(), 'setup.exe');
    rmSync(program, { force: true });
    sign(wine.standIn('setup'), as, program);
  }

  /** What Setup writes into its log, from its first line to its last. */
  async function logOfSetup(): Promise<string> {
    const { work, end } = await runUpdate(exchange.built.state, {
      startedAt: new Date(),
      pace: realPace,
      utcOffsetMinutes: 0,
      keys: fixedKeys(),
    });
    return textOf([...work, ...end]);
  }

  it('is refused, asked about, started and followed to its end', async () => {
    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    await window.press(rebindWords.runSetup);
    await window.arrived('rerun-setup');

    await window.press(rerunWords.start.label);
    await window.until((state) => state.kind === 'open' && state.trouble !== null);
    expect(await alert()).toContain('D:\\setup.exe cannot be reached');

    placeSetup({ ...microsoft, organization: 'Contoso' });
    await window.press(frameWords.retry);
    await window.until(
      (state) =>
        state.kind === 'open' &&
        state.trouble?.kind === 'setup-not-started' &&
        state.trouble.because.kind === 'signed-by-other',
    );
    expect(await alert()).toContain('D:\\setup.exe is signed by Contoso, and not by Microsoft Corporation');

    placeSetup(microsoft);
    await window.press(frameWords.retry);
    await dialog().waitFor();
    const said = await dialog().innerText();
    for (const shown of ['D:\\setup.exe', 'Microsoft Corporation', command]) expect(said).toContain(shown);
    // Enter alone starts nothing.
    await window.page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    expect(await window.open()).toMatchObject({ activity: { kind: 'idle' } });
    expect(existsSync(started())).toBe(false);

    writeFileSync(onC('setup-waits'), '');
    await window.press(rerunWords.start.label);
    await dialog().getByRole('button', { name: rerunWords.start.deed }).click();
    await window.until((state) => state.kind === 'open' && state.activity.kind === 'following-setup');
    appendFileSync(onC('ExchangeSetupLogs/ExchangeSetup.log'), await logOfSetup());
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
    expect((await window.open()).rescues.at(-1)?.setupRuns).toHaveLength(1);
    expect(readFileSync(started(), 'utf8')).toContain(
      'argument D:\\setup.exe\nargument /m:Upgrade\nargument /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF\n',
    );
    rmSync(onC('setup-waits'));
  });
});
