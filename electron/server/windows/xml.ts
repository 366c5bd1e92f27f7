import { DOMParser, onWarningStopParsing, ParseError, type Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../shared/reading.ts';

/**
 * The root of an XML document that Windows wrote. Codes: `XML_DOCTYPE_REFUSED`, `XML_NOT_WELL_FORMED`.
 * @param tried where the text comes from
 */
export function parseXml(text: string, tried: string): Reading<Element> {
  // This program is elevated: no entity of a file's own making, no file named by another, not even tried.
  if (/<!DOCTYPE/i.test(text)) return unknown('XML_DOCTYPE_REFUSED', tried);
  try {
    const parser = new DOMParser({ onError: onWarningStopParsing });
    const { documentElement } = parser.parseFromString(text, 'text/xml');
    return documentElement === null ? unknown('XML_NOT_WELL_FORMED', tried) : read(documentElement);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return unknown('XML_NOT_WELL_FORMED', tried);
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
