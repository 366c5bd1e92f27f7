import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WorldFolder } from './world-folder.ts';

/** How a program ended; what it said, as UTF-8. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Milliseconds, a minute when not given. A program that is not done by then is ended, and the run throws. */
  readonly timeLimit?: number;
  /** What the program gets to read. */
  readonly input?: string;
  /** A folder of Linux; the bridge's own when not given. */
  readonly workingFolder?: string;
}

/** What Wine's own starter says when, once in a hundred times, it does not get a program going: nothing has run then. */
const notStarted = 'Application could not be started';
/** So often is a program begun that Wine did not get going. */
export const mostStarts = 3;

/** Runs `wine <words>` in the Windows of this folder. Its output goes through files: see facts on Node under Wine. */
export async function runIn(
  folder: WorldFolder,
  programFolder: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  for (let start = 1; ; start += 1) {
    const ran = await runOnce(folder, programFolder, words, options);
    if (ran.status === 0 || !`${ran.stdout}${ran.stderr}`.includes(notStarted) || start === mostStarts)
      return ran;
  }
}

async function runOnce(
  folder: WorldFolder,
  programFolder: string,
  words: readonly string[],
  { timeLimit = 60_000, input = '', workingFolder = programFolder }: RunOptions,
): Promise<Ran> {
  const outputs = mkdtempSync(join(folder.path, 'run-'));
  const [out, err] = [join(outputs, 'out'), join(outputs, 'err')];
  const descriptors = [openSync(out, 'w'), openSync(err, 'w')] as const;
  const child = spawn('wine', words, {
    cwd: workingFolder,
    env: folder.environment,
    stdio: ['pipe', ...descriptors],
    timeout: timeLimit,
    killSignal: 'SIGKILL',
  });
  for (const descriptor of descriptors) closeSync(descriptor);
  // A program that does not read what it is given is no mistake.
  child.stdin?.on('error', () => undefined).end(input);
  const [status] = (await once(child, 'exit')) as [number | null];
  const [stdout, stderr] = [readFileSync(out, 'utf8'), readFileSync(err, 'utf8')];
  if (status === null) {
    throw new Error(`Not done after ${timeLimit} ms: wine ${words.join(' ')}\n${stdout}${stderr}`);
  }
  rmSync(outputs, { recursive: true });
  return { status, stdout, stderr };
}
