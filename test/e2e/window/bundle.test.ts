import { describe, expect, it } from 'vitest';
import { windowScriptBytes, windowScripts } from '../../fixtures/window-scripts.ts';

/** Bytes, as built. */
const most = 300_000;

describe('what is built for the window', () => {
  it('stays small', () => {
    expect(windowScriptBytes()).toBeGreaterThan(0);
    expect(windowScriptBytes()).toBeLessThanOrEqual(most);
  });

  it('has no schema library in it: that would probe for eval, which the page forbids', () => {
    for (const script of windowScripts()) expect(script.toString()).not.toMatch(/new Function\b/);
  });
});
