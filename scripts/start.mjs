// npm start: opens the window of this checkout. Finds Electron, builds what is stale, and passes the words on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { buildIfStale, windowBuild } from './build.mjs';
import { hasDisplay } from './electron/display.mjs';
import { launchAs, launchAsOneself } from './electron/launch.mjs';
import { commonGround, handOverDataFolder, keptHome, substituteUser } from './electron/nobody.mjs';
import { prepareElectron } from './electron/prepare.mjs';
import { otherWays, refusalText, refusedBy } from './electron/refusal.mjs';
import { Problem, runScript } from './problem.mjs';
import { askHow, dataFolderIn, wordsForApp } from './start-words.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

await runScript(async () => {
  const user = substituteUser();
  const words = wordsForApp(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (!askHow(words) && !hasDisplay(process.env, process.platform, user)) {
    throw new Problem(`There is no display for the window. ${otherWays}`);
  }
  const executable = await prepareElectron();
  buildIfStale(windowBuild);
  process.exitCode = await run(user === null ? launchAsOneself(executable) : launchAsNobody(), words);

  function launchAsNobody() {
    const folder = dataFolderIn(words);
    if (folder !== null) handOverDataFolder(user, folder);
    const base = commonGround(user);
    return launchAs(user, executable, temporaryFolder(base), keptHome(user, base));
  }
});

/** Runs the window, and gives its exit status. */
async function run(launch, words) {
  const onWindows = process.platform === 'win32';
  const window = spawn(launch.executable, [...launch.words, ...words], {
    env: launch.environment,
    stdio: ['inherit', 'inherit', 'pipe'],
    // A second signal would end it on the spot, and Ctrl+C reaches a whole group: the window gets it from here, once.
    detached: !onWindows,
  });
  let refused = null;
  createInterface({ input: window.stderr }).on('line', (line) => {
    refused ??= refusedBy(line);
    // A machine without D-Bus is well enough, and no news to whoever opens the window.
    if (refused === null && !/:ERROR:(dbus\/)?bus\.cc\b/.test(line)) console.error(line);
  });
  const forwarded = new Set();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!onWindows && !forwarded.has(signal)) window.kill(signal);
      forwarded.add(signal);
    });
  }
  const [status, signal] = await once(window, 'close');
  if (refused !== null && status !== 0) {
    throw new Problem(refusalText(refused, launch.runtime, process.env));
  }
  return status ?? 128 + constants.signals[signal];
}
