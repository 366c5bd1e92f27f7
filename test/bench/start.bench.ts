import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { programForTests } from '../../scripts/electron/for-tests.mjs';
import type { ElectronForTests } from '../../scripts/electron/for-tests.mjs';
import { presentRuntime } from '../../scripts/electron/runtime.mjs';
import { packedApp, program } from '../../scripts/package/pack.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { itMeasures } from './it-measures.ts';
import { ratioOfTimes } from './pairs.ts';
import type { Timed } from './pairs.ts';
import { Screen } from './screen.ts';

const pairs = 9;
const newFolder = temporaryFolders();

describe('the start of the window', () => {
  let screen: Screen;
  let empty: Buffer;
  const programs: ElectronForTests[] = [];
  beforeAll(async () => {
    screen = await Screen.on(newFolder());
    empty = screen.title();
  });
  afterAll(() => {
    for (const each of programs) each.remove();
    screen.close();
  });

  itMeasures('start', async () => {
    const product = await startable(join(await packedApp('release'), program));
    const data = product.newFolder();
    const runtime = presentRuntime();
    if (runtime === null) throw new Error('Electron is not here');
    const bare = await startable(runtime);
    const page = bare.newFolder();
    cpSync(join(import.meta.dirname, 'bare-window'), page, { recursive: true });
    bare.handOver(page);
    const words = ['--data', data];
    // The first start makes the practice server.
    await titleOf(product, words);
    const taken = [await untilShown(product, words), await untilShown(bare, [page])] as const;
    return ratioOfTimes(...taken, pairs);
  });

  async function startable(executable: string): Promise<ElectronForTests> {
    const ready = await programForTests(executable);
    programs.push(ready);
    return ready;
  }

  function start(electron: ElectronForTests, words: readonly string[]): ChildProcess {
    const env = { ...electron.env, DISPLAY: screen.display };
    return spawn(electron.executablePath, [...electron.args, ...words], { env, stdio: 'ignore' });
  }

  /** How its title looks. */
  async function titleOf(electron: ElectronForTests, words: readonly string[]): Promise<Buffer> {
    const child = start(electron, words);
    const ended = once(child, 'exit');
    const title = await screen.settledTitle(empty);
    child.kill();
    await ended;
    await screen.shows(empty);
    return title;
  }

  /** From the start of the program to the picture with its title. */
  async function untilShown(electron: ElectronForTests, words: readonly string[]): Promise<Timed> {
    const title = await titleOf(electron, words);
    return async () => {
      await screen.shows(empty);
      const begun = performance.now();
      const child = start(electron, words);
      const ended = once(child, 'exit');
      await screen.shows(title);
      const taken = performance.now() - begun;
      child.kill();
      await ended;
      return taken;
    };
  }
});
