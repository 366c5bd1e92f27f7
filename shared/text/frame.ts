import type { Facts } from '../facts.ts';
import { valueOr } from '../reading.ts';
import type { Thumbprint } from '../thumbprint.ts';
import { commonName, formatThumbprint } from './format.ts';
import { printableLine } from './printable.ts';

/** When and where sentences are read, and what certificates are called there. */
export interface Frame {
  /** ISO 8601, UTC: dates are said relative to it. */
  readonly at: string;
  readonly utcOffsetMinutes: number;
  /** The name an administrator knows a certificate by: its friendly name, or the common name of its subject. */
  readonly names: ReadonlyMap<Thumbprint, string>;
}

export function frameOf(facts: Facts, at: string): Frame {
  const names = valueOr(facts.certificates, []).map(
    ({ thumbprint, friendlyName, subject }) =>
      // Free text: it goes into sentences, and must not end their line.
      [thumbprint, printableLine(friendlyName || commonName(subject))] as const,
  );
  return { at, utcOffsetMinutes: facts.utcOffsetMinutes, names: new Map(names) };
}

/** `mail.contoso.com (D9E0 C54A …)`, or the thumbprint alone where the server does not have the certificate. */
export function certificateText(thumbprint: Thumbprint, frame: Frame): string {
  const name = frame.names.get(thumbprint);
  return name === undefined ? formatThumbprint(thumbprint) : `${name} (${formatThumbprint(thumbprint)})`;
}
