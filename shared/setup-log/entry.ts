import type { Stamp } from './stamp.ts';
import type { Quote } from './verdict.ts';

/** A physical line of the log. While the log is read backwards, lines are counted from its end. */
export interface LogLine {
  readonly text: string;
  /** How many line ends stand at or after the start of this line. */
  readonly fromEnd: number;
}

/** A stamped line with the lines that continue it; without a stamp where the beginning of the log is cut away. */
export interface Entry {
  readonly stamp: Stamp | null;
  /** Without the stamp, lines separated by `\n`. */
  readonly text: string;
  readonly lines: readonly LogLine[];
}

/** The entry that these lines make, in the log's order, with the stamp of the first. */
export function entryOf(lines: readonly LogLine[], stamp: Stamp | null): Entry {
  const [first, ...others] = lines.map((line) => line.text);
  return { stamp, text: [stamp?.text ?? first, ...others].join('\n'), lines };
}

/** The physical line on which an offset of the entry's text stands; its `line` still counts from the end. */
export function quoteAt(entry: Entry, offset: number): Quote {
  let index = 0;
  for (
    let end = entry.text.indexOf('\n');
    end !== -1 && end < offset;
    end = entry.text.indexOf('\n', end + 1)
  ) {
    index += 1;
  }
  const line = entry.lines[index];
  if (line === undefined)
    throw new Error(`No line at offset ${offset} of an entry of ${entry.lines.length} lines`);
  return { line: line.fromEnd, text: line.text };
}
