/**
 * Control characters, which command a terminal; the formatting ones, which turn text around or are not seen at all;
 * line ends that only some programs know; halves of characters.
 */
const hidden = /[^\n\t\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A log or a file name may hold what commands a terminal or turns its text around; a person is shown a mark instead. */
export function printable(text: string): string {
  return text.replaceAll(hidden, '\ufffd');
}

/** The same of what stands on a line of its own, and must not begin another. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]/g, '\ufffd');
}

/** The same in every text of a value; what has none of it stays the very same. */
export function printableAll<T>(value: T): T {
  return shownValue(value) as T;
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const shown = items.map(shownValue);
    return shown.every((item, index) => item === items[index]) ? value : shown;
  }
  const entries = Object.entries(value);
  const shown = entries.map(([name, item]): readonly [string, unknown] => [name, shownValue(item)]);
  return shown.every(([, item], index) => item === entries[index]?.[1]) ? value : Object.fromEntries(shown);
}
