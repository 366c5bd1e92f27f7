import type { BoundEndpoint } from './bound.ts';
import { inverse } from './change.ts';
import type { CertificateRef, Change, RecordValue } from './change.ts';
import { commandsFor } from './commands.ts';
import { iisApplicationId, iisRecordSettings, personalStore, settingsOf } from './facts.ts';
import type { CertificateRecord } from './facts.ts';
import { notRestorable } from './findings/of-bindings.ts';
import type { PlannedChange, Why } from './plan-shape.ts';

/** A change with what is shown of it. */
export function explained(
  change: Change,
  why: readonly Why[],
  undo: PlannedChange['undo']['kind'],
): PlannedChange {
  return {
    ...change,
    why,
    commands: commandsFor(change),
    // Where Windows would refuse the old record, its commands would delete the one that works, and fail then.
    undo: { kind: undo, commands: undo === 'restores-before' ? commandsFor(inverse(change)) : [] },
  };
}

/** A binding that is to hold another certificate, and why. */
export interface ToBind {
  readonly one: BoundEndpoint;
  readonly why: readonly Why[];
}

/** One change for each binding, numbered from the first. */
export function recordChanges(
  bindings: readonly ToBind[],
  certificate: CertificateRef,
  firstNumber: number,
): readonly PlannedChange[] {
  return bindings.map(({ one, why }, index) => {
    const change: Change = {
      id: String(firstNumber + index),
      kind: 'record',
      target: { endpoint: one.endpoint, site: one.site.name },
      before: one.record === null ? { kind: 'absent' } : { kind: 'present', value: valueOf(one.record) },
      // Every other field stays as it was; the owner is IIS and the store is My, because IIS serves it from there.
      after: {
        kind: 'present',
        value: {
          ...(one.record === null ? iisRecordSettings : settingsOf(one.record)),
          certificate,
          store: personalStore,
          applicationId: iisApplicationId,
        },
      },
    };
    const lost = one.record !== null && notRestorable(one.certificate) !== null;
    return explained(change, why, lost ? 'ends-at-last-working' : 'restores-before');
  });
}

function valueOf(record: CertificateRecord): RecordValue {
  return {
    ...settingsOf(record),
    certificate: { kind: 'thumbprint', thumbprint: record.thumbprint },
  };
}
