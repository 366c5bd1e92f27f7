/** Where a line of a log stands. A negative number counts from the end of a log that is too long to be counted. */
export function logLineText(line: number): string {
  if (line > 0) return `line ${String(line)}`;
  return line === -1 ? 'the last line' : `line ${String(-line)} from the end`;
}
