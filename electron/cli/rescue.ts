import { mayRescue } from '../../shared/diagnosis.ts';
import type { Look } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { valueOr } from '../../shared/reading.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { planText } from '../../shared/text/english/preview.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { look } from '../conductor.ts';
import type { Ended } from '../conductor.ts';
import { checkRoom } from '../data-folder.ts';
import { newIdentity } from '../identity.ts';
import { ofFolder } from '../session.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { Asker } from './asker.ts';
import { atSession } from './at-session.ts';
import { ConsoleRescue } from './console-rescue.ts';
import type { Wanted } from './console-needs.ts';
import { dataFolder } from './data-folder.ts';
import type { Interruptible } from './interruptible.ts';
import type { Output } from './output.ts';
import { ended, nothingPlanned } from './rescue-end.ts';
import type { Telling } from './rescue-end.ts';
import { scenarioAskedFor } from './scenario.ts';
import { refuse } from './session.ts';
import type { CommandSession } from './session.ts';
import { surroundingsOfProcess } from './terminal.ts';
import type { Surroundings, Terminal } from './terminal.ts';

interface Given {
  readonly output: Output;
  readonly json: 'json' | 'words';
  readonly confirmed: 'confirmed' | 'shown-only';
  readonly begin: 'anew' | 'continue';
  readonly surroundings: Surroundings;
}

/**
 * `rescue --practice NAME --data DIR --yes [--continue] [--json]`: the whole rescue with the preselected answers.
 * Without `--yes` it asks, where somebody is there to answer; otherwise it shows the plan.
 */
export async function rescueCommand(
  words: readonly string[],
  output: Output,
  surroundings: Surroundings = surroundingsOfProcess(),
): Promise<number> {
  const options = {
    practice: { type: 'string' },
    data: { type: 'string' },
    continue: { type: 'boolean' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const args = parseArguments('rescue', words, options, 'no-positionals');
  const scenario = scenarioAskedFor(args.value('practice'));
  const data = await dataFolder(args);
  const given: Given = {
    output,
    json: args.has('json') ? 'json' : 'words',
    confirmed: args.has('yes') ? 'confirmed' : 'shown-only',
    begin: args.has('continue') ? 'continue' : 'anew',
    surroundings,
  };
  if (given.json === 'json' && given.confirmed === 'shown-only') {
    throw new UsageError('rescue --json needs --yes: there is nobody to ask. To look only: inspect.');
  }
  const { json } = given;
  const asked = { data, scenario, what: 'a rescue on the command line', output, json };
  return atSession(asked, surroundings, (session, how) => work(session, given, how));
}

function work(session: CommandSession, given: Given, how: Interruptible): Promise<number> {
  const { conductor } = session;
  const isAtAnEnd = conductor.unfinished === null && conductor.rescues.length > 0;
  const { terminal } = given.surroundings;
  // With --continue there is nothing to ask about where nothing is left to be continued.
  const mayAsk = given.confirmed === 'shown-only' && !(given.begin === 'continue' && isAtAnEnd);
  if (mayAsk && terminal !== null) return converse(session, given, how, terminal, { kind: 'recover' });
  return given.begin === 'continue' ? goOn(session, given, how) : begin(session, given, how);
}

/** Asks stage by stage. */
export async function converse(
  session: CommandSession,
  { output, surroundings: { clock } }: Pick<Given, 'output' | 'surroundings'>,
  how: Interruptible,
  terminal: Terminal,
  wanted: Wanted,
): Promise<number> {
  const asker = new Asker(terminal, output);
  how.knows({
    rescues: () => session.conductor.rescues,
    directory: session.directory,
    newLine: () => {
      if (asker.isAsking) terminal.prompt('\n');
    },
  });
  try {
    const { interrupt } = how;
    const needs = { session, asker, output, interrupt, clock, identity: newIdentity, wanted };
    return await new ConsoleRescue(needs).run();
  } finally {
    asker.close();
  }
}

async function begin(session: CommandSession, given: Given, how: Interruptible): Promise<number> {
  const { conductor, server } = session;
  const { unfinished } = conductor;
  if (unfinished !== null) return refuse({ kind: 'unfinished', startedAt: unfinished.startedAt }, given);
  const looked = await look(server, newIdentity);
  const { facts, diagnosis, planned } = looked;
  if (!mayRescue(diagnosis) || planned.kind !== 'planned') return nothingPlanned(looked, given);
  if (given.confirmed === 'shown-only') {
    given.output.line(renderText(reportOfLook(facts, diagnosis)));
    given.output.line(planText(planned.plan, frameOf(facts, diagnosis.at)));
    return refuse({ kind: 'not-confirmed' }, given);
  }
  return carryOut(session, looked, planned.plan, given, how);
}

/** Begins what was confirmed, and tells how it ended; the exit status. */
export async function carryOut(
  session: CommandSession,
  { facts, diagnosis }: Look,
  plan: Plan,
  telling: Telling,
  how: Interruptible,
): Promise<number> {
  const full = checkRoom(session.directory, valueOr(facts.filesToKeep, []));
  if (full !== null) return refuse(ofFolder(full), telling);
  const move = () => session.conductor.begin(facts, diagnosis, plan);
  return ended(await moved(session, how, move), session, telling);
}

/** A rescue that was cut off before its first line was written has not begun: then this is its beginning. */
async function goOn(session: CommandSession, given: Given, how: Interruptible): Promise<number> {
  const { conductor, directory } = session;
  const last = conductor.rescues.at(-1);
  if (last === undefined) return begin(session, given, how);
  const { unfinished } = conductor;
  if (unfinished !== null) {
    if (given.confirmed === 'confirmed') {
      return ended(await moved(session, how, () => conductor.resume()), session, given);
    }
    given.output.line(renderText(reportOfRescue(unfinished, directory)));
    return refuse({ kind: 'not-confirmed' }, given);
  }
  if (last.outcome.kind === 'repaired') return ended({ kind: 'repaired' }, session, given);
  return refuse({ kind: 'nothing-to-continue', directory }, given);
}

/** Ctrl+C stops it after the change that is under way, also where it is an undo that goes on. */
function moved(
  { conductor }: CommandSession,
  { interrupt }: Interruptible,
  move: () => Promise<Ended>,
): Promise<Ended> {
  const stop = () => {
    conductor.stopAfterThisChange();
  };
  const isUndo = conductor.unfinished?.outcome.kind === 'undoing';
  return interrupt.during({ underWay: isUndo ? 'undo' : 'change', stop }, move);
}
