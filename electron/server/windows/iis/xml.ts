import { DOMParser, onWarningStopParsing, ParseError, type Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';

/** One file of IIS's configuration, read and well-formed. */
export interface ConfigurationFile {
  /** Absolute. */
  readonly path: string;
  /** Its `<configuration>`. */
  readonly root: Element;
}

/** Far more than IIS itself takes for a web.config (250 KB) and than applicationHost.config grows to. */
const largest = 8 * 1024 * 1024;

/**
 * A file of IIS's configuration out of its bytes. Codes: `FILE_TOO_LARGE`, `ENCODING_NOT_UNDERSTOOD`,
 * `XML_DOCTYPE_REFUSED`, `XML_NOT_WELL_FORMED`, `NOT_A_CONFIGURATION`; tried is `path` or `path:line`.
 */
export function parseConfiguration(path: string, bytes: Uint8Array): Reading<ConfigurationFile> {
  if (bytes.length > largest) return unknown('FILE_TOO_LARGE', path);
  const text = decode(bytes);
  if (text === null) return unknown('ENCODING_NOT_UNDERSTOOD', path);
  // This program is elevated: no entity of a file's own making, no file named by another, not even tried.
  if (hasDoctype(text)) return unknown('XML_DOCTYPE_REFUSED', path);
  const root = parse(text);
  if (root.kind === 'malformed') {
    return unknown('XML_NOT_WELL_FORMED', root.line === null ? path : `${path}:${root.line}`);
  }
  if (root.element.tagName !== 'configuration') return unknown('NOT_A_CONFIGURATION', path);
  return read({ path, root: root.element });
}

type Parsed =
  | { readonly kind: 'well-formed'; readonly element: Element }
  | { readonly kind: 'malformed'; readonly line: number | null };

function parse(text: string): Parsed {
  try {
    // The library only warns of a missing quote or value: what follows would be a guess.
    const document = new DOMParser({ onError: onWarningStopParsing }).parseFromString(text, 'text/xml');
    const element = document.documentElement;
    if (element === null) return { kind: 'malformed', line: null };
    const line = strayLine(text);
    return line === null ? { kind: 'well-formed', element } : { kind: 'malformed', line };
  } catch (error) {
    return { kind: 'malformed', line: lineOf(error) };
  }
}

/**
 * The line of what the library lets pass and IIS does not: an ampersand that begins no reference, a control
 * character. Only for a text that it has parsed, whose comments and CDATA sections have an end.
 */
function strayLine(text: string): number | null {
  const markup = text.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>/g, (hidden) =>
    hidden.replaceAll('&', ' '),
  );
  const stray = /&(?!(?:\w+|#\d+|#x[\da-f]+);)|(?![\t\n\r\u0080-\u009f])\p{Cc}/iu.exec(markup);
  return stray === null ? null : markup.slice(0, stray.index).split('\n').length;
}

function lineOf(error: unknown): number | null {
  if (!(error instanceof ParseError)) return null;
  const locator = error.locator as { readonly lineNumber?: number } | undefined;
  // 0: it had not begun to count.
  return locator?.lineNumber === undefined || locator.lineNumber === 0 ? null : locator.lineNumber;
}

/** The text without its byte order mark; `null` when the bytes are no text of the encoding they claim. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The mark, or else how `<` is written, or else what the XML declaration says; UTF-8 where nothing says more. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[\w.:-]+)["']/.exec(head)?.groups?.['name'] ?? 'utf-8';
}

/** It stands, if at all, before the first element, with only comments and instructions before it. */
function hasDoctype(text: string): boolean {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : null;
    if (end === null) return /^<!DOCTYPE/i.test(text.slice(at, at + 9));
    const found = text.indexOf(end, at);
    if (found === -1) return false;
    at = found + end.length;
  }
}
