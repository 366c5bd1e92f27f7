import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../electron/cli/arguments.ts';
import { dataFolder } from '../../electron/cli/data-folder.ts';
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
    expect(checkRoom(directory, [], () => 100_000)).toEqual({ kind: 'full', directory, code: 'ENOSPC' });
  });

  it('is full when the files that a rescue copies do not fit beside the rest of it', () => {
    const directory = newFolder();
    const log = { name: 'ExchangeSetup.log', path: join(directory, 'log') };
    const gone = { name: 'ServiceControl.log', path: join(directory, 'gone') };
    writeFileSync(log.path, Buffer.alloc(1_000_000));
    const [enough, tooLittle] = [4 * 1024 * 1024 + 1_000_000, 4 * 1024 * 1024 + 999_999];
    expect(checkRoom(directory, [log, gone], () => enough)).toBeNull();
    expect(checkRoom(directory, [log, gone], () => tooLittle)).toMatchObject({ kind: 'full' });
  });
});

describe('the data folder on the command line', () => {
  const options = { data: { type: 'string' }, practice: { type: 'string' } } as const;
  const typed = (...words: string[]) => parseArguments('rescue', words, options, 'no-positionals');
  const windows = { platform: 'win32', env: { ProgramData: String.raw`D:\Common` } } as const;
  const linux = { platform: 'linux', env: windows.env } as const;

  it('is on Windows the one that every rescue of this machine has', () => {
    expect(dataFolder(typed(), windows)).toBe(String.raw`D:\Common\CU Rescue`);
    expect(dataFolder(typed(), { ...windows, env: {} })).toBe(String.raw`C:\ProgramData\CU Rescue`);
  });

  it.each([windows, linux])('is the one that was typed: $platform', (machine) => {
    expect(dataFolder(typed('--data', 'there'), machine)).toBe('there');
    expect(dataFolder(typed('--data', 'there', '--practice', 'healthy'), machine)).toBe('there');
  });

  it('has to be typed for a practice, and where there is no server of its own', () => {
    expect(() => dataFolder(typed('--practice', 'healthy'), windows)).toThrow(UsageError);
    expect(() => dataFolder(typed('--data', ''), windows)).toThrow(UsageError);
    expect(() => dataFolder(typed(), linux)).toThrow(UsageError);
  });
});
