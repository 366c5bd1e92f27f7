import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { finishWords } from '../../../shared/text/english/finish.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { formatThumbprint } from '../../../shared/text/format.ts';
import { valueOr } from '../../../shared/reading.ts';
import type { OpenWizard } from '../../../shared/wizard.ts';
import { pagesOf, textOfPdf } from './pdf.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();

function start(scenario: string): Promise<WindowApp> {
  return bench.start(bench.newFolder(), '--practice', scenario);
}

/** From the repaired bindings to the report. */
async function runSetup(window: WindowApp): Promise<void> {
  await window.press(rebindWords.runSetup);
  await window.press(rerunWords.run);
  await window.press(rerunWords.seeReport);
  await window.arrived('finish');
}

/** What the two endpoints of the front end hold. */
function frontEndThumbprints({ look: { facts } }: OpenWizard): readonly Thumbprint[] {
  return valueOr(facts.records, [])
    .filter(({ endpoint }) => endpoint.endsWith(':443'))
    .map(({ thumbprint }) => thumbprint);
}

describe('expired-certificate', () => {
  it('goes from the first screen to the saved report, on one page', async () => {
    const window = await start('expired-certificate');
    const [before] = frontEndThumbprints(await window.open());
    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    const [after] = frontEndThumbprints(await window.open());
    expect(after).not.toBe(before);
    await runSetup(window);

    const saved = await window.reportSaved();
    const text = textOfPdf(saved.pdf);
    for (const thumbprint of [before!, after!]) {
      expect(text).toContain(formatThumbprint(thumbprint));
      expect(readFileSync(saved.text, 'utf8')).toContain(formatThumbprint(thumbprint));
    }
    expect(pagesOf(saved.pdf)).toBe(1);
    expect(readFileSync(saved.html, 'utf8')).not.toMatch(/<script/i);
    expect(await window.page.locator('main').innerText()).toContain(saved.pdf);
  });

  it('saves the report where it is asked to, and copies it', async () => {
    const window = await start('expired-certificate');
    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    const path = join(window.data, 'asked for.pdf');
    await window.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await window.press(finishWords.savePdf);
    await expect.poll(() => existsSync(path)).toBe(true);
    expect(textOfPdf(path)).toContain('Recovery of EX01.contoso.local');
    await window.press(finishWords.copyText);
    await expect
      .poll(() => window.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toContain('Recovery of EX01.contoso.local');
  });
});

describe('no-self-signed', () => {
  it('makes a certificate, binds it everywhere, and tells of both in the report', async () => {
    const window = await start('no-self-signed');
    const [before] = frontEndThumbprints(await window.open());
    await rebind(window, deedText({ kind: 'create-and-bind', bindings: 3 }));
    const [after] = frontEndThumbprints(await window.open());
    expect(after).not.toBe(before);
    await runSetup(window);
    const text = textOfPdf((await window.reportSaved()).pdf);
    expect(text).toContain(formatThumbprint(before!));
    expect(text).toContain(formatThumbprint(after!));
  });
});

describe('the scenario', () => {
  it('is switched in the window while nothing has been changed', async () => {
    const window = await start('healthy');
    await window.press(diagnoseWords.switchScenario);
    await window.page.getByRole('radio', { name: /^no-self-signed/ }).check();
    await window.press(diagnoseWords.openScenario);
    await window.until(
      (state) =>
        state.kind === 'open' &&
        state.look.facts.origin.kind === 'practice' &&
        state.look.facts.origin.scenario === 'no-self-signed',
    );
    await rebind(window, deedText({ kind: 'create-and-bind', bindings: 3 }));
    expect((await window.open()).scenarios).toEqual([]);
  });
});
