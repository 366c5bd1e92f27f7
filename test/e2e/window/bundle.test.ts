import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const assets = 'out/renderer/assets';
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));

/** Bytes, as built. */
const most = 300_000;

describe('what is built for the window', () => {
  it('stays small', () => {
    const bytes = scripts.reduce((sum, name) => sum + readFileSync(`${assets}/${name}`).length, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(most);
  });

  it('has no schema library in it: that would probe for eval, which the page forbids', () => {
    for (const name of scripts)
      expect(readFileSync(`${assets}/${name}`, 'utf8')).not.toMatch(/new Function\b/);
  });
});
