import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../electron/cli/arguments.ts';
import { dataFolder } from '../../electron/cli/data-folder.ts';
import { checkDataFolder, checkRoom, dataFolderIn, prepareDataFolder } from '../../electron/data-folder.ts';
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

const isRoot = process.getuid?.() === 0;

describe.runIf(process.platform === 'linux')('a data folder that somebody else has a hand in', () => {
  it('is refused where it is a link, also to a folder that is not there, and nothing is made', () => {
    const to = newFolder();
    const gone = join(newFolder(), 'gone');
    for (const leads of [to, gone]) {
      const directory = join(newFolder(), 'data');
      symlinkSync(leads, directory);
      expect(prepareDataFolder(directory)).toEqual({ kind: 'leads-elsewhere', directory, to: leads });
    }
    expect(readdirSync(to)).toEqual([]);
    expect(existsSync(gone)).toBe(false);
  });

  it.each([
    [0o770, ['g+w']],
    [0o707, ['o+w']],
    [0o1777, ['g+w', 'o+w']],
  ])('is refused where others may write: mode %o', (mode, who) => {
    const directory = newFolder();
    chmodSync(directory, mode);
    expect(prepareDataFolder(directory)).toEqual({ kind: 'open-to-others', directory, who });
  });

  it('is taken where others may only look', () => {
    const directory = newFolder();
    chmodSync(directory, 0o755);
    expect(prepareDataFolder(directory)).toBeNull();
  });

  it.runIf(isRoot)('is refused where it belongs to another user', () => {
    const directory = newFolder();
    chownSync(directory, 4711, 4711);
    expect(prepareDataFolder(directory)).toEqual({ kind: 'of-another', directory, owner: '4711' });
  });

  it('can still be read', () => {
    const directory = newFolder();
    chmodSync(directory, 0o777);
    expect(checkDataFolder(directory, 'to-read')).toBeNull();
  });
});

describe('the data folder on the command line', () => {
  const options = { data: { type: 'string' }, practice: { type: 'string' } } as const;
  const typed = (...words: string[]) => parseArguments('rescue', words, options, 'no-positionals');
  const own = String.raw`D:\Common\CU Rescue`;
  const windows = { platform: 'win32', ofThisMachine: () => Promise.resolve(own) } as const;
  const linux = { platform: 'linux', ofThisMachine: () => expect.fail('This is no Windows') } as const;

  it('is on Windows the one that every rescue of this machine has', async () => {
    expect(await dataFolder(typed(), windows)).toBe(own);
    expect(dataFolderIn(String.raw`D:\Common`)).toBe(own);
  });

  it.each([windows, linux])('is the one that was typed: $platform', async (machine) => {
    expect(await dataFolder(typed('--data', 'there'), machine)).toBe('there');
    expect(await dataFolder(typed('--data', 'there', '--practice', 'healthy'), machine)).toBe('there');
  });

  it('has to be typed for a practice, and where there is no server of its own', async () => {
    await expect(dataFolder(typed('--practice', 'healthy'), windows)).rejects.toThrow(UsageError);
    await expect(dataFolder(typed('--data', ''), windows)).rejects.toThrow(UsageError);
    await expect(dataFolder(typed(), linux)).rejects.toThrow(UsageError);
  });
});
