import { assertNever } from '../assert-never.ts';
import type { RunSummary } from './run-scan.ts';
import type { FailureClass, Quote, SetupFailure, SetupRun, SetupVerdict } from './verdict.ts';

// More of them say nothing new, and a log may hold thousands.
const mostHidden = 20;

const noVerdict: SetupVerdict = {
  class: 'no-failure-found',
  ours: false,
  failure: null,
  quote: null,
  run: null,
  hiddenBy: [],
  lastLineAt: null,
};

/** Judges the runs of a log, newest first. Where a retry was stopped before the cause, it looks for the run that met it. */
export class Resolution {
  #last: RunSummary | null = null;
  #root: { readonly run: SetupRun; readonly failure: SetupFailure } | null = null;
  #hiding: RunSummary[] = [];
  #state: 'more' | 'enough' = 'more';

  /** `enough` when no earlier run can change the verdict. */
  get state(): 'more' | 'enough' {
    return this.#state;
  }

  take(summary: RunSummary): void {
    const { run, outcome } = summary;
    // A rest of a run without its beginning that tells of nothing is no run.
    if (this.#last !== null && run.line === null && outcome.kind === 'open') return;
    if (this.#last !== null && run.setupVersion !== this.#last.run.setupVersion) {
      this.#state = 'enough';
      return;
    }
    const first = this.#last === null;
    this.#last ??= kept(summary);
    switch (outcome.kind) {
      case 'failed':
        this.#root = kept({ run, failure: outcome.failure });
        this.#state = 'enough';
        return;
      case 'succeeded':
        if (onlyPrepares(run)) this.#hide(summary);
        else this.#state = 'enough';
        return;
      case 'open':
        // An earlier run without an end was killed: it tells as little as one that somebody closed.
        if (first) this.#state = 'enough';
        else this.#hide(summary);
        return;
      case 'blocked':
      case 'abandoned':
        this.#hide(summary);
        return;
      default:
        assertNever(outcome);
    }
  }

  #hide(summary: RunSummary): void {
    if (this.#hiding.length < mostHidden) this.#hiding.push(kept(summary));
  }

  /** The verdict on all runs taken. */
  verdict(): SetupVerdict {
    if (this.#last === null) return noVerdict;
    const { lastLineAt } = this.#last.run;
    if (this.#root === null) return { ...withoutFailure(this.#last, this.#hiding), lastLineAt };
    const { run, failure } = this.#root;
    const hiddenBy = this.#hiding.map((hiding) => ({ run: hiding.run, outcome: hiding.outcome }));
    return {
      class: failure.class,
      ours: isOurs(failure.class),
      failure,
      quote: failure.quote,
      run,
      hiddenBy,
      lastLineAt,
    };
  }
}

/** A text cut out of a block keeps the whole block in memory; written and read again it stands alone. */
function kept<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function withoutFailure(last: RunSummary, hiding: readonly RunSummary[]): SetupVerdict {
  const { run, outcome, end } = last;
  const said = (kind: FailureClass, quote: Quote | null): SetupVerdict => ({
    ...noVerdict,
    class: kind,
    run,
    quote,
  });
  switch (outcome.kind) {
    case 'succeeded':
      return said('setup-succeeded', outcome.quote);
    case 'open':
      // Without its beginning, a log that tells of nothing may be a piece of anything.
      return run.line === null ? said('no-failure-found', null) : said('setup-running', end);
    case 'blocked':
      return said('not-a-certificate-failure', outcome.quote);
    case 'abandoned':
      return blockedBefore(hiding) ?? said('no-failure-found', end);
    case 'failed':
      throw new Error('A failed run is a root of its own');
    default:
      return assertNever(outcome);
  }
}

/** Where somebody closed the last run, the newest run that was stopped says what stands in the way. */
function blockedBefore(hiding: readonly RunSummary[]): SetupVerdict | null {
  for (const { run, outcome } of hiding) {
    if (outcome.kind === 'blocked') {
      return { ...noVerdict, class: 'not-a-certificate-failure', quote: outcome.quote, run };
    }
  }
  return null;
}

/** `/PrepareSchema`, `/PrepareAD` and their like work on Active Directory: their success says nothing of the server. */
function onlyPrepares({ parameters }: SetupRun): boolean {
  return (
    parameters.some(({ name }) => name.startsWith('prepare')) &&
    !parameters.some(({ name }) => name === 'mode')
  );
}

/** Whether binding another certificate to IIS can cure a failure of this class. */
export function isOurs(kind: FailureClass): boolean {
  return (
    kind === 'certificate-expired' || kind === 'private-key-inaccessible' || kind === 'back-end-certificate'
  );
}
