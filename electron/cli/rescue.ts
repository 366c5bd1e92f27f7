import { blocking, mayRescue } from '../../shared/diagnosis.ts';
import { reportOfRescue, reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { findingTexts } from '../../shared/text/english/findings.ts';
import { planText } from '../../shared/text/english/preview.ts';
import { stopText } from '../../shared/text/english/changes.ts';
import { journalFailedText } from '../../shared/text/english/problems.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { verdictText } from '../../shared/text/english/verdicts.ts';
import { look } from '../conductor.ts';
import type { Ended } from '../conductor.ts';
import type { Look } from '../../shared/look.ts';
import { checkRoom } from '../data-folder.ts';
import { newIdentity } from '../identity.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { ofFolder } from '../session.ts';
import { scenarioAskedFor } from './scenario.ts';
import { refuse, withSession } from './session.ts';
import type { CommandSession } from './session.ts';

interface Given {
  readonly output: Output;
  readonly json: 'json' | 'words';
  readonly confirmed: 'confirmed' | 'shown-only';
  readonly begin: 'anew' | 'continue';
}

/** `rescue --practice NAME --data DIR --yes [--continue] [--json]`: the whole rescue with the preselected answers. */
export async function rescueCommand(words: readonly string[], output: Output): Promise<number> {
  const options = {
    practice: { type: 'string' },
    data: { type: 'string' },
    continue: { type: 'boolean' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const args = parseArguments('rescue', words, options, 'no-positionals');
  const scenario = scenarioAskedFor(args.value('practice'));
  const data = dataFolder(args);
  const given: Given = {
    output,
    json: args.has('json') ? 'json' : 'words',
    confirmed: args.has('yes') ? 'confirmed' : 'shown-only',
    begin: args.has('continue') ? 'continue' : 'anew',
  };
  if (given.json === 'json' && given.confirmed === 'shown-only') {
    throw new UsageError('rescue --json needs --yes: there is nobody to ask. To look only: inspect.');
  }
  return withSession(
    { data, scenario, what: 'a rescue on the command line', output, json: given.json },
    (session) => (given.begin === 'continue' ? goOn(session, given) : begin(session, given)),
  );
}

async function begin(session: CommandSession, given: Given): Promise<number> {
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
  const full = checkRoom(session.directory);
  if (full !== null) return refuse(ofFolder(full), given);
  return ended(await conductor.begin(facts, diagnosis, planned.plan), session, given);
}

/** A rescue that was cut off before its first line was written has not begun: then this is its beginning. */
async function goOn(session: CommandSession, given: Given): Promise<number> {
  const { conductor, directory } = session;
  const last = conductor.rescues.at(-1);
  if (last === undefined) return begin(session, given);
  const { unfinished } = conductor;
  if (unfinished !== null) {
    if (given.confirmed === 'confirmed') return ended(await conductor.resume(), session, given);
    given.output.line(renderText(reportOfRescue(unfinished, directory)));
    return refuse({ kind: 'not-confirmed' }, given);
  }
  if (last.outcome.kind === 'repaired') return ended({ kind: 'repaired' }, session, given);
  return refuse({ kind: 'nothing-to-continue', directory }, given);
}

function nothingPlanned({ facts, diagnosis }: Look, { output, json }: Given): number {
  const { verdict } = diagnosis;
  const blocks = blocking(diagnosis);
  const outcome =
    verdict.kind === 'not-ours' ? 'not-ours' : verdict.kind === 'nothing-to-do' ? 'nothing-to-do' : 'stopped';
  if (json === 'json') {
    output.json({ outcome, verdict, blockedBy: blocks });
  } else {
    output.line(renderText(reportOfLook(facts, diagnosis)));
  }
  if (outcome === 'nothing-to-do') return exit.done;
  if (outcome === 'not-ours') return exit.notOurs;
  const frame = frameOf(facts, diagnosis.at);
  const unread = diagnosis.findings.filter(
    ({ kind, severity }) => kind === 'part-unknown' && severity === 'warning',
  );
  output.complain([verdictText(diagnosis), ...findingTexts([...blocks, ...unread], frame)].join('\n'));
  return exit.stopped;
}

function ended(how: Ended, { conductor, directory }: CommandSession, { output, json }: Given): number {
  const rescue = conductor.rescues.at(-1);
  if (json === 'words' && rescue !== undefined) output.line(renderText(reportOfRescue(rescue, directory)));
  switch (how.kind) {
    case 'repaired':
      if (json === 'json') output.json({ outcome: 'repaired', rescue: rescue?.number ?? null });
      return exit.done;
    case 'stopped':
      if (json === 'json') output.json({ outcome: 'stopped', because: how.because });
      output.complain(stopText(how.because));
      return exit.stopped;
    case 'undone':
    case 'partly-undone':
      // What was cut off was an undo, so going on has ended it.
      if (json === 'json') output.json({ outcome: 'stopped', because: { kind: how.kind } });
      return exit.stopped;
    case 'journal-failed':
      if (json === 'json') output.json({ outcome: 'stopped', because: how });
      output.complain(journalFailedText(how.code));
      return exit.stopped;
  }
}
