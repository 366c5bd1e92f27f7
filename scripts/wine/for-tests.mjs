// What a test under Wine stands on, found and not fetched.
import { provideBridge } from './bridge-build.mjs';
import { wineEnvironment } from './environment.mjs';
import { machineRefusal, missingPackages } from './packages.mjs';
import { presentWindowsRuntime } from './runtime.mjs';
import { provideStandIns } from './stand-in.mjs';
import { presentTemplate } from './template.mjs';

export { prefixIn } from './environment.mjs';
export { wineEnvironment };

/** See for-tests.d.mts. */
export function wineHere() {
  const refusal = machineRefusal(process.platform, process.arch);
  if (refusal !== null) return { kind: 'missing', because: refusal };
  const missing = missingPackages();
  if (missing.length > 0) {
    return { kind: 'missing', because: `Not installed: ${missing.join(', ')}. Type: npm run pretest` };
  }
  const template = presentTemplate();
  const runtime = presentWindowsRuntime();
  if (template === null || runtime === null) {
    return { kind: 'missing', because: 'Wine has not been prepared. Type: npm run pretest' };
  }
  return {
    kind: 'here',
    template,
    runtime,
    bridge: () => provideBridge(),
    standIn: (which) => provideStandIns()[which],
  };
}
