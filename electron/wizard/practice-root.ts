import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reduce } from '../../shared/rescue.ts';
import { setupIsDone } from '../../shared/setup-done.ts';
import { errorCode } from '../disk.ts';
import { readJournal } from '../journal.ts';

/**
 * The data folder to practise in when none is named: the newest one, or the next where that one is at its end.
 * Folders are numbered from 1; none is ever taken away.
 */
export function practiceDataFolder(root: string): string {
  const newest = Math.max(1, ...namesIn(root).map(Number).filter(Number.isInteger));
  return join(root, String(isAtItsEnd(join(root, String(newest))) ? newest + 1 : newest));
}

/** None where the folder cannot be read: whoever wants to use one in it is told. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    errorCode(error);
    return [];
  }
}

function isAtItsEnd(directory: string): boolean {
  const journal = readJournal(directory);
  // What cannot be read is shown as such, not walked around.
  const last = journal.kind === 'read' ? reduce(journal.entries).at(-1) : undefined;
  if (last === undefined) return false;
  return last.outcome.kind === 'repaired' ? setupIsDone(last) : last.outcome.kind === 'undone';
}
