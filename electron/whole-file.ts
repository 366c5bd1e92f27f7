import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { read, unknown, type Reading } from '../shared/reading.ts';
import { errorCode, systemDisk, writeDurably } from './disk.ts';
import { plainFolder } from './plain-folder.ts';
import type { Applied } from './server/server.ts';

/** Only the owner: what lies in our folders is nobody else's. */
export const ownerOnly = 0o700;

/** The text of a file, or why it could not be read. */
export async function readWhole(path: string): Promise<Reading<string>> {
  try {
    return read(await readFile(path, 'utf8'));
  } catch (error) {
    return unknown(errorCode(error), path);
  }
}

/** Puts something in the place of a file: whoever reads it sees the old or the new one, never a mix. */
export async function replaceWhole(path: string, content: string | Uint8Array): Promise<Applied> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeNew(temporary, content);
    await renameOver(temporary, path);
    return { kind: 'applied' };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return { kind: 'refused', because: { code: errorCode(error), tried: path } };
  }
}

/** The same of a file in a folder of the data folder; that folder is made where it is not there, and must be no link. */
export async function replaceInFolder(path: string, content: string | Uint8Array): Promise<Applied> {
  const folder = dirname(path);
  try {
    plainFolder(dirname(folder), basename(folder));
  } catch (error) {
    return { kind: 'refused', because: { code: errorCode(error), tried: folder } };
  }
  return replaceWhole(path, content);
}

/** Writes a new file and waits until the disk has it; throws what the file system throws. */
export function writeNew(path: string, content: string | Uint8Array): void {
  writeDurably(systemDisk, path, Buffer.from(content), 'wx');
}

/** On Windows a reader, such as a virus scanner, holds the file now and then for a moment. */
async function renameOver(from: string, to: string, attempts = 10): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error)) || attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await renameOver(from, to, attempts - 1);
  }
}
