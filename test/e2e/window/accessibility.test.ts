import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { frameWords } from '../../../shared/text/english/frame.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { startWords } from '../../../shared/text/english/start.ts';
import { whatDoesNotFit } from './fits.ts';
import { changeServer, cutJournalAfter } from './practice-world.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, unfold, windowBench } from './window-bench.ts';

const bench = await windowBench();
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

declare global {
  // What its source puts into the page.
  var axe: { readonly run: (page: Document, options: RunOptions) => Promise<AxeResults> };
}

function start(scenario: string, data = bench.newFolder()): Promise<WindowApp> {
  return bench.start(data, '--practice', scenario);
}

/** What axe finds on the screen as it is: the rule, and where. */
async function faultsOf({ page }: WindowApp): Promise<readonly string[]> {
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }),
    rules,
  );
  expect(passes.length).toBeGreaterThan(10);
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.html).join(' and ')}`);
}

/** The window as it is opened, the smallest one, and what is left of that at 200 %. */
const sizes = {
  opened: { width: 1120, height: 760, zoom: 1 },
  smallest: { width: 800, height: 600, zoom: 1 },
  zoomed: { width: 800, height: 600, zoom: 2 },
} as const;

/** Light and dark, as it is opened, in the smallest window and at 200 %. */
async function expectNoFaults(window: WindowApp, screen: string): Promise<void> {
  const { page } = window;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(window), `${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await window.resize(sizes.smallest);
  expect(await whatDoesNotFit(window), `${screen}, 800 × 600`).toEqual([]);
  await window.resize(sizes.zoomed);
  expect(await whatDoesNotFit(window), `${screen}, 200 %`).toEqual([]);
  expect(await faultsOf(window), `${screen}, 200 %`).toEqual([]);
  await window.resize(sizes.opened);
}

it('finds a fault where there is one', async () => {
  const window = await start('healthy');
  await window.page.evaluate(() => {
    document.querySelector('h1')?.remove();
  });
  expect((await faultsOf(window)).join()).toContain('page-has-heading-one');
});

it('finds what does not fit', async () => {
  const window = await start('healthy');
  await window.resize(sizes.zoomed);
  expect(await whatDoesNotFit(window)).toEqual([]);
  await window.page.evaluate(() => {
    const heading = document.querySelector('h1');
    if (heading !== null) heading.textContent = 'A'.repeat(80);
  });
  expect((await whatDoesNotFit(window)).join()).toContain('<h1');
});

