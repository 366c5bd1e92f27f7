import { expect } from 'vitest';
import type { Stage } from '../../../shared/stage.ts';
import type { WindowApp } from './window-app.ts';

/** Where the focus is: the name of what has it, and whether that is to be seen. */
export function focus({ page }: WindowApp) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return { name: '', tag: 'BODY', ring: 'none' };
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      name: label?.textContent ?? '',
      tag: element.tagName,
      ring: outlineStyle === 'none' || outlineWidth === '0px' ? 'none' : 'seen',
    };
  });
}

/** Goes on, or back, until the focus is at what is called so; at every stop it is to be seen where the focus is. */
export async function goTo(window: WindowApp, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  const stops: string[] = [];
  while (stops.length < 60) {
    await window.page.keyboard.press(key);
    const stop = await focus(window);
    if (stop.tag === 'BODY') continue;
    expect(stop.ring, stop.name).toBe('seen');
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
    stops.push(stop.name);
  }
  throw new Error(`The focus never came to ${String(name)}; it was at ${stops.join(', ')}`);
}

/** Enter, where the focus is at no button: the page feels no click, on nothing. */
export async function enterPressesNothing({ page }: WindowApp) {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    delete dataset['clicked'];
    const note = ({ target }: Event) => {
      dataset['clicked'] = (target as Element).outerHTML;
    };
    document.addEventListener('click', note, { once: true });
  });
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.documentElement.dataset['clicked'])).toBeUndefined();
}

/** On a new stage the focus is on its title, is seen there, and Enter presses nothing yet. */
export async function arrived(window: WindowApp, stage: Stage) {
  await window.arrived(stage);
  await expect.poll(() => focus(window)).toMatchObject({ tag: 'H1', ring: 'seen' });
  await enterPressesNothing(window);
}

/** Goes on to what is called so, and presses it. */
export async function press(window: WindowApp, name: string | RegExp, key: 'Enter' | 'Space' = 'Enter') {
  await goTo(window, name);
  await window.page.keyboard.press(key);
}
