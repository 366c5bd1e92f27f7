import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { errorCode } from './disk.ts';
import { detectEncoding } from './log-encoding.ts';
import type { Encoding, Units } from './log-encoding.ts';

/** A log that somebody else writes, or puts another in the place of. Both calls throw as the file system does. */
export interface GrowingLog {
  /** In bytes. */
  size(): number;
  /** Fills `into` from an offset and returns how many bytes there were. */
  read(into: Uint8Array, offset: number): number;
}

/** The log at a path. It is not held open between two calls: whoever writes it may want it for himself. */
export function growingFile(path: string): GrowingLog {
  return {
    size: () => statSync(path).size,
    read(into, offset) {
      const file = openSync(path, 'r');
      try {
        return readSync(file, into, 0, into.length, offset);
      } finally {
        closeSync(file);
      }
    },
  };
}

const blockSize = 65_536;
const sampleSize = 4096;
/** So many bytes tell one log from another: in front of a row of stars they hold its stamp as well. */
const traceLength = 256;
const lineEnd = 0x0a;
const ansi = 'windows-1252';
const nothing = new Uint8Array();

/**
 * The lines that are appended to a log. It holds on to where the first line begins that is not whole yet, and to
 * what stands in front of that: where something else stands there, the log is another, and read from its beginning.
 */
export class LogTail {
  readonly #log: GrowingLog;
  #next = 0;
  #trace: Uint8Array = nothing;
  #sizeSeen = 0;
  /** Of a line that is longer than a block, the head was taken; the rest is left out. */
  #at: 'a line' | 'the rest of a long line' = 'a line';

  /** Begins at the end of what stands there now. */
  constructor(log: GrowingLog) {
    this.#log = log;
    const size = this.#size() ?? 0;
    this.#next = size;
    this.#trace = this.#bytes(Math.max(0, size - traceLength), size) ?? nothing;
    this.#sizeSeen = size;
  }

  /** The whole lines that came since it was asked last, block by block; none while the log cannot be read. */
  *newLines(): Generator<readonly string[]> {
    const size = this.#size();
    if (size === null || size === this.#sizeSeen) return;
    const before = this.#bytes(this.#next - this.#trace.length, this.#next);
    const head = this.#bytes(0, Math.min(size, sampleSize));
    if (before === null || head === null) return;
    if (size < this.#next || Buffer.compare(before, this.#trace) !== 0) this.#startOver();
    const encoding = detectEncoding(head, nothing, ansi);
    // What stood there at first may have ended with half a unit.
    const half = this.#next % encoding.unitSize;
    this.#next -= half;
    this.#trace = this.#trace.subarray(0, this.#trace.length - half);
    while (this.#next < size) {
      const block = this.#bytes(this.#next, Math.min(size, this.#next + blockSize));
      if (block === null) return;
      const { lines, length } = this.#split(encoding, unitsOf(block, encoding));
      if (length === 0) break;
      this.#next += length;
      this.#trace = Buffer.concat([this.#trace, block.subarray(0, length)]).subarray(-traceLength);
      yield lines;
    }
    this.#sizeSeen = size;
  }

  /** The whole lines of a block that begins with a line, and how many bytes they take. */
  #split(encoding: Encoding, units: Units): { readonly lines: readonly string[]; readonly length: number } {
    const { unitSize } = encoding;
    const lines: string[] = [];
    let start = 0;
    const takeUntil = (end: number) => {
      if (this.#at === 'a line') lines.push(textOf(encoding.decode(units.subarray(start, end))));
    };
    for (let end = units.indexOf(lineEnd); end !== -1; end = units.indexOf(lineEnd, start)) {
      takeUntil(end);
      this.#at = 'a line';
      start = end + 1;
    }
    if (start === 0 && units.length * unitSize === blockSize) {
      takeUntil(units.length);
      this.#at = 'the rest of a long line';
      start = units.length;
    }
    return { lines, length: start * unitSize };
  }

  #startOver(): void {
    this.#next = 0;
    this.#trace = nothing;
    this.#at = 'a line';
  }

  /** `null` when it cannot be told. A log that is gone is another when it comes back. */
  #size(): number | null {
    try {
      return this.#log.size();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        this.#startOver();
        this.#sizeSeen = 0;
      }
      return null;
    }
  }

  /** Fewer than were asked for when the log got shorter; `null` when it cannot be read. */
  #bytes(start: number, end: number): Uint8Array<ArrayBuffer> | null {
    const bytes = new Uint8Array(end - start);
    try {
      let filled = 0;
      for (let count = -1; filled < bytes.length && count !== 0; filled += count) {
        count = this.#log.read(bytes.subarray(filled), start + filled);
      }
      return bytes.subarray(0, filled);
    } catch (error) {
      // Only the file system speaks in codes: all else is a mistake, and thrown.
      errorCode(error);
      return null;
    }
  }
}

/** The whole units of a block, which stays as it is. */
function unitsOf(block: Uint8Array, encoding: Encoding): Units {
  return encoding.units(block.slice(0, block.length - (block.length % encoding.unitSize)));
}

/** NULs are no text: a power cut leaves them, and what follows them stands for itself. */
function textOf(line: string): string {
  return line.slice(line.lastIndexOf('\0') + 1).replace(/\r$/, '');
}
