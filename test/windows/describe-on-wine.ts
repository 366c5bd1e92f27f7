import { describe, expect, it } from 'vitest';
import { wineHere } from '../../scripts/wine/for-tests.mjs';

/**
 * Tests that need a Windows under Wine. Where there is none they are skipped, and the summary says why; on a build
 * server, which has to have it, that is a failure.
 */
export function describeOnWine(name: string, tests: () => void): void {
  const wine = wineHere();
  if (wine.kind === 'here') {
    describe(name, tests);
    return;
  }
  if (process.env['CI'] === 'true') {
    it(`${name}: Wine is here`, () => {
      expect.fail(wine.because);
    });
    return;
  }
  describe.skip(`${name} (${wine.because})`, tests);
}
