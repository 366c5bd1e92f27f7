import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineRefusal } from '../../scripts/wine/packages.mjs';

function runtimeFile(name: string): string {
  return readFileSync(new URL(`runtime/${name}`, import.meta.url), 'utf8');
}

describe('what the tests under Wine run in', () => {
  it('is used on Linux on x64, and its absence is said elsewhere', () => {
    expect(machineRefusal('linux', 'x64')).toBeNull();
    const sentence = 'The Windows server is tested under Wine, which these tests use on Linux on x64 only.';
    expect(machineRefusal('linux', 'arm64')).toBe(sentence);
    expect(machineRefusal('darwin', 'x64')).toBe(sentence);
    expect(machineRefusal('win32', 'x64')).toBe(sentence);
  });

  it('has the versions that the lock file names, each with its checksum', () => {
    const { dependencies } = JSON.parse(runtimeFile('package.json')) as {
      dependencies: Record<string, string>;
    };
    const { packages } = JSON.parse(runtimeFile('package-lock.json')) as {
      packages: Record<string, { version?: string; integrity?: string }>;
    };
    for (const [name, version] of Object.entries(dependencies)) {
      expect(packages[`node_modules/${name}`]).toMatchObject({ version });
    }
    const installed = Object.keys(packages).filter((name) => name !== '');
    const unchecked = installed.filter((name) => !packages[name]!.integrity?.startsWith('sha512-'));
    expect(unchecked).toEqual([]);
  });

  it('comes from whichever registry npm is set to', () => {
    expect(runtimeFile('package-lock.json')).not.toContain('"resolved"');
  });

  it('has the same koffi as the product', () => {
    const product = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as object;
    const runtime = JSON.parse(runtimeFile('package.json')) as object;
    const koffi = { dependencies: { koffi: '3.3.4' } };
    expect(product).toMatchObject(koffi);
    expect(runtime).toMatchObject(koffi);
  });
});
