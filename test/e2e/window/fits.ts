import type { WindowApp } from './window-app.ts';

/** What does not fit into the width of the window: what would have to be scrolled sideways, or is cut off. */
export function whatDoesNotFit({ page }: WindowApp): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      // What only screen readers say is one pixel large.
      return width > 1 && height > 1;
    };
    /** A line of a log that is shown as it is: its end may be left out, and says so. */
    const isShortened = (element: Element) => getComputedStyle(element).textOverflow === 'ellipsis';
    return [...document.querySelectorAll('html, body *')]
      .filter((element) => isSeen(element) && !isShortened(element))
      .filter((element) => {
        const scrolls = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
        const isBox =
          getComputedStyle(element).overflowX !== 'visible' || element === document.documentElement;
        return (scrolls && isBox) || element.getBoundingClientRect().right > innerWidth + 1;
      })
      .map((element) => element.outerHTML.slice(0, 200));
  });
}
