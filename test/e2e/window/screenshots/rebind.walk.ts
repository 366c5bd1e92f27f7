import { describe, it } from 'vitest';
import { certificateWords } from '../../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../../shared/text/english/diagnose.ts';
import { frameWords } from '../../../../shared/text/english/frame.ts';
import { deedText } from '../../../../shared/text/english/review.ts';
import { bindAnother, changeServer, cutJournalAfter } from '../practice-world.ts';
import { rebind } from '../window-bench.ts';
import type { WindowApp } from '../window-app.ts';
import { picture } from './camera.ts';
import { photoBench } from './photo-bench.ts';

const { bench, open, again, data } = await photoBench();

/** Answers the question that is asked with the deed, not with Cancel. */
async function confirm(window: WindowApp, deed: string): Promise<void> {
  await window.page.getByRole('dialog').getByRole('button', { name: deed }).click();
}

describe('Rebind', () => {
  it('done, one undone, all undone', async () => {
    const window = await open('expired-certificate');
    await rebind(window, /^Replace /);
    await window.reportSaved();
    await picture(window, '4-rebind');
    await window.page.getByRole('button', { name: /^Undo/ }).first().click();
    await picture(window, '4-rebind-question');
    await window.page.getByRole('dialog').getByRole('button', { name: /^Undo/ }).click();
    await window.until(
      (state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'partly-undone',
    );
    await window.arrived('rebind');
    await picture(window, '4-rebind-one-undone');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await picture(window, '6-finish-in-part');
    await window.press(frameWords.undo);
    await picture(window, '6-finish-question');
    await confirm(window, frameWords.undoDeed);
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'undone');
    await window.arrived('rebind');
    await picture(window, '4-rebind-undone');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await picture(window, '6-finish-undone');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'diagnose' }));
    await picture(window, '1-diagnose-after-undo');
  });

  it('the access to a key is repaired', async () => {
    const window = await open('unreadable-key');
    await window.press(diagnoseWords.choose);
    await window.page.getByRole('radio', { name: /repair the access/ }).check();
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'repair-key');
    await window.press(certificateWords.review);
    await window.press(deedText({ kind: 'repair-key', bindings: 2 }));
    await window.arrived('rebind');
    await picture(window, '4-rebind-key');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await picture(window, '6-finish-key');
  });

  it('stopped, where the server refuses a change', async () => {
    const window = await open('no-self-signed', ({ faults }) => {
      faults.push({ change: { kind: 'trust' }, fails: 'before', code: '5' });
    });
    await rebind(window, /^Create /);
    await picture(window, '4-rebind-stopped');
    await window.press(/^Start over/);
    await picture(window, '4-rebind-start-over');
  });

  it('stopped, where the server is not as it was shown', async () => {
    const window = await open('expired-certificate');
    await window.press(diagnoseWords.choose);
    await window.press(certificateWords.review);
    changeServer(data, bindAnother);
    await window.press(/^Replace /);
    await window.arrived('rebind');
    await picture(window, '4-rebind-moved');
  });

  it('unfinished, after a crash', async () => {
    const window = await open('expired-certificate');
    await rebind(window, /^Replace /);
    await window.reportSaved();
    await bench.close(window);
    cutJournalAfter(data, 'change-about-to');
    await picture(await again(), '0-unfinished');
  });
});
