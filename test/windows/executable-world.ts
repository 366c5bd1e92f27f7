import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from './run-in-wine.ts';
import type { WineWorld } from './wine-world.ts';

/** `cu-rescue.exe` as an administrator has it: in a folder of its own, with koffi beside it. */
export interface Executable {
  /** On the drive C. */
  readonly program: string;
  run(...words: readonly string[]): Promise<Ran>;
  /** On the drive C: the one that tests can look into, by NODE_OPTIONS. */
  readonly forTests: string;
  /** Runs that one, and gives the programs that it started meanwhile, each with its path. */
  runTraced(...words: readonly string[]): Promise<{ readonly ran: Ran; readonly started: readonly string[] }>;
}

/** Where the executable is built, by the script that ships it; built anew when a source is newer. */
export function builtExecutable(...words: readonly string[]): string {
  const printed = execFileSync(process.execPath, ['scripts/package-cli.mjs', ...words], { encoding: 'utf8' });
  return printed.trim();
}

/** What an administrator has copied, and where to. */
interface Copied {
  /** On the drive C. */
  readonly folder: string;
  readonly parts: readonly string[];
}

const whole: Copied = {
  folder: String.raw`Program Files\CU Rescue`,
  parts: ['cu-rescue.exe', 'node_modules'],
};

/** @param built the folder that `builtExecutable` gives */
export function installExecutable(world: WineWorld, built: string, copied = whole): Executable {
  const installed = join(world.driveC, ...copied.folder.split('\\'));
  mkdirSync(installed, { recursive: true });
  for (const part of copied.parts) symlinkSync(join(built, part), join(installed, part));
  const open = 'cu-rescue-for-tests.exe';
  symlinkSync(join(builtExecutable('--for-tests'), 'cu-rescue.exe'), join(installed, open));
  const program = `C:\\${copied.folder}\\cu-rescue.exe`;
  const forTests = `C:\\${copied.folder}\\${open}`;
  return {
    program,
    run: (...words) => world.run(program, words),
    forTests,
    runTraced: (...words) => runTraced(world, forTests, words),
  };
}

/** Every way that Node has to start a program ends in one of these two. */
const trace = `
  const { appendFileSync } = require('fs');
  const note = ({ file }) => appendFileSync('C:/started.txt', file + '\\n');
  for (const [owner, name] of [
    [process.binding('process_wrap').Process.prototype, 'spawn'],
    [process.binding('spawn_sync'), 'spawn'],
  ]) {
    const original = owner[name];
    owner[name] = function (options) {
      note(options);
      return original.call(this, options);
    };
  }`;

/** Runs a program that Node is in, and notes what it starts. */
export async function runTraced(world: WineWorld, program: string, words: readonly string[]) {
  writeFileSync(join(world.driveC, 'trace.cjs'), trace);
  const settings = '@set NODE_OPTIONS=--require C:/trace.cjs';
  writeFileSync(join(world.driveC, 'traced.cmd'), `${settings}\r\n@%*\r\n`);
  const notes = join(world.driveC, 'started.txt');
  writeFileSync(notes, '');
  const ran = await world.run('cmd', ['/c', 'C:\\traced.cmd', program, ...words]);
  return { ran, started: readFileSync(notes, 'utf8').split('\n').slice(0, -1) };
}

/** What it printed, line by line, as values. */
export function valuesOf({ stdout }: Ran): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
