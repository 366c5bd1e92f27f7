import { inUndoScope } from '../../shared/rescue.ts';
import type { UndoScope } from '../../shared/rescue.ts';
import { reportWords } from '../../shared/text/english/report.ts';
import { standingChangesText, undoOneText, whyNotAloneText } from '../../shared/text/english/undo.ts';
import { undoAlone } from '../../shared/undo-alone.ts';
import type { ChangeName } from '../../shared/undo-alone.ts';
import type { Conductor, Ended } from '../conductor.ts';
import { parseArguments, UsageError } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { atSession } from './at-session.ts';
import { dataFolder } from './data-folder.ts';
import type { Interruptible } from './interruptible.ts';
import type { Work } from './interrupt.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { cutShort } from './rescue-end.ts';
import type { Telling } from './rescue-end.ts';
import { refuse, reportsText } from './session.ts';
import type { CommandSession } from './session.ts';
import { surroundingsOfProcess } from './terminal.ts';
import type { Surroundings } from './terminal.ts';
import { notUndoneOf, undoStatus } from './undo-status.ts';

/** What is to be taken back. */
type Asked =
  | { readonly kind: 'all'; readonly scope: UndoScope }
  | { readonly kind: 'one'; readonly name: ChangeName; readonly confirmed: 'confirmed' | 'shown-only' };

/**
 * `undo --data DIR --all --yes [--json]`: takes back everything that was changed, newest first.
 * `undo --data DIR --put-back --yes [--json]`: takes back the put-back alone that stands at the end.
 * `undo --data DIR --change RESCUE/CHANGE [--yes [--json]]`: takes back one change; without `--yes` it is shown.
 */
export async function undoCommand(
  words: readonly string[],
  output: Output,
  surroundings: Surroundings = surroundingsOfProcess(),
): Promise<number> {
  const options = {
    data: { type: 'string' },
    all: { type: 'boolean' },
    'put-back': { type: 'boolean' },
    change: { type: 'string' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const given = parseArguments('undo', words, options, 'no-positionals');
  const data = await dataFolder(given);
  const asked = askedFor(given);
  const json = given.has('json') ? 'json' : 'words';
  const telling = { output, json } as const;
  const session = { data, scenario: null, what: 'an undo on the command line', ...telling };
  return atSession(session, surroundings, (opened, how) =>
    asked.kind === 'all' ? undoAll(asked.scope, opened, how, telling) : undoOne(asked, opened, how, telling),
  );
}

function askedFor(given: Arguments): Asked {
  const change = given.value('change');
  const ways = [given.has('all'), given.has('put-back'), change !== null].filter(Boolean);
  if (ways.length > 1) {
    throw new UsageError('undo takes back --all, the --put-back or one --change: one of them.');
  }
  if (change !== null) {
    const confirmed = given.has('yes') ? 'confirmed' : 'shown-only';
    if (confirmed === 'shown-only' && given.has('json')) {
      throw new UsageError('undo --json needs --yes. What it takes back is shown without either.');
    }
    return { kind: 'one', name: nameOf(change), confirmed };
  }
  if (ways.length === 0) {
    throw new UsageError(
      'undo needs --all, which takes back everything, newest first, --put-back, which takes back what put-back did, or --change RESCUE/CHANGE, which takes back one change.',
    );
  }
  if (!given.has('yes'))
    throw new UsageError('undo needs --yes: it changes the server. What it takes back, says report.');
  return { kind: 'all', scope: given.has('put-back') ? 'put-back' : 'everything' };
}

/** `1/2`: the second change of the first rescue. */
function nameOf(typed: string): ChangeName {
  const [, rescue, changeId] = /^(\d+)\/([^/]+)$/.exec(typed) ?? [];
  if (rescue === undefined || changeId === undefined) {
    throw new UsageError(
      `undo --change needs the rescue and the change, such as 1/2: "${typed}" is not that. Report tells both.`,
    );
  }
  return { rescue: Number(rescue), changeId };
}

async function undoAll(
  scope: UndoScope,
  session: CommandSession,
  { interrupt }: Interruptible,
  telling: Telling,
): Promise<number> {
  const { conductor, directory } = session;
  const { output, json } = telling;
  const ended = await interrupt.during(stoppable(conductor), () => conductor.undo(scope));
  const rescues = inUndoScope(conductor.rescues, scope);
  if (ended.kind === 'journal-failed' || ended.kind === 'stopped') return stopped(ended, session, telling);
  if (json === 'json') {
    const notUndone = notUndoneOf(rescues);
    output.json({ outcome: rescues.length === 0 ? 'nothing-to-do' : ended.kind, notUndone });
  } else {
    output.line(rescues.length === 0 ? reportWords.neverChanged : reportsText(rescues, directory));
  }
  return undoStatus(rescues);
}

async function undoOne(
  { name, confirmed }: Extract<Asked, { kind: 'one' }>,
  session: CommandSession,
  { interrupt }: Interruptible,
  telling: Telling,
): Promise<number> {
  const { conductor, directory } = session;
  const { output, json } = telling;
  const may = undoAlone(conductor.rescues, name);
  if (may.kind === 'no-such-change') {
    throw new UsageError(
      `undo: no change ${name.rescue}/${name.changeId} was ever begun from this folder. ${standingChangesText(conductor.rescues)}`,
    );
  }
  if (may.kind !== 'may') {
    if (json === 'json') output.json({ outcome: 'stopped', because: may });
    output.complain(whyNotAloneText(name, may, conductor.rescues));
    return exit.stopped;
  }
  if (confirmed === 'shown-only') {
    output.line(undoOneText(may));
    return refuse({ kind: 'not-confirmed' }, telling);
  }
  const ended = await interrupt.during(stoppable(conductor), () => conductor.undoOne(name));
  if (ended.kind === 'journal-failed' || ended.kind === 'stopped') return stopped(ended, session, telling);
  const touched = conductor.rescues.filter(({ number }) => number === name.rescue);
  const notUndone = notUndoneOf(touched).filter(({ changeId }) => changeId === name.changeId);
  if (json === 'json') output.json({ outcome: ended.kind, notUndone });
  else output.line(reportsText(touched, directory));
  return ended.kind === 'undone' ? exit.done : exit.stopped;
}

function stoppable(conductor: Conductor): Work {
  return {
    underWay: 'undo',
    stop: () => {
      conductor.stopAfterThisChange();
    },
  };
}

function stopped(
  ended: Extract<Ended, { kind: 'journal-failed' | 'stopped' }>,
  { conductor, directory }: CommandSession,
  { output, json }: Telling,
): number {
  // What is known is nowhere else: it is told here.
  if (ended.kind === 'journal-failed' && json === 'words') {
    output.line(reportsText(conductor.rescues, directory));
  }
  return cutShort(ended, { conductor, directory }, { output, json });
}
