/** Keeps with what the page was used last: where the focus is at a title is shown to those who use the keyboard. */
export function noteWhatIsUsed(page: Document): void {
  const note = (what: 'keyboard' | 'pointer') => () => {
    page.documentElement.dataset['used'] = what;
  };
  page.addEventListener('keydown', note('keyboard'), { capture: true });
  page.addEventListener('pointerdown', note('pointer'), { capture: true });
}
