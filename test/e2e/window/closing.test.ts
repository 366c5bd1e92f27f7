import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { closingQuestion } from '../../../shared/text/english/closing.ts';
import type { JournalEntry } from '../../../shared/events.ts';
import type { WizardState } from '../../../shared/wizard.ts';
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

  it('asks once, however often it is tried', async () => {
    const window = await closedWhileSetupRuns(0);
    const asked = await window.app.evaluate(({ BrowserWindow, dialog }) => {
      let times = 0;
      dialog.showMessageBox = () => {
        times += 1;
        return new Promise(() => undefined);
      };
      const [shown] = BrowserWindow.getAllWindows();
      shown?.close();
      shown?.close();
      return times;
    });
    expect(asked).toBe(1);
  });

  it('asks, and closes when that is the answer', async () => {
    const window = await closedWhileSetupRuns(1);
    const ended = endOf(window);
    await close(window);
    expect(await ended).toBe(0);
    expect(journalOf(window).at(-1)).toMatchObject({ kind: 'setup-run', outcome: 'succeeded' });
  });
});

/** The exit status, once it has ended by itself. */
function endOf(window: WindowApp): Promise<number | null> {
  bench.ended(window);
  return new Promise((resolve) => window.app.process().once('exit', resolve));
}

function journalOf({ data }: WindowApp) {
  const lines = readFileSync(join(data, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as JournalEntry).event);
}

/** Lets something happen in the main process the moment that the first change is under way. */
function whenChanging(window: WindowApp, what: 'close' | 'quit' | 'log-off'): Promise<void> {
  return window.app.evaluate(({ app, BrowserWindow }, deed) => {
    const [shown] = BrowserWindow.getAllWindows();
    if (shown === undefined) throw new Error('There is no window');
    const { webContents } = shown;
    const send = webContents.send.bind(webContents);
    let done = false;
    webContents.send = (channel: string, state: WizardState) => {
      send(channel, state);
      const progress = state.kind === 'open' ? state.rescues[0]?.steps[0]?.progress.kind : undefined;
      if (done || progress !== 'about-to') return;
      done = true;
      if (deed === 'close') shown.close();
      else if (deed === 'quit') app.quit();
      // As Electron passes on what Windows asks before it logs off.
      else shown.emit('query-session-end', { preventDefault: () => undefined });
    };
  }, what);
}

/** What is answered to the question of closing; `never` lets it stand. */
function answers(window: WindowApp, given: number | 'never'): Promise<void> {
  return window.app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = () =>
      response === 'never'
        ? new Promise(() => undefined)
        : Promise.resolve({ response, checkboxChecked: false });
  }, given);
}

describe('the end of the program while a change is under way', () => {
  it.each([
    ['by closing the window, after the question', 'close', 1],
    ['by a signal, without one', 'quit', 'never'],
    ['by logging off from Windows, which waits for it', 'log-off', 'never'],
  ] as const)('%s, comes after that change', async (_how, deed, answer) => {
    const window = await bench.start(bench.newFolder(), '--practice', 'no-self-signed');
    await answers(window, answer);
    await whenChanging(window, deed);
    const ended = endOf(window);
    const { plan } = await window.open();
    await window.page.evaluate(async (planId) => {
      await cuRescue.goTo({ stage: 'review' });
      await cuRescue.begin({ planId });
    }, plan?.id ?? '');
    expect(await ended).toBe(0);
    const events = journalOf(window);
    expect(events.filter(({ kind }) => kind === 'change-done')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ kind: 'rescue-stopped', because: { kind: 'asked' } });

    const next = await bench.start(window.data);
    expect(await next.title()).toBe('Stopped, as you asked');
  });
});

describe('the end of a Windows session', () => {
  /** Says to the window what Windows would say; whether it was held up. */
  const say = ({ app }: WindowApp, event: 'query-session-end' | 'session-end') =>
    app.evaluate(({ BrowserWindow }, name) => {
      let isHeldUp = false;
      BrowserWindow.getAllWindows()[0]?.emit(name, { preventDefault: () => (isHeldUp = true) });
      return isHeldUp;
    }, event);

  it('is not held up by a program at rest, which ends only when it comes', async () => {
    const window = await bench.start(bench.newFolder());
    expect(await say(window, 'query-session-end')).toBe(false);
    expect((await window.state()).kind).toBe('open');
    const ended = endOf(window);
    await say(window, 'session-end');
    expect(await ended).toBe(0);
  });

  it('is held up while Setup runs, without a question, until the program has ended', async () => {
    const window = await closedWhileSetupRuns(0);
    const ended = endOf(window);
    expect(await say(window, 'query-session-end')).toBe(true);
    expect(await ended).toBe(0);
    expect(journalOf(window).at(-1)).toMatchObject({ kind: 'setup-run' });
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a program at rest in order', async (signal) => {
    const window = await bench.start(bench.newFolder());
    const ended = endOf(window);
    window.app.process().kill(signal);
    expect(await ended).toBe(0);
    expect(existsSync(join(window.data, 'crash.txt'))).toBe(false);
  });

  it('ends it although a question stands unanswered', async () => {
    const window = await closedWhileSetupRuns(0);
    await answers(window, 'never');
    await close(window);
    const ended = endOf(window);
    window.app.process().kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('ends it before its page is shown', async () => {
    const file = join(bench.newFolder(), 'file');
    writeFileSync(file, '');
    // There is nothing to open in a file, so there is nothing to wait for.
    expect(await bench.startAndQuit(file)).toBe(0);
  });
});