describe('nothing stands in the way of anybody', () => {
  it('on the six stages of a rescue, and in what they ask', async () => {
    const window = await start('expired-certificate');
    await unfold(window);
    await expectNoFaults(window, 'Diagnose');
    await window.press(diagnoseWords.switchScenario);
    await expectNoFaults(window, 'the practice scenarios');
    await window.press(frameWords.cancel);

    await window.press(diagnoseWords.choose);
    await unfold(window);
    await expectNoFaults(window, 'Certificate');
    await window.page.getByRole('radio', { name: new RegExp(certificateWords.create.title) }).check();
    await expectNoFaults(window, 'Certificate, a new one');
    await window.page
      .getByRole('radio', { name: new RegExp(certificateWords.recommended) })
      .first()
      .check();

    await window.press(certificateWords.review);
    await unfold(window);
    await expectNoFaults(window, 'Review');
    await window.press(/^Replace /);
    await window.arrived('rebind');
    await expectNoFaults(window, 'Rebind');

    await window.press(rebindWords.runSetup);
    await expectNoFaults(window, 'Re-run Setup');
    await window.press(rerunWords.run);
    await window.until((state) => state.kind === 'open' && state.activity.kind === 'running-setup');
    await expectNoFaults(window, 'Setup while it runs');
    await window.press(rerunWords.seeReport);
    await window.reportSaved();
    await expectNoFaults(window, 'Finish');
    await window.press(frameWords.undo);
    await expectNoFaults(window, 'the question before an undo');
    await window.page.getByRole('dialog').getByRole('button', { name: frameWords.undoDeed }).click();
    await window.arrived('rebind');
    await expectNoFaults(window, 'Rebind after an undo');
  });

  it.each([
    'unreadable-key',
    'no-self-signed',
    'back-end-lost',
    'not-the-certificate',
    'internal-transport',
    'guarded-front-end',
    'renewed-certificate',
    'healthy',
  ])('on the first screen of %s', async (scenario) => {
    const window = await start(scenario);
    await unfold(window);
    await expectNoFaults(window, scenario);
  });

  it('where the access to a key is repaired, and that change is undone', async () => {
    const window = await start('unreadable-key');
    await window.press(diagnoseWords.choose);
    await window.page.getByRole('radio', { name: /repair the access/ }).check();
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'repair-key');
    await unfold(window);
    await expectNoFaults(window, 'Certificate, the access to a key');
    await window.press(certificateWords.review);
    await unfold(window);
    await expectNoFaults(window, 'Review, the access to a key');
    await window.press(deedText({ kind: 'repair-key', bindings: 2 }));
    await window.arrived('rebind');
    await window.press('Undo change 1');
    await expectNoFaults(window, 'the question before one change is undone');
    await window.page.getByRole('dialog').getByRole('button', { name: 'Undo change 1' }).click();
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'undone');
    await window.arrived('rebind');
    await expectNoFaults(window, 'Rebind after one change was undone');
  });

  it('where a rescue has stopped, where Setup is blocked, and where it stopped again', async () => {
    const data = bench.newFolder();
    const window = await start('no-self-signed', data);
    changeServer(data, ({ faults, pendingReboot, obstacles }) => {
      faults.push({ change: { kind: 'trust' }, fails: 'before', code: '5' });
      pendingReboot.push('RebootPending');
      obstacles.push({ kind: 'receive-connector-conflict', connector: 'EX01\\Relay' });
    });
    await rebind(window, /^Create /);
    await unfold(window);
    await expectNoFaults(window, 'stopped');
    await window.press('Continue');
    await window.press(rebindWords.runSetup);
    await expectNoFaults(window, 'Setup is blocked');
    changeServer(data, ({ pendingReboot }) => {
      pendingReboot.length = 0;
    });
    await window.press(rerunWords.run);
    await window.press(rerunWords.backToDiagnose);
    await expectNoFaults(window, 'Diagnose after Setup stopped again');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'rerun-setup' }));
    await expectNoFaults(window, 'Setup stopped again');
  });

  it('where a rescue was cut off, and where its folder cannot be opened', async () => {
    const data = bench.newFolder();
    const first = await start('expired-certificate', data);
    await rebind(first, /^Replace /);
    await first.reportSaved();
    await bench.close(first);
    cutJournalAfter(data, 'change-about-to');
    const window = await bench.start(data);
    await expectNoFaults(window, 'unfinished');
    const second = await bench.start(data);
    expect(await second.page.getByText(startWords.notOpened).count()).toBe(1);
    await expectNoFaults(second, 'not opened');
  });

  it('where something went wrong, where a click was refused, and where something was saved', async () => {
    const window = await start('expired-certificate');
    const saveAt = (filePath: string) =>
      window.app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
      }, filePath);
    await saveAt('/nowhere/found.pdf');
    await window.press(diagnoseWords.saveFound);
    await window.page.getByRole('alert').waitFor();
    await expectNoFaults(window, 'trouble');
    await saveAt(`${window.data}/found.pdf`);
    await window.press(frameWords.retry);
    await window.until((state) => state.kind === 'open' && state.savedAs !== null);
    await expectNoFaults(window, 'saved');
    await window.app.evaluate(({ ipcMain }) => {
      ipcMain.removeHandler('lookAgain');
      ipcMain.handle('lookAgain', () => ({
        kind: 'refused',
        because: { kind: 'mistake', details: 'TypeError' },
      }));
    });
    await window.press(diagnoseWords.lookAgain);
    await window.page.getByRole('alert').waitFor();
    await unfold(window);
    await expectNoFaults(window, 'refused');
  });
});
