import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeChecksums } from '../../scripts/package/checksums.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

function folderWithSums(): string {
  const folder = newFolder();
  mkdirSync(join(folder, 'below', 'a b'), { recursive: true });
  writeFileSync(join(folder, 'one'), 'abc');
  writeFileSync(join(folder, 'below', 'a b', 'two.exe'), '');
  writeChecksums(folder);
  return folder;
}

const check = (folder: string) =>
  spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });

describe('SHA256SUMS', () => {
  it('has the hash of every file, in and below the folder, by the path from there', () => {
    expect(readFileSync(join(folderWithSums(), 'SHA256SUMS'), 'utf8')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  below/a b/two.exe\n' +
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  one\n',
    );
  });

  it.skipIf(process.platform === 'win32')('is what sha256sum checks', () => {
    const folder = folderWithSums();
    expect(check(folder).status).toBe(0);
    writeChecksums(folder);
    expect(check(folder).status).toBe(0);
    appendFileSync(join(folder, 'one'), 'd');
    expect(check(folder)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('one: FAILED') as string,
    });
  });
});
