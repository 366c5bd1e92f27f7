import { assertNever } from '../../assert-never.ts';
import type { UndoScope } from '../../rescue.ts';
import type { ChangedSoFar } from '../../screens/changed-so-far.ts';
import { formatDuration } from '../duration.ts';
import { count } from '../format.ts';

/** A sentence, and the commands of this program that it speaks of. */
export interface Said {
  readonly text: string;
  readonly commands: readonly string[];
}

/** What the rescue says on a console besides what its stages say: questions, and how it is ended. */
export const consoleWords = {
  opening: (product: string) =>
    `${product}. Nothing is changed before you have seen a plan and said yes to it. Ctrl+C ends this at any time; a change that is under way is finished first.`,
  looking: 'Looking at this server. Nothing is changed by that.',
  looked: { word: 'Only looked at', sentence: 'Nothing is changed by that.' },
  recommended: 'recommended',
  enterAlone: (answer: string) => `Enter alone is ${answer}.`,
  typeNumber: (last: number) =>
    last === 1
      ? 'Type 1, then Enter.'
      : last === 2
        ? 'Type 1 or 2, then Enter.'
        : `Type a number from 1 to ${String(last)}, then Enter.`,
  noSuchAnswer: (typed: string) => `"${typed}" is none of these answers.`,
  notOffered: 'Not suitable, and so not offered:',
  ctrlC: 'Ctrl+C stops it after the change that is under way.',
  questions: {
    goOn: 'Go on?',
    certificate: 'Which certificate?',
    trust: 'Trust the new certificate on this server?',
    carryOut: 'Carry it out?',
    unfinished: 'What now?',
    putBack: 'Put the real certificate back?',
    undoOne: 'Which change? It is taken back alone, and the others stay.',
  },
  words: { yes: 'yes', no: 'no', back: 'back' },
  goOn: { yes: 'Choose the certificate. That changes nothing yet.', no: 'End here. Nothing is changed.' },
  putBack: {
    yes: 'Choose the certificate. That changes nothing yet.',
    no: 'Leave the bindings as they are, and end here.',
  },
  putBackOffered:
    'The real certificate can be put back: put-back shows what that changes, and put-back --yes does it.',
  nothingToPutBack:
    'Nothing is to be put back: no binding of Default Web Site holds a self-signed certificate.',
  notSuitable: (certificate: string, clauses: readonly string[]) =>
    `${certificate} cannot be put back: ${clauses.join('; ')}.`,
  notInStore: (certificate: string) => `${certificate} is not in LocalMachine\\My.`,
  carryOut: {
    yes: (deed: string) => `${deed}.`,
    no: 'Change nothing, and end here.',
    back: 'Choose another certificate.',
  },
  undo: { yes: 'Take them back.', no: 'Leave everything as it is now.' },
  undoOne: 'Takes back one change alone. Which one is asked next.',
  nothing: 'Leave everything as it is. The next start asks this again.',
  inputEnded: 'No answer can be given here any more: the input has ended.',
  report: (path: string) => `The report is saved as text: ${path}`,
  reportNotSaved: (because: string) => `The report could not be saved (${because}).`,
  setupInPractice: (directory: string): Said => ({
    text: 'On this practice server it is played:',
    commands: [`rerun-setup --data "${directory}"`],
  }),
} as const;

/** What cannot be torn off: a rescue and its undo stop after a change. */
export type UnderWay = 'change' | 'undo' | 'settling';

/**
 * What Ctrl+C brings about while the server is being changed.
 * @param waited milliseconds since it was asked for the first time; `null` when this is the first time
 */
export function stoppingText(underWay: UnderWay, waited: number | null): string {
  switch (underWay) {
    case 'change':
      return waited === null
        ? 'Stopping after this change: nothing is left half done.'
        : `Still stopping after this change, for ${wholeSeconds(waited)} now. It is not torn off in the middle: it ends, or it is given up when its time is over.`;
    case 'undo':
      return waited === null
        ? 'Stopping after this change: nothing is left half taken back.'
        : `Still stopping after this change, for ${wholeSeconds(waited)} now. It is not torn off in the middle: it ends, or it is given up when its time is over.`;
    case 'settling':
      return waited === null
        ? 'What was interrupted is looked up and written down first; then this ends.'
        : `Still looking up what was interrupted, for ${wholeSeconds(waited)} now.`;
    default:
      return assertNever(underWay);
  }
}

/**
 * Said where the rescue ends before its end: what stands changed, and what can be done about it.
 * @param directory the data folder
 */
export function endedText(changed: ChangedSoFar, directory: string, scope: UndoScope): Said {
  const goOn = [`rescue --data "${directory}"`, undoCommand(directory, scope)];
  switch (changed.kind) {
    case 'nothing':
      return { text: 'Ended. Nothing was changed.', commands: [] };
    case 'changed':
      return {
        text: `Ended. ${standing(changed.changes)}, and all of it is written down. To go on, or to take ${whatUndone(scope)} back:`,
        commands: goOn,
      };
    case 'interrupted': {
      const besides = changed.changes === 0 ? '' : ` Besides it, ${standing(changed.changes)}.`;
      return {
        text: `Ended. One change was interrupted; it is looked up on the server when you go on.${besides} To go on, or to take ${whatUndone(scope)} back:`,
        commands: goOn,
      };
    }
    case 'taken-back':
      return { text: 'Ended. Everything that was changed has been taken back.', commands: [] };
    case 'being-changed':
    case 'being-taken-back':
      return {
        text: 'Ended while the server was being changed. To look up what became of it:',
        commands: goOn,
      };
    default:
      return assertNever(changed);
  }
}

/** Said at the very end: what there is to be done with this program later on. */
export function afterwardsText(changed: ChangedSoFar, directory: string, scope: UndoScope): Said {
  const report = `report --data "${directory}"`;
  switch (changed.kind) {
    case 'changed':
    case 'interrupted':
      return {
        text: `${scope === 'put-back' ? 'What is left to be looked at' : 'What is left for the morning'} stands in the report. To print it here again, or to take ${whatUndone(scope)} back:`,
        commands: [report, undoCommand(directory, scope)],
      };
    case 'nothing':
    case 'taken-back':
    case 'being-changed':
    case 'being-taken-back':
      return {
        text: 'To print the report here again, or to look at the server anew:',
        commands: [report, `rescue --data "${directory}"`],
      };
    default:
      return assertNever(changed);
  }
}

function whatUndone(scope: UndoScope): string {
  return scope === 'put-back' ? 'the put-back' : 'everything';
}

function undoCommand(directory: string, scope: UndoScope): string {
  return `undo --data "${directory}" ${scope === 'put-back' ? '--put-back' : '--all'} --yes`;
}

function standing(changes: number): string {
  return changes === 1 ? '1 change stands' : `${count(changes, 'change')} stand`;
}

function wholeSeconds(milliseconds: number): string {
  return formatDuration(Math.max(0, Math.floor(milliseconds / 1000)) * 1000);
}
