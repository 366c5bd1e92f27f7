import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const columns = 1280;
const rows = 1024;
const bytesPerRow = 4 * columns;
const titleRows = { from: 190, to: 255 };
/** In milliseconds. */
const stillFor = 3000;
const longestWait = 60_000;
const betweenLooks = 3;

/** A screen whose pixels can be read while others draw on it, without asking them. */
export class Screen {
  readonly display: string;
  readonly #server: ChildProcess;
  readonly #file: number;

  private constructor(display: string, server: ChildProcess, file: number) {
    this.display = display;
    this.#server = server;
    this.#file = file;
  }

  /** @param folder where the server keeps the pixels */
  static async on(folder: string): Promise<Screen> {
    const words = [
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${columns}x${rows}x24`,
      '-nolisten',
      'tcp',
      '-ac',
      '-fbdir',
      folder,
    ];
    const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const said = server.stdio[3];
    if (said == null) throw new Error('Xvfb has no third stream');
    const [number] = (await once(said, 'data')) as [Buffer];
    return new Screen(`:${number.toString().trim()}`, server, openSync(join(folder, 'Xvfb_screen0'), 'r'));
  }

  close(): void {
    this.#server.kill();
    closeSync(this.#file);
  }

  /** The band of the screen where a title stands. */
  title(): Buffer {
    const { from, to } = titleRows;
    const band = Buffer.alloc((to - from) * bytesPerRow);
    const start = fstatSync(this.#file).size - (rows - from) * bytesPerRow;
    readSync(this.#file, band, 0, band.length, start);
    return band;
  }

  /** The title once there is another than this, and nothing has changed for a while. */
  async settledTitle(other: Buffer): Promise<Buffer> {
    await this.#until(() => !this.title().equals(other));
    let before = this.title();
    for (let since = performance.now(); performance.now() - since < stillFor;) {
      await setTimeout(100);
      const now = this.title();
      if (!now.equals(before)) since = performance.now();
      before = now;
    }
    return before;
  }

  /** When the title stands there as it stood before. */
  async shows(title: Buffer): Promise<void> {
    await this.#until(() => this.title().equals(title));
  }

  async #until(condition: () => boolean): Promise<void> {
    const begun = performance.now();
    while (!condition()) {
      if (performance.now() - begun > longestWait) throw new Error('It does not come to be on the screen');
      await setTimeout(betweenLooks);
    }
  }
}
