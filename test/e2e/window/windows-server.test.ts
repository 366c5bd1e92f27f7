import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../electron/clock.ts';
import { frameWords, stageNames } from '../../../shared/text/english/frame.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { formatThumbprint } from '../../../shared/text/format.ts';
import { valueOr } from '../../../shared/reading.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';
import { describeOnWine } from '../../windows/describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from '../../windows/exchange-world.ts';
import { textOfPdf } from './pdf.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';
import { openOnWindows, type OpenedOnWindows } from './windows-app.ts';

const bench = await windowBench();

describeOnWine('the window on a Windows server', () => {
  let exchange: ExchangeWorld;
  let opened: OpenedOnWindows;
  let window: WindowApp;
  const shown: string[] = [];

  beforeAll(async () => {
    exchange = await startExchangeWorld('expired-certificate', systemClock);
    opened = await openOnWindows(bench.electron, exchange, join(bench.newFolder(), 'data'));
    ({ window } = opened);
  });
  afterAll(async () => {
    await opened.close();
    await exchange.dispose();
  });

  /** What the screen says, for a look at all of it at the end. */
  async function read(): Promise<string> {
    const text = await window.page.locator('body').innerText();
    shown.push(text);
    return text;
  }

  const hashOf = async (endpoint: string) => {
    const record = await exchange.world.tools.httpSysRecord(endpoint);
    return thumbprint(record?.thumbprint ?? '');
  };

  it('goes from the first screen to the saved report, and never calls itself practice', async () => {
    const [before, backEnd] = [await hashOf('0.0.0.0:443'), await hashOf('0.0.0.0:444')];
    await window.arrived('diagnose');
    expect((await window.open()).scenarios).toEqual([]);
    expect(await read()).toContain(exchange.built.state.server.fullyQualifiedName);

    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    await read();
    const after = await hashOf('0.0.0.0:443');
    expect(after).not.toBe(before);
    expect([await hashOf('127.0.0.1:443'), await hashOf('0.0.0.0:444')]).toEqual([after, backEnd]);

    await window.press(rebindWords.runSetup);
    await window.arrived('rerun-setup');
    expect(await window.page.getByRole('button', { name: rerunWords.run }).count()).toBe(0);
    await read();
    await window.press(stageNames.finish);
    await window.arrived('finish');
    await read();

    const text = textOfPdf((await window.reportSaved()).pdf);
    for (const print of [before, after]) expect(text).toContain(formatThumbprint(print));
    const records = valueOr((await window.open()).look.facts.records, []);
    expect(records.map(({ thumbprint: print }) => print).toSorted()).toEqual(
      [after, after, backEnd].toSorted(),
    );
    for (const said of [...shown, text]) {
      // The authority of the scenario's certificates is called that.
      expect(said.replaceAll('Practice CA R1', '')).not.toMatch(new RegExp(frameWords.practice, 'i'));
    }
  });
});
