import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCode, syncFolderOf, systemDisk, writeDurably } from '../../electron/disk.ts';
import { failingDisk, recordingDisk, sippingDisk, systemError } from '../fixtures/disks.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();
const bytes = Buffer.from('what must not be lost');

describe('writing durably', () => {
  it('writes all bytes, however few the disk takes at once, and syncs once after the last', () => {
    const path = join(newFolder(), 'file');
    const recorded = recordingDisk();
    const sipping = sippingDisk(1);
    writeDurably(
      { ...recorded.disk, write: (...given) => (recorded.calls.push('write'), sipping.write(...given)) },
      path,
      bytes,
      'w',
    );
    expect(readFileSync(path)).toEqual(bytes);
    expect(recorded.calls).toEqual(['open w 600', ...Array.from(bytes, () => 'write'), 'sync', 'close']);
  });

  it('appends, replaces, or refuses to replace, as it was told', () => {
    const path = join(newFolder(), 'file');
    writeDurably(systemDisk, path, bytes, 'wx');
    expect(() => {
      writeDurably(systemDisk, path, bytes, 'wx');
    }).toThrow('EEXIST');
    writeDurably(systemDisk, path, bytes, 'a');
    expect(readFileSync(path)).toEqual(Buffer.concat([bytes, bytes]));
    writeDurably(systemDisk, path, bytes, 'w');
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('gives up on a disk that takes nothing and says nothing', () => {
    const disk = { ...systemDisk, write: () => 0 };
    expect(() => {
      writeDurably(disk, join(newFolder(), 'file'), bytes, 'w');
    }).toThrow(expect.objectContaining({ code: 'EIO' }));
  });

  it('makes a file for its owner alone', () => {
    const path = join(newFolder(), 'file');
    writeDurably(systemDisk, path, bytes, 'w');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each(['open', 'write', 'sync', 'close'] as const)('says so when %s fails', (call) => {
    const path = join(newFolder(), 'file');
    expect(() => {
      writeDurably(failingDisk(call, 'ENOSPC'), path, bytes, 'w');
    }).toThrow('ENOSPC');
  });

  it.each(['write', 'sync'] as const)('closes the file when %s fails, and syncs no second time', (call) => {
    const recorded = recordingDisk();
    const disk = {
      ...recorded.disk,
      [call]: () => {
        recorded.calls.push(`${call} fails`);
        throw systemError('EIO');
      },
    };
    expect(() => {
      writeDurably(disk, join(newFolder(), 'file'), bytes, 'w');
    }).toThrow('EIO');
    expect(recorded.calls.at(-1)).toBe('close');
    expect(recorded.calls.filter((name) => name.startsWith('sync'))).toHaveLength(call === 'sync' ? 1 : 0);
  });
});

describe('making a name durable', () => {
  it('syncs the folder of the file', () => {
    const { disk, calls } = recordingDisk();
    syncFolderOf(disk, join(newFolder(), 'file'));
    expect(calls).toEqual(['open r 600', 'sync', 'close']);
  });

  it('is never required: Windows has no such call', () => {
    expect(() => {
      syncFolderOf(failingDisk('open', 'EPERM'), join(newFolder(), 'file'));
      syncFolderOf(failingDisk('sync', 'EINVAL'), join(newFolder(), 'file'));
    }).not.toThrow();
  });
});

describe('the code of an error', () => {
  it('is that of the system', () => {
    expect(errorCode(systemError('EACCES'))).toBe('EACCES');
  });

  it('is none for a bug, which is thrown on', () => {
    const bug = new Error('a bug');
    expect(() => errorCode(bug)).toThrow(bug);
    expect(() => errorCode(Object.assign(new Error('a number'), { code: 5 }))).toThrow('a number');
    expect(() => errorCode('no error at all')).toThrow();
  });
});
