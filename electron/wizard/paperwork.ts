import { assertNever } from '../../shared/assert-never.ts';
import type { Copied, Nothing, Refusal, Result } from '../../shared/contract.ts';
import { copiedOfShut, copiedText, reportOfKnown, reportShown } from '../../shared/copied.ts';
import type { Known, SavedReport } from '../../shared/wizard.ts';
import { ok } from '../calls.ts';
import { notNow } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Reports } from './reports.ts';

export interface PaperworkNeeds {
  readonly reports: Reports;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => Promise<void>;
}

/** What leaves the window: texts for the clipboard, reports for the disk and for paper. */
export class Paperwork {
  readonly #desk: Desk;
  readonly #needs: PaperworkNeeds;
  #refusal: Refusal | null = null;
  #dialog: 'closed' | 'open' = 'closed';

  constructor(desk: Desk, needs: PaperworkNeeds) {
    this.#desk = desk;
    this.#needs = needs;
  }

  /** Keeps why a click did nothing, for whoever copies the details of it. */
  refused(because: Refusal): void {
    this.#refusal = because;
  }

  async copy(what: Copied): Promise<Result<Nothing>> {
    const text = this.#textOf(what);
    if (text === null) return notNow;
    await this.#needs.copy(text);
    return ok(undefined);
  }

  #textOf(what: Copied): string | null {
    const { state } = this.#desk;
    switch (state.kind) {
      case 'opening':
        return null;
      case 'shut':
        return copiedOfShut(what, state, this.#refusal);
      case 'open':
        return copiedText(what, state, this.#refusal);
      default:
        return assertNever(state);
    }
  }

  /** Saves what is shown where somebody wants it. */
  saveReport(): Promise<Result<Nothing>> {
    return this.#inDialog(() => this.#saveShown());
  }

  /** Prints what is shown. */
  printReport(): Promise<Result<Nothing>> {
    return this.#inDialog(() => this.#printShown());
  }

  /** One question of the system's at a time, however often the window asks for it. */
  async #inDialog(ask: () => Promise<Result<Nothing>>): Promise<Result<Nothing>> {
    if (this.#dialog === 'open') return notNow;
    this.#dialog = 'open';
    try {
      return await ask();
    } finally {
      this.#dialog = 'closed';
    }
  }

  async #saveShown(): Promise<Result<Nothing>> {
    const { state, known } = this.#desk;
    if (known !== null) return this.#saveKnown(known);
    if (state.kind !== 'open') return notNow;
    const saved = await this.#needs.reports.saveAs(reportShown(state));
    if (saved.kind === 'unknown') {
      this.#desk.show({ trouble: { kind: 'report-not-saved', because: saved.because } });
    } else if (saved.value !== null) {
      this.#desk.putAway('report-not-saved');
      this.#desk.show({ savedAs: saved.value });
    }
    return ok(undefined);
  }

  async #saveKnown(known: Known): Promise<Result<Nothing>> {
    const saved = await this.#needs.reports.saveAs(reportOfKnown(known));
    if (saved.kind === 'unknown') this.#desk.showKnown({ notSaved: saved.because });
    else if (saved.value !== null) this.#desk.showKnown({ savedAs: saved.value, notSaved: null });
    return ok(undefined);
  }

  async #printShown(): Promise<Result<Nothing>> {
    const { state } = this.#desk;
    if (state.kind !== 'open') return notNow;
    const printed = await this.#needs.reports.print(reportShown(state));
    if (printed.kind === 'unknown') {
      this.#desk.show({ trouble: { kind: 'report-not-printed', because: printed.because } });
    } else if (printed.value !== null) {
      this.#desk.putAway('report-not-printed');
    }
    return ok(undefined);
  }

  /** Saves unasked, for the morning, the report of every rescue that has gone on since it was saved last. */
  async keepReports(): Promise<void> {
    const { state } = this.#desk;
    if (state.kind !== 'open') return;
    const { rescues, dataFolder } = state;
    let newest: SavedReport | null = null;
    for (const rescue of rescues) {
      newest = this.#needs.reports.savedOf(rescue, dataFolder);
      if (newest !== null) continue;
      const saved = await this.#needs.reports.save(rescue, dataFolder);
      if (saved.kind === 'read') newest = saved.value;
      // A disk that takes no journal takes no report: the graver of the two is told.
      else if (this.#desk.trouble === null) {
        this.#desk.show({ trouble: { kind: 'report-not-saved', because: saved.because } });
      }
    }
    this.#desk.show({ saved: newest });
  }
}
