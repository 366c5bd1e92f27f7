import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { finishWords } from '../../../shared/text/english/finish.ts';
import { frameWords, stageNames } from '../../../shared/text/english/frame.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText, reviewWords } from '../../../shared/text/english/review.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import type { OpenWizard } from '../../../shared/wizard.ts';
import { arrived, enterPressesNothing, focus, goTo, press } from './keyboard.ts';
import { cutJournalAfter } from './practice-world.ts';
import type { WindowApp } from './window-app.ts';
import { windowBench } from './window-bench.ts';

const bench = await windowBench();
const deed = deedText({ kind: 'replace', bindings: 2 });

function start(...words: readonly string[]): Promise<WindowApp> {
  return bench.start(bench.newFolder(), ...words);
}

function outcomes({ rescues }: OpenWizard) {
  return rescues.map(({ outcome }) => outcome.kind);
}

async function rebind(window: WindowApp) {
  await press(window, diagnoseWords.choose);
  await arrived(window, 'certificate');
  await press(window, certificateWords.review, 'Space');
  await arrived(window, 'review');
  await press(window, deed);
  await arrived(window, 'rebind');
}

describe('with the keyboard alone', () => {
  it('a server is rescued, from the first screen to the saved report', async () => {
    const window = await start('--practice', 'expired-certificate');
    expect(await focus(window)).toMatchObject({ tag: 'H1' });
    await press(window, diagnoseWords.choose);
    await arrived(window, 'certificate');

    await goTo(window, /^Microsoft Exchange/);
    await window.page.keyboard.press('ArrowDown');
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'create');
    expect((await focus(window)).name).toMatch(/^Create a new one/);
    await goTo(window, /^Trust it/);
    await window.page.keyboard.press('ArrowDown');
    await window.until(
      (state) =>
        state.kind === 'open' &&
        state.plan?.plan.choice?.kind === 'create' &&
        state.plan.plan.choice.trust === 'leave-untrusted',
    );
    await goTo(window, /^Create a new one/, 'Shift+Tab');
    await window.page.keyboard.press('ArrowUp');
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'use');
    await press(window, certificateWords.review, 'Space');
    await arrived(window, 'review');

    await press(window, reviewWords.command(2));
    expect(await window.page.locator('details[open]').count()).toBe(1);
    await press(window, deed);
    await arrived(window, 'rebind');
    await press(window, rebindWords.runSetup);
    await arrived(window, 'rerun-setup');
    await press(window, rerunWords.run);
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
    await arrived(window, 'rerun-setup');
    await press(window, rerunWords.seeReport);
    await arrived(window, 'finish');

    const path = join(window.data, 'report.pdf');
    await window.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await press(window, finishWords.savePdf);
    await window.until((state) => state.kind === 'open' && state.savedAs === path);
    expect(existsSync(path)).toBe(true);
    expect(await window.page.getByText(frameWords.savedAs(path)).count()).toBe(1);
    const { rescues } = await window.open();
    expect(rescues.map(({ outcome, setupRuns }) => [outcome.kind, setupRuns.length])).toEqual([
      ['repaired', 1],
    ]);
    expect(await window.page.getByRole('alert').count()).toBe(0);
  });

  it('what is asked before an undo is answered: Cancel has the focus, Enter and Escape change nothing', async () => {
    const window = await start('--practice', 'expired-certificate');
    await rebind(window);
    await goTo(window, new RegExp(`${stageNames.finish}$`), 'Shift+Tab');
    await window.page.keyboard.press('Enter');
    await arrived(window, 'finish');
    const dialogs = window.page.getByRole('dialog');
    for (const key of ['Escape', 'Enter', 'Space']) {
      await press(window, frameWords.undo);
      expect(await focus(window)).toEqual({ name: frameWords.cancel, tag: 'BUTTON', ring: 'seen' });
      await window.page.keyboard.press(key);
      await dialogs.waitFor({ state: 'detached' });
      expect((await focus(window)).name).toBe(frameWords.undo);
      expect(outcomes(await window.open())).toEqual(['repaired']);
    }
    await window.page.keyboard.press('Enter');
    await goTo(window, frameWords.undoDeed, 'Shift+Tab');
    await window.page.keyboard.press('Enter');
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'undone');
    await arrived(window, 'rebind');
  });

  it('a rescue that was cut off is not touched by Enter, and is gone on with', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data, '--practice', 'expired-certificate');
    await rebind(first);
    await first.reportSaved();
    await bench.close(first);
    cutJournalAfter(data, 'change-about-to');

    const window = await bench.start(data);
    await enterPressesNothing(window);
    await press(window, 'Start over');
    expect((await focus(window)).name).toBe(frameWords.cancel);
    await window.page.keyboard.press('Escape');
    expect(outcomes(await window.open())).toEqual(['open']);
    await press(window, /^Continue/);
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'repaired');
    await arrived(window, 'rebind');
  });

  it('another practice scenario is opened', async () => {
    const window = await start('--practice', 'healthy');
    await goTo(window, diagnoseWords.switchScenario);
    await window.page.keyboard.press('Space');
    expect((await focus(window)).name).toMatch(/^healthy/);
    await window.page.keyboard.press('ArrowUp');
    expect((await focus(window)).name).toMatch(/^not-the-certificate/);
    await window.page.keyboard.press('Enter');
    await window.until(
      (state) =>
        state.kind === 'open' &&
        state.look.facts.origin.kind === 'practice' &&
        state.look.facts.origin.scenario === 'not-the-certificate',
    );
    await arrived(window, 'diagnose');
  });
});
