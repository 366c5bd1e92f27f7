import { assertNever } from '../shared/assert-never.ts';
import type { JournalEntry } from '../shared/events.ts';
import type { Origin } from '../shared/facts.ts';
import { reduce } from '../shared/rescue.ts';
import type { Rescue } from '../shared/rescue.ts';
import type { StartProblem } from '../shared/start-problem.ts';
import { backupInto } from './backup.ts';
import { systemClock } from './clock.ts';
import { Conductor } from './conductor.ts';
import { checkDataFolder, prepareDataFolder } from './data-folder.ts';
import type { FolderGuard, FolderProblem } from './data-folder.ts';
import { systemDisk } from './disk.ts';
import type { Waiting } from '../shared/waiting.ts';
import { checkedServer } from './checked-server.ts';
import { openJournal, readJournal, wholeEntries } from './journal.ts';
import type { JournalProblem } from './journal.ts';
import { acquireLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { patientServer, timeLimits } from './patient-server.ts';
import type { PatientServer, TimeLimits } from './patient-server.ts';
import { systemPause } from './pause.ts';
import type { Opened } from './server/open-server.ts';
import type { Server } from './server/server.ts';

/** A server with its conductor, held by this process alone. */
export interface Session<S extends Server> {
  /** Absolute: the data folder. */
  readonly directory: string;
  /** Every call of it ends. */
  readonly server: PatientServer;
  /** The same as it was opened: for what is not of the port. */
  readonly opened: S;
  readonly conductor: Conductor;
  /** Gives server and lock back. */
  close(): Promise<void>;
}

export interface SessionNeeds<S extends Server> {
  /** Absolute. */
  readonly directory: string;
  /** `make`: the folder is made where it is not there. */
  readonly folder: 'make' | 'must-be-there';
  /** How the folder is kept from others; by its mode where none is given. */
  readonly guard?: FolderGuard;
  /** What a second one is told about who holds the folder. */
  readonly what: string;
  readonly open: (directory: string) => Promise<Opened<S>>;
  /** Told of every event the moment it is on the medium. */
  readonly notice: (entry: JournalEntry) => void;
  /** Told what the server is waited for, as soon as that takes long; `null` when it is over. */
  readonly waits?: (waiting: Waiting | null) => void;
  readonly limits?: TimeLimits;
  /** Where nothing may be done, on a journal or in a folder like this: what can be seen, before all is given back. */
  readonly onlyLook?: (seen: Seen) => Promise<void>;
}

/** A server beside a journal that nothing may be done on. */
export interface Seen {
  /** Absolute: the data folder. */
  readonly directory: string;
  readonly server: PatientServer;
  /** As far as the journal is whole, oldest first. */
  readonly rescues: readonly Rescue[];
}

/** Opens server and journal under the lock, when the folder is there; what was opened is given back when the rest fails. */
export async function openSession<S extends Server>(needs: SessionNeeds<S>): Promise<Opened<Session<S>>> {
  const held = await holdFolder(needs);
  if (held.kind === 'problem') {
    // What takes nothing may still be read.
    if (held.problem.kind === 'folder-not-writable') await lookWithoutFolder(needs, null, held.problem);
    return held;
  }
  const opened = await needs.open(needs.directory);
  if (opened.kind === 'opened') return sessionWith(needs, opened.value, held.value);
  await held.value.release();
  return opened;
}

/**
 * The same on a server that is not kept in the folder. It is opened first: whoever may not touch the server must not
 * have made its data folder either.
 */
export async function openSessionOfMachine<S extends Server>(
  needs: SessionNeeds<S>,
): Promise<Opened<Session<S>>> {
  const opened = await needs.open(needs.directory);
  if (opened.kind === 'problem') return opened;
  const held = await holdFolder(needs);
  if (held.kind === 'opened') return sessionWith(needs, opened.value, held.value);
  if (held.problem.kind === 'held') await opened.value.close();
  else await lookWithoutFolder(needs, opened.value, held.problem);
  return held;
}

/**
 * @param opened the server; `null` where it has yet to be opened. It is closed in the end.
 * @param problem of the folder: what somebody else may have written there is told to nobody
 */
async function lookWithoutFolder<S extends Server>(
  needs: SessionNeeds<S>,
  opened: S | null,
  { kind }: StartProblem,
): Promise<void> {
  const isTrusted = !foreign.includes(kind);
  const { directory, open, waits, limits, onlyLook } = needs;
  const found = opened === null ? await open(directory) : { kind: 'opened' as const, value: opened };
  if (found.kind === 'problem') return;
  const server = withPatience(found.value, waits, limits);
  const entries = isTrusted ? wholeEntries(readJournal(directory)) : [];
  await onlyLook?.({ directory, server, rescues: reduce(entries) });
  await server.close();
}

const foreign: readonly StartProblem['kind'][] = [
  'folder-leads-elsewhere',
  'folder-of-another',
  'folder-open-to-others',
];

async function holdFolder({
  directory,
  folder,
  guard,
  what,
}: Omit<SessionNeeds<Server>, 'open' | 'notice'>): Promise<Opened<Lock>> {
  const unusable =
    folder === 'make' ? prepareDataFolder(directory, guard) : checkDataFolder(directory, 'to-write', guard);
  if (unusable !== null) return refused(ofFolder(unusable));
  const startedAt = systemClock.now().toISOString();
  const acquired = await acquireLock(directory, { what, processId: process.pid, startedAt });
  if (acquired.kind === 'held') {
    const { what: theirs = null, startedAt: since = null, processId = null } = acquired.holder ?? {};
    return refused({ kind: 'held', directory, what: theirs, startedAt: since, processId });
  }
  return { kind: 'opened', value: acquired.lock };
}

async function sessionWith<S extends Server>(
  { directory, notice, waits, limits, onlyLook }: Omit<SessionNeeds<S>, 'folder' | 'what' | 'open'>,
  opened: S,
  lock: Lock,
): Promise<Opened<Session<S>>> {
  const server = withPatience(opened, waits, limits);
  const close = async () => {
    await server.close();
    // While a change may still be made by this process nobody else begins one: the lock goes when the process does.
    if (server.unanswered === null) await lock.release();
  };
  const journal = openJournal(directory, { clock: systemClock, disk: systemDisk });
  if (journal.kind !== 'open') {
    await onlyLook?.({ directory, server, rescues: reduce(wholeEntries(journal)) });
    await close();
    return refused(ofJournal(journal));
  }
  const backup = backupInto(directory, systemDisk);
  const conductor = new Conductor({ server, journal: journal.journal, backup, notice });
  return { kind: 'opened', value: { directory, server, opened, conductor, close } };
}

/** A server as everybody works with it: its answers are held against their shapes, and every call ends. */
export function withPatience(
  server: Server,
  waits: SessionNeeds<Server>['waits'] = () => undefined,
  limits: TimeLimits = timeLimits,
): PatientServer {
  const origin = originOf(server);
  const checked = checkedServer(server, { clock: systemClock, origin });
  return patientServer(checked, { clock: systemClock, pause: systemPause, limits, origin, told: waits });
}

/** A practice server tells its scenario; one that tells none is the machine itself. */
function originOf(server: Server): Origin {
  return 'scenario' in server && typeof server.scenario === 'string'
    ? { kind: 'practice', scenario: server.scenario }
    : { kind: 'windows' };
}

function refused(problem: StartProblem): { readonly kind: 'problem'; readonly problem: StartProblem } {
  return { kind: 'problem', problem };
}

export function ofJournal(problem: JournalProblem): StartProblem {
  switch (problem.kind) {
    case 'unreadable':
      return { kind: 'journal-unreadable', path: problem.path, code: problem.code };
    case 'damaged': {
      const { line, why, where } = problem.damage;
      return why === 'newer-version'
        ? { kind: 'journal-newer', path: problem.path }
        : { kind: 'journal-damaged', path: problem.path, line, why, where };
    }
    case 'lost':
      return { kind: 'journal-lost', path: problem.path, backup: problem.backup };
    default:
      return assertNever(problem);
  }
}

export function ofFolder(problem: FolderProblem): StartProblem {
  const { directory } = problem;
  switch (problem.kind) {
    case 'leads-elsewhere':
      return { kind: 'folder-leads-elsewhere', directory, to: problem.to };
    case 'of-another':
      return { kind: 'folder-of-another', directory, owner: problem.owner };
    case 'open-to-others':
      return { kind: 'folder-open-to-others', directory, who: problem.who };
    case 'missing':
    case 'not-a-folder':
    case 'not-writable':
    case 'cannot-be-made':
    case 'full':
      return { kind: `folder-${problem.kind}`, directory, code: problem.code };
    default:
      return assertNever(problem);
  }
}
