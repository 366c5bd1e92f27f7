import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { practiceFolder } from '../../../electron/server/open-server.ts';
import { setupLogFile } from '../../../electron/server/practice/store.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import type { WindowApp } from '../../e2e/window/window-app.ts';
import { rebind, windowBench } from '../../e2e/window/window-bench.ts';
import { itMeasures } from '../it-measures.ts';
import { median } from '../pairs.ts';

const lines = 100_000;
const seconds = 10;
/** In one go, as a program does that writes through a buffer. */
const linesAtOnce = 200;
const clicks = 100;

/** What the page carries for the bench. */
interface Carried {
  answered?: (milliseconds: number) => void;
}

const bench = await windowBench();

describe('a log of Setup that grows by 10,000 lines a second', () => {
  let dropped = Number.NaN;

  itMeasures('liveLog', async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'expired-certificate');
    await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
    await window.press(rebindWords.runSetup);
    await answerClicks(window);
    // The first find nothing in any cache.
    await clicked(window, 20);
    const idle = await clicked(window, clicks);
    await window.press(rerunWords.run);
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'running');
    const log = join(window.data, practiceFolder, setupLogFile);
    const written = write(log);
    const busy: number[] = [];
    while ((await Promise.race([written, setTimeout(0, 'at work')])) === 'at work') {
      busy.push(...(await clicked(window, 1)));
      await setTimeout(40 + ((busy.length * 37) % 60));
    }
    await window.until((state) => state.kind === 'open' && state.setup?.kind === 'ended');
    const { setup } = await window.open();
    dropped = entriesOfTheLastRun(log) - (setup?.kind === 'ended' ? setup.progress.entries : 0);
    expect(busy.length).toBeGreaterThan(clicks / 2);
    return median(busy) / median(idle);
  });

  itMeasures('droppedLines', () => Math.abs(dropped));
});

/** Writes whole lines at an even pace, apart from those of Setup itself. */
async function write(log: string): Promise<'written'> {
  const begun = performance.now();
  for (let line = 0; line < lines; line += linesAtOnce) {
    const numbers = [...Array(linesAtOnce).keys()].map((number) => line + number);
    appendFileSync(
      log,
      numbers.map((number) => `${stamp()} [2] Line ${number} of what a cmdlet tells.\r\n`).join(''),
    );
    const due = begun + ((line + linesAtOnce) / lines) * seconds * 1000;
    await setTimeout(Math.max(0, due - performance.now()));
  }
  return 'written';
}

function stamp(): string {
  const [year, month, day, time = ''] = new Date().toISOString().split(/[-T]/);
  return `[${month}/${day}/${year} ${time.slice(0, 8)}.0${time.slice(9, 12)}]`;
}

/** As many as the window should have followed: from the banner on, without the rows of stars. */
function entriesOfTheLastRun(log: string): number {
  const text = readFileSync(log, 'utf8');
  const run = text.slice(text.lastIndexOf('] [0] Starting Microsoft Exchange'));
  const stamped = run.match(/^\[[^\]]+\] \[\d\] (?!\*{10})/gm) ?? [];
  // The banner itself is cut before its stamp.
  return stamped.length + 1;
}

/** From now on each click in the page asks main, and is over when the next picture after its answer is drawn. */
function answerClicks({ page }: WindowApp): Promise<void> {
  return page.evaluate(() => {
    document.addEventListener('click', (event) => {
      void cuRescue.getState().then(() => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => (globalThis as Carried).answered?.(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      });
    });
  });
}

/** Clicks the title with the mouse; how long each took, in milliseconds. */
async function clicked({ page }: WindowApp, times: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let click = 0; click < times; click += 1) {
    const answered = page.evaluate(
      () => new Promise<number>((resolve) => ((globalThis as Carried).answered = resolve)),
    );
    await page.mouse.click(400, 100);
    taken.push(await answered);
  }
  return taken;
}
