import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronForTests } from '../../../scripts/electron/for-tests.mjs';

/** How a program ended, and what it said. */
export interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Starts a program with words and variables of ours, and waits for its end. */
export function tryWith(
  { executablePath, args, env }: ElectronForTests,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Ended {
  const ran = spawnSync(executablePath, [...args, ...words], {
    env: { ...env, ...variables },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

/** A script that leaves a trace where it ran. */
export interface Planted {
  /** Absolute. */
  readonly path: string;
  readonly code: string;
  readonly ran: () => boolean;
}

/** Puts such a script into a folder that the program may write into. */
export function plant(electron: ElectronForTests): Planted {
  const folder = electron.newFolder();
  const [path, trace] = [join(folder, 'planted.cjs'), join(folder, 'ran')];
  const code = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`;
  writeFileSync(path, code);
  return { path, code, ran: () => existsSync(trace) };
}

/** Starts it on a data folder and, once it is at work there, asks it for a debugger; the signal that ended it. */
export async function askForDebugger(electron: ElectronForTests) {
  const { executablePath, args, env } = electron;
  const data = electron.newFolder();
  const watcher = watch(data);
  const program = spawn(executablePath, [...args, '--data', data], { env: { ...env } });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (/debugger/i.test(said)) program.kill('SIGKILL');
  });
  const closed = once(program, 'close');
  await Promise.race([once(watcher, 'change'), closed]);
  watcher.close();
  program.kill('SIGUSR1');
  const [, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  return { signal, said };
}
