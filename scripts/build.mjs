// Builds what a checkout runs, when a source is newer than the build: one always runs the code one sees.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { noteOf } from './package/bundled.mjs';
import { root } from './places.mjs';
import { Problem } from './problem.mjs';

const at = (...names) => join(root, ...names);

export const commandLineBuild = {
  name: 'command line',
  sources: [at('shared'), at('electron'), at('vite.cli.config.ts'), at('package-lock.json')],
  built: [at('out', 'cli', 'cli.js'), noteOf('cli')],
  command: [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', 'vite.cli.config.ts'],
};

export const windowBuild = {
  name: 'window',
  sources: [
    ...[at('shared'), at('electron'), at('renderer'), at('assets/print.css')],
    ...[at('electron.vite.config.ts'), at('package-lock.json')],
  ],
  built: [
    at('out', 'main', 'main.cjs'),
    at('out', 'preload', 'preload.cjs'),
    at('out', 'renderer', 'index.html'),
    ...['main', 'preload', 'renderer'].map(noteOf),
  ],
  command: [at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
};

/** The apps of tests that the product's Electron starts. */
export const testBuilds = [
  {
    name: 'window of the tests on Windows',
    config: at('test', 'windows', 'window', 'vite.config.ts'),
    built: at('out', 'window-on-windows', 'package.json'),
  },
  {
    name: 'printer of the tests',
    config: at('test', 'e2e', 'window', 'paper', 'vite.config.ts'),
    built: at('out', 'paper-printer', 'package.json'),
  },
].map(({ name, config, built }) => ({
  name,
  sources: [at('shared'), at('electron'), at('test'), at('package-lock.json')],
  built: [built],
  command: [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', config],
}));

/** Milliseconds since 1970. Folders count as well: theirs is the time at which a file was last taken away. */
function newestIn(path) {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const below = readdirSync(path, { withFileTypes: true, recursive: true });
  return below.reduce(
    (newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs),
    own.mtimeMs,
  );
}

/** Whether a part of the build is missing, or older than any of its sources. */
export function isStale({ sources, built }) {
  if (!built.every((path) => existsSync(path))) return true;
  const builtAt = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return sources.some((path) => newestIn(path) > builtAt);
}

/** @throws Problem when it cannot be built */
export function buildIfStale(build) {
  if (!isStale(build)) return;
  const ran = spawnSync(process.execPath, build.command, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ran.status !== 0) {
    throw new Problem(`The ${build.name} could not be built from its sources. Run: npm ci`, 70);
  }
}
