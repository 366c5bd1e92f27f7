import { assertNever } from '../assert-never.ts';
import { quoteAt, type Entry } from './entry.ts';
import { plainFailure } from './error-block.ts';
import { ErrorSearch } from './error-search.ts';
import type { Indifference } from './idle-lines.ts';
import { markOf, type Mark } from './mark.ts';
import { noPrerequisites, stoppedBy, withFailedRule, withRule } from './prerequisites.ts';
import { mediaOf, unknownRun, withEntry } from './run-head.ts';
import { timeOf } from './stamp.ts';
import type { Quote, RunOutcome, SetupRun } from './verdict.ts';

/** A run and how it ended. */
export interface RunSummary {
  readonly run: SetupRun;
  readonly outcome: RunOutcome;
  /** The line that ends it, otherwise the last one. */
  readonly end: Quote | null;
}

/** Reads one run of Setup from its last entry to its first, in constant memory. */
export class RunScan {
  #facts = unknownRun;
  #firstStamp: string | null = null;
  #lastLineAt: string | null = null;
  #start: Quote | null = null;
  #end: Quote | null = null;
  #ended: 'no' | 'yes' = 'no';
  #success: Quote | null = null;
  #incomplete: Entry | null = null;
  #errors = new ErrorSearch();
  #prerequisites = noPrerequisites;
  #workAfterPrerequisites: number | null = null;
  #entries = 0;
  #deepestLevel = 0;
  #later: Mark['kind'] | null = null;
  #indifference: Indifference | null = null;

  /** What it can still learn from entries of tasks and cmdlets; `null` while any may be of use. */
  get indifference(): Indifference | null {
    return this.#indifference;
  }

  /** Takes the entry before those taken so far; `start` when the run starts with it. */
  take(entry: Entry): 'inside' | 'start' {
    const taken = this.#takeEntry(entry);
    this.#indifference = this.#indifferenceNow();
    return taken;
  }

  #takeEntry(entry: Entry): 'inside' | 'start' {
    const mark = this.#bannerOf(entry) ?? markOf(entry);
    this.#takeStamp(entry);
    if (mark.kind === 'banner') return this.#takeBanner(entry, mark.product);
    if (entry.stamp?.level === 0) this.#facts = withEntry(this.#facts, entry.text);
    this.#takeMark(entry, mark);
    this.#later = mark.kind;
    this.#entries += 1;
    return 'inside';
  }

  #indifferenceNow(): Indifference | null {
    const isUnderWay = this.#entries > 1 && this.#deepestLevel > 0 && this.#lastLineAt !== null;
    if (!isUnderWay || !this.#errors.isBetweenBlocks) return null;
    return {
      work: this.#errors.isWorkEnough ? 'enough' : 'counts',
      rules: this.#workAfterPrerequisites === null ? 'count' : 'settled',
    };
  }

  /** A row of stars above the banner belongs to this run, too. */
  takeRowAbove(entry: Entry): void {
    this.#start = quoteAt(entry, 0);
    this.#takeStamp(entry);
  }

  summary(): RunSummary {
    const run: SetupRun = {
      ...this.#facts,
      startedAt: this.#firstStamp === null ? null : timeOf(this.#firstStamp),
      lastLineAt: this.#lastLineAt,
      line: this.#start?.line ?? null,
      media: mediaOf(this.#facts),
    };
    return { run, outcome: this.#outcome(), end: this.#end };
  }

  #takeStamp(entry: Entry): void {
    if (entry.stamp === null) return;
    const { written, level } = entry.stamp;
    if (/\d{4}-\d\d-\d\dT/.test(written)) this.#firstStamp = written;
    this.#lastLineAt ??= timeOf(written);
    this.#end ??= quoteAt(entry, 0);
    this.#deepestLevel = Math.max(this.#deepestLevel, level);
  }

  #takeBanner(entry: Entry, product: string): 'start' {
    // The row of stars below a banner looks like the one below `End of Setup`.
    if (this.#entries === 1 && this.#later === 'stars') this.#ended = 'no';
    this.#facts = { ...this.#facts, product };
    this.#start = quoteAt(entry, 0);
    return 'start';
  }

  /** A banner in another language: the name of the product above a row of stars. */
  #bannerOf(entry: Entry): Mark | null {
    if (this.#later !== 'stars' || entry.stamp?.level !== 0) return null;
    const product = /Microsoft Exchange Server (\d{4}|Subscription Edition)/.exec(
      entry.text.slice(0, 120),
    )?.[1];
    return product === undefined ? null : { kind: 'banner', product };
  }

  #takeMark(entry: Entry, mark: Mark): void {
    switch (mark.kind) {
      case 'end':
        this.#ended = 'yes';
        this.#end = quoteAt(entry, 0);
        break;
      case 'stars':
        if (this.#entries === 0) this.#ended = 'yes';
        break;
      case 'success':
        this.#success ??= quoteAt(entry, 0);
        break;
      case 'incomplete':
        this.#incomplete ??= entry;
        break;
      case 'post-setup':
        if (this.#ended === 'yes' && this.#incomplete === null && this.#errors.found === null) {
          this.#success ??= quoteAt(entry, 0);
        }
        break;
      case 'rule':
        this.#prerequisites = withRule(this.#prerequisites, mark.name, mark.value, quoteAt(entry, 0));
        this.#workAfterPrerequisites ??= this.#errors.work;
        break;
      case 'failed-rule':
        if (this.#later === 'required') {
          this.#prerequisites = withFailedRule(this.#prerequisites, mark.name, quoteAt(entry, 0));
        }
        break;
      case 'required':
        this.#prerequisites = { ...this.#prerequisites, required: quoteAt(entry, 0) };
        this.#workAfterPrerequisites ??= this.#errors.work;
        break;
      case 'banner':
      case 'error':
      case 'record':
      case 'reference':
      case 'work':
      case 'certificate-step':
      case 'installing':
      case 'other':
        this.#errors.take(entry, mark);
        break;
      default:
        assertNever(mark);
    }
  }

  #outcome(): RunOutcome {
    if (this.#success !== null) return { kind: 'succeeded', quote: this.#success };
    const block = this.#errors.found;
    const failure = this.#errors.failure;
    if (failure !== null && (block?.script !== null || block.component !== null))
      return { kind: 'failed', failure };
    const stopped = this.#stopped();
    if (stopped !== null) return { kind: 'blocked', ...stopped };
    const refused = failure?.quote ?? (this.#incomplete === null ? null : quoteAt(this.#incomplete, 0));
    if (refused !== null && this.#start !== null && this.#errors.work === 0 && this.#deepestLevel === 0) {
      return { kind: 'blocked', rules: [], quote: refused };
    }
    if (failure !== null) return { kind: 'failed', failure };
    if (this.#incomplete !== null) {
      const quote = quoteAt(this.#incomplete, 0);
      return { kind: 'failed', failure: plainFailure(quote, this.#incomplete.text, null) };
    }
    return { kind: this.#ended === 'yes' ? 'abandoned' : 'open' };
  }

  /** What the prerequisites say, unless Setup is still open and has gone on to its work. */
  #stopped(): { rules: readonly string[]; quote: Quote } | null {
    if (this.#ended === 'no' && this.#incomplete === null && this.#workAfterPrerequisites !== 0) return null;
    return stoppedBy(this.#prerequisites);
  }
}
