import type { Choice } from '../../shared/candidates.ts';
import type { Look } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import type { UndoScope } from '../../shared/rescue.ts';
import { offered } from '../../shared/screens/certificate-choice.ts';
import type { Way, WayOn } from '../../shared/screens/rebind-screen.ts';
import { deedOf, notUndoable } from '../../shared/screens/review.ts';
import { certificateWords } from '../../shared/text/english/certificate.ts';
import { consoleWords } from '../../shared/text/english/console.ts';
import { reasonAgainstClause, reasonForClause } from '../../shared/text/english/faults.ts';
import {
  keyRepairTitle,
  keyRepairWords,
  repairReasonAgainstClause,
  repairReasonForClause,
} from '../../shared/text/english/key-repair.ts';
import { wayOnText } from '../../shared/text/english/rebind.ts';
import { deedText, reviewWords } from '../../shared/text/english/review.ts';
import { nameText } from '../../shared/text/english/undo.ts';
import { undoTexts } from '../../shared/text/english/undo-scope.ts';
import { workText } from '../../shared/text/english/work.ts';
import { certificateText, frameOf } from '../../shared/text/frame.ts';
import type { Frame } from '../../shared/text/frame.ts';
import type { ChangeName, StandingChange } from '../../shared/undo-alone.ts';
import type { Option, Question } from './questions.ts';

const { questions, words } = consoleWords;

function option<Answer>(answer: Answer, word: string, text: string): Option<Answer> {
  return { answer, word, text, more: [] };
}

/** After what was found: nothing is changed by going on, so that is the safe answer. */
export const goOnQuestion: Question<'go-on' | 'end'> = {
  text: questions.goOn,
  options: [option('go-on', words.yes, consoleWords.goOn.yes), option('end', words.no, consoleWords.goOn.no)],
  safe: 0,
};

/** Nothing is wrong: leaving it is the safe answer. */
export const putBackQuestion: Question<'go-on' | 'end'> = {
  text: questions.putBack,
  options: [
    option('go-on', words.yes, consoleWords.putBack.yes),
    option('end', words.no, consoleWords.putBack.no),
  ],
  safe: 1,
};

/**
 * Every certificate that may be bound, best first, and a new one; the recommended one is the safe answer. Beside it the
 * repair of the bound one's key, where that is a cure as well.
 */
export function certificateQuestion(look: Look): Question<Choice> {
  const frame = frameOf(look.facts, look.diagnosis.at);
  const { preselected } = look.candidates;
  const isPutBack = preselected.kind === 'put-back';
  const there = offered(look)
    .filter(({ candidate }) => candidate.suitability === 'suitable')
    .map(({ candidate }): Option<Choice> => {
      const { thumbprint, reasonsFor, reasonsAgainst } = candidate;
      const text = certificateText(thumbprint, frame);
      return {
        answer: isPutBack ? { kind: 'put-back', thumbprint } : { kind: 'use', thumbprint },
        word: null,
        text:
          preselected.kind !== 'create' && preselected.thumbprint === thumbprint ? recommended(text) : text,
        more: [
          ...reasonsFor.map((reason) => `+ ${reasonForClause(reason, frame)}`),
          ...reasonsAgainst.map((reason) => `- ${reasonAgainstClause(reason, frame)}`),
        ],
      };
    });
  const options = inOrder(preselected, there, repairs(look, frame));
  const safe = options.findIndex(({ answer }) => isSame(answer, preselected));
  return { text: questions.certificate, options, safe: Math.max(0, safe) };
}

/** The best is the first to be read. What is put back is neither made nor repaired. */
function inOrder(
  preselected: Choice,
  there: readonly Option<Choice>[],
  repairing: readonly Option<Choice>[],
): Question<Choice>['options'] {
  const [best, ...rest] = there;
  const creation = newOne(preselected);
  if (best === undefined) return [creation, ...repairing];
  if (preselected.kind === 'put-back') return [best, ...rest];
  if (preselected.kind === 'create') return [creation, ...repairing, ...there];
  return [best, ...repairing, ...rest, creation];
}

function repairs({ keyRepair }: Look, frame: Frame): readonly Option<Choice>[] {
  if (keyRepair.kind !== 'offered') return [];
  const { thumbprint, reasonsFor, reasonsAgainst } = keyRepair;
  return [
    {
      answer: { kind: 'repair-key', thumbprint },
      word: null,
      text: keyRepairTitle(thumbprint, frame),
      more: [
        ...reasonsFor.map((reason) => `+ ${repairReasonForClause(reason)}`),
        ...reasonsAgainst.map((reason) => `- ${repairReasonAgainstClause(reason, frame)}`),
        keyRepairWords.prefer.repair,
        keyRepairWords.prefer.bind,
      ],
    },
  ];
}

