import { describe, expect, it } from 'vitest';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { closingQuestion } from '../../../shared/text/english/closing.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();

/** Setup is running on the practice server, and the answer to the question that comes. */
async function closedWhileSetupRuns(answer: number) {
  const window = await bench.start(bench.newFolder(), '--practice', 'expired-certificate');
  await rebind(window, /^Replace /);
  await window.press(rebindWords.runSetup);
  await window.press(rerunWords.run);
  await window.until((state) => state.kind === 'open' && state.activity.kind === 'running-setup');
  await window.app.evaluate(({ dialog }, response) => {
    const asked = globalThis as { asked?: string };
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.asked = (given[1] as { message: string }).message;
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, answer);
  return window;
}

const close = ({ app }: WindowApp) =>
  app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
    return (globalThis as { asked?: string }).asked;
  });

describe('closing while Setup runs', () => {
  it('asks, and staying stays', async () => {
    const window = await closedWhileSetupRuns(0);
    expect(await close(window)).toBe(closingQuestion('running-setup')?.message);
    await window.press(rerunWords.seeReport);
    await window.arrived('finish');
  });

  it('asks, and closes when that is the answer', async () => {
    const window = await closedWhileSetupRuns(1);
    const ended = new Promise((resolve) => window.app.process().once('exit', resolve));
    await close(window);
    expect(await ended).toBe(0);
    bench.ended(window);
  });
});
