// The window's program, ready to be driven by a test: a display, a home of its own and, for root, nobody to run it.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isStale, windowBuild } from '../build.mjs';
import { cache } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { hasDisplay, startDisplay } from './display.mjs';
import { homeVariables, launchAs, launchAsOneself, programAs, programAsOneself } from './launch.mjs';
import { commonGround, handOverAll, substituteUser } from './nobody.mjs';
import { presentRuntime } from './runtime.mjs';

/** See for-tests.d.mts. */
export async function electronForTests() {
  const executable = presentRuntime();
  if (executable === null || isStale(windowBuild)) {
    throw new Problem('Electron or the build of the window is missing or out of date. Type: npm run pretest');
  }
  return readyForTests(executable, { own: launchAsOneself, another: launchAs });
}

/** See for-tests.d.mts. */
export function programForTests(executable) {
  return readyForTests(executable, { own: programAsOneself, another: programAs });
}

/** @param launches how the program is started, as oneself or as another user */
async function readyForTests(executable, launches) {
  const user = substituteUser();
  const display = hasDisplay(process.env, process.platform, user) ? null : await startDisplay();
  const folder = temporaryFolder(user === null ? cache : commonGround(user));

  function handOver(path) {
    if (user !== null) handOverAll(user, path);
  }
  function newFolder() {
    const made = mkdtempSync(join(folder, 'data-'));
    handOver(made);
    return made;
  }

  const home = newFolder();
  const launch = user === null ? launches.own(executable) : launches.another(user, executable, folder, home);
  return {
    executablePath: launch.executable,
    args: launch.words,
    env: { ...launch.environment, ...homeVariables(home), ...(display && { DISPLAY: display.display }) },
    newFolder,
    handOver,
    remove() {
      display?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
