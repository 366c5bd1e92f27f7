import { resolve } from 'node:path';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import type { Report } from '../../shared/report/shape.ts';
import { renderText } from '../../shared/report/text.ts';
import type { Rescue } from '../../shared/rescue.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import { waitingText } from '../../shared/text/english/waiting.ts';
import { systemClock } from '../clock.ts';
import { look } from '../conductor.ts';
import { checkDataFolder, prepareDataFolder } from '../data-folder.ts';
import { newIdentity } from '../identity.ts';
import type { Opened } from '../server/open-server.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { toldAfter } from '../patient-server.ts';
import type { PatientServer } from '../patient-server.ts';
import type { Server } from '../server/server.ts';
import { ofFolder, openSession, openSessionOfMachine, withPatience } from '../session.ts';
import type { Seen, Session, SessionNeeds } from '../session.ts';
import { guardHere, isOfThisMachine, openServerHere } from './open-server-here.ts';
import type { AnyServer } from './open-server-here.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';

export type CommandSession = Session<AnyServer>;

/** A server to look at only: beside whoever holds the folder. It is made for a scenario; without one it must be there. */
export async function openToLook(
  data: string,
  scenario: Scenario | null,
  output: Output,
): Promise<Opened<PatientServer>> {
  const opened = await openLooking(resolve(data), scenario);
  if (opened.kind === 'problem') return opened;
  return { kind: 'opened', value: withPatience(opened.value, tellWhatIsWaitedFor(output)) };
}

async function openLooking(directory: string, scenario: Scenario | null): Promise<Opened<AnyServer>> {
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
  const isHere = isOfThisMachine(inFolder, scenario);
  const open = isHere ? openSessionOfMachine<AnyServer> : openSession<AnyServer>;
  const opened: Opened<CommandSession> = await open({
    directory: inFolder,
    folder: scenario === null && !isHere ? 'must-be-there' : 'make',
    ...(isHere ? { guard: await guardHere() } : {}),
    what,
    open: (directory) => openServerHere(directory, scenario, 'at-once'),
    waits: tellWhatIsWaitedFor(output),
    onlyLook: (seen) => tellOnlyLook(seen, given),
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

/** Nothing may be done: what was done as far as it is known, and how the server stands now, are told all the same. */
async function tellOnlyLook(
  { directory, server, rescues }: Seen,
  { output, json }: { readonly output: Output; readonly json: 'json' | 'words' },
): Promise<void> {
  const { facts, diagnosis } = await look(server, newIdentity);
  if (json === 'json') output.json({ diagnosis });
  else output.line(reportsText(rescues, directory, reportOfLook(facts, diagnosis)));
}

/** What was done, newest rescue last, and then how the server stands. */
export function reportsText(
  rescues: readonly Rescue[],
  directory: string,
  ...now: readonly Report[]
): string {
  return [...rescues.map((rescue) => reportOfRescue(rescue, directory)), ...now].map(renderText).join('\n\n');
}

/** Once for each call that takes long, for somebody who watches. */
function tellWhatIsWaitedFor(output: Output): NonNullable<SessionNeeds<Server>['waits']> {
  return (waiting) => {
    if (waiting !== null) output.remark(waitingText(waiting, toldAfter));
  };
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
