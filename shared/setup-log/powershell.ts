const doubleQuote = /["“”„]/;
const singleQuote = /['‘’‚‛]/;
const filler = '\u0001';

/**
 * A script of the same length in which what PowerShell does not run, comments and the insides of strings, is filled in,
 * so that what remains is code.
 */
export function maskProse(script: string): string {
  const masked = script.split('');
  let index = 0;
  while (index < script.length) {
    const end = proseEnd(script, index);
    for (let inside = index; inside < end; inside += 1) {
      if (masked[inside] !== '\n') masked[inside] = filler;
    }
    index = Math.max(end, index + 1);
  }
  return masked.join('');
}

/** Where the comment or string that starts at an index ends; the index itself when none starts there. */
function proseEnd(script: string, start: number): number {
  const first = script.charAt(start);
  if (script.startsWith('<#', start)) return after(script, '#>', start + 2);
  if (first === '#' && /^[\s;{}()|]?$/.test(script.charAt(start - 1))) return before(script, '\n', start);
  if (/^@["'][ \t\r]*\n/.test(script.slice(start, start + 8))) {
    return after(script, `\n${script.charAt(start + 1)}@`, start + 2);
  }
  if (doubleQuote.test(first)) return stringEnd(script, start, doubleQuote);
  if (singleQuote.test(first)) return stringEnd(script, start, singleQuote);
  return start;
}

function stringEnd(script: string, start: number, quote: RegExp): number {
  for (let index = start + 1; index < script.length; index += 1) {
    const character = script.charAt(index);
    if (character === '`' && quote === doubleQuote) index += 1;
    else if (quote.test(character)) {
      if (!quote.test(script.charAt(index + 1))) return index + 1;
      index += 1;
    }
  }
  return script.length;
}

function after(script: string, mark: string, from: number): number {
  const found = script.indexOf(mark, from);
  return found === -1 ? script.length : found + mark.length;
}

function before(script: string, mark: string, from: number): number {
  const found = script.indexOf(mark, from);
  return found === -1 ? script.length : found;
}
