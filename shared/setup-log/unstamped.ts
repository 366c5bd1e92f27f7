import { entryOf, quoteAt, type Entry, type LogLine } from './entry.ts';
import { emptyBlock, failureOf, plainFailure } from './error-block.ts';
import { readErrorRecord, type ErrorRecord } from './error-record.ts';
import { Resolution } from './resolve.ts';
import { mediaOf, unknownRun, withLine } from './run-head.ts';
import type { RunSummary } from './run-scan.ts';
import { findScriptErrors, type ScriptError } from './script-error.ts';
import { squeeze } from './squeezed.ts';
import type { Quote, RunOutcome, SetupVerdict } from './verdict.ts';

const banner =
  /^\s*(?:\[\d\]\s*)?(?:Starting|Welcome to) Microsoft Exchange Server (\d{4}|Subscription Edition).*\bSetup\b/;
// In front of a line of the log whose stamp was taken away, its nesting may be left.
const tagged = (tag: string): RegExp => new RegExp(String.raw`^[ \t]*(?:\[\d\][ \t]*)?\[${tag}\]`, 'm');
const errorTag = tagged('ERROR');
const requiredTag = tagged('REQUIRED');
/** Levels that Exchange Setup does not know: another program's log. */
const foreignTag = tagged('(?:INFO|DEBUG|TRACE|FATAL)');
const stopperRule = /\[Rule:(\w+)\][^\n]*\[Value:["“”]True["“”]\]/;
const endOfBlock = /\[ERROR-REFERENCE\]|\bFAILED\b/g;

/**
 * The verdict on text without stamps: what a console or a window of Setup shows, copied by people, wrapped where the
 * console was full; or a log whose stamps were taken away.
 */
export function judgeUnstamped(lines: readonly LogLine[]): SetupVerdict {
  const resolution = new Resolution();
  for (const run of runsOf(lines).toReversed()) {
    if (resolution.state === 'more') resolution.take(summaryOf(run));
  }
  return resolution.verdict();
}

function runsOf(lines: readonly LogLine[]): readonly (readonly LogLine[])[] {
  if (lines.every((line) => line.text === '')) return [];
  const starts = lines.flatMap((line, index) => (banner.test(line.text) ? [index] : []));
  return [0, ...starts]
    .map((start, index) => lines.slice(start, starts[index] ?? lines.length))
    .filter((run) => run.length > 0);
}

function summaryOf(lines: readonly LogLine[]): RunSummary {
  const entry = entryOf(lines, null);
  const product = banner.exec(lines[0]?.text ?? '')?.[1] ?? null;
  const facts = lines.reduceRight((known, line) => withLine(known, line.text.trim()), {
    ...unknownRun,
    product,
  });
  const line = product === null ? null : quoteAt(entry, 0).line;
  return {
    run: { ...facts, startedAt: null, lastLineAt: null, line, media: mediaOf(facts) },
    outcome: outcomeOf(entry),
    end: quoteAt(entry, entry.text.trimEnd().length),
  };
}

function outcomeOf(entry: Entry): RunOutcome {
  const { text } = entry;
  const error = stoppingError(text);
  const success = successIn(text);
  if (success !== -1 && success > (error?.start ?? -1))
    return { kind: 'succeeded', quote: quoteAt(entry, success) };
  if (error !== null) return failed(entry, error);
  const tag = foreignTag.test(text) ? -1 : text.search(errorTag);
  if (tag !== -1) return unexplained(entry, tag);
  const required = text.search(requiredTag);
  const rule = stopperRule.exec(text);
  if (rule?.[1] !== undefined)
    return { kind: 'blocked', rules: [rule[1]], quote: quoteAt(entry, rule.index) };
  if (required !== -1) return { kind: 'blocked', rules: [], quote: quoteAt(entry, required) };
  const incomplete = incompleteIn(text);
  return incomplete === -1 ? { kind: 'open' } : unexplained(entry, incomplete);
}

/** Of the last block of errors, the first. */
function stoppingError(text: string): ScriptError | null {
  const ends = [...text.matchAll(endOfBlock)].map(({ index }) => index);
  const blockOf = (error: ScriptError): number => ends.filter((end) => end < error.start).length;
  const errors = findScriptErrors(text);
  const last = errors.at(-1);
  return last === undefined ? null : (errors.find((error) => blockOf(error) === blockOf(last)) ?? last);
}

function failed(entry: Entry, error: ScriptError): RunOutcome {
  const component = /\[ERROR-REFERENCE\]\s*Id=(\S*)/.exec(entry.text.slice(error.start))?.[1] ?? null;
  const before = entry.text.slice(0, error.start);
  const block = { ...emptyBlock(component), script: { error, entry }, records: recordsIn(entry, before) };
  const failure = failureOf(block, lastInstalling(entry, before));
  if (failure === null) throw new Error('A block with a script holds a failure');
  return { kind: 'failed', failure };
}

function recordsIn(entry: Entry, before: string): readonly ErrorRecord[] {
  const start = before.lastIndexOf('[ERROR-REFERENCE]') + 1;
  const records = [...before.slice(start).matchAll(/ErrorRecord:(?:(?!ErrorRecord:)[\s\S])*/g)];
  return records.map(({ 0: text, index }) => readErrorRecord(text, quoteAt(entry, start + index)));
}

function lastInstalling(entry: Entry, before: string): Quote | null {
  const at = before.lastIndexOf('Installing certificate signed by ');
  return at === -1 ? null : quoteAt(entry, at);
}

function successIn(text: string): number {
  const squeezed = squeeze(text);
  const said = squeezed.text.lastIndexOf('ExchangeServersetupoperationcompletedsuccessfully');
  if (said !== -1) return squeezed.at(said);
  const done = squeezed.text.lastIndexOf('EndingprocessingStart-PostSetup');
  return done !== -1 && squeezed.text.includes('EndofSetup', done) ? squeezed.at(done) : -1;
}

/** What says that Setup failed where no script and no `[ERROR]` is left of it. */
function incompleteIn(text: string): number {
  const squeezed = squeeze(text);
  const said =
    /ExchangeServersetupoperationdidn.tcomplete|"[\p{L}\p{M}:：]{0,60}"(?:System|Microsoft)\.[\w.]+Exception:|"wasrun:"/u;
  const at = squeezed.text.search(said);
  if (at !== -1) return squeezed.at(at);
  return /Exchange|Mailbox role/.test(text) ? text.search(/^[^\n]*\sFAILED[ \t]*$/m) : -1;
}

function unexplained(entry: Entry, at: number): RunOutcome {
  const quote = quoteAt(entry, at);
  return { kind: 'failed', failure: plainFailure(quote, quote.text, null) };
}
