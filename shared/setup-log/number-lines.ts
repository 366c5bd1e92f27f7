import type { Quote, RunOutcome, SetupFailure, SetupRun, SetupVerdict } from './verdict.ts';

/**
 * A verdict whose lines are counted from the end, with the numbers of a quote.
 * @param lineEnds how many line ends the whole log has; `null` when they were not counted
 */
export function numberLines(verdict: SetupVerdict, lineEnds: number | null): SetupVerdict {
  const numbered = (fromEnd: number): number =>
    lineEnds === null ? -Math.max(1, fromEnd) : lineEnds - fromEnd + 1;
  const quote = <Q extends Quote | null>(from: Q): Q =>
    from === null ? from : { ...from, line: numbered(from.line) };
  const run = (from: SetupRun): SetupRun => ({
    ...from,
    line: from.line === null ? null : numbered(from.line),
  });
  const failure = (from: SetupFailure): SetupFailure => ({
    ...from,
    quote: quote(from.quote),
    installing: quote(from.installing),
  });
  const outcome = (from: RunOutcome): RunOutcome => {
    switch (from.kind) {
      case 'failed':
        return { ...from, failure: failure(from.failure) };
      case 'succeeded':
      case 'blocked':
        return { ...from, quote: quote(from.quote) };
      case 'abandoned':
      case 'open':
        return from;
    }
  };
  return {
    ...verdict,
    failure: verdict.failure === null ? null : failure(verdict.failure),
    quote: quote(verdict.quote),
    run: verdict.run === null ? null : run(verdict.run),
    hiddenBy: verdict.hiddenBy.map((hidden) => ({ run: run(hidden.run), outcome: outcome(hidden.outcome) })),
  };
}
