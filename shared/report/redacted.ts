import type { Facts } from '../facts.ts';
import { redactor } from '../redact.ts';
import type { Redact } from '../redact.ts';
import { tellingNames } from '../telling-names.ts';
import type { Report } from './shape.ts';

/**
 * The same reports with other names in place of those that tell whose server it is. It is done before they are laid
 * out: a name that is broken between two lines would not be found.
 * @param facts everything that is known of the server's names, also from before
 * @returns `null` where nothing tells what to replace
 */
export function withoutNames(reports: readonly Report[], facts: readonly Facts[]): readonly Report[] | null {
  const names = tellingNames(facts);
  if (names === null) return null;
  const redact = redactor(names);
  return reports.map((report) => redacted(report, redact));
}

/** Words of this program, by which a report is laid out. */
const ownFields = new Set(['kind', 'mark', 'id']);

function redacted<Part>(part: Part, redact: Redact): Part {
  const redactedPart = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (Array.isArray(value)) return value.map(redactedPart);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([field, inside]: [string, unknown]) => [
        field,
        ownFields.has(field) ? inside : redactedPart(inside),
      ]),
    );
  };
  return redactedPart(part) as Part;
}
