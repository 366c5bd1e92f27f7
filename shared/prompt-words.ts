/**
 * What spoils a word in double quotes. The Command Prompt still expands `%` there, PowerShell `$` and the backtick; both
 * end them at a quote, PowerShell at a curly one as well. A backslash at the end would take the closing quote with it.
 * And no prompt takes line ends, control characters, and what cannot be seen.
 */
const spoilsAnyPrompt = /["%$`\u201c-\u201f\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\\$/u;
const spoilsCommandPrompt = /["%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\\$/u;

/** Needs no quotes anywhere. */
const plain = /^[\w.:\\/=[\]-]+$/;

/** A word in double quotes, which Command Prompt and PowerShell take for this very text; `null` where none would do. */
export function quotedWord(text: string): string | null {
  return spoilsAnyPrompt.test(text) ? null : `"${text}"`;
}

/** The same, with quotes only where they are needed. */
export function word(text: string): string | null {
  return plain.test(text) ? text : quotedWord(text);
}

/** The same for the Command Prompt alone. */
export function commandPromptWord(text: string): string | null {
  if (spoilsCommandPrompt.test(text)) return null;
  return plain.test(text) ? text : `"${text}"`;
}

/** A command of these words; `null` where one of them cannot be written. */
export function commandOf(...words: readonly (string | null)[]): string | null {
  return words.includes(null) ? null : words.join(' ');
}
