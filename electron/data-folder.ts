import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, win32 } from 'node:path';
import type { FileToKeep } from '../shared/facts.ts';
import { errorCode } from './disk.ts';

/** What keeps a folder from being the data folder of a rescue. */
export interface FolderProblem {
  readonly kind: 'missing' | 'not-a-folder' | 'not-writable' | 'cannot-be-made' | 'full';
  readonly directory: string;
  readonly code: string;
}

/** The data folder of every rescue of this very Windows, whoever runs it. */
export function dataFolderOfMachine(environment: NodeJS.ProcessEnv): string {
  return win32.join(environment['ProgramData'] ?? String.raw`C:\ProgramData`, 'CU Rescue');
}

/** Makes the data folder, for its owner alone, where it is not there yet; `null` when it can be used. */
export function prepareDataFolder(directory: string): FolderProblem | null {
  try {
    makeFolder(directory);
  } catch (error) {
    const code = errorCode(error);
    return {
      kind: code === 'EEXIST' || code === 'ENOTDIR' ? 'not-a-folder' : 'cannot-be-made',
      directory,
      code,
    };
  }
  return checkDataFolder(directory, 'to-write');
}

/** With the folders above it. Node's own recursive mkdir never returns where a file system answers ENOENT to mkdir. */
function makeFolder(directory: string): void {
  if (existsSync(directory)) return;
  makeFolder(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
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

/** Looks whether a folder can be used, and makes nothing. */
export function checkDataFolder(directory: string, use: 'to-read' | 'to-write'): FolderProblem | null {
  try {
    if (!statSync(directory).isDirectory()) return { kind: 'not-a-folder', directory, code: 'ENOTDIR' };
    accessSync(directory, use === 'to-write' ? constants.W_OK | constants.R_OK : constants.R_OK);
    return null;
  } catch (error) {
    return unusable(directory, errorCode(error));
  }
}

function unusable(directory: string, code: string): FolderProblem {
  return { kind: code === 'ENOENT' ? 'missing' : 'not-writable', directory, code };
}
