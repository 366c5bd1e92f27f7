import { spawnSync } from 'node:child_process';
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
import { handOverDataFolder, keptHome, substituteUser } from '../../scripts/electron/nobody.mjs';
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

  /** Root's own folders may be closed to others. */
  function openFolder(): string {
    const folder = newFolder();
    chmodSync(folder, 0o755);
    return folder;
  }

  it('is made and given to them', () => {
    const above = openFolder();
    handOverDataFolder(user, join(above, 'deep/data'));
    expect(ownerOf(join(above, 'deep/data'))).toBe(user.uid);
    expect(ownerOf(join(above, 'deep'))).toBe(0);
    expect(statSync(join(above, 'deep/data')).mode & 0o777).toBe(0o700);
  });

  it('is given to them when it is empty', () => {
    const data = newFolder();
    handOverDataFolder(user, data);
    expect(ownerOf(data)).toBe(user.uid);
  });

  it('stays as it is when it holds something else, and another one is proposed', () => {
    const folder = openFolder();
    writeFileSync(join(folder, 'precious'), '');
    expect(() => {
      handOverDataFolder(user, folder);
    }).toThrow(/^(?!.*chown).*everybody can enter/);
    expect([folder, join(folder, 'precious')].map(ownerOf)).toEqual([0, 0]);
  });

  it('is given to them by whatever path it is reached', () => {
    const above = openFolder();
    const link = join(above, 'link');
    mkdirSync(join(above, 'data'));
    symlinkSync(join(above, 'data'), link);
    handOverDataFolder(user, link);
    expect(ownerOf(join(above, 'data'))).toBe(user.uid);
  });

  it('stays as it is when it holds a rescue of root, and the sentence says what to do', () => {
    const above = openFolder();
    const data = join(above, 'my rescue');
    mkdirSync(data);
    writeFileSync(join(data, 'journal.jsonl'), '');
    expect(() => {
      handOverDataFolder(user, data);
    }).toThrow(`chown -R nobody '${data}'`);
    expect([data, join(data, 'journal.jsonl')].map(ownerOf)).toEqual([0, 0]);
  });

  it('that is theirs is so with all that root has put into it', () => {
    const data = join(openFolder(), 'data');
    handOverDataFolder(user, data);
    writeFileSync(join(data, 'journal.jsonl'), '');
    handOverDataFolder(user, data);
    expect(ownerOf(join(data, 'journal.jsonl'))).toBe(user.uid);
  });

  it('below a closed folder is refused with a folder that would do, and not made', () => {
    const closed = newFolder();
    expect(() => {
      handOverDataFolder(user, join(closed, 'data'));
    }).toThrow(/everybody can enter/);
    expect(readdirSync(closed)).toEqual([]);
  });

  it('that is a file is left to the app, which has the words for it', () => {
    const file = join(openFolder(), 'file');
    writeFileSync(file, 'precious');
    handOverDataFolder(user, file);
    handOverDataFolder(user, join(file, 'data'));
    expect(ownerOf(file)).toBe(0);
  });
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('the home of nobody', () => {
  const user = substituteUser()!;

  it('outlives the process, and is theirs', () => {
    const base = newFolder();
    const home = keptHome(user, base);
    expect([keptHome(user, base), statSync(home).uid, statSync(home).mode & 0o777]).toEqual([
      home,
      user.uid,
      0o700,
    ]);
  });

  it("is given back to them where a copy of the checkout has made it root's", () => {
    const base = newFolder();
    const home = keptHome(user, base);
    mkdirSync(join(home, '.local'));
    chownSync(home, 0, 0);
    keptHome(user, base);
    expect([home, join(home, '.local')].map((path) => statSync(path).uid)).toEqual([user.uid, user.uid]);
  });

  it('that somebody else has made is not entered', () => {
    const base = newFolder();
    chownSync(keptHome(user, base), 4711, 4711);
    expect(() => keptHome(user, base)).toThrow(/belongs to user 4711. Move it away/);
  });
});
