import { join } from 'node:path';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';
import type { ExchangeWorld } from '../../windows/exchange-world.ts';
import { asEnvironment, type Way } from '../../windows/window/environment.ts';
import { startRelay } from '../../windows/window/relay.ts';
import { WindowApp } from './window-app.ts';

/** The folder of the app, inside what is built before the tests. */
const folder = 'window-on-windows';

/** The same Electron, with the app of the test in place of the product's. */
function onWindows(electron: ElectronForTests, way: Way): ElectronForTests {
  const product = electron.args.at(-1) ?? '';
  return {
    ...electron,
    args: [join(product, 'out', folder)],
    env: { ...electron.env, ...asEnvironment(way) },
  };
}

/** The window on the server of this Windows, and the end of both ends of the way between them. */
export interface OpenedOnWindows {
  readonly window: WindowApp;
  readonly close: () => Promise<void>;
}

/** Opens the window on the server of this Windows. */
export async function openOnWindows(
  electron: ElectronForTests,
  { world, needs }: Pick<ExchangeWorld, 'needs'> & { readonly world: Parameters<typeof startRelay>[0] },
  data: string,
): Promise<OpenedOnWindows> {
  const relay = await startRelay(world);
  const { port, token } = relay;
  const window = await WindowApp.start(onWindows(electron, { port, token, needs }), data);
  return {
    window,
    async close() {
      await window.close();
      await relay.close();
    },
  };
}
