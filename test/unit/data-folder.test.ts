import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataFolder, checkRoom, prepareDataFolder } from '../../electron/data-folder.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

/** A file where a folder should be. */
function fileInTheWay(): string {
  const path = join(newFolder(), 'file');
  writeFileSync(path, 'precious');
  return path;
}

describe('the data folder', () => {
  it('is made with all above it, for its owner alone', () => {
    const directory = join(newFolder(), 'above', 'data');
    expect(prepareDataFolder(directory)).toBeNull();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('is taken as it is when it is there', () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'something'));
    expect(prepareDataFolder(directory)).toBeNull();
    expect(readdirSync(directory)).toEqual(['something']);
    expect(checkDataFolder(directory, 'to-write')).toBeNull();
  });

  it('is not a file, and the file stays what it is', () => {
    const directory = fileInTheWay();
    expect(prepareDataFolder(directory)).toEqual({ kind: 'not-a-folder', directory, code: 'ENOTDIR' });
    expect(checkDataFolder(directory, 'to-read')).toEqual({
      kind: 'not-a-folder',
      directory,
      code: 'ENOTDIR',
    });
    expect(statSync(directory).size).toBe('precious'.length);
  });

  it('cannot be made below a file', () => {
    const directory = join(fileInTheWay(), 'data');
    expect(prepareDataFolder(directory)).toEqual({ kind: 'not-a-folder', directory, code: 'ENOTDIR' });
  });

  it('is missing when one only looks, and looking does not make it', () => {
    const directory = join(newFolder(), 'data');
    for (const use of ['to-read', 'to-write'] as const) {
      expect(checkDataFolder(directory, use)).toEqual({ kind: 'missing', directory, code: 'ENOENT' });
    }
    expect(existsSync(directory)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('cannot be made where nobody may make anything', () => {
    const directory = '/proc/cu-rescue/data';
    expect(prepareDataFolder(directory)).toEqual({ kind: 'cannot-be-made', directory, code: 'ENOENT' });
  });

  it('has no room when it has gone away', () => {
    const directory = join(newFolder(), 'data');
    expect(checkRoom(directory)).toEqual({ kind: 'missing', directory, code: 'ENOENT' });
  });

  it('is full when its disk has less than a rescue may need, and not when it has enough', () => {
    const directory = newFolder();
    expect(checkRoom(directory)).toBeNull();
    expect(checkRoom(directory, () => 100_000)).toEqual({ kind: 'full', directory, code: 'ENOSPC' });
  });
});
