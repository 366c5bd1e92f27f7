import { assertNever } from '../../assert-never.ts';
import type { Refusal } from '../../contract.ts';
import type { StartProblem } from '../../start-problem.ts';
import type { Trouble } from '../../wizard.ts';
import { becauseText, codeClause } from './codes.ts';
import { startProblemText } from './problems.ts';
import { setupNotStartedText } from './setup-start.ts';

/** What went wrong, in a title, and why and what to do, in sentences. */
export interface TroubleText {
  readonly title: string;
  readonly text: string;
  /** For a colleague: what only the one who knows this program understands; `null` when there is no more to say. */
  readonly details: string | null;
}

export function troubleText(trouble: Trouble, utcOffsetMinutes: number): TroubleText {
  switch (trouble.kind) {
    case 'journal-failed':
      return {
        title: 'The journal could not be written',
        text: `Nothing is done that is not written down first, so the server was not touched after that. The reason: ${codeClause(trouble.code)}. ${trouble.retry === null ? 'Correct that, then look again.' : 'Correct that, then retry.'}`,
        details: null,
      };
    case 'folder-unusable':
      return {
        title: 'The data folder cannot be used',
        text: folderText(trouble.problem, utcOffsetMinutes),
        details: null,
      };
    case 'setup-running':
      return {
        title: 'Nothing was done: Setup is running',
        text: 'Nothing is changed while Setup works. Wait for its end, then try again.',
        details: null,
      };
    case 'setup-not-run':
      return {
        title: 'Setup could not be run',
        text: `What this program changed stands as before. The reason: ${becauseText(trouble.because)}. Retry, or copy the command and run it yourself.`,
        details: null,
      };
    case 'setup-not-started':
      return {
        title: trouble.because.kind === 'ended-at-once' ? 'Setup ended at once' : 'Setup was not started',
        text: setupNotStartedText(trouble.because),
        details: null,
      };
    case 'setup-end-unread':
      return {
        title: 'Setup has ended, and its log could not be read',
        text: `How it ended is not known, because of this: ${becauseText(trouble.because)}. Look again; if that does not help, open ExchangeSetup.log and read its last lines.`,
        details: null,
      };
    case 'report-not-saved':
      return {
        title: 'The report could not be saved',
        text: `The server is not affected, and the journal is complete. The reason: ${becauseText(trouble.because)}. Retry with another folder, or copy the report as text.`,
        details: null,
      };
    case 'report-not-printed':
      return {
        title: 'The report could not be printed',
        text: `The server is not affected. The reason: ${becauseText(trouble.because)}. Retry with another printer, or save the report.`,
        details: null,
      };
    case 'mistake':
      return { title: mistakeTitle, text: mistakeMeaning, details: trouble.details };
    default:
      return assertNever(trouble);
  }
}

/** It is asked for on Review, whose own button is the retry. */
function folderText(problem: StartProblem, utcOffsetMinutes: number): string {
  return `${startProblemText(problem, utcOffsetMinutes)} Then begin once more, with the button below.`;
}

const mistakeTitle = 'This program made a mistake';
const mistakeMeaning =
  'The fault is in this program, not on the server. Every change that was made is in the journal. Look again to see how the server stands, and pass the details on.';

/** Why a click did nothing. */
export function refusalText(refusal: Refusal): TroubleText {
  switch (refusal.kind) {
    case 'not-now':
      return {
        title: 'That was not done',
        text: 'Something else was going on, or the screen was out of date. It shows the newest state now: look at it, then choose again.',
        details: null,
      };
    case 'not-allowed':
      return {
        title: mistakeTitle,
        text: mistakeMeaning,
        details: 'A call was not accepted as coming from this window.',
      };
    case 'bad-argument':
      return { title: mistakeTitle, text: mistakeMeaning, details: refusal.what };
    case 'mistake':
      return { title: mistakeTitle, text: mistakeMeaning, details: refusal.details };
    default:
      return assertNever(refusal);
  }
}
