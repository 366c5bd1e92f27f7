// The Windows side of the tests as one file: the product's server for Windows, and the bridge to it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isStale } from '../build.mjs';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';

const at = (...names) => join(root, ...names);
const bundle = at('out', 'windows-bridge', 'bridge.cjs');
const config = 'test/windows/bridge/vite.config.ts';
const build = {
  sources: [at('shared'), at('electron'), at('test/windows/bridge'), at('package-lock.json')],
  built: [bundle],
};

/**
 * The bundle, built anew when a source is newer. Several tests may want it at once: it appears in one step.
 * @throws Problem when it cannot be built
 */
export function provideBridge() {
  if (!isStale(build)) return bundle;
  const folder = temporaryFolder(at('out'));
  try {
    const words = ['build', '--config', config, '--outDir', folder];
    const ran = spawnSync(process.execPath, [at('node_modules', 'vite', 'bin', 'vite.js'), ...words], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (ran.status !== 0) {
      throw new Problem(`The bridge could not be built from its sources:\n${ran.stderr}`, 70);
    }
    mkdirSync(dirname(bundle), { recursive: true });
    renameSync(join(folder, 'bridge.cjs'), bundle);
    return bundle;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
