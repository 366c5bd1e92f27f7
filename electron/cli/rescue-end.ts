import { blocking } from '../../shared/diagnosis.ts';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { Look } from '../../shared/look.ts';
import { lookWhereItStopped } from '../../shared/look-here.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { rescuesOfUndo } from '../../shared/screens/work-rows.ts';
import { stopText, undoStopText } from '../../shared/text/english/changes.ts';
import { consoleWords } from '../../shared/text/english/console.ts';
import { findingTexts } from '../../shared/text/english/findings.ts';
import { journalFailedText, keepReportText } from '../../shared/text/english/problems.ts';
import { verdictText } from '../../shared/text/english/verdicts.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { Ended } from '../conductor.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import type { CommandSession } from './session.ts';

/** How a rescue tells its end. */
export interface Telling {
  readonly output: Output;
  readonly json: 'json' | 'words';
}

/** Nothing can be done with what was found: says what it is, and gives the exit status. */
export function nothingPlanned(look: Look, { output, json }: Telling): number {
  const { facts, diagnosis } = look;
  if (json === 'json') {
    const blockedBy = blocking(diagnosis);
    output.json({ outcome: outcomeOf(diagnosis), verdict: diagnosis.verdict, blockedBy });
  } else {
    output.line(renderText(reportOfLook(facts, diagnosis)));
    if (look.putBack.kind === 'offered') output.line(consoleWords.putBackOffered);
  }
  return whyNothingPlanned(look, output);
}

/** The same where what was found has been told already. */
export function whyNothingPlanned({ facts, diagnosis }: Look, output: Output): number {
  const outcome = outcomeOf(diagnosis);
  if (outcome === 'nothing-to-do') return exit.done;
  if (outcome === 'not-ours') return exit.notOurs;
  const frame = frameOf(facts, diagnosis.at);
  const unread = diagnosis.findings.filter(
    ({ kind, severity }) => kind === 'part-unknown' && severity === 'warning',
  );
  const findings = findingTexts([...blocking(diagnosis), ...unread], frame);
  output.complain([verdictText(diagnosis), ...findings].join('\n'));
  return exit.stopped;
}

function outcomeOf({ verdict }: Diagnosis): 'not-ours' | 'nothing-to-do' | 'stopped' {
  return verdict.kind === 'not-ours' || verdict.kind === 'nothing-to-do' ? verdict.kind : 'stopped';
}

/** Tells how a rescue ended; its exit status. */
export function ended(
  how: Ended,
  { conductor, directory }: Pick<CommandSession, 'conductor' | 'directory'>,
  { output, json }: Telling,
): number {
  const rescue = conductor.rescues.at(-1);
  if (json === 'words' && rescue !== undefined) output.line(renderText(reportOfRescue(rescue, directory)));
  switch (how.kind) {
    case 'repaired':
      if (json === 'json') {
        const outcome = rescue?.start.purpose === 'put-back' ? 'put-back' : 'repaired';
        output.json({ outcome, rescue: rescue?.number ?? null });
      }
      return exit.done;
    case 'stopped':
    case 'journal-failed':
      return cutShort(how, { conductor, directory }, { output, json });
    case 'undone':
    case 'partly-undone':
    case 'not-undone':
      // What was cut off was an undo, so going on has ended it.
      if (json === 'json') output.json({ outcome: 'stopped', because: { kind: how.kind } });
      return exit.stopped;
  }
}

/** Says why a rescue or an undo did not come to its end, and where somebody has to look; the exit status. */
export function cutShort(
  how: Extract<Ended, { kind: 'stopped' | 'journal-failed' }>,
  { conductor, directory }: Pick<CommandSession, 'conductor' | 'directory'>,
  { output, json }: Telling,
): number {
  if (how.kind === 'journal-failed') {
    if (json === 'json') output.json({ outcome: 'stopped', because: how });
    output.complain(`${journalFailedText(how.code)} ${keepReportText(directory)}`);
    return exit.stopped;
  }
  const look = lookWhereItStopped(conductor.rescues);
  const withLook = look.length === 0 ? {} : { look };
  if (json === 'json') output.json({ outcome: 'stopped', because: how.because, ...withLook });
  const why =
    conductor.unfinished?.outcome.kind === 'undoing'
      ? undoStopText(how.because, rescuesOfUndo(conductor.rescues))
      : stopText(how.because);
  output.complain([why, ...look.map((line) => `  ${line}`)].join('\n'));
  return exit.stopped;
}
