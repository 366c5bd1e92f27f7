import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, errors } from 'playwright-core';
import type { ElectronApplication } from 'playwright-core';

import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';

const mostLaunches = 3;
/** Milliseconds. The page is looked for before the driver gives up, since it ends the program then. */
const patience = { ofTheDriver: 60_000, untilLooking: 45_000 };

/**
 * Starts the program, driven. Where the driver attaches itself to the page just between the moment when Chromium is
 * ready to commit the first document and the commit, it is never told of that document (`Page.frameNavigated`), and
 * waits for it for ever: about one launch in forty when four run at once, fewer otherwise. The program knows nothing of
 * that, and its page is there; only then it is begun again, and that is said. One that has not come up is a failure.
 */
export async function launch(
  electron: ElectronForTests,
  data: string,
  ...words: readonly string[]
): Promise<ElectronApplication> {
  for (let launched = 1; ; launched += 1) {
    const ended = new AbortController();
    const looked = delay(patience.untilLooking, null, { signal: ended.signal }).then(
      () => pageOf(data),
      () => null,
    );
    try {
      return await _electron.launch({
        executablePath: electron.executablePath,
        args: [...electron.args, '--data', data, ...words],
        env: { ...electron.env },
        chromiumSandbox: true,
        timeout: patience.ofTheDriver,
      });
    } catch (error) {
      const page = error instanceof errors.TimeoutError ? await looked : null;
      if (page === null || launched === mostLaunches) throw error;
      console.log(`Launched again: ${page} was there, and the driver was never told of it.`);
    } finally {
      ended.abort();
    }
  }
}

/**
 * The address of the page that the program with this data folder shows, as it tells over its port for drivers; `null`
 * where there is none.
 * @see https://chromedevtools.github.io/devtools-protocol/#endpoints
 */
async function pageOf(data: string): Promise<string | null> {
  const told = join(data, 'window', 'DevToolsActivePort');
  if (!existsSync(told)) return null;
  const [port] = readFileSync(told, 'utf8').split('\n');
  const answer = await fetch(`http://127.0.0.1:${String(port)}/json/list`);
  const targets = (await answer.json()) as { readonly title: string; readonly url: string }[];
  // A page has the title of its document from when that is there.
  return targets.find(({ title }) => title === 'CU Rescue')?.url ?? null;
}
