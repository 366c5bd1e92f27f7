import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prefixIn, wineEnvironment } from '../../scripts/wine/for-tests.mjs';

/** A folder with a Windows of its own in it. */
export interface WorldFolder {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends everything that runs in this Windows, then takes the folder away. */
  remove(): Promise<void>;
}

/**
 * What Windows reads and never writes: linked, since they are 690 MB, and nothing opens a program to write into it.
 * A test that wants another file in its place has to unlink it first.
 */
const shared = /\.(dll|exe|sys|drv|ocx|cpl|acm|ax|tlb|com|ds|nls|msstyles|ttf|icm)$/i;

/** @param template the prefix to be copied */
export function createWorldFolder(template: string): WorldFolder {
  const path = mkdtempSync(join(tmpdir(), 'cu-rescue-wine-'));
  const environment = wineEnvironment(path, ['httpapi=n']);
  const remove = guard(path, environment);
  copy(template, prefixIn(path));
  return { path, environment, remove };
}

/**
 * A process that outlives this one, however it ends: when its standard input closes, it ends Wine and takes the folder
 * away. An orderly end goes the same way.
 */
function guard(path: string, environment: Readonly<Record<string, string>>): () => Promise<void> {
  const deeds = 'read -r _; wineserver -k; wineserver -w; rm -rf -- "$1"';
  const guardian = spawn('sh', ['-c', deeds, 'sh', path], {
    env: environment,
    // Not ended by what is typed at the terminal.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(guardian, 'exit');
  const release = () => guardian.stdin.end();
  // vitest was interrupted: its workers live on without it, and their tests must not.
  process.once('disconnect', release);
  return async () => {
    process.off('disconnect', release);
    release();
    await ended;
    // What was written while it was being taken away.
    rmSync(path, { recursive: true, force: true });
  };
}

function copy(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copy(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (shared.test(entry.name)) symlinkSync(source, target);
    else copyFileSync(source, target);
  }
}
