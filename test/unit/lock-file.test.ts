import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

/** What npm would not take from the registry, or could not check. A package inside another is checked with it. */
function unchecked(lock: string): readonly string[] {
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .filter(([, { version, integrity, resolved, link, inBundle }]) => {
      if (inBundle) return false;
      const isChecked = /^sha512-/.test(integrity ?? '') && /^\d+\.\d+\.\d+/.test(version ?? '');
      // Written without addresses: whoever installs takes the registry that is set there.
      return !isChecked || resolved !== undefined || link === true;
    })
    .map(([folder]) => folder);
}

describe.each(['package-lock.json', 'test/windows/runtime/package-lock.json'])('%s', (path) => {
  const lock = readFileSync(path, 'utf8');

  it('holds packages of the registry only, each with the hash that npm checks', () => {
    expect(unchecked(lock)).toEqual([]);
  });

  it.each<[string, Locked]>([
    ['a branch', { version: '1.0.0', resolved: 'git+ssh://git@example.com/a.git#1234' }],
    ['a folder', { resolved: '../elsewhere', link: true }],
    ['an address', { version: '1.0.0', resolved: 'http://example.com/a.tgz', integrity: 'sha512-AA==' }],
    ['an old hash', { version: '1.0.0', integrity: 'sha1-AA==' }],
    ['no hash', { version: '1.0.0' }],
  ])('would not hold %s', (_, entry) => {
    const altered = JSON.parse(lock) as { packages: Record<string, Locked> };
    altered.packages['node_modules/altered'] = entry;
    expect(unchecked(JSON.stringify(altered))).toEqual(['node_modules/altered']);
  });
});
