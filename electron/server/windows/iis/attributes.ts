import type { Element } from '@xmldom/xmldom';
import { read, unknown, type Reading } from '../../../../shared/reading.ts';
import { andThen } from './readings.ts';
import { whereIs } from './sections.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

// The types of IIS's schema (IIS_schema.xml). Codes: `ATTRIBUTE_MISSING`, `VALUE_NOT_UNDERSTOOD`.

/** A text that the schema requires. */
export function requiredText(file: ConfigurationFile, element: Element, name: string): Reading<string> {
  const text = element.getAttribute(name);
  return text === null || text === ''
    ? unknown('ATTRIBUTE_MISSING', whereIs(file, element, name))
    : read(text);
}

/** A `uint` that the schema requires. */
export function requiredInteger(file: ConfigurationFile, element: Element, name: string): Reading<number> {
  return andThen(unsignedInteger(file, element, name), (value) =>
    value === null ? unknown('ATTRIBUTE_MISSING', whereIs(file, element, name)) : read(value),
  );
}

/** `uint`: decimal, or hexadecimal with `0x`; `null` when it is not there. */
export function unsignedInteger(
  file: ConfigurationFile,
  element: Element,
  name: string,
): Reading<number | null> {
  const text = element.getAttribute(name);
  if (text === null) return read(null);
  const value = /^(?:\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  return value <= 0xffff_ffff ? read(value) : unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, element, name));
}

/** `bool`; `null` when it is not there. */
export function truth(file: ConfigurationFile, element: Element, name: string): Reading<boolean | null> {
  const text = element.getAttribute(name)?.toLowerCase();
  if (text === undefined) return read(null);
  if (text === 'true' || text === '1') return read(true);
  if (text === 'false' || text === '0') return read(false);
  return unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, element, name));
}

/** `enum`: one of these in the schema's own spelling, the first when it is not there. */
export function oneOf<Name extends string>(
  file: ConfigurationFile,
  element: Element,
  name: string,
  names: readonly [Name, ...Name[]],
): Reading<Name> {
  const text = element.getAttribute(name);
  if (text === null) return read(names[0]);
  const found = names.find((one) => one.toLowerCase() === text.toLowerCase());
  return found === undefined ? unknown('VALUE_NOT_UNDERSTOOD', whereIs(file, element, name)) : read(found);
}
