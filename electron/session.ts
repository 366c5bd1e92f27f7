import { assertNever } from '../shared/assert-never.ts';
import type { JournalEntry } from '../shared/events.ts';
import type { StartProblem } from '../shared/start-problem.ts';
import { backupInto } from './backup.ts';
import { systemClock } from './clock.ts';
import { Conductor } from './conductor.ts';
import { checkDataFolder, prepareDataFolder } from './data-folder.ts';
import type { FolderProblem } from './data-folder.ts';
import { systemDisk } from './disk.ts';
import { openJournal } from './journal.ts';
import type { JournalProblem } from './journal.ts';
import { acquireLock } from './lock.ts';
import type { Opened } from './server/open-server.ts';
import type { Server } from './server/server.ts';

/** A server with its conductor, held by this process alone. */
export interface Session<S extends Server> {
  /** Absolute: the data folder. */
  readonly directory: string;
  readonly server: S;
  readonly conductor: Conductor;
  /** Gives server and lock back. */
  close(): Promise<void>;
}

export interface SessionNeeds<S extends Server> {
  /** Absolute. */
  readonly directory: string;
  /** `make`: the folder is made where it is not there. */
  readonly folder: 'make' | 'must-be-there';
  /** What a second one is told about who holds the folder. */
  readonly what: string;
  /** Called under the lock, when the folder is there. */
  readonly open: (directory: string) => Promise<Opened<S>>;
  /** Told of every event the moment it is on the medium. */
  readonly notice: (entry: JournalEntry) => void;
}

/** Opens server and journal under the lock; what was opened is given back when the rest fails. */
export async function openSession<S extends Server>(needs: SessionNeeds<S>): Promise<Opened<Session<S>>> {
  const { directory, folder, what, open, notice } = needs;
  const unusable = folder === 'make' ? prepareDataFolder(directory) : checkDataFolder(directory, 'to-write');
  if (unusable !== null) return refused(ofFolder(unusable));
  const startedAt = systemClock.now().toISOString();
  const acquired = await acquireLock(directory, { what, processId: process.pid, startedAt });
  if (acquired.kind === 'held') {
    const { what: theirs = null, startedAt: since = null, processId = null } = acquired.holder ?? {};
    return refused({ kind: 'held', directory, what: theirs, startedAt: since, processId });
  }
  const { lock } = acquired;
  const opened = await open(directory);
  if (opened.kind === 'problem') {
    await lock.release();
    return opened;
  }
  const server = opened.value;
  const close = async () => {
    await server.close();
    await lock.release();
  };
  const journal = openJournal(directory, { clock: systemClock, disk: systemDisk });
  if (journal.kind !== 'open') {
    await close();
    return refused(ofJournal(journal));
  }
  const backup = backupInto(directory, systemDisk);
  const conductor = new Conductor({ server, journal: journal.journal, backup, notice });
  return { kind: 'opened', value: { directory, server, conductor, close } };
}

function refused(problem: StartProblem): { readonly kind: 'problem'; readonly problem: StartProblem } {
  return { kind: 'problem', problem };
}

export function ofJournal(problem: JournalProblem): StartProblem {
  switch (problem.kind) {
    case 'unreadable':
      return { kind: 'journal-unreadable', path: problem.path, code: problem.code };
    case 'damaged': {
      const { line, why } = problem.damage;
      return why === 'newer-version'
        ? { kind: 'journal-newer', path: problem.path }
        : { kind: 'journal-damaged', path: problem.path, line };
    }
    case 'lost':
      return { kind: 'journal-lost', path: problem.path, backup: problem.backup };
    default:
      return assertNever(problem);
  }
}

export function ofFolder({ kind, directory, code }: FolderProblem): StartProblem {
  return { kind: `folder-${kind}`, directory, code };
}
