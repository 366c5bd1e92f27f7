import { resolve } from 'node:path';
import type { StartProblem } from '../../shared/start-problem.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import { systemClock } from '../clock.ts';
import { checkDataFolder, prepareDataFolder } from '../data-folder.ts';
import type { Opened } from '../server/open-server.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { ofFolder, openSession } from '../session.ts';
import type { Session } from '../session.ts';
import { isOfThisMachine, openServerHere } from './open-server-here.ts';
import type { AnyServer } from './open-server-here.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';

export type CommandSession = Session<AnyServer>;

/** A server to look at only: beside whoever holds the folder. It is made for a scenario; without one it must be there. */
export async function openToLook(data: string, scenario: Scenario | null): Promise<Opened<AnyServer>> {
  const directory = resolve(data);
  // Nothing is kept of a look, so this machine needs no folder for it.
  if (isOfThisMachine(directory, scenario)) return openServerHere(directory, scenario, 'at-once');
  const unusable = scenario === null ? checkDataFolder(directory, 'to-read') : prepareDataFolder(directory);
  if (unusable !== null) return { kind: 'problem', problem: ofFolder(unusable) };
  return openServerHere(directory, scenario, 'at-once');
}

/** Opens server and journal under the lock, does the work, and gives everything back. */
export async function withSession(
  given: {
    readonly data: string;
    readonly scenario: Scenario | null;
    readonly what: string;
    readonly output: Output;
    readonly json: 'json' | 'words';
  },
  work: (session: CommandSession) => Promise<number>,
): Promise<number> {
  const { data, scenario, what, output } = given;
  const inFolder = resolve(data);
  const opened: Opened<CommandSession> = await openSession({
    directory: inFolder,
    folder: scenario === null && !isOfThisMachine(inFolder, scenario) ? 'must-be-there' : 'make',
    what,
    open: (directory) => openServerHere(directory, scenario, 'at-once'),
    notice: (entry) => {
      if (given.json === 'json') output.json(entry);
      else if (opened.kind === 'opened') output.line(progressText(entry, opened.value.conductor.rescues));
    },
  });
  if (opened.kind === 'problem') return refuse(opened.problem, given);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
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
