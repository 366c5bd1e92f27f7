// Electron, and all that it needs of the system.
import { provideLibraries } from './libraries.mjs';
import { provideRuntime } from './runtime.mjs';

/**
 * The executable, ready to be started.
 * @throws Problem naming what is missing, and what to do
 */
export async function prepareElectron() {
  const executable = await provideRuntime();
  provideLibraries(executable);
  return executable;
}
