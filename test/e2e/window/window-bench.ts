import { afterAll, afterEach } from 'vitest';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../shared/text/english/diagnose.ts';
import { electronForTests } from '../../../scripts/electron/for-tests.mjs';
import { WindowApp } from './window-app.ts';

/** The window as the tests of one file use it: what a test started is closed after it. */
export async function windowBench() {
  const electron = await electronForTests();
  const windows = new Set<WindowApp>();

  /** Closes a window before its test is over. */
  async function close(window: WindowApp): Promise<void> {
    windows.delete(window);
    await window.close();
  }

  afterEach(async () => {
    await Promise.all([...windows].map(close));
  });
  afterAll(() => {
    electron.remove();
  });

  return {
    electron,
    close,
    /** A new, empty data folder. */
    newFolder: () => electron.newFolder(),
    /** Starts the program on a data folder. */
    async start(data: string, ...words: readonly string[]): Promise<WindowApp> {
      const window = await WindowApp.start(electron, data, ...words);
      windows.add(window);
      return window;
    },
    /** Starts the program on a data folder, and does not wait until it has looked at the server. */
    async appear(data: string, ...words: readonly string[]): Promise<WindowApp> {
      const window = await WindowApp.appear(electron, data, ...words);
      windows.add(window);
      return window;
    },
    /** Starts it and wants it to end at once; its exit status. */
    startAndQuit: (data: string) => WindowApp.startAndQuit(electron, data),
    /** One that ends by itself is not closed any more. */
    ended(window: WindowApp): void {
      windows.delete(window);
    },
  };
}

/** From the first screen to the bindings as the plan wants them, by the buttons that are proposed. */
export async function rebind(window: WindowApp, deed: string | RegExp): Promise<void> {
  await window.press(diagnoseWords.choose);
  await window.press(certificateWords.review);
  await window.press(deed);
  await window.arrived('rebind');
}

/** Unfolds what is folded: what is in it is looked at as well. */
export function unfold({ page }: WindowApp): Promise<void> {
  return page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
}
