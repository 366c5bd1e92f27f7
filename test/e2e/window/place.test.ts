import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WindowApp } from './window-app.ts';
import { windowBench } from './window-bench.ts';

const bench = await windowBench();
const moved = { x: 60, y: 40, width: 900, height: 640 };

const boundsOf = ({ app }: WindowApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());

const placeIn = (data: string) => join(data, 'window', 'place.json');

describe('the window', () => {
  it('opens where it was closed the last time', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data, '--practice', 'healthy');
    expect(await boundsOf(first)).toMatchObject({ width: 1120, height: 760 });
    await first.app.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
    }, moved);
    await bench.close(first);
    expect(JSON.parse(readFileSync(placeIn(data), 'utf8'))).toEqual({ bounds: moved, size: 'as-bounds' });

    const second = await bench.start(data);
    expect(await boundsOf(second)).toEqual(moved);
  });

  it('opens at its usual size where what was kept is damaged', async () => {
    const data = bench.newFolder();
    await bench.close(await bench.start(data, '--practice', 'healthy'));
    expect(existsSync(placeIn(data))).toBe(true);
    writeFileSync(placeIn(data), '{"bounds":');
    expect(await boundsOf(await bench.start(data))).toMatchObject({ width: 1120, height: 760 });
  });
});

describe('where less motion is asked for', () => {
  it('nothing moves', async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'healthy');
    const moving = () =>
      window.page.evaluate(() => {
        const longest = (times: string) => Math.max(...times.split(',').map(parseFloat));
        return [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element);
          return longest(transitionDuration) > 0 || longest(animationDuration) > 0;
        }).length;
      });
    // What is greyed out fades, so that a short wait does not flicker.
    await window.page.evaluate(() => {
      document.querySelector('button[class*=button]')?.setAttribute('aria-disabled', 'true');
    });
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
    await window.page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).toBeGreaterThan(0);
  });
});