function newOne(preselected: Choice): Option<Choice> {
  const { title, likeSetup, keyStays, warned, notNeeded } = certificateWords.create;
  return {
    answer: { kind: 'create', trust: 'add-to-root' },
    word: null,
    text: preselected.kind === 'create' ? recommended(title) : title,
    more: [
      `+ ${likeSetup}`,
      `+ ${keyStays}`,
      ...(preselected.kind === 'create' ? [] : [`- ${notNeeded}`]),
      `- ${warned}`,
    ],
  };
}

function recommended(text: string): string {
  return `${text}, ${consoleWords.recommended}`;
}

function isSame(one: Choice, other: Choice): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind === 'create' || other.kind === 'create' || one.thumbprint === other.thumbprint;
}

/** Asked where a new certificate was chosen. */
export const trustQuestion: Question<Choice> = {
  text: questions.trust,
  options: [
    trusting(
      'add-to-root',
      `${certificateWords.trust.add}, ${consoleWords.recommended}`,
      certificateWords.trust.addHint,
    ),
    trusting('leave-untrusted', certificateWords.trust.leave, certificateWords.trust.leaveHint),
  ],
  safe: 0,
};

function trusting(
  trust: Extract<Choice, { kind: 'create' }>['trust'],
  text: string,
  hint: string,
): Option<Choice> {
  return { answer: { kind: 'create', trust }, word: null, text, more: [hint] };
}

/** Real danger is said in the question itself; Enter alone changes nothing. */
export function carryOutQuestion(plan: Plan): Question<'begin' | 'end' | 'back'> {
  const { yes, no, back } = consoleWords.carryOut;
  const lasting = notUndoable(plan).length;
  return {
    text:
      lasting === 0 ? questions.carryOut : `${reviewWords.danger}\n${reviewWords.dangerQuestion(lasting)}`,
    options: [
      option('begin', words.yes, yes(deedText(deedOf(plan)))),
      option('end', words.no, no),
      option('back', words.back, back),
    ],
    safe: 1,
  };
}

/** The ways on of a console: where everything can be undone, one change can be as well. */
export type ConsoleWayOn = WayOn | 'undo-one' | 'nothing';

/** What to do with a rescue that is not at its end; Enter alone leaves it as it is. */
export function unfinishedQuestion(
  ways: readonly WayOn[],
  going: Way,
  undoable: readonly StandingChange[],
  scope: UndoScope,
): Question<ConsoleWayOn> {
  const options = ways.flatMap((way): readonly Option<ConsoleWayOn>[] => {
    const shown = option<ConsoleWayOn>(way, wayWords[way], wayOnText(way, going, undoTexts[scope]));
    if (way !== 'undo' || undoable.length === 0) return [shown];
    return [shown, option<ConsoleWayOn>('undo-one', 'undo one', consoleWords.undoOne)];
  });
  const nothing = option<ConsoleWayOn>('nothing', 'nothing', consoleWords.nothing);
  const [first, ...others] = [...options, nothing];
  return { text: questions.unfinished, options: [first, ...others], safe: options.length };
}

const wayWords: Readonly<Record<WayOn, string>> = {
  continue: 'continue',
  undo: 'undo',
  'start-over': 'start over',
};

/** Which change to take back alone; Enter alone takes back none. */
export function undoOneQuestion(undoable: readonly StandingChange[]): Question<ChangeName | 'none'> {
  const options = undoable.map(({ rescue, step: { change } }): Option<ChangeName | 'none'> => {
    const name = { rescue: rescue.number, changeId: change.id };
    const frame = frameOf(rescue.start.facts, rescue.start.diagnosis.at);
    const { title, detail } = workText({ kind: 'undo', change }, frame);
    return { answer: name, word: nameText(name), text: title, more: [detail] };
  });
  const none = option<ChangeName | 'none'>('none', words.no, consoleWords.undo.no);
  const [first, ...others] = [...options, none];
  return { text: questions.undoOne, options: [first, ...others], safe: options.length };
}

/** An undo changes the server too. */
export function undoQuestion(scope: UndoScope): Question<'undo' | 'leave'> {
  const { question, meaning } = undoTexts[scope];
  return {
    text: `${question} ${meaning}`,
    options: [
      option('undo', words.yes, consoleWords.undo.yes),
      option('leave', words.no, consoleWords.undo.no),
    ],
    safe: 1,
  };
}
