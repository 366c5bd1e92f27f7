// npm start: opens the window of this checkout. Finds Electron, builds what is stale, and passes the words on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { buildIfStale, windowBuild } from './build.mjs';
import { hasDisplay, isRefusalOfDisplay, nameOfDisplay } from './electron/display.mjs';
import { launchAs, launchAsOneself } from './electron/launch.mjs';
import { commonGround, handOverDataFolder, keptHome, substituteUser } from './electron/nobody.mjs';
import { prepareElectron } from './electron/prepare.mjs';
import { Problem, runScript } from './problem.mjs';
import { askHow, dataFolderIn, wordsForApp } from './start-words.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const withoutDisplay = 'Type: xvfb-run -a npm start. Or take the command line: npm run -s cli -- --help';

await runScript(async () => {
  const user = substituteUser();
  const words = wordsForApp(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (!askHow(words) && !hasDisplay(process.env, process.platform, user)) {
    throw new Problem(`There is no display for the window. ${withoutDisplay}`);
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
  let display = 'taken';
  createInterface({ input: window.stderr }).on('line', (line) => {
    if (isRefusalOfDisplay(line)) display = 'refused';
    // A machine without D-Bus is well enough, and no news to whoever opens the window.
    else if (!/:ERROR:(dbus\/)?bus\.cc\b/.test(line)) console.error(line);
  });
  const forwarded = new Set();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!onWindows && !forwarded.has(signal)) window.kill(signal);
      forwarded.add(signal);
    });
  }
  const [status, signal] = await once(window, 'close');
  if (display === 'refused' && status !== 0) {
    throw new Problem(`The display ${nameOfDisplay(process.env)} cannot be opened. ${withoutDisplay}`);
  }
  return status ?? 128 + constants.signals[signal];
}
