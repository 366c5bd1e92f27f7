import { exceptionTypeAt } from './exception-type.ts';
import { outerMessage } from './script-error.ts';
import { squeeze } from './squeezed.ts';
import type { Quote } from './verdict.ts';

/** A line `0.  ErrorRecord: <type>: <message>` and the stack below it. */
export interface ErrorRecord {
  /** `null` in the first of each pair, which prints the message alone. */
  readonly exception: string | null;
  /** The outer message, as it stands in the text. */
  readonly message: string;
  /** Message, inner exceptions and stack, without white space. */
  readonly detail: string;
  readonly quote: Quote;
}

const longestDetail = 16_384;

/** Reads a text that starts with `<n>.  ErrorRecord:`. */
export function readErrorRecord(text: string, quote: Quote): ErrorRecord {
  const squeezed = squeeze(text);
  const start = squeezed.text.indexOf(':') + 1;
  const type = exceptionTypeAt(text, squeezed, start);
  const exception = type?.state === 'whole' ? type.name : null;
  const colon = type !== null && /[:：]/.test(squeezed.text.charAt(type.end)) ? 1 : 0;
  const said = type === null ? start : type.end + colon;
  return {
    exception,
    message: outerMessage(text.slice(squeezed.at(said), squeezed.at(said + longestDetail))),
    detail: squeezed.text.slice(said, said + longestDetail),
    quote,
  };
}
