import { accessSync, constants, existsSync, lstatSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, win32 } from 'node:path';
import type { FileToKeep } from '../shared/facts.ts';
import { errorCode } from './disk.ts';
import { linkAt } from './link.ts';

/** What keeps a folder from being the data folder of a rescue. */
export type FolderProblem =
  | {
      readonly kind: 'missing' | 'not-a-folder' | 'not-writable' | 'cannot-be-made' | 'full';
      readonly directory: string;
      readonly code: string;
    }
  | Intrusion;

/** Somebody else has a hand in a folder, so what lies in it may be theirs, and what is written in it may go elsewhere. */
export type Intrusion =
  | { readonly kind: 'leads-elsewhere'; readonly directory: string; readonly to: string }
  /** `owner`: a security identifier, or the number of a user. */
  | { readonly kind: 'of-another'; readonly directory: string; readonly owner: string }
  /** `who`: the security identifiers of those who may write there; a group and everybody by the bits of the mode. */
  | { readonly kind: 'open-to-others'; readonly directory: string; readonly who: readonly string[] };

/** How a folder is kept to the one who runs this program: by its mode, or by a list of who may do what. */
export interface FolderGuard {
  /** Makes one folder for its owner alone; the one above is there. Throws an error with a code of the system's. */
  make(directory: string): void;
  /** Who else has a hand in a folder that is there; `null` when nobody has. Throws likewise. */
  intrusion(directory: string): Intrusion | null;
}

/** By owner and mode, where the system has them; a link is one everywhere. */
export const modeGuard: FolderGuard = {
  make(directory) {
    mkdirSync(directory, { mode: 0o700 });
  },
  intrusion(directory) {
    const to = linkAt(directory);
    if (to !== null) return { kind: 'leads-elsewhere', directory, to };
    const { uid, mode } = lstatSync(directory);
    const me = process.geteuid?.();
    if (me === undefined) return null;
    if (uid !== me) return { kind: 'of-another', directory, owner: String(uid) };
    const who = [...((mode & 0o020) === 0 ? [] : ['g+w']), ...((mode & 0o002) === 0 ? [] : ['o+w'])];
    return who.length === 0 ? null : { kind: 'open-to-others', directory, who };
  },
};

/**
 * The data folder of every rescue of this very Windows, whoever runs it.
 * @param programData absolute: where Windows keeps what belongs to no user
 */
export function dataFolderIn(programData: string): string {
  return win32.join(programData, 'CU Rescue');
}

/**
 * Makes the data folder, for its owner alone, where it is not there yet; `null` when it can be used. One that is there
 * is taken only where nobody else has a hand in it.
 */
export function prepareDataFolder(directory: string, guard = modeGuard): FolderProblem | null {
  try {
    makeFolder(directory, guard);
  } catch (error) {
    const code = errorCode(error);
    const to = linkAt(directory);
    if (to !== null) return { kind: 'leads-elsewhere', directory, to };
    return {
      kind: code === 'EEXIST' || code === 'ENOTDIR' ? 'not-a-folder' : 'cannot-be-made',
      directory,
      code,
    };
  }
  return checkDataFolder(directory, 'to-write', guard);
}

/** With the folders above it. Node's own recursive mkdir never returns where a file system answers ENOENT to mkdir. */
function makeFolder(directory: string, guard: FolderGuard): void {
  if (existsSync(directory)) return;
  makeFolder(dirname(directory), guard);
  try {
    guard.make(directory);
  } catch (error) {
    // Another process may have been first.
    if (errorCode(error) !== 'EEXIST' || !existsSync(directory)) throw error;
  }
}

/**
 * What journal, records and report of a rescue may need, besides the files that are copied. A disk with less is full, and
 * says so before the first change.
 */
const roomInBytes = 4 * 1024 * 1024;

/**
 * `null` when there is room for a rescue.
 * @param files what it copies: each counts with what it takes now, ExchangeSetup.log with its hundreds of megabytes
 */
export function checkRoom(
  directory: string,
  files: readonly FileToKeep[] = [],
  freeBytes = freeBytesAt,
): FolderProblem | null {
  const copies = files.reduce((sum, { path }) => sum + bytesOf(path), 0);
  try {
    return freeBytes(directory) < roomInBytes + copies ? { kind: 'full', directory, code: 'ENOSPC' } : null;
  } catch (error) {
    return unusable(directory, errorCode(error));
  }
}

/** What cannot be looked at counts nothing here: who copies it says why. */
function bytesOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function freeBytesAt(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** Looks whether a folder can be used, and makes nothing. Whoever only reads may read what is somebody else's too. */
export function checkDataFolder(
  directory: string,
  use: 'to-read' | 'to-write',
  guard = modeGuard,
): FolderProblem | null {
  try {
    if (!statSync(directory).isDirectory()) return { kind: 'not-a-folder', directory, code: 'ENOTDIR' };
    const intrusion = use === 'to-write' ? guard.intrusion(directory) : null;
    if (intrusion !== null) return intrusion;
    accessSync(directory, use === 'to-write' ? constants.W_OK | constants.R_OK : constants.R_OK);
    return null;
  } catch (error) {
    return unusable(directory, errorCode(error));
  }
}

function unusable(directory: string, code: string): FolderProblem {
  return { kind: code === 'ENOENT' ? 'missing' : 'not-writable', directory, code };
}
