import { expect, it } from 'vitest';
import { stages } from '../../../shared/stage.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { makeHostile } from '../../fixtures/hostile/practice.ts';
import { hiddenCharacter, mark } from '../../fixtures/hostile/texts.ts';
import { whatDoesNotFit } from './fits.ts';
import { rebind, unfold, windowBench } from './window-bench.ts';

const bench = await windowBench();

it('a server on which everything is called by a hostile name is rescued in a window that stays whole', async () => {
  const data = bench.newFolder();
  await bench.close(await bench.start(data, '--practice', 'expired-certificate'));
  makeHostile(data);
  const window = await bench.start(data);
  const { page } = window;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await rebind(window, deedText({ kind: 'replace', bindings: 2 }));
  const { reachable } = await window.open();
  expect(reachable.length).toBeGreaterThan(2);
  for (const stage of stages.filter((one) => reachable.includes(one))) {
    await page.evaluate((to) => cuRescue.goTo({ stage: to }), stage);
    await window.arrived(stage);
    await unfold(window);
    expect([stage, await whatDoesNotFit(window)]).toEqual([stage, []]);
    const text = await page.evaluate(() => document.body.innerText);
    expect(text).not.toMatch(hiddenCharacter);
    expect(await page.locator('script:not([src]), iframe, img, a, form, object, embed').count()).toBe(0);
  }
  expect(await page.evaluate((name) => Object.hasOwn(globalThis, name), mark)).toBe(false);
  // The page was there already: nothing that was shown has asked for anything.
  expect(asked).toEqual([]);
});
