import type { Squeezed } from './squeezed.ts';

/** The name of a .NET exception, as it stands in a text. */
export interface ExceptionType {
  readonly name: string;
  /** Where it ends in the squeezed text. */
  readonly end: number;
  /** `torn` when the text ends with it, so that more of the name may be missing. */
  readonly state: 'whole' | 'torn';
}

const suffix = 'Exception';
const dotted = /^(?:[A-Za-z_]\w*\.)+\w+$/;
const nameCharacters = /[A-Za-z_][\w.+`]*/y;

/** The exception type that begins exactly at an index of a squeezed text, or `null`. */
export function exceptionTypeAt(original: string, squeezed: Squeezed, index: number): ExceptionType | null {
  nameCharacters.lastIndex = index;
  const run = nameCharacters.exec(squeezed.text)?.[0] ?? '';
  for (let at = run.indexOf(suffix); at !== -1; at = run.indexOf(suffix, at + 1)) {
    const name = run.slice(0, at + suffix.length);
    if (!dotted.test(name)) continue;
    const end = index + name.length;
    const after = squeezed.at(end - 1) + 1;
    // Squeezing glues the name to the word behind it: only the original shows where it ends.
    if (/^(?:\w|\.[A-Za-z])/.test(original.slice(after, after + 2))) continue;
    return { name, end, state: after < original.length ? 'whole' : 'torn' };
  }
  return null;
}

/** The first exception type of a known root namespace that is followed by a colon, wherever it stands. */
export function findExceptionType(
  original: string,
  squeezed: Squeezed,
  from: number,
  to: number,
): (ExceptionType & { readonly start: number }) | null {
  const root = /(?:System|Microsoft)\./g;
  for (const found of squeezed.text.slice(from, to).matchAll(root)) {
    const start = from + found.index;
    const type = exceptionTypeAt(original, squeezed, start);
    if (type !== null && /[:：]/.test(squeezed.text.charAt(type.end))) return { ...type, start };
  }
  return null;
}
