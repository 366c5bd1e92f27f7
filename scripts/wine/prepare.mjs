// Wine, and all that the tests of the Windows server need to run in it.
import { Problem } from '../problem.mjs';
import { provideBridge } from './bridge-build.mjs';
import { providePackages } from './packages.mjs';
import { provideWindowsRuntime } from './runtime.mjs';
import { provideStandIns } from './stand-in.mjs';
import { provideTemplate } from './template.mjs';

/**
 * Sees to all of it.
 * @throws Problem naming what is missing, what to do, and which tests do not run
 */
export function prepareWine() {
  try {
    providePackages();
    provideWindowsRuntime();
    provideTemplate();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`${error.message} Without it the tests of the Windows server do not run.`);
  }
  provideStandIns();
  provideBridge();
}
