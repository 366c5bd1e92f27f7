import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../electron/server/practice/scenarios.ts';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { frameWords } from '../../../shared/text/english/frame.ts';
import { putBackWords } from '../../../shared/text/english/put-back.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import type { Deed } from '../../../shared/screens/review.ts';
import { arrived, focus, goTo, press } from './keyboard.ts';
import { textOfPdf } from './pdf.ts';
import type { WindowApp } from './window-app.ts';
import { windowBench } from './window-bench.ts';

const bench = await windowBench();

function start(scenario: string): Promise<WindowApp> {
  return bench.start(bench.newFolder(), '--practice', scenario);
}

/** What a scenario is for, as an administrator meets it. */
type Way =
  | { readonly kind: 'repaired'; readonly deed: Deed; readonly setup: 'runs' | 'has-ended' }
  | { readonly kind: 'put-back'; readonly bindings: number }
  | { readonly kind: 'nothing-to-bind'; readonly title: RegExp };

const replaces = (bindings: number): Way => ({
  kind: 'repaired',
  deed: { kind: 'replace', bindings },
  setup: 'runs',
});

const ways: Readonly<Record<string, Way>> = {
  'expired-certificate': replaces(2),
  'unreadable-key': replaces(2),
  'one-binding-expired': replaces(1),
  'self-signed-expired': { kind: 'repaired', deed: { kind: 'create-and-bind', bindings: 3 }, setup: 'runs' },
  'no-self-signed': { kind: 'repaired', deed: { kind: 'create-and-bind', bindings: 3 }, setup: 'runs' },
  'back-end-lost': { kind: 'repaired', deed: { kind: 'bind', bindings: 1 }, setup: 'has-ended' },
  'retry-hides-cause': replaces(2),
  'guarded-front-end': replaces(2),
  'renewed-certificate': { kind: 'put-back', bindings: 2 },
  'internal-transport': { kind: 'nothing-to-bind', title: /not the certificate|mail transport/i },
  'not-the-certificate': { kind: 'nothing-to-bind', title: /not the certificate/i },
  healthy: { kind: 'nothing-to-bind', title: /nothing/i },
};

it('has a way through every scenario', () => {
  expect(Object.keys(ways).toSorted()).toEqual(scenarios.map(({ name }) => name).toSorted());
});

/** From the first screen to the end of the work, by the buttons that are proposed. */
async function rebind(window: WindowApp, first: string, deed: Deed): Promise<void> {
  await press(window, first);
  await arrived(window, 'certificate');
  await press(window, certificateWords.review, 'Space');
  await arrived(window, 'review');
  await press(window, deedText(deed));
  await arrived(window, 'rebind');
}

async function finish(window: WindowApp, setup: Extract<Way, { kind: 'repaired' }>['setup']): Promise<void> {
  if (setup === 'runs') {
    await press(window, rebindWords.runSetup);
    await arrived(window, 'rerun-setup');
    await press(window, rerunWords.run, 'Space');
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
    await arrived(window, 'rerun-setup');
  }
  await press(window, rerunWords.seeReport);
  await arrived(window, 'finish');
  await window.reportSaved();
}

describe('with the keyboard alone', () => {
  it.each(Object.entries(ways))('%s is gone through to its end', async (scenario, way) => {
    const window = await start(scenario);
    expect(await focus(window)).toMatchObject({ tag: 'H1' });
    if (way.kind === 'nothing-to-bind') {
      expect(await window.title()).toMatch(way.title);
      expect(await window.page.getByRole('button', { name: diagnoseWords.choose }).count()).toBe(0);
      expect((await window.open()).reachable).toEqual(['diagnose']);
      const path = join(window.data, 'found.pdf');
      await window.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path);
      await press(window, diagnoseWords.saveFound);
      await window.until((state) => state.kind === 'open' && state.savedAs === path);
      expect(textOfPdf(path)).toContain('What was found on EX01.contoso.local');
      expect(existsSync(join(window.data, 'journal.jsonl'))).toBe(false);
      return;
    }
    const isPutBack = way.kind === 'put-back';
    const deed: Deed = isPutBack ? { kind: 'put-back', bindings: way.bindings } : way.deed;
    const setup = isPutBack ? 'has-ended' : way.setup;
    await rebind(window, isPutBack ? putBackWords.action : diagnoseWords.choose, deed);
    await finish(window, setup);
    const [rescue] = (await window.open()).rescues;
    expect(rescue?.outcome.kind).toBe('repaired');
    expect(rescue?.setupRuns.map(({ outcome }) => outcome)).toEqual(setup === 'runs' ? ['succeeded'] : []);
  });

  it('the access to a key is repaired, and that is undone', async () => {
    const window = await start('unreadable-key');
    await press(window, diagnoseWords.choose);
    await arrived(window, 'certificate');
    await goTo(window, /^Microsoft Exchange/);
    await window.page.keyboard.press('ArrowDown');
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'repair-key');
    await press(window, certificateWords.review);
    await arrived(window, 'review');
    await press(window, deedText({ kind: 'repair-key', bindings: 2 }));
    await arrived(window, 'rebind');
    await press(window, 'Undo change 1');
    expect((await focus(window)).name).toBe(frameWords.cancel);
    await goTo(window, 'Undo change 1', 'Shift+Tab');
    await window.page.keyboard.press('Enter');
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'undone');
    await arrived(window, 'rebind');
  });
});

it('takes five activations from the first screen to the command of Setup on the clipboard', async () => {
  const window = await start('expired-certificate');
  await window.page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset['activations'] = '0';
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Enter' || key === ' ')
          dataset['activations'] = String(Number(dataset['activations']) + 1);
      },
      { capture: true },
    );
  });
  await press(window, diagnoseWords.choose);
  await window.arrived('certificate');
  await press(window, certificateWords.review);
  await window.arrived('review');
  await press(window, deedText({ kind: 'replace', bindings: 2 }));
  await window.arrived('rebind');
  await press(window, rebindWords.runSetup);
  await window.arrived('rerun-setup');
  await press(window, frameWords.copy);
  await window.page.getByText(frameWords.copied).waitFor();
  expect(await window.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    String.raw`D:\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF`,
  );
  const counted = await window.page.evaluate(() => document.documentElement.dataset['activations']);
  expect(Number(counted)).toBeLessThanOrEqual(5);
  // What is counted are real keys: a walk without them would count none.
  expect(Number(counted)).toBeGreaterThan(0);
});
