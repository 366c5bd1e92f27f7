import { concrete } from './change.ts';
import type { RecordTarget, TargetState } from './change.ts';
import type { Facts, Rebinder } from './facts.ts';
import { valueOr } from './reading.ts';
import type { Because, Reading } from './reading.ts';
import type { Rescue } from './rescue.ts';
import type { Thumbprint } from './thumbprint.ts';

/** A record that the newest rescue has bound, and the certificate it has to hold. */
export interface BoundRecord {
  readonly target: RecordTarget;
  readonly bound: Thumbprint;
}

/** A bound record that is not as it was left. Somebody else did it: this program writes nothing while Setup runs. */
export type RecordNews = RecordTarget & { readonly bound: Thumbprint } & (
    | {
        readonly kind: 'other-certificate';
        readonly found: Thumbprint;
        /** Who may have done it, where only one is known that does such things; otherwise `null`. */
        readonly by: Rebinder | null;
      }
    | { readonly kind: 'gone'; readonly by: Rebinder | null }
    | { readonly kind: 'unread'; readonly because: Because }
  );

/** What has to be looked at while Setup runs: the records that the newest rescue has changed. */
export function boundRecords(rescues: readonly Rescue[]): readonly BoundRecord[] {
  const rescue = rescues.at(-1);
  if (rescue === undefined) return [];
  return rescue.steps.flatMap(({ change, progress }) => {
    if (progress.kind !== 'done' || change.kind !== 'record') return [];
    const made = concrete(change, rescue.created);
    return made.kind === 'record' && made.after.kind === 'present'
      ? [{ target: made.target, bound: made.after.value.certificate }]
      : [];
  });
}

/** What a reading of a bound record tells; `null` where it holds what was bound. */
export function recordNews(
  { target, bound }: BoundRecord,
  reading: Reading<TargetState>,
  by: Rebinder | null,
): RecordNews | null {
  if (reading.kind === 'unknown') return { ...target, bound, kind: 'unread', because: reading.because };
  const { value } = reading;
  if (value.kind !== 'record') throw new Error(`A record was asked for, not a ${value.kind}`);
  if (value.state.kind === 'absent') return { ...target, bound, kind: 'gone', by };
  const found = value.state.value.certificate;
  return found === bound ? null : { ...target, bound, kind: 'other-certificate', found, by };
}

/** The one task or service that is known to bind certificates; of several, none can be named. */
export function likelyRebinder({ rebinders }: Pick<Facts, 'rebinders'>): Rebinder | null {
  const { found } = valueOr(rebinders, { found: [], unread: [] });
  return found.length === 1 ? (found[0] ?? null) : null;
}
