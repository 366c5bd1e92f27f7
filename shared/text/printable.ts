/** A log or a file name may hold what commands a terminal or turns its text around; a person is shown a mark instead. */
export function printable(text: string): string {
  return text.replaceAll(/[^\n\t\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
