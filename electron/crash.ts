import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LastCrash } from '../shared/wizard.ts';
import { detailsOf } from './calls.ts';
import type { Clock } from './clock.ts';
import { ownerOnly } from './whole-file.ts';

const fileName = 'crash.txt';

/** Writes down why this program ends by itself, as its last deed, for the next start to tell of. */
function noteCrash(directory: string, error: unknown, clock: Clock): void {
  mkdirSync(directory, { recursive: true, mode: ownerOnly });
  const lines = [clock.now().toISOString(), detailsOf(error), ''];
  writeFileSync(join(directory, fileName), lines.join('\n'), { mode: 0o600 });
}

/** The crash that has not been told yet; from now on it has, and its file is kept under a name of its own. */
export function takeLastCrash(directory: string): LastCrash | null {
  const file = join(directory, fileName);
  if (!existsSync(file)) return null;
  const [at = ''] = readFileSync(file, 'utf8').split('\n');
  const kept = join(directory, `crash-${at.replaceAll(/[^0-9T]/g, '')}.txt`);
  renameSync(file, kept);
  return { at, file: kept };
}

/** From here on, what nobody catches is written down, and the program ends: going on would be guessing. */
export function endOnCrash(directory: string, clock: Clock, exit: () => void): void {
  const end = (error: unknown) => {
    process.stderr.write(`${detailsOf(error)}\n`);
    try {
      noteCrash(directory, error, clock);
    } finally {
      exit();
    }
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
