import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startWords } from '../../../shared/text/english/start.ts';
import { electronForTests, WindowApp } from './window-app.ts';

const electron = await electronForTests();
const windows: WindowApp[] = [];

async function start(data: string, ...words: readonly string[]): Promise<WindowApp> {
  const window = await WindowApp.start(electron, data, ...words);
  windows.push(window);
  return window;
}

afterEach(async () => {
  await Promise.all(windows.splice(0).map((window) => window.close()));
});

afterAll(() => {
  electron.remove();
});

describe('a window that has crashed', () => {
  it('comes back at the same stage', async () => {
    const window = await start(electron.newFolder());
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'review' }));
    const title = await window.title();
    const crashed = window.page.waitForEvent('crash');
    await window.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await crashed;
    // The page object of the crashed page is of no use any more; main sees the one that was loaded again.
    const shown = () =>
      window.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          'document.querySelector("h1")?.textContent ?? ""',
        ),
      );
    await expect.poll(shown).toBe(title);
  });
});

describe('a program that has crashed', () => {
  it('leaves a file, ends with 70, and tells of it at the next start', async () => {
    const data = electron.newFolder();
    const first = await WindowApp.start(electron, data);
    const ended = new Promise<number | null>((resolve) => first.app.process().once('exit', resolve));
    await first.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('made by a test');
      });
    });
    expect(await ended).toBe(70);
    expect(readFileSync(`${data}/crash.txt`, 'utf8')).toContain('made by a test');

    const second = await start(data);
    const { lastCrash } = await second.open();
    expect(readFileSync(lastCrash?.file ?? '', 'utf8')).toContain('made by a test');
    expect(await second.page.locator('body').textContent()).toContain(lastCrash?.file);
  });
});

describe('a second window on the same folder', () => {
  it('is told who holds it, and may try again', async () => {
    const data = electron.newFolder();
    const first = await start(data);
    const second = await start(data);
    expect(await second.state()).toMatchObject({ kind: 'shut', problem: { kind: 'held' } });
    await first.close();
    windows.splice(windows.indexOf(first), 1);
    await second.press(startWords.retry);
    await second.arrived('diagnose');
  });
});
