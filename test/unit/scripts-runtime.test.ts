import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingLibraries, packagesWith } from '../../scripts/electron/libraries.mjs';
import { checkIntegrity } from '../../scripts/electron/registry-runtime.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('the runtime from the registry', () => {
  const content = Buffer.from('a runtime');
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;

  function fileWith(bytes: Buffer): string {
    const file = join(newFolder(), 'runtime.tgz');
    writeFileSync(file, bytes);
    return file;
  }

  it('is used when it is the file that was checked', async () => {
    const file = fileWith(content);
    await checkIntegrity(file, integrity);
    expect(readFileSync(file)).toEqual(content);
  });

  it('is refused and taken away when one bit of it differs', async () => {
    const changed = Buffer.from(content);
    changed[3]! ^= 1;
    const file = fileWith(changed);
    await expect(checkIntegrity(file, integrity)).rejects.toThrow(
      'runtime.tgz is not the file that this project has checked: its sha512 differs. It was deleted.',
    );
    expect(existsSync(file)).toBe(false);
  });
});

describe('the libraries that Electron is linked with', () => {
  const linker = [
    '\tlinux-vdso.so.1 (0x00007ffd0d7d6000)',
    '\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f7cd6e00000)',
    '\tlibnss3.so => not found',
    '\tlibnssutil3.so => not found',
    '\tlibgtk-3.so.0 => not found',
    '\tlibasound.so.2 => /lib/x86_64-linux-gnu/libasound.so.2 (0x00007f7cd5d6f000)',
    '\tlibcairo.so.2 => not found',
    '',
  ].join('\n');

  it('are missing when the linker says so', () => {
    expect(missingLibraries(linker)).toEqual([
      ...['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libcairo.so.2'],
    ]);
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });

  it('come with packages, each named once', () => {
    expect(packagesWith(missingLibraries(linker))).toEqual(['libgtk-3-0', 'libnss3']);
  });

  it('of no known package are not guessed', () => {
    expect(packagesWith(['libnew.so.1', 'libgtk-4.so.1'])).toEqual([]);
  });
});
