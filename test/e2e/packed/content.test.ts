import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getRawHeader, listPackage, statFile } from '@electron/asar';
import { computeData } from 'app-builder-lib/out/asar/integrity.js';
import { describe, expect, it } from 'vitest';
import { presentRuntime } from '../../../scripts/electron/runtime.mjs';
import { presentPack, program } from '../../../scripts/package/pack.mjs';
import { filesBelow } from './files.ts';
import { fusesOf, fusesOfRelease } from './fuses.ts';

const release = presentPack('release');
const archive = join(release, 'resources', 'app.asar');
const system = `${process.platform}-x64`;
const nativeModule = `node_modules/@koromix/koffi-${system}/${system.replace('-', '_')}/koffi.node`;

describe('the fuses of the packed app, read off the program', () => {
  it('shut every door that Electron has', async () => {
    const { GrantFileProtocolExtraPrivileges: ofFiles = false, ...fuses } = await fusesOf(
      join(release, program),
    );
    expect(fuses).toEqual(fusesOfRelease);
    // Electron has it from version 29 on.
    expect(ofFiles).toBe(false);
  });

  it('are the same in the pack that tests drive, but for the one that they need', async () => {
    expect(await fusesOf(join(presentPack('test'), program))).toEqual({
      ...(await fusesOf(join(release, program))),
      EnableNodeCliInspectArguments: true,
    });
  });
});

describe('what is packed', () => {
  it('is in the archive: three bundles, and what loads koffi', () => {
    const files = listPackage(archive, { isPack: false })
      .map((path) => path.replaceAll('\\', '/').slice(1))
      .filter((path) => !('files' in statFile(archive, path)));
    expect(files.map((path) => path.replace(/-[\w-]{8}\./, '-HASH.')).sort()).toEqual([
      `node_modules/@koromix/koffi-${system}/index.js`,
      nativeModule,
      `node_modules/@koromix/koffi-${system}/package.json`,
      'node_modules/koffi/index.cjs',
      'node_modules/koffi/package.json',
      'node_modules/koffi/src/koffi/index.cjs',
      'node_modules/koffi/src/koffi/src/static.cjs',
      'out/main/main.cjs',
      'out/preload/preload.cjs',
      'out/renderer/assets/index-HASH.css',
      'out/renderer/assets/index-HASH.js',
      'out/renderer/index.html',
      'package.json',
    ]);
  });

  it('has beside it koffi for this system, the papers, and what Electron is made of', () => {
    const runtime = dirname(presentRuntime() ?? expect.fail('Electron is not here'));
    const ofElectron = filesBelow(runtime)
      .filter((path) => !/^(resources\/|locales\/|version$|electron(\.exe)?$|LICENSE$)/.test(path))
      .concat('locales/en-US.pak', 'LICENSE.electron.txt', program);
    expect(filesBelow(release)).toEqual(
      [
        ...new Set(ofElectron),
        ...['LICENSE.txt', 'SBOM.cdx.json', 'THIRD-PARTY-NOTICES.txt', 'resources/app.asar'],
        `resources/app.asar.unpacked/${nativeModule}`,
      ].sort(),
    );
  });

  it('says nothing of how it was made: no scripts, no packages that only we need, no place on a disk', () => {
    const text = readFileSync(archive, 'latin1');
    expect(text).not.toMatch(/"devDependencies"|"scripts"|sourceMappingURL=/);
    expect(text).not.toContain(process.cwd());
  });

  it('is as the hash says that electron-builder puts into the program for Windows and macOS', async () => {
    const { headerString } = getRawHeader(archive);
    const resources = dirname(archive);
    const integrity = await computeData({
      resourcesPath: resources,
      resourcesRelativePath: 'resources',
      resourcesDestinationPath: resources,
      extraResourceMatchers: null,
    });
    expect(integrity).toEqual({
      'resources/app.asar': {
        algorithm: 'SHA256',
        hash: createHash('sha256').update(headerString).digest('hex'),
      },
    });
    // With the header every file is known: each carries its own hash there.
    expect(headerString).toMatch(/"main\.cjs":\{[^}]*"integrity":\{"algorithm":"SHA256"/);
  });
});
