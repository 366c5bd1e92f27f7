/** What Setup writes in front of every line of its own: `[MM/dd/yyyy HH:mm:ss.ffff] [n] `. */
export interface Stamp {
  /** As ISO 8601 writes it, UTC, whatever stands in place of the digits. */
  readonly written: string;
  /** The nesting: 0 launcher, 1 role task, 2 cmdlet. */
  readonly level: number;
  /** What follows the stamp. */
  readonly text: string;
}

// People blank digits before they publish a log; .NET writes the separators of the server's culture.
const digit = String.raw`[\dA-Za-z*#?_]`;
const stamp = new RegExp(
  String.raw`^[\s>\ufeff]*\[(DD)[/.\-](DD)[/.\-](DDDD) (DD)[:.](DD)[:.](DD)[.,](D{3,4})\] \[(\d{1,2})\] ?`.replaceAll(
    'D',
    digit,
  ),
);

/** The stamp of a line, or `null` when the line continues the one above. */
export function readStamp(line: string): Stamp | null {
  const found = stamp.exec(line);
  if (found === null) return null;
  const [prefix, month, day, year, hour, minute, second, fraction = '', level] = found;
  // The fraction is milliseconds, padded to four digits: `.0189` is 189 ms.
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(-3)}Z`;
  return { written, level: Number(level), text: line.slice(prefix.length) };
}

/** The time of a stamp; `null` where its digits are blanked or make no date. */
export function timeOf(written: string): string | null {
  const time = new Date(written);
  return !Number.isNaN(time.getTime()) && time.toISOString() === written ? written : null;
}
