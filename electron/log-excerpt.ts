import { closeSync, openSync } from 'node:fs';
import { read, unknown, type Reading } from '../shared/reading.ts';
import { errorCode } from './disk.ts';
import type { LineScan } from './log-lines.ts';
import { countLines, openFile, scanBackwards } from './log-reader.ts';

/** Lines of a log, counted from 1; both ends belong to it. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Some lines of a log, however long it is, in its order.
 * @param wanted told how many lines there are
 */
export function readLogExcerpt(
  path: string,
  wanted: (lines: number) => readonly LineRange[],
): Reading<readonly NumberedLine[]> {
  try {
    const file = openSync(path, 'r');
    try {
      // The same bytes both times, although Setup may be writing more.
      const source = openFile(file);
      const lines = countLines(source);
      const excerpt = new ExcerptScan(wanted(lines), lines);
      scanBackwards(source, excerpt);
      return read(excerpt.lines);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return unknown(errorCode(error), path);
  }
}

class ExcerptScan implements LineScan {
  readonly #ranges: readonly LineRange[];
  readonly #total: number;
  readonly #first: number;
  readonly #found: NumberedLine[] = [];
  state: LineScan['state'] = 'more';

  constructor(ranges: readonly LineRange[], total: number) {
    this.#ranges = ranges;
    this.#total = total;
    this.#first = Math.min(...ranges.map(({ from }) => from));
  }

  get lines(): readonly NumberedLine[] {
    return this.#found.toReversed();
  }

  take({ text, fromEnd }: { readonly text: string; readonly fromEnd: number }): void {
    const line = this.#total - fromEnd;
    if (this.#ranges.some(({ from, to }) => line >= from && line <= to)) this.#found.push({ line, text });
    if (line <= this.#first) this.state = 'enough';
  }
}
