import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { LastCrash } from '../shared/wizard.ts';
import { detailsOf } from './calls.ts';
import type { Clock } from './clock.ts';
import { errorCode, systemDisk, writeDurably } from './disk.ts';

const fileName = 'crash.txt';

export interface Crashes {
  /** The folder that a crash is written down in from now on; before, only standard error is told. */
  noteIn(directory: string): void;
}

/** From here on, what nobody catches is written down, and the program ends: going on would be guessing. */
export function endOnCrash(clock: Clock, exit: () => void): Crashes {
  let folder: string | null = null;
  const end = (error: unknown) => {
    process.stderr.write(`${detailsOf(error)}\n`);
    try {
      if (folder !== null) noteCrash(folder, error, clock);
    } catch (failure) {
      process.stderr.write(`${detailsOf(failure)}\n`);
    }
    exit();
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return {
    noteIn(directory) {
      folder = directory;
    },
  };
}

/** Writes down why this program ends by itself, as its last deed, for the next start to tell of. */
export function noteCrash(directory: string, error: unknown, clock: Clock): void {
  const lines = [clock.now().toISOString(), detailsOf(error), ''];
  writeDurably(systemDisk, join(directory, fileName), Buffer.from(lines.join('\n')), 'w');
}

/** The crash that has not been told yet; from now on it has, and its file is kept under a name of its own. */
export function takeLastCrash(directory: string): LastCrash | null {
  const file = join(directory, fileName);
  const at = writtenAt(file);
  if (at === null) return null;
  const kept = join(directory, `crash-${at.replaceAll(/[^0-9T]/g, '')}.txt`);
  try {
    renameSync(file, kept);
    return { at, file: kept };
  } catch (error) {
    errorCode(error);
    // A folder in which nothing can be renamed: it is told again the next time.
    return { at, file };
  }
}

/** ISO 8601, UTC; `null` where there is no such file, or none that can be seen. */
function writtenAt(path: string): string | null {
  try {
    const found = lstatSync(path);
    return found.isFile() ? found.mtime.toISOString() : null;
  } catch (error) {
    errorCode(error);
    return null;
  }
}
