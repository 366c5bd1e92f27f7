import { describe, it } from 'vitest';
import { rebindWords } from '../../../../shared/text/english/rebind.ts';
import { rerunWords, stallText } from '../../../../shared/text/english/rerun.ts';
import { bindAnother, changeServer } from '../practice-world.ts';
import { rebind } from '../window-bench.ts';
import type { WindowApp } from '../window-app.ts';
import { picture } from './camera.ts';
import { photoBench } from './photo-bench.ts';

const { open, data } = await photoBench();

/** Setup has been at work for a while. */
function atWork(window: WindowApp): Promise<void> {
  return window.until((state) => state.kind === 'open' && (state.setup?.progress.tasksDone.length ?? 0) > 1);
}

async function ended(window: WindowApp): Promise<void> {
  await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
  await window.arrived('rerun-setup');
}

describe('Re-run Setup and Finish', () => {
  it('Setup ends well', async () => {
    const window = await open('expired-certificate');
    await rebind(window, /^Replace /);
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await picture(window, '6-finish-setup-waits');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'rerun-setup' }));
    await picture(window, '5-rerun-setup');
    await window.press(rerunWords.run);
    await atWork(window);
    await picture(window, '5-rerun-setup-running');
    await ended(window);
    await picture(window, '5-rerun-setup-ended');
    await window.press(rerunWords.seeReport);
    await window.reportSaved();
    await picture(window, '6-finish');
  });

  it('Setup is silent, and a binding is changed meanwhile', async () => {
    const window = await open('expired-certificate');
    await rebind(window, /^Replace /);
    await window.press(rebindWords.runSetup);
    await window.press(rerunWords.run);
    await atWork(window);
    changeServer(data, bindAnother);
    await window.until((state) => state.kind === 'open' && state.recordNews.length > 0);
    // The window's clock alone goes on: what the log says is old then.
    await window.page.clock.setFixedTime(Date.now() + 11 * 60_000);
    await window.page.getByText(stallText('console-frozen')).waitFor();
    await picture(window, '5-rerun-setup-silent');
    await ended(window);
  });

  it('Setup is blocked, and then stops at something else', async () => {
    const window = await open('expired-certificate', ({ obstacles }) => {
      obstacles.push({ kind: 'receive-connector-conflict', connector: 'EX01\\Relay of the scanners' });
    });
    await rebind(window, /^Replace /);
    changeServer(data, ({ pendingReboot }) => {
      pendingReboot.push('RebootPending');
    });
    await window.press(rebindWords.runSetup);
    await window.press(rerunWords.lookAgain);
    await window.arrived('rerun-setup');
    await picture(window, '5-rerun-setup-blocked');
    changeServer(data, ({ pendingReboot }) => {
      pendingReboot.length = 0;
    });
    await window.press(rerunWords.run);
    await ended(window);
    await picture(window, '5-rerun-setup-failed');
    await window.press(rerunWords.backToDiagnose);
    await picture(window, '1-diagnose-after-setup');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    await picture(window, '6-finish-setup-failed');
  });

  it('Setup need not run', async () => {
    const window = await open('back-end-lost');
    await rebind(window, /^Bind /);
    await picture(window, '4-rebind-no-setup');
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'rerun-setup' }));
    await picture(window, '5-rerun-setup-not-needed');
  });
});
