import { consoleWords } from '../../shared/text/english/console.ts';
import { wrap } from '../../shared/text/wrap.ts';

/** One of the answers to a question. */
export interface Option<Answer> {
  readonly answer: Answer;
  /** May be typed instead of the number; `null` where only the number will do. */
  readonly word: string | null;
  readonly text: string;
  /** What else is to be known of it, each beginning with its mark, such as `+ `. */
  readonly more: readonly string[];
}

/** A question with numbered answers. */
export interface Question<Answer> {
  readonly text: string;
  readonly options: readonly [Option<Answer>, ...Option<Answer>[]];
  /** The safe answer, from 0: what Enter alone means. */
  readonly safe: number;
}

/** What was typed, understood. */
export type Answered<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** It is none of the answers. */
  | { readonly kind: 'none'; readonly typed: string };

/** The question, its numbered answers, and what may be typed. */
export function questionText<Answer>(question: Question<Answer>): string {
  return [wrapped(question.text), ...question.options.map(optionText), howToAnswer(question)].join('\n');
}

const indent = ' '.repeat(7);

function optionText<Answer>({ word, text, more }: Option<Answer>, index: number): string {
  const number = `  ${String(index + 1)}) `;
  const named = word === null ? text : `${capitalised(word)}. ${text}`;
  const head = wrap(named, number, ' '.repeat(number.length));
  return [head, ...more.map((line) => wrap(line, indent, /^[+-] /.test(line) ? `${indent}  ` : indent))].join(
    '\n',
  );
}

/** What may be typed, and what Enter alone means. */
export function howToAnswer<Answer>({ options, safe }: Question<Answer>): string {
  const word = options[safe]?.word ?? null;
  const number = String(safe + 1);
  const enter = consoleWords.enterAlone(word === null ? number : `${number}, ${word}`);
  return `${consoleWords.typeNumber(options.length)} ${enter}`;
}

/** What is kept of a line that is none of the answers: a pasted one may be long. */
const shownOfTyped = 40;

/**
 * A line as it was typed → the answer it is. A number, with or without `)` or `.` after it, also in the full width of
 * an East Asian keyboard; or the word of an answer; or nothing, which is the safe one.
 */
export function answerTo<Answer>({ options, safe }: Question<Answer>, line: string): Answered<Answer> {
  const typed = line.normalize('NFKC').trim();
  const number = /^(\d{1,2})[.)]?$/.exec(typed)?.[1];
  const index =
    typed === ''
      ? safe
      : number !== undefined
        ? Number(number) - 1
        : options.findIndex(({ word }) => word !== null && isShortFor(typed.toLowerCase(), word));
  const option = options[index];
  return option === undefined
    ? { kind: 'none', typed: typed.slice(0, shownOfTyped) }
    : { kind: 'answer', answer: option.answer };
}

/** The whole word, or its first letter where that is meant for it: `y`, `yes`. */
function isShortFor(typed: string, word: string): boolean {
  return typed === word || (typed.length === 1 && word.startsWith(typed));
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => wrap(line, '', ''))
    .join('\n');
}
