import type { Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import { parseDocument } from '../xml.ts';

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
  const parsed = parseDocument(text);
  if (parsed.kind === 'refused') return unknown(parsed.code, placeOf(path, parsed.line));
  const stray = strayLine(text);
  if (stray !== null) return unknown('XML_NOT_WELL_FORMED', placeOf(path, stray));
  return parsed.root.tagName === 'configuration'
    ? read({ path, root: parsed.root })
    : unknown('NOT_A_CONFIGURATION', path);
}

function placeOf(path: string, line: number | null): string {
  return line === null ? path : `${path}:${line}`;
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
