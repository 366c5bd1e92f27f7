import { entryOf, type Entry, type LogLine } from './entry.ts';
import { IdleLines } from './idle-lines.ts';
import type { CodeUnits } from './idle-lines.ts';
import { Resolution } from './resolve.ts';
import { RunScan } from './run-scan.ts';
import { readStamp, type Stamp } from './stamp.ts';
import { judgeUnstamped } from './unstamped.ts';
import type { SetupVerdict } from './verdict.ts';

const longestLine = 65_536;
const longestEntry = 262_144;
const longestUnstamped = 1_048_576;

/**
 * Reads a log line by line from its end to its start. What it holds of the log does not grow with it: of a line and of
 * an entry that are too long, the beginning is kept, because there stands what they are.
 */
export class SetupLogScan {
  #resolution = new Resolution();
  #run = new RunScan();
  #started: RunScan | null = null;
  readonly #idleLines = new IdleLines();
  #pending: LogLine[] = [];
  #pendingLength = 0;
  #form: 'unknown' | 'stamped' | 'unstamped' = 'unknown';

  /** `enough` when no earlier line can change the verdict. */
  get state(): 'more' | 'enough' {
    return this.#form === 'unstamped' ? 'enough' : this.#resolution.state;
  }

  /** Whether this line is one of which, where several follow each other, the uppermost stands for all. */
  isIdle(units: CodeUnits, start: number, end: number): boolean {
    const { indifference } = this.#run;
    const isEntry = this.#form === 'stamped' && this.#pending.length === 0;
    return isEntry && indifference !== null && this.#idleLines.isIdle(units, start, end, indifference);
  }

  /** Takes the line before those taken so far. */
  take({ text, fromEnd }: LogLine): void {
    const line = { text: text.slice(0, longestLine), fromEnd };
    this.#pending.push(line);
    this.#pendingLength += line.text.length + 1;
    const stamp = readStamp(line.text);
    if (stamp !== null) {
      this.#form = 'stamped';
      this.#takeEntry(this.#pendingEntry(stamp));
    } else if (this.#form === 'stamped') {
      if (this.#pendingLength > 2 * longestEntry) this.#trim(longestEntry);
    } else if (this.#pendingLength > longestUnstamped) {
      this.#form = 'unstamped';
    }
  }

  /** The verdict on the lines taken; every `line` in it still counts from the end. */
  verdict(): SetupVerdict {
    if (this.#form !== 'stamped') return judgeUnstamped(this.#pending.toReversed());
    if (this.state === 'more') this.#finish();
    return this.#resolution.verdict();
  }

  #finish(): void {
    if (this.#pending.length > 0) this.#takeEntry(this.#pendingEntry(null));
    if (this.#started !== null) this.#resolution.take(this.#started.summary());
    else if (this.#resolution.state === 'more') this.#resolution.take(this.#run.summary());
  }

  #takeEntry(entry: Entry): void {
    if (this.#started !== null) {
      const isRow = /^\*{10,}\s*$/.test(entry.text);
      if (isRow) this.#started.takeRowAbove(entry);
      this.#resolution.take(this.#started.summary());
      this.#started = null;
      if (isRow || this.#resolution.state === 'enough') return;
    }
    if (this.#run.take(entry) === 'start') {
      this.#started = this.#run;
      this.#run = new RunScan();
    }
  }

  #pendingEntry(stamp: Stamp | null): Entry {
    this.#trim(longestEntry);
    const entry = entryOf(this.#pending.reverse(), stamp);
    this.#pending = [];
    this.#pendingLength = 0;
    return entry;
  }

  /** Drops what stands farthest from the beginning of the entry. */
  #trim(limit: number): void {
    let dropped = 0;
    while (this.#pendingLength > limit && dropped < this.#pending.length - 1) {
      this.#pendingLength -= (this.#pending[dropped]?.text.length ?? 0) + 1;
      dropped += 1;
    }
    this.#pending.splice(0, dropped);
  }
}
