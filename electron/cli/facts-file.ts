import { z } from 'zod';
import type { Facts } from '../../shared/facts.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import { detectEncoding } from '../log-encoding.ts';
import { plainFacts, plainIdentity } from './facts-schema.ts';

/** What `inspect --json` printed on another machine: all that `lookAt` needs. */
export interface FactsFile {
  readonly facts: Facts;
  /** What a new certificate would be known by; `null` where the file holds the facts alone. */
  readonly identity: NewIdentity | null;
}

export type FactsRead =
  | { readonly kind: 'read'; readonly value: FactsFile }
  | { readonly kind: 'not-json' }
  /** `where` is the first place that does not fit, such as `facts.records.0.store`. */
  | { readonly kind: 'not-facts'; readonly where: string };

/** The rest of what is printed follows from these. */
const wholeOutput = z.object({ facts: plainFacts, identity: plainIdentity });

/** @param bytes the output of `inspect --json`, or its facts alone; as a console or an editor saved it */
export function parseFactsFile(bytes: Uint8Array): FactsRead {
  const value = parseJson(textOf(bytes));
  if (value === undefined) return { kind: 'not-json' };
  const isWhole = typeof value === 'object' && value !== null && 'facts' in value;
  const parsed = isWhole
    ? wholeOutput.safeParse(value)
    : z.object({ facts: plainFacts }).safeParse({ facts: value });
  if (!parsed.success) return { kind: 'not-facts', where: parsed.error.issues[0]?.path.join('.') ?? '' };
  return { kind: 'read', value: { identity: null, ...parsed.data } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** PowerShell saves what a program prints as UTF-16. */
function textOf(bytes: Uint8Array): string {
  const encoding = detectEncoding(bytes.subarray(0, 4096), bytes.subarray(-2), 'utf-8');
  const whole = bytes.length - (bytes.length % encoding.unitSize);
  return encoding.decode(encoding.units(new Uint8Array(bytes.subarray(0, whole))));
}
