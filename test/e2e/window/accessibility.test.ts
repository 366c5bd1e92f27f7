import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();

/** What axe finds on the screen as it is now, in both themes: the rule and where. */
async function violations({ page }: WindowApp): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe.source);
    const results = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    for (const { id, nodes } of results.violations) {
      found.push(...nodes.map(({ html }) => `${colorScheme}: ${id}: ${html.slice(0, 160)}`));
    }
  }
  return found;
}

describe('axe finds nothing', () => {
  it('on the six stages of a rescue', async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'expired-certificate');
    const found: Record<string, readonly string[]> = { diagnose: await violations(window) };
    for (const stage of ['certificate', 'review'] as const) {
      await window.page.evaluate((wanted) => cuRescue.goTo({ stage: wanted }), stage);
      await window.arrived(stage);
      found[stage] = await violations(window);
    }
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'diagnose' }));
    await window.arrived('diagnose');
    await rebind(window, /^Replace /);
    found['rebind'] = await violations(window);
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'rerun-setup' }));
    await window.arrived('rerun-setup');
    found['rerun-setup'] = await violations(window);
    await window.press(rerunWords.run);
    found['running'] = await violations(window);
    await window.arrived('rerun-setup');
    found['ended'] = await violations(window);
    await window.press(rerunWords.seeReport);
    await window.arrived('finish');
    found['finish'] = await violations(window);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((stage) => [stage, []])));
  });

  it.each(['not-the-certificate', 'healthy', 'no-self-signed'])(
    'on the first screen of %s',
    async (scenario) => {
      const window = await bench.start(bench.newFolder(), '--practice', scenario);
      expect(await violations(window)).toEqual([]);
    },
  );
});
