import { execFile } from 'node:child_process';
import { win32 as windowsPath } from 'node:path';
import { read, unknown, type Reading } from '../../../shared/reading.ts';

/**
 * Runs a program to its end and gives what it printed.
 * Codes: its exit status, `ETIMEDOUT`, `TOO_MUCH_OUTPUT`, or one of the file system.
 * @param program absolute
 */
export type RunProgram = (program: string, words: readonly string[]) => Promise<Reading<Uint8Array>>;

/** Milliseconds, then it is ended. */
const timeLimit = 10_000;
const mostOutput = 4 * 1024 * 1024;

/** No shell, and nothing of our own environment, which may have been prepared by somebody. */
export const runProgram: RunProgram = (program, words) =>
  new Promise((resolve) => {
    const folder = windowsPath.dirname(program);
    const options = {
      cwd: folder,
      env: { SystemRoot: windowsPath.dirname(folder), PATH: folder },
      timeout: timeLimit,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutput,
      encoding: 'buffer',
      windowsHide: true,
    } as const;
    try {
      const child = execFile(program, words, options, (error, output) => {
        resolve(error === null ? read(output) : unknown(codeOf(error), program));
      });
      child.stdin?.end();
    } catch (error) {
      // Of the reasons why a program cannot be started, Node tells some at once.
      if (!isFailedSpawn(error)) throw error;
      resolve(unknown(codeOf(error), program));
    }
  });

function isFailedSpawn(error: unknown): error is Failure {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
}

interface Failure extends Error {
  readonly code?: unknown;
  readonly killed?: boolean;
}

function codeOf(error: Failure): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'TOO_MUCH_OUTPUT';
  if (error.killed === true) return 'ETIMEDOUT';
  return typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : 'EIO';
}
