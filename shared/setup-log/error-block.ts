import { assertNever } from '../assert-never.ts';
import { findCertificateSteps, type CertificateStep } from './certificate-step.ts';
import { classify, classifyCut, type StepException } from './classify.ts';
import { quoteAt, type Entry } from './entry.ts';
import { readErrorRecord, type ErrorRecord } from './error-record.ts';
import type { ScriptError } from './script-error.ts';
import { squeeze } from './squeezed.ts';
import { parseThumbprint, type Thumbprint } from '../thumbprint.ts';
import type { Quote, SetupFailure } from './verdict.ts';

const mostRecords = 8;

/** An error block as it is met from its end to its start: the first error of it, in the log's order, counts. */
export interface ErrorBlock {
  readonly component: string | null;
  readonly script: { readonly error: ScriptError; readonly entry: Entry } | null;
  readonly plain: Entry | null;
  /** In the log's order. */
  readonly records: readonly ErrorRecord[];
}

/** A block of which nothing but its `[ERROR-REFERENCE]`, if it has one, is known yet. */
export function emptyBlock(component: string | null): ErrorBlock {
  return { component, script: null, plain: null, records: [] };
}

/** The block with an `[ERROR]` that stands before those it has. */
export function withError(block: ErrorBlock, entry: Entry, error: ScriptError | null): ErrorBlock {
  return error === null ? { ...block, plain: entry } : { ...block, script: { error, entry } };
}

/** The block with an `ErrorRecord` that stands before those it has. */
export function withRecord(block: ErrorBlock, entry: Entry): ErrorBlock {
  return {
    ...block,
    records: [readErrorRecord(entry.text, quoteAt(entry, 0)), ...block.records].slice(0, mostRecords),
  };
}

/** The failure that a block tells of; `null` while it holds no error at all. */
export function failureOf(block: ErrorBlock, installing: Quote | null): SetupFailure | null {
  if (block.script !== null) return scriptFailure(block, block.script.error, block.script.entry, installing);
  if (block.plain === null) return null;
  return plainFailure(quoteAt(block.plain, 0), block.plain.text, block.component);
}

/** A failure that the log tells of without a script: nothing ties it to a certificate. */
export function plainFailure(quote: Quote, text: string, component: string | null): SetupFailure {
  return {
    class: 'not-a-certificate-failure',
    thumbprint: null,
    services: [],
    quote,
    exception: null,
    message: oneLine(text.replace(/^\s*(?:\[\d\]\s*)?\[ERROR\]\s*/, '')),
    component,
    installing: null,
  };
}

function scriptFailure(
  { records, component }: ErrorBlock,
  error: ScriptError,
  entry: Entry,
  installing: Quote | null,
): SetupFailure {
  const steps = findCertificateSteps(error.script);
  const exception = exceptionOf(error, records);
  const ofCertificate = steps.length > 0;
  return {
    class: classOf(error, steps, exception),
    thumbprint: ofCertificate ? findThumbprint(exception.message) : null,
    services: steps[0]?.services ?? [],
    quote: exception.quote ?? quoteAt(entry, error.offset),
    exception: exception.type,
    message: exception.message === '' ? null : oneLine(exception.message),
    component,
    installing: ofCertificate ? installing : null,
  };
}

function classOf(
  error: ScriptError,
  steps: readonly CertificateStep[],
  exception: StepException,
): SetupFailure['class'] {
  switch (error.state) {
    case 'whole':
      return classify(steps, exception);
    case 'unfinished':
      return steps.every((step) => step.statement === 'whole')
        ? classify(steps, exception)
        : classifyCut(steps);
    case 'beheaded':
      return classifyCut(steps);
    default:
      return assertNever(error.state);
  }
}

/** The exception of a script; what its own lines lack, the records of the same block may have. */
function exceptionOf(
  error: ScriptError,
  records: readonly ErrorRecord[],
): StepException & { readonly quote: Quote | null } {
  const said = squeeze(error.message).text;
  const typed = records.filter((record) => record.exception !== null);
  if (error.exception !== null) {
    const same = typed.filter((record) => record.exception === error.exception);
    return { type: error.exception, message: error.message, detail: detailOf(error, same), quote: null };
  }
  const same = typed.filter((record) => record.detail.startsWith(said));
  const [first] = same;
  if (said !== '' || first === undefined) {
    return {
      type: first?.exception ?? null,
      message: error.message,
      detail: detailOf(error, same),
      quote: null,
    };
  }
  // The log ends before the script's own exception: what the records above it say is all there is.
  return { type: first.exception, message: first.message, detail: first.detail, quote: first.quote };
}

function detailOf(error: ScriptError, records: readonly ErrorRecord[]): string {
  return [error.detail, ...records.map((record) => record.detail)].join('\n');
}

/** The 40 hexadecimal digits of a message, which a console may have wrapped; digits of a longer word are none. */
function findThumbprint(message: string): Thumbprint | null {
  const found = /(?<![0-9A-Za-z])[0-9A-Fa-f](?:[\s\u200b-\u200f]*[0-9A-Fa-f]){39}(?![0-9A-Za-z])/.exec(
    message,
  );
  return found === null ? null : parseThumbprint(found[0]);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
