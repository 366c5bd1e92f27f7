import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startWords } from '../../../shared/text/english/start.ts';
import { windowLost } from '../../../shared/text/english/closing.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();

describe('a window that has crashed', () => {
  it('comes back at the same stage', async () => {
    const window = await bench.start(bench.newFolder());
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

describe('a window that crashes again and again', () => {
  it('says so, and ends in order', async () => {
    const window = await bench.start(bench.newFolder());
    const ended = new Promise<number | null>((resolve) => window.app.process().once('exit', resolve));
    bench.ended(window);
    await window.app.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = (...given: unknown[]) => {
        process.stderr.write((given[0] as { message: string }).message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      webContents.on('did-finish-load', () => {
        webContents.forcefullyCrashRenderer();
      });
      webContents.forcefullyCrashRenderer();
    });
    expect(await ended).toBe(0);
    expect(window.complaints.join('')).toContain(windowLost.message);
  });
});

describe('a report whose page crashes', () => {
  it('is told not to be saved, and the rescue stands', async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'expired-certificate');
    await window.app.evaluate(({ app }) => {
      app.on('web-contents-created', (_event, contents) => {
        contents.on('dom-ready', () => {
          contents.forcefullyCrashRenderer();
        });
      });
    });
    await rebind(window, /^Replace /);
    const { trouble, saved, rescues } = await window.open();
    expect(trouble).toMatchObject({ kind: 'report-not-saved' });
    expect(saved).toBeNull();
    expect(rescues[0]?.outcome.kind).toBe('repaired');
  });
});

describe('a program that has crashed', () => {
  it('leaves a file, ends with 70, and tells of it at the next start', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data);
    const ended = new Promise<number | null>((resolve) => first.app.process().once('exit', resolve));
    await first.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('made by a test');
      });
    });
    expect(await ended).toBe(70);
    bench.ended(first);
    expect(readFileSync(`${data}/crash.txt`, 'utf8')).toContain('made by a test');

    const second = await bench.start(data);
    const { lastCrash } = await second.open();
    expect(readFileSync(lastCrash?.file ?? '', 'utf8')).toContain('made by a test');
    expect(await second.page.locator('body').textContent()).toContain(lastCrash?.file);
  });
});

describe('a second window on the same folder', () => {
  it('is told who holds it, and may try again', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data);
    const second = await bench.start(data);
    expect(await second.state()).toMatchObject({ kind: 'shut', problem: { kind: 'held' } });
    await bench.close(first);
    await second.press(startWords.retry);
    await second.arrived('diagnose');
  });
});
