import { printable } from '../text/printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as the content of an element or of a quoted attribute: all of it is shown, none of it is markup. */
export function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A sentence, its thumbprints marked: each is one word, to be compared and copied; in a narrow column, two halves. */
export function sentenceHtml(text: string): string {
  return codeHtml(text).replaceAll(
    /((?:[0-9A-F]{4} ){4}[0-9A-F]{4}) ((?:[0-9A-F]{4} ){4}[0-9A-F]{4})/g,
    '<span class="thumbprint"><span>$1</span> <span>$2</span></span>',
  );
}

/** Longer words could be wider than the paper, and may be broken after any of their full stops. */
const longestUnbroken = 60;

/** A line with commands in it. A browser would break it at `-` and `/`, where a reader takes the end for a blank. */
export function codeHtml(line: string): string {
  return escapeHtml(line).replaceAll(/\S+/g, (word) => {
    if (word.length > longestUnbroken) return word.replaceAll('.', '.<wbr>');
    return /[-/]/.test(word) ? `<span class="word">${word}</span>` : word;
  });
}
