// What it takes to start the app of this checkout in a given Electron: the program, its first words, its environment.
import { spawnSync } from 'node:child_process';
import { chownSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { root } from '../places.mjs';
import { mayRun } from './nobody.mjs';

/** As whoever types the command. */
export function launchAsOneself(executable) {
  return { ...programAsOneself(executable), words: [root] };
}

/** As whoever types the command: a program that holds its app. */
export function programAsOneself(executable) {
  const environment = environmentWithout('ELECTRON_RUN_AS_NODE');
  return { executable, runtime: executable, words: [], environment };
}

/** Of what is built, the programs of their own: no window needs them, and they are large. */
const notForTheWindow = ['packs', 'release', 'windows', 'windows-for-tests'].map((name) =>
  join(root, 'out', name),
);

/**
 * As another user, who may not be able to read anything of root's: the app, the key of the display and, where needed,
 * the runtime are copied into a folder for passing things.
 */
export function launchAs(user, executable, folder, home) {
  const app = join(folder, 'app');
  copyForAll(join(root, 'out'), join(app, 'out'), (path) => !notForTheWindow.includes(path));
  copyForAll(join(root, 'package.json'), join(app, 'package.json'));
  return { ...programAs(user, executable, folder, home), words: [app] };
}

/** As another user: a program that holds its app, copied where they cannot read it. */
export function programAs(user, executable, folder, home) {
  const wrapper = join(folder, 'electron-as-nobody');
  const runtime = readableRuntime(user, executable, folder);
  writeFileSync(wrapper, wrapperFor(user, runtime), { mode: 0o755 });
  return {
    executable: wrapper,
    runtime,
    words: [],
    environment: {
      // Root's session is closed to others: no bus, no Wayland.
      ...environmentWithout('ELECTRON_RUN_AS_NODE', 'DBUS_SESSION_BUS_ADDRESS', 'WAYLAND_DISPLAY'),
      ...homeVariables(home),
      ...displayKey(user, folder),
      XDG_RUNTIME_DIR: home,
      USER: 'nobody',
      LOGNAME: 'nobody',
    },
  };
}

/** Where a program keeps what it keeps. */
export function homeVariables(home) {
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
  };
}

function environmentWithout(...names) {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
}

function readableRuntime(user, executable, folder) {
  if (mayRun(user, executable)) return executable;
  copyForAll(dirname(executable), join(folder, 'runtime'));
  return join(folder, 'runtime', basename(executable));
}

function copyForAll(from, to, filter = () => true) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE, filter });
  spawnSync('chmod', ['-R', 'a+rX', dirname(to)]);
}

/** A program of its own, so that whatever starts Electron can start this instead. */
function wrapperFor({ uid, gid }, executable) {
  const quoted = `'${executable.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh\nexec setpriv --reuid=${uid} --regid=${gid} --clear-groups ${quoted} "$@"\n`;
}

/** What the X server asks its clients for. */
function displayKey(user, folder) {
  const key = process.env.XAUTHORITY ?? join(homedir(), '.Xauthority');
  if (!existsSync(key)) return {};
  const copy = join(folder, 'Xauthority');
  copyFileSync(key, copy);
  chownSync(copy, user.uid, user.gid);
  return { XAUTHORITY: copy };
}
