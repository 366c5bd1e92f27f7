import { assertNever } from '../assert-never.ts';
import { quoteAt, type Entry } from './entry.ts';
import { emptyBlock, failureOf, withError, withRecord, type ErrorBlock } from './error-block.ts';
import type { Mark } from './mark.ts';
import type { Quote, SetupFailure } from './verdict.ts';

// Entries that may stand between the errors of one block: warnings, ends of cmdlets, the localised headings.
const widestGap = 12;
// So many cmdlets after an error, and Setup has survived it. The end of a failed task may still run one or two.
const survivedScript = 3;
const survivedPlain = 1;

/**
 * Looks for the error block that stopped a run, from its end backwards: the last that ends in an `[ERROR-REFERENCE]`,
 * otherwise the last after which no work was done.
 */
export class ErrorSearch {
  #block: ErrorBlock | null = null;
  #state: 'open' | 'closed' = 'open';
  #gap = 0;
  #work = 0;
  #installing: Quote | null = null;
  #stepBegun = false;

  /** Cmdlets met so far, which began later than anything that is met from now on. */
  get work(): number {
    return this.#work;
  }

  /** Whether more cmdlets than were met make no difference. */
  get isWorkEnough(): boolean {
    return this.#work >= survivedScript;
  }

  /** Whether an entry between the blocks makes no difference. */
  get isBetweenBlocks(): boolean {
    return this.#block === null || this.#state === 'closed';
  }

  get found(): ErrorBlock | null {
    return this.#block;
  }

  /** The failure that the block tells of. */
  get failure(): SetupFailure | null {
    return this.#block === null ? null : failureOf(this.#block, this.#installing);
  }

  take(entry: Entry, mark: Mark): void {
    switch (mark.kind) {
      case 'reference':
        this.#takeReference(mark.component);
        break;
      case 'error':
        this.#takeError(entry, mark);
        break;
      case 'record':
        if (this.#block !== null && this.#state === 'open') this.#block = withRecord(this.#block, entry);
        this.#gap = 0;
        break;
      case 'work':
      case 'certificate-step':
        this.#work += 1;
        this.#state = this.#block === null ? 'open' : 'closed';
        this.#stepBegun ||= this.#block !== null && mark.kind === 'certificate-step';
        break;
      case 'installing':
        if (this.#block !== null && !this.#stepBegun) this.#installing ??= quoteAt(entry, 0);
        break;
      case 'banner':
      case 'stars':
      case 'end':
      case 'success':
      case 'incomplete':
      case 'post-setup':
      case 'rule':
      case 'failed-rule':
      case 'required':
      case 'other':
        this.#gap += 1;
        if (this.#block !== null && this.#gap > widestGap) this.#state = 'closed';
        break;
      default:
        assertNever(mark);
    }
  }

  #takeReference(component: string): void {
    if (this.#block?.component === component && this.#state === 'open') {
      this.#gap = 0;
      return;
    }
    // A reference always stops Setup: what was logged after it, without one of its own, is not what stopped it.
    if (this.#block === null || (this.#block.component === null && this.#replaceable(this.#block))) {
      this.#begin(emptyBlock(component));
    } else {
      this.#state = 'closed';
    }
  }

  #replaceable(block: ErrorBlock): boolean {
    return this.#state === 'open' || block.script === null;
  }

  #takeError(entry: Entry, { script }: Extract<Mark, { kind: 'error' }>): void {
    if (this.#block === null) {
      if (this.#work >= (script === null ? survivedPlain : survivedScript)) return;
      this.#begin(withError(emptyBlock(null), entry, script));
    } else if (this.#state === 'open') {
      this.#block = withError(this.#block, entry, script);
      this.#gap = 0;
    }
  }

  #begin(block: ErrorBlock): void {
    this.#block = block;
    this.#state = 'open';
    this.#gap = 0;
    this.#installing = null;
    this.#stepBegun = false;
  }
}
