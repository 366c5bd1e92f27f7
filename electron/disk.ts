import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { linkAt } from './link.ts';

/** As fopen writes them: `w` begins anew, `wx` makes a file that must not be there, `r+` writes in one that must. */
export type OpenFlags = 'r' | 'r+' | 'a' | 'w' | 'wx';

/** The calls that make bytes durable, passed in so that a test can let them fail. */
export interface Disk {
  open(path: string, flags: OpenFlags, mode: number): number;
  /** @param position in the file; `null`: where the last write ended. How many bytes were taken. */
  write(descriptor: number, bytes: Uint8Array, offset: number, position: number | null): number;
  /** The length of the file. */
  size(descriptor: number): number;
  truncate(descriptor: number, length: number): void;
  sync(descriptor: number): void;
  close(descriptor: number): void;
}

export const systemDisk: Disk = {
  open: openPlain,
  write: (descriptor, bytes, offset, position) =>
    writeSync(descriptor, bytes, offset, bytes.length - offset, position),
  size: (descriptor) => fstatSync(descriptor).size,
  truncate: ftruncateSync,
  sync: fsyncSync,
  close: closeSync,
};

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;

/** Without O_TRUNC: nothing is taken away before it is known what was opened. */
const openings: Readonly<Record<OpenFlags, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  a: O_WRONLY | O_CREAT | O_APPEND,
  w: O_WRONLY | O_CREAT,
  wx: O_WRONLY | O_CREAT | O_EXCL,
};

/**
 * Opens a file. For writing only the file itself, whatever somebody has put in its place: no link is followed (`ELOOP`),
 * and none that has a second name, which may belong elsewhere (`EMLINK`).
 */
function openPlain(path: string, flags: OpenFlags, mode: number): number {
  if (flags === 'r') return openSync(path, flags);
  // Windows has no such flag, and would make what a link leads to. Nobody else can put one there between: `FolderGuard`.
  const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW;
  if (noFollow === undefined && linkAt(path) !== null) throw diskError('ELOOP', path);
  const descriptor = openSync(path, openings[flags] | (noFollow ?? 0), mode);
  try {
    if (fstatSync(descriptor).nlink > 1) throw diskError('EMLINK', path);
    if (flags === 'w') ftruncateSync(descriptor);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * Writes all bytes and waits until they are on the medium. `appendFileSync(…, {flush: true})` is not used: on
 * Node 20 it makes no fsync when an encoding is given. A failed fsync is final, a second one proves nothing.
 * @throws the system's error: nothing is known about the bytes then.
 */
export function writeDurably(disk: Disk, path: string, bytes: Uint8Array, flags: 'a' | 'w' | 'wx'): void {
  withFile(disk, path, flags, (descriptor) => {
    writeWhole(disk, descriptor, bytes, null);
    disk.sync(descriptor);
  });
}

/** Opens a file, does the work on it, and closes it whatever came of that. */
export function withFile(
  disk: Disk,
  path: string,
  flags: OpenFlags,
  work: (descriptor: number) => void,
): void {
  const descriptor = disk.open(path, flags, 0o600);
  try {
    work(descriptor);
  } finally {
    disk.close(descriptor);
  }
}

/** @param position in the file; `null`: where the last write ended */
export function writeWhole(disk: Disk, descriptor: number, bytes: Uint8Array, position: number | null): void {
  for (let offset = 0; offset < bytes.length;) {
    const written = disk.write(descriptor, bytes, offset, position === null ? null : position + offset);
    // A disk that takes nothing and says nothing would be asked for ever.
    if (written === 0) throw diskError('EIO', 'Nothing is written');
    offset += written;
  }
}

/** An error of ours, with a code as the system's have. */
export function diskError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}

/** Makes a new file's name durable too. Best effort: Windows has no such call for a folder, and does not need it. */
export function syncFolderOf(disk: Disk, path: string): void {
  try {
    withFile(disk, dirname(path), 'r', (descriptor) => {
      disk.sync(descriptor);
    });
  } catch {
    // Never required: the file itself was synced.
  }
}

/** The code of a system error, such as `ENOSPC`; throws again what is none, since that is a bug. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
