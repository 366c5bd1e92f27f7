import { readFileSync } from 'node:fs';
import type { ElectronApplication, Page } from 'playwright-core';

import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import type { Result, WindowApi } from '../../../shared/contract.ts';
import type { OpenWizard, SavedReport, WizardState } from '../../../shared/wizard.ts';
import type { Stage } from '../../../shared/stage.ts';
import { launch } from './launch.ts';

declare global {
  // What the preload puts into the page; seen by what a test evaluates there.
  var cuRescue: WindowApi;
}

/** What a page was told, for a test that waits: how often, and who waits for the next time. */
interface Told {
  times: number;
  readonly waiting: (() => void)[];
}

/** What a page carries for the test. */
interface Carried {
  told?: Told;
}

/**
 * A page that is not in the sandbox of the operating system is not the product's: no test of it counts.
 * @see https://docs.kernel.org/userspace-api/seccomp_filter.html
 */
async function expectSandbox(app: ElectronApplication): Promise<void> {
  if (process.platform !== 'linux') return;
  const pid = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  // 2: every system call is held against a filter.
  if (/^Seccomp:\s+2$/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))) return;
  await app.close();
  throw new Error('The page of the window runs without its sandbox');
}

/** The real Electron with its sandbox on, driven as an administrator would. */
export class WindowApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Absolute: the data folder. */
  readonly data: string;
  /** What the program wrote to its standard error. */
  readonly complaints: readonly string[];

  private constructor(app: ElectronApplication, page: Page, data: string, complaints: readonly string[]) {
    this.app = app;
    this.page = page;
    this.data = data;
    this.complaints = complaints;
  }

  /** Starts it on a data folder, and waits until it has looked at the server. */
  static async start(
    electron: ElectronForTests,
    data: string,
    ...words: readonly string[]
  ): Promise<WindowApp> {
    const window = await WindowApp.appear(electron, data, ...words);
    await window.until(({ kind }) => kind !== 'opening');
    return window;
  }

  /** Starts it on a data folder, and waits for the window alone. */
  static async appear(
    electron: ElectronForTests,
    data: string,
    ...words: readonly string[]
  ): Promise<WindowApp> {
    const app = await launch(electron, data, ...words);
    const complaints: string[] = [];
    app.process().stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    const page = await app.firstWindow();
    await expectSandbox(app);
    return new WindowApp(app, page, data, complaints);
  }

  /** Starts it on a data folder and wants it to end at once; its exit status. */
  static async startAndQuit(electron: ElectronForTests, data: string): Promise<number | null> {
    const app = await launch(electron, data);
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
    app.process().kill('SIGTERM');
    return ended;
  }

  /** What main says now. */
  async state(): Promise<WizardState> {
    const result: Result<WizardState> = await this.page.evaluate(() => cuRescue.getState());
    if (result.kind === 'refused') throw new Error(result.because.kind);
    return result.value;
  }

  async open(): Promise<OpenWizard> {
    const state = await this.state();
    if (state.kind !== 'open') throw new Error(`The wizard is ${state.kind}`);
    return state;
  }

  /** The title of the screen. */
  async title(): Promise<string> {
    return (await this.page.locator('h1').textContent()) ?? '';
  }

  /** Presses the button of this name as soon as it can be pressed; what is shown instead is told. */
  async press(name: string | RegExp): Promise<void> {
    try {
      await this.page.getByRole('button', { name }).click();
    } catch (error) {
      const shown = await this.page.locator('body').innerText();
      throw new Error(`There is no button ${String(name)} to press. There is:\n${shown}`, { cause: error });
    }
  }

  /** When main's state is like this: now, or the next time that it tells the window of such a one. */
  async until(condition: (state: WizardState) => boolean): Promise<void> {
    for (;;) {
      const times = await this.page.evaluate(() => {
        const page = globalThis as Carried;
        if (page.told === undefined) {
          const told: Told = { times: 0, waiting: [] };
          page.told = told;
          cuRescue.onState(() => {
            told.times += 1;
            for (const go of told.waiting.splice(0)) go();
          });
        }
        return page.told.times;
      });
      if (condition(await this.state())) return;
      await this.page.evaluate(
        (seen) =>
          new Promise<void>((resolve) => {
            const { told } = globalThis as Carried;
            if (told === undefined || told.times > seen) resolve();
            else told.waiting.push(resolve);
          }),
        times,
      );
    }
  }

  /** When the wizard is at this stage, and nothing is going on any more. */
  arrived(stage: Stage): Promise<void> {
    return this.until(
      (state) => state.kind === 'open' && state.stage === stage && state.activity.kind === 'idle',
    );
  }

  /** When the report of the newest rescue lies in the data folder. */
  async reportSaved(): Promise<SavedReport> {
    await this.until((state) => state.kind === 'open' && state.saved !== null);
    const { saved } = await this.open();
    if (saved === null) throw new Error('The report was saved, and is not any more');
    return saved;
  }

  /**
   * Makes the window's content so large, and waits until it is drawn so.
   * @param to pixels of the screen; a zoom of 2 is 200 %
   */
  async resize(to: {
    readonly width: number;
    readonly height: number;
    readonly zoom: number;
  }): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.setZoomFactor(zoom);
      window?.setContentSize(width, height);
    }, to);
    await this.page.evaluate(async ({ width, height, zoom }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      // A page is measured in whole pixels of its own.
      const isOf = (size: number, wanted: number) => Math.abs(size - wanted / zoom) < 1;
      while (!isOf(innerWidth, width) || !isOf(innerHeight, height)) await frame();
      // What is measured from one drawing is in the next, and that is on the screen after it.
      for (let drawings = 0; drawings < 4; drawings += 1) await frame();
    }, to);
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}
