/** A text without any white space, every kind of quote made plain: no wrap of a console can hide a word in it. */
export interface Squeezed {
  readonly text: string;
  /** Where a character of the squeezed text stands in the original. */
  at(index: number): number;
}

const doubleQuotes = new Set('"“”„‟«»″「」『』〝〞〟＂');
const singleQuotes = new Set("'‘’‚‛＇");
const white = /[\s\u200b-\u200f\u2060\ufeff]/;

/** Squeezes a text and remembers where everything stood. */
export function squeeze(original: string): Squeezed {
  const kept: string[] = [];
  const origins = new Int32Array(original.length + 1);
  let length = 0;
  for (let index = 0; index < original.length; index += 1) {
    const character = original.charAt(index);
    if (white.test(character)) continue;
    kept.push(plain(character));
    origins[length] = index;
    length += 1;
  }
  origins[length] = original.length;
  return { text: kept.join(''), at: (index) => origins[Math.min(index, length)] ?? original.length };
}

function plain(character: string): string {
  if (doubleQuotes.has(character)) return '"';
  return singleQuotes.has(character) ? "'" : character;
}
