import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The calls that make bytes durable, passed in so that a test can let them fail. */
export interface Disk {
  open(path: string, flags: string, mode: number): number;
  write(descriptor: number, bytes: Uint8Array, offset: number): number;
  sync(descriptor: number): void;
  close(descriptor: number): void;
}

export const systemDisk: Disk = {
  open: openSync,
  write: (descriptor, bytes, offset) => writeSync(descriptor, bytes, offset),
  sync: fsyncSync,
  close: closeSync,
};

/**
 * Writes all bytes and waits until they are on the medium. `appendFileSync(…, {flush: true})` is not used: on
 * Node 20 it makes no fsync when an encoding is given. A failed fsync is final, a second one proves nothing.
 * @throws the system's error: nothing is known about the bytes then.
 */
export function writeDurably(disk: Disk, path: string, bytes: Uint8Array, flags: 'a' | 'w' | 'wx'): void {
  const descriptor = disk.open(path, flags, 0o600);
  try {
    for (let offset = 0; offset < bytes.length;) {
      const written = disk.write(descriptor, bytes, offset);
      // A disk that takes nothing and says nothing would be asked for ever.
      if (written === 0) throw Object.assign(new Error(`Nothing of ${path} is written`), { code: 'EIO' });
      offset += written;
    }
    disk.sync(descriptor);
  } finally {
    disk.close(descriptor);
  }
}

/** Makes a new file's name durable too. Best effort: Windows has no such call for a folder, and does not need it. */
export function syncFolderOf(disk: Disk, path: string): void {
  try {
    const descriptor = disk.open(dirname(path), 'r', 0);
    try {
      disk.sync(descriptor);
    } finally {
      disk.close(descriptor);
    }
  } catch {
    // Never required: the file itself was synced.
  }
}

/** The code of a system error, such as `ENOSPC`; throws again what is none, since that is a bug. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
