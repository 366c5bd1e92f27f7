/** Characters of a line. */
const width = 88;

/** A thumbprint in its groups of four is one word, with what follows it closely; it is never broken. */
const words = /\(?(?:[0-9A-F]{4} ){9}[0-9A-F]{4}\S*|\S+/g;

/** Breaks at blanks; a word longer than the line stays whole, since it is likely to be copied. */
export function wrap(text: string, first: string, following: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const [word] of text.matchAll(words)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = following;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
