// Chromium has no sandbox for root. So that the window runs with its sandbox all the same, root starts it as nobody.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cache } from '../places.mjs';
import { Problem } from '../problem.mjs';

/** Who the window runs as when root starts it on Linux; null where whoever starts it is good enough. */
export function substituteUser() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout, 10),
  );
  if (Number.isNaN(uid) || Number.isNaN(gid)) {
    throw new Problem(
      'Root cannot run the window in its sandbox, and there is no user nobody to run it. Start it as somebody else.',
    );
  }
  return { uid, gid };
}

/** Asks the system itself: the rights of every folder above count as well. */
function may(user, right, path) {
  return spawnSync('test', [right, path], { uid: user.uid, gid: user.gid }).status === 0;
}

/** Whether the user may run a program that lies here. */
export const mayRun = (user, executable) => may(user, '-r', executable) && may(user, '-x', executable);

/** The first folder for passing things that the user can enter: beside the build, or the system's. */
export function commonGround(user) {
  mkdirSync(cache, { recursive: true });
  const base = [cache, tmpdir(), '/tmp', '/var/tmp'].find((folder) => may(user, '-x', folder));
  if (base === undefined)
    throw new Problem('There is no folder that the user nobody can enter; /tmp should be one.');
  return base;
}

/** A home that outlives the process, so that a rescue that was begun is found again. */
export function keptHome(user, base) {
  const home = join(base, 'cu-rescue-nobody');
  if (!existsSync(home)) return newFolderOf(user, home);
  const { uid } = lstatSync(home);
  if (uid !== user.uid && uid !== process.getuid()) {
    throw new Problem(`${home} should belong to the user nobody, but belongs to user ${uid}. Move it away.`);
  }
  // Root may have copied it with the checkout, or rescued in it by the command line.
  handOverAll(user, home);
  return home;
}

/** Makes a folder that is the user's alone. */
function newFolderOf(user, path) {
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, user.uid, user.gid);
  return path;
}

/**
 * Gives the user a data folder when it is new or empty, and what root has put into one that is theirs. Another that
 * holds something stays as it is; one that cannot be made is left to the app, which has the words for it.
 * @throws Problem when the user cannot write into it; nothing is made then
 */
export function handOverDataFolder(user, folder) {
  const because = `Started by root, the window runs as the user nobody, who cannot write into ${folder}.`;
  const another = 'Take one that everybody can enter, such as --data /var/tmp/cu-rescue';
  const above = nearestAbove(folder);
  if (statSync(above).isDirectory() && !may(user, '-x', above)) throw new Problem(`${because} ${another}`);
  const isNew = !existsSync(folder);
  try {
    makeFolder(folder);
  } catch {
    return;
  }
  if (!statSync(folder).isDirectory()) return;
  if (isNew) chmodSync(folder, 0o700);
  const names = readdirSync(folder);
  if (names.length === 0 || statSync(folder).uid === user.uid) handOverAll(user, realpathSync(folder));
  if (may(user, '-w', folder)) return;
  const isOfRescue = names.some((name) => name === 'journal.jsonl' || name === 'practice');
  throw new Problem(`${because} ${isOfRescue ? `Give it to nobody: chown -R nobody '${folder}'` : another}`);
}

/** The innermost folder above it that is there. */
function nearestAbove(path) {
  const above = dirname(path);
  return existsSync(above) ? above : nearestAbove(above);
}

/** With the folders above it. Node's own recursive mkdir never returns where a file system answers ENOENT to mkdir. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Gives the user everything in a folder. */
export function handOverAll(user, folder) {
  lchownSync(folder, user.uid, user.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}
