import { DOMParser, onWarningStopParsing, ParseError, type Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../shared/reading.ts';

/** A document's root, or why there is none. */
type Parsed =
  | { readonly kind: 'parsed'; readonly root: Element }
  | {
      readonly kind: 'refused';
      readonly code: 'XML_DOCTYPE_REFUSED' | 'XML_NOT_WELL_FORMED';
      /** From 1; `null` where it is not known. */
      readonly line: number | null;
    };

/** Parses strictly, and nothing with a document type. */
export function parseDocument(text: string): Parsed {
  // This program is elevated: no entity of a file's own making, no file named by another, not even tried.
  if (hasDoctype(text)) return { kind: 'refused', code: 'XML_DOCTYPE_REFUSED', line: null };
  try {
    // The library only warns of a missing quote or value: what follows would be a guess.
    const parser = new DOMParser({ onError: onWarningStopParsing });
    const { documentElement: root } = parser.parseFromString(text, 'text/xml');
    return root === null ? malformed(null) : { kind: 'parsed', root };
  } catch (error) {
    return malformed(lineOf(error));
  }
}

/**
 * The root of an XML document that Windows wrote. Codes: `XML_DOCTYPE_REFUSED`, `XML_NOT_WELL_FORMED`.
 * @param tried where the text comes from
 */
export function parseXml(text: string, tried: string): Reading<Element> {
  const parsed = parseDocument(text);
  return parsed.kind === 'parsed' ? read(parsed.root) : unknown(parsed.code, tried);
}

function malformed(line: number | null): Parsed {
  return { kind: 'refused', code: 'XML_NOT_WELL_FORMED', line };
}

function lineOf(error: unknown): number | null {
  if (!(error instanceof ParseError)) return null;
  const locator = error.locator as { readonly lineNumber?: number } | undefined;
  // 0: it had not begun to count.
  return locator?.lineNumber === undefined || locator.lineNumber === 0 ? null : locator.lineNumber;
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

/** UTF-16 as Windows writes its files, or UTF-8; what is neither is of some code page, and its ASCII still counts. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  if (isUtf16) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** The elements of that name right below, whatever their namespace. */
export function childrenOf(parent: Element, name: string): readonly Element[] {
  return elementsIn(parent).filter(({ localName }) => localName === name);
}

/** The first element that this path of names leads to. */
export function descendant(parent: Element, ...names: readonly string[]): Element | null {
  return names.reduce<Element | null>(
    (at, name) => (at === null ? null : (childrenOf(at, name)[0] ?? null)),
    parent,
  );
}

/** Elements that hold no others, in their order. */
export function leavesOf(parent: Element): readonly Element[] {
  const below = elementsIn(parent);
  return below.length === 0 ? [parent] : below.flatMap(leavesOf);
}

export function contentOf(element: Element | null): string {
  return element?.textContent?.trim() ?? '';
}

function elementsIn(parent: Element): readonly Element[] {
  const elementNode = 1;
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === elementNode);
}
