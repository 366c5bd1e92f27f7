import type { Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

/** A part of a configuration file, and what it holds for. */
export interface Scope {
  /**
   * The `path` of a `<location>`, such as `Default Web Site/owa`, without slashes around it; empty: all that the
   * file holds for.
   */
  readonly path: string;
  readonly element: Element;
}

/** The file itself, then its `<location>` elements as they stand there. */
export function scopes({ root }: ConfigurationFile): readonly Scope[] {
  return [
    { path: '', element: root },
    ...children(root, 'location').map((element) => ({ path: locationPath(element), element })),
  ];
}

/** IIS writes the place where the file lies as `.`, as an empty path, or leaves it out. */
function locationPath(location: Element): string {
  const path = (location.getAttribute('path') ?? '').replaceAll(/^\/+|\/+$/g, '');
  return path === '.' ? '' : path;
}

/** The direct children of this name; IIS tells element names apart by case. */
export function children(element: Element, name: string): readonly Element[] {
  return [...element.childNodes].filter(isElement).filter((child) => child.tagName === name);
}

/** The direct children, whatever their names, as they stand there. */
export function entries(element: Element): readonly Element[] {
  return [...element.childNodes].filter(isElement);
}

function isElement(node: { readonly nodeType: number }): node is Element {
  return node.nodeType === 1;
}

/**
 * The sections at such a place, such as `system.applicationHost/sites`: none, one, or more when the file splits
 * them. Codes: `SECTION_ELSEWHERE` (its content lies in another file), `SECTION_ENCRYPTED`.
 */
export function sections(file: ConfigurationFile, scope: Scope, place: string): Reading<readonly Element[]> {
  const found = below([scope.element], place);
  for (const section of found) {
    if (section.hasAttribute('configSource')) return unknown('SECTION_ELSEWHERE', whereIs(file, section));
    if (section.hasAttribute('configProtectionProvider'))
      return unknown('SECTION_ENCRYPTED', whereIs(file, section));
  }
  return read(found);
}

/** All elements at such a place under these, such as `bindings/binding`. */
export function below(elements: readonly Element[], place: string): readonly Element[] {
  return place
    .split('/')
    .reduce((parents, name) => parents.flatMap((parent) => children(parent, name)), elements);
}

/** Where an admin finds it: `file:line element`, or `file:line element@attribute`. */
export function whereIs(file: ConfigurationFile, element: Element, attribute?: string): string {
  const name = attribute === undefined ? element.tagName : `${element.tagName}@${attribute}`;
  return `${file.path}:${element.lineNumber ?? 0} ${name}`;
}
