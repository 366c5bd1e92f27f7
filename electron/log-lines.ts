import type { Encoding, Units } from './log-encoding.ts';

/** A log in blocks of code units. */
export interface UnitBlocks {
  readonly length: number;
  readonly blockLength: number;
  /** The units from `start` to `end`, good until the next are read. */
  read(start: number, end: number): Units;
}

/** Takes lines from the last to the first until it has enough. */
export interface LineScan {
  readonly state: 'more' | 'enough';
  /** Whether this is a line of which, where several follow each other, the uppermost stands for all. */
  isIdle?(units: Units, start: number, end: number): boolean;
  /** `fromEnd`: line ends between this line and the end of the log. */
  take(line: { readonly text: string; readonly fromEnd: number }): void;
}

const lineEnd = 0x0a;
const longestLine = 262_144;
const none = -1;

/**
 * Feeds the lines of a log to the scan, from the last to the first, until it has enough.
 * @returns the line ends in what was read for it, and how many units before that were not
 */
export function feedBackwards(
  blocks: UnitBlocks,
  encoding: Encoding,
  scan: LineScan,
): { readonly lineEnds: number; readonly rest: number } {
  const lines = new BackwardLines(encoding, scan);
  let end = blocks.length;
  while (end > 0 && scan.state === 'more') {
    const start = Math.max(0, end - blocks.blockLength);
    lines.take(blocks.read(start, end));
    end = start;
  }
  if (scan.state === 'more') lines.finish();
  return { lineEnds: lines.lineEnds, rest: end };
}

class BackwardLines {
  readonly #encoding: Encoding;
  readonly #scan: LineScan;
  readonly #tail: LineTail;
  /** The uppermost of the idle lines met last, in the block at hand. */
  readonly #idle = { start: none, end: none, fromEnd: 0 };
  #lineEnds = 0;

  constructor(encoding: Encoding, scan: LineScan) {
    this.#encoding = encoding;
    this.#scan = scan;
    this.#tail = new LineTail(encoding.allocate(longestLine));
  }

  /** The line ends of all blocks taken, also of those parts that the scan did not need. */
  get lineEnds(): number {
    return this.#lineEnds;
  }

  take(block: Units): void {
    if (isZero(block)) {
      if (!this.#tail.isEmpty) this.finish();
      return;
    }
    const isPlain = !block.includes(0);
    let stop = block.length;
    for (let at = lastOf(lineEnd, block, stop); at !== -1; at = lastOf(lineEnd, block, at)) {
      if (isPlain && this.#tail.isEmpty) this.#takeWhole(block, at + 1, stop);
      else {
        this.#begin(block.subarray(at + 1, stop));
        this.finish();
      }
      this.#lineEnds += 1;
      stop = at;
    }
    this.#takeIdle(block);
    this.#begin(block.subarray(0, stop));
  }

  /** A line that lies in the block as a whole is read where it lies. */
  #takeWhole(block: Units, start: number, end: number): void {
    if (this.#scan.state === 'enough') return;
    if (this.#scan.isIdle?.(block, start, end) === true) {
      this.#idle.start = start;
      this.#idle.end = end;
      this.#idle.fromEnd = this.#lineEnds;
      return;
    }
    this.#takeIdle(block);
    this.#say(block.subarray(start, end), this.#lineEnds);
  }

  #takeIdle(block: Units): void {
    const { start, end, fromEnd } = this.#idle;
    if (start === none) return;
    this.#idle.start = none;
    this.#say(block.subarray(start, end), fromEnd);
  }

  /** What is left is a line. */
  finish(): void {
    this.#say(this.#tail.units, this.#lineEnds);
    this.#tail.clear();
  }

  /**
   * Puts the units before the rest of their line. A power cut leaves NULs where a piece of the file was never written:
   * they are no text, and what follows them stands for itself.
   */
  #begin(units: Units): void {
    let stop = units.length;
    for (let nul = lastOf(0, units, stop); nul !== -1; nul = lastOf(0, units, stop)) {
      this.#tail.prepend(units.subarray(nul + 1, stop));
      this.finish();
      stop = startOfNuls(units, nul);
    }
    this.#tail.prepend(units.subarray(0, stop));
  }

  #say(units: Units, fromEnd: number): void {
    if (this.#scan.state === 'enough') return;
    const text = this.#encoding.decode(units);
    this.#scan.take({ text: text.endsWith('\r') ? text.slice(0, -1) : text, fromEnd });
  }
}

/** The end of a line whose beginning is not read yet. Of a line that is too long, the beginning will be kept. */
class LineTail {
  readonly #buffer: Units;
  #length = 0;

  constructor(buffer: Units) {
    this.#buffer = buffer;
  }

  get units(): Units {
    return this.#buffer.subarray(0, this.#length);
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  prepend(units: Units): void {
    const head = units.subarray(0, this.#buffer.length);
    const kept = Math.min(this.#length, this.#buffer.length - head.length);
    this.#buffer.copyWithin(head.length, 0, kept);
    this.#buffer.set(head);
    this.#length = head.length + kept;
  }

  clear(): void {
    this.#length = 0;
  }
}

function lastOf(unit: number, units: Units, before: number): number {
  return before === 0 ? -1 : units.lastIndexOf(unit, before - 1);
}

/** Where the row of NULs begins that ends at an index. */
function startOfNuls(units: Units, end: number): number {
  let at = end;
  while (at > 0 && units[at - 1] === 0) at -= 1;
  return at;
}

function isZero(block: Units): boolean {
  if (block[0] !== 0 || block[block.length - 1] !== 0) return false;
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  return bytes.length === 1 || bytes.subarray(1).equals(bytes.subarray(0, -1));
}

/** How many line ends there are among the first units of a log. */
export function countLineEnds(blocks: UnitBlocks, length: number): number {
  let count = 0;
  for (let start = 0; start < length; start += blocks.blockLength) {
    const block = blocks.read(start, Math.min(length, start + blocks.blockLength));
    for (let at = block.indexOf(lineEnd); at !== -1; at = block.indexOf(lineEnd, at + 1)) count += 1;
  }
  return count;
}
