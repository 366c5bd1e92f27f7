import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { handOverDataFolder, substituteUser } from '../../scripts/electron/nobody.mjs';
import { temporaryFolder } from '../../scripts/temporary-folder.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('a folder that goes with its process', () => {
  it('takes away what killed processes have left, and nothing else', () => {
    const base = newFolder();
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    const [left, mine, other] = [`cu-rescue-${ended}-a`, `cu-rescue-${process.pid}-b`, 'cu-rescue-nobody'];
    for (const name of [left, mine, other]) mkdirSync(join(base, name));
    temporaryFolder(base);
    expect([left, mine, other].map((name) => existsSync(join(base, name)))).toEqual([false, true, true]);
  });
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a data folder for nobody', () => {
  const user = substituteUser()!;
  const ownerOf = (path: string) => statSync(path).uid;

  it('is made and given to them', () => {
    const above = newFolder();
    // Root's own folders may be closed to others.
    spawnSync('chmod', ['755', above]);
    handOverDataFolder(user, join(above, 'deep/data'));
    expect(ownerOf(join(above, 'deep/data'))).toBe(user.uid);
    expect(ownerOf(join(above, 'deep'))).toBe(0);
  });

  it('is given to them when it is empty', () => {
    const data = newFolder();
    handOverDataFolder(user, data);
    expect(ownerOf(data)).toBe(user.uid);
  });

  it('stays as it is when it holds something, and the sentence says what to do', () => {
    const data = newFolder();
    writeFileSync(join(data, 'journal.jsonl'), '');
    expect(() => {
      handOverDataFolder(user, data);
    }).toThrow(`chown -R nobody ${data}`);
    expect([data, join(data, 'journal.jsonl')].map(ownerOf)).toEqual([0, 0]);
  });

  it('below a closed folder is refused with a folder that would do', () => {
    expect(() => {
      handOverDataFolder(user, join(newFolder(), 'data'));
    }).toThrow(/cannot enter the folders above it/);
  });

  it('that is a file is left to the app, which has the words for it', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'precious');
    handOverDataFolder(user, file);
    expect(ownerOf(file)).toBe(0);
  });
});
