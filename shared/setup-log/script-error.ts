import { findCertificateSteps } from './certificate-step.ts';
import { exceptionTypeAt, findExceptionType, type ExceptionType } from './exception-type.ts';
import { squeeze, type Squeezed } from './squeezed.ts';

/** `"$error.Clear(); <script>" was run: "<type>: <message> <stack>"`, taken apart. */
export interface ScriptError {
  /** `beheaded` when the text lacks the beginning of the script, `unfinished` when it ends within the script. */
  readonly state: 'whole' | 'beheaded' | 'unfinished';
  /** As it stands in the text, from behind `$error.Clear();` to its closing quote. */
  readonly script: string;
  /** The outermost .NET type; `null` where old builds print none, or where it is torn. */
  readonly exception: string | null;
  /** The outer message, as it stands in the text. */
  readonly message: string;
  /** What follows the type, without white space: the message, the inner exceptions, the stack. */
  readonly detail: string;
  /** Where in the text the script starts, where the exception, and where the next script (or the end). */
  readonly start: number;
  readonly offset: number;
  readonly end: number;
}

const opening = /\$error\.clear\(\);/gi;
// Of any language, between the script and what went wrong: `" was run: "`, `» : «`, `の実行時に、次のエラーが発生しました: `.
const words = /^[\p{L}\p{M}\p{N}:：.,;、。'’()]{0,120}$/u;

/**
 * All errors of scripts that a text tells of, in its order. A script of which nothing is said, and which does not even
 * stand in quotes, is none.
 */
export function findScriptErrors(original: string): readonly ScriptError[] {
  if (!/\$\s*e\s*r\s*r\s*o\s*r|ExchangeCert/i.test(original)) return [];
  const squeezed = squeeze(original);
  const scripts = [...squeezed.text.matchAll(opening)];
  if (scripts.length === 0) return findBeheaded(original, squeezed);
  return scripts.flatMap((script, index) => {
    const start = script.index + script[0].length;
    const end = scripts[index + 1]?.index ?? squeezed.text.length;
    const closing = findClosing(original, squeezed, start, end);
    if (closing !== null) return [errorOf(original, squeezed, { start, end, closing, state: 'whole' })];
    const quoted = squeezed.text.charAt(script.index - 1) === '"';
    if (!quoted || end < squeezed.text.length) return [];
    return [
      errorOf(original, squeezed, {
        start,
        end,
        closing: closed(squeezed.text, end, end, null),
        state: 'unfinished',
      }),
    ];
  });
}

/** A certificate step whose beginning is cut away: what it was told to do may be cut away with it. */
function findBeheaded(original: string, squeezed: Squeezed): readonly ScriptError[] {
  const end = squeezed.text.length;
  if (!/install-exchangecertificate/i.test(squeezed.text)) return [];
  const closing = findClosing(original, squeezed, 0, end);
  if (closing === null) return [];
  const error = errorOf(original, squeezed, { start: 0, end, closing, state: 'beheaded' });
  return findCertificateSteps(error.script).length === 0 ? [] : [error];
}

interface Found {
  readonly state: ScriptError['state'];
  readonly start: number;
  readonly end: number;
  readonly closing: Closing;
}

function errorOf(original: string, squeezed: Squeezed, { state, start, end, closing }: Found): ScriptError {
  const { scriptEnd, exceptionStart, messageStart, type } = closing;
  return {
    state,
    script: original.slice(squeezed.at(start), squeezed.at(scriptEnd)),
    exception: type?.state === 'whole' ? type.name : null,
    message: outerMessage(original.slice(squeezed.at(messageStart), squeezed.at(end))),
    detail: squeezed.text.slice(messageStart, end),
    start: squeezed.at(start),
    offset: Math.min(squeezed.at(exceptionStart), Math.max(0, original.length - 1)),
    end: squeezed.at(end),
  };
}

interface Closing {
  readonly scriptEnd: number;
  readonly exceptionStart: number;
  readonly messageStart: number;
  readonly type: ExceptionType | null;
}

function findClosing(original: string, squeezed: Squeezed, start: number, end: number): Closing | null {
  const quotes = quotesOf(squeezed.text, start, end);
  return (
    closingByType(original, squeezed, quotes) ??
    closingByWords(original, squeezed, quotes, start) ??
    closingWithoutQuotes(original, squeezed, start, end)
  );
}

function quotesOf(text: string, start: number, end: number): readonly number[] {
  return Array.from(text.slice(start, end).matchAll(/"/g), ({ index }) => start + index);
}

/** The first quote that an exception type follows at once; a type in quotes of its own is a string of the script. */
function closingByType(original: string, squeezed: Squeezed, quotes: readonly number[]): Closing | null {
  const { text } = squeezed;
  for (const [index, quote] of quotes.entries()) {
    const type = exceptionTypeAt(original, squeezed, quote + 1);
    if (type === null || text.charAt(type.end) === '"') continue;
    const before = quotes[index - 1];
    const scriptEnd = before !== undefined && words.test(text.slice(before + 1, quote)) ? before : quote;
    return closed(text, scriptEnd, quote + 1, type);
  }
  return null;
}

/** Old builds print no type: two quotes with a sentence between them, the first where no argument would stand. */
function closingByWords(
  original: string,
  squeezed: Squeezed,
  quotes: readonly number[],
  start: number,
): Closing | null {
  const { text } = squeezed;
  for (const [index, quote] of quotes.entries()) {
    const next = quotes[index + 1];
    const between = next === undefined ? '' : text.slice(quote + 1, next);
    if (!/[:：.。]$/.test(between) || !words.test(between) || next === undefined) continue;
    if (endsStatement(original, squeezed, start, quote)) return closed(text, quote, next + 1, null);
  }
  return null;
}

/** Read with the wrong code page, the quotes may be anything: the type itself is the last anchor. */
function closingWithoutQuotes(
  original: string,
  squeezed: Squeezed,
  start: number,
  end: number,
): Closing | null {
  const type = findExceptionType(original, squeezed, start, end);
  return type === null ? null : closed(squeezed.text, type.start, type.start, type);
}

function closed(
  text: string,
  scriptEnd: number,
  exceptionStart: number,
  type: ExceptionType | null,
): Closing {
  const afterType = type?.end ?? exceptionStart;
  const colon = type !== null && /[:：]/.test(text.charAt(afterType)) ? 1 : 0;
  return { scriptEnd, exceptionStart, messageStart: afterType + colon, type };
}

/** Whether a quote closes the script: it stands behind a finished statement, not where an argument would. */
function endsStatement(original: string, squeezed: Squeezed, start: number, quote: number): boolean {
  if (quote === start) return false;
  const gap = original.slice(squeezed.at(quote - 1) + 1, squeezed.at(quote));
  return /[;})]/.test(squeezed.text.charAt(quote - 1)) || gap.includes('\n');
}

// An inner exception, a frame of the stack, the quote and full stop that close the block, or the next line of Setup.
const messageEnd =
  /(?:[-–—]{1,3}>|["“”»„」』＂]\s*[.。]?\s*(?:\n|$)|\n\s*\S{1,16}\s+(?:Microsoft|System)\.[\w.`<>+]*\(|\n\s*\[[A-Z-]+\])/u;

/** The message of the outermost exception, which starts a text. */
export function outerMessage(text: string): string {
  const end = messageEnd.exec(text)?.index ?? text.length;
  return text.slice(0, end).trim();
}
