import { join, resolve } from 'node:path';
import { assertNever } from '../../shared/assert-never.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import { backupInto } from '../backup.ts';
import { systemClock } from '../clock.ts';
import { Conductor } from '../conductor.ts';
import { checkDataFolder, prepareDataFolder } from '../data-folder.ts';
import type { FolderProblem } from '../data-folder.ts';
import { systemDisk } from '../disk.ts';
import { openJournal } from '../journal.ts';
import type { JournalProblem } from '../journal.ts';
import { acquireLock } from '../lock.ts';
import { createPractice, openPractice } from '../server/practice/practice.ts';
import type { PracticeServer } from '../server/practice/practice-server.ts';
import { scenarioNamed, scenarios } from '../server/practice/scenarios.ts';
import { UsageError } from './arguments.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';

/** Something opened, or why it was not. */
export type Opened<T> =
  | { readonly kind: 'opened'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: StartProblem };

const practiceFolder = 'practice';

/** Throws a UsageError when there is no such scenario. */
export function checkScenario(name: string | null): void {
  if (name === null || scenarioNamed(name) !== null) return;
  const known = scenarios.map((scenario) => scenario.name).join(', ');
  throw new UsageError(`There is no practice scenario "${name}". There is: ${known}.`);
}

/**
 * The server of a data folder: the practice server that lies in it, or a new one of the scenario. The folder is
 * made for a scenario only; without one it must be there.
 */
export async function openServer(data: string, scenarioName: string | null): Promise<Opened<PracticeServer>> {
  const directory = resolve(data);
  const unusable =
    scenarioName === null ? checkDataFolder(directory, 'to-read') : prepareDataFolder(directory);
  if (unusable !== null) return { kind: 'problem', problem: ofFolder(unusable) };
  const scenario = scenarioName === null ? null : scenarioNamed(scenarioName);
  const folder = { directory: join(directory, practiceFolder), clock: systemClock };
  const opened = await (scenario === null ? openPractice(folder) : createPractice({ ...folder, scenario }));
  if (opened.kind === 'problem') {
    const { code, tried } = opened.because;
    if (scenario === null && code === 'ENOENT') {
      return {
        kind: 'problem',
        problem: { kind: 'no-server', directory, scenarios: scenarios.map(({ name }) => name) },
      };
    }
    return { kind: 'problem', problem: { kind: 'server-unreadable', path: tried, code } };
  }
  const { server } = opened;
  if (scenario !== null && server.scenario !== scenario.name) {
    const { scenario: holds } = server;
    await server.close();
    return { kind: 'problem', problem: { kind: 'other-scenario', directory, holds, asked: scenario.name } };
  }
  return { kind: 'opened', value: server };
}

/** A server with its conductor, held by this process alone. */
export interface Session {
  readonly directory: string;
  readonly server: PracticeServer;
  readonly conductor: Conductor;
}

/** Opens server and journal under the lock, does the work, and gives everything back. */
export async function withSession(
  given: {
    readonly data: string;
    readonly scenario: string | null;
    readonly what: string;
    readonly output: Output;
    readonly json: 'json' | 'words';
  },
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const { data, scenario, output } = given;
  const directory = resolve(data);
  const unusable = scenario === null ? checkDataFolder(directory, 'to-write') : prepareDataFolder(directory);
  if (unusable !== null) return refuse(ofFolder(unusable), given);
  const startedAt = systemClock.now().toISOString();
  const acquired = await acquireLock(directory, { what: given.what, processId: process.pid, startedAt });
  if (acquired.kind === 'held') {
    const { what = null, startedAt: since = null, processId = null } = acquired.holder ?? {};
    return refuse({ kind: 'held', directory, what, startedAt: since, processId }, given);
  }
  try {
    const opened = await openServer(data, scenario);
    if (opened.kind === 'problem') return refuse(opened.problem, given);
    const server = opened.value;
    try {
      const journal = openJournal(directory, { clock: systemClock, disk: systemDisk });
      if (journal.kind !== 'open') return refuse(ofJournal(journal), given);
      const conductor: Conductor = new Conductor({
        server,
        journal: journal.journal,
        backup: backupInto(directory, systemDisk),
        notice: (entry) => {
          if (given.json === 'json') output.json(entry);
          else output.line(progressText(entry, conductor.rescues));
        },
      });
      return await work({ directory, server, conductor });
    } finally {
      await server.close();
    }
  } finally {
    await acquired.lock.release();
  }
}

/** Says why a command did not begin; its exit status. */
export function refuse(
  problem: StartProblem,
  { output, json }: { readonly output: Output; readonly json: 'json' | 'words' },
): number {
  output.complain(startProblemText(problem, systemClock.utcOffsetMinutes()));
  if (json === 'json') output.json({ outcome: 'stopped', because: problem });
  return exit.stopped;
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
