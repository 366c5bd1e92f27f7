import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRawHeader, listPackage } from '@electron/asar';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBuilder } from '../../../scripts/package/builder.mjs';
import { provideExecutable } from '../../../scripts/windows/executable.mjs';
import { nodeRefusal } from '../../../scripts/windows/node-version.mjs';
import { withoutSignature } from '../../../scripts/windows/signature.mjs';
import { presentWindowsRuntime } from '../../../scripts/wine/runtime.mjs';
import { temporaryFolders } from '../../fixtures/temporary-folder.ts';
import { filesBelow } from './files.ts';
import { fusesOf, fusesOfRelease } from './fuses.ts';

const runtime = presentWindowsRuntime();
const because = runtime === null ? "Windows' Node has not been fetched: npm run pretest" : nodeRefusal();
const newFolder = temporaryFolders();

/** Where Electron keeps its fuses: a mark, the version of the row, its length, and a character for each. */
const fuses = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000811111111', 'latin1');

/** Names of the environment that Electron asks for, as C keeps them. */
const names = Buffer.from('\0ELECTRON_ENABLE_LOGGING\0ELECTRON_LOG_FILE\0', 'latin1');

/** Stands in for Electron's program for Windows: another program of 64 bits, with a row of fuses as a newer one has. */
function standIn(node: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'electron.exe'), withoutSignature(readFileSync(node)));
  appendFileSync(join(folder, 'electron.exe'), Buffer.concat([fuses, names]));
  mkdirSync(join(folder, 'resources'));
  writeFileSync(join(folder, 'resources', 'default_app.asar'), '');
  mkdirSync(join(folder, 'locales'));
  for (const language of ['de', 'en-US']) writeFileSync(join(folder, 'locales', `${language}.pak`), '');
  return folder;
}

describe.skipIf(because !== null)(`the pack for Windows, of a stand-in for Electron${because ?? ''}`, () => {
  let pack: string;
  beforeAll(async () => {
    await provideExecutable();
    const electronDist = standIn(runtime!.node);
    const config = { electronDist, electronVersion: '45.4.1' };
    pack = await runBuilder({ output: newFolder(), target: 'dir', platform: 'win32', config });
  }, 300_000);

  const program = () => join(pack, 'CU Rescue.exe');
  /** What the program holds as text of one byte, or of two. */
  const text = (encoding: 'latin1' | 'utf16le') => readFileSync(program()).toString(encoding);

  it('asks Windows for the administrator, by the manifest in the program', () => {
    expect(text('latin1')).toMatch(/<requestedExecutionLevel level="requireAdministrator" uiAccess="false">/);
    expect(text('latin1')).not.toContain('asInvoker');
  });

  it('has in the program the hash of the archive, which Electron compares', () => {
    const { headerString } = getRawHeader(join(pack, 'resources', 'app.asar'));
    const value = createHash('sha256').update(headerString).digest('hex');
    expect(text('latin1')).toContain(JSON.stringify([{ file: 'resources\\app.asar', alg: 'SHA256', value }]));
  });

  it('has every fuse set that a newer Electron has', async () => {
    expect(await fusesOf(program())).toEqual({
      ...fusesOfRelease,
      GrantFileProtocolExtraPrivileges: false,
    });
  });

  it('asks for no variable that would make Electron write a file', () => {
    expect(text('latin1')).toContain('\0==ECTRON_ENABLE_LOGGING\0==ECTRON_LOG_FILE\0');
  });

  it('says its name and its version to Windows', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    for (const said of ['CU Rescue', version]) {
      expect(
        [0, 1].some((shift) => readFileSync(program()).subarray(shift).toString('utf16le').includes(said)),
      ).toBe(true);
    }
  });

  it('holds the window and, in a folder, the rescue without one; nothing of another system', () => {
    const files = filesBelow(pack);
    expect(files.filter((path) => !path.startsWith('command-line/'))).toEqual([
      ...['CU Rescue.exe', 'LICENSE.txt', 'SBOM.cdx.json', 'THIRD-PARTY-NOTICES.txt'],
      ...['locales/en-US.pak', 'resources/app.asar'],
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        'command-line/cu-rescue.exe',
        'command-line/node_modules/@koromix/koffi-win32-x64/win32_x64/koffi.node',
        'command-line/node_modules/koffi/index.cjs',
        'command-line/SBOM.cdx.json',
      ]),
    );
    // On Windows npm installs koffi's module for Windows; elsewhere it is not here to be packed.
    const archived = listPackage(join(pack, 'resources', 'app.asar'), { isPack: false });
    expect(archived.filter((path) => /koffi-(?!win32)/.test(path))).toEqual([]);
  });
});
