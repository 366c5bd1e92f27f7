import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import { asEnvironment, type Way } from '../../windows/window/environment.ts';

/** The folder of the app, inside what is built. */
const folder = 'window-on-windows';

/**
 * Builds the window whose server is another process', as an app beside the product's. To be called before Electron is
 * prepared, which may run a copy of all that is built.
 */
export function buildWindowOnWindows(): void {
  const words = ['node_modules/vite/bin/vite.js', 'build', '--config', 'test/windows/window/vite.config.ts'];
  const ran = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`The window of the test could not be built:\n${ran.stderr}`);
  const app = { name: 'cu-rescue-test', version: '0.0.0', main: 'main/main.cjs' };
  writeFileSync(join('out', folder, 'package.json'), JSON.stringify(app));
}

/** The same Electron, with the app of the test in place of the product's. */
export function onWindows(electron: ElectronForTests, way: Way): ElectronForTests {
  const switches = electron.args.slice(0, -1);
  const product = electron.args.at(-1) ?? '';
  return {
    ...electron,
    args: [...switches, join(product, 'out', folder)],
    env: { ...electron.env, ...asEnvironment(way) },
  };
}
