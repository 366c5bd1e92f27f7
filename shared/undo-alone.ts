import { assertNever } from './assert-never.ts';
import type { CertificateRef } from './change.ts';
import type { PlannedChange } from './plan-shape.ts';
import { wasBegun } from './rescue.ts';
import type { Rescue, Step } from './rescue.ts';
import type { Thumbprint } from './thumbprint.ts';

/** A change of one of the rescues of a journal. */
export interface ChangeName {
  readonly rescue: number;
  readonly changeId: string;
}

/** Whether one change may be taken back while the others stay. What the server says to it, is asked only then. */
export type UndoAlone =
  | { readonly kind: 'may'; readonly rescue: Rescue; readonly step: Step }
  | { readonly kind: 'no-such-change' }
  /** It was never begun, was so before, or is taken back already. */
  | { readonly kind: 'not-standing' }
  /** Another undo is half done: it comes first. */
  | { readonly kind: 'undo-unfinished' }
  /** A change that stands works with what this one made, or its own undo would. */
  | { readonly kind: 'hung-on'; readonly by: ChangeName };

export function undoAlone(rescues: readonly Rescue[], name: ChangeName): UndoAlone {
  const rescue = rescues.find(({ number }) => number === name.rescue);
  const step = rescue?.steps.find(({ change }) => change.id === name.changeId);
  if (rescue === undefined || step === undefined) return { kind: 'no-such-change' };
  if (rescues.some((one) => one.outcome.kind === 'undoing' && !isOnlyAt(one, name))) {
    return { kind: 'undo-unfinished' };
  }
  if (!wasBegun(step)) return { kind: 'not-standing' };
  const by = standing(rescues).find((other) => hangsOn(other, { rescue, step }));
  if (by === undefined) return { kind: 'may', rescue, step };
  return { kind: 'hung-on', by: { rescue: by.rescue.number, changeId: by.step.change.id } };
}

/** Every change that may be taken back alone now, newest first. */
export function undoableAlone(rescues: readonly Rescue[]): readonly StandingChange[] {
  return standing(rescues).filter(({ rescue, step }) => {
    const may = undoAlone(rescues, { rescue: rescue.number, changeId: step.change.id });
    return may.kind === 'may';
  });
}

/** Every change that may stand, newest first. */
export function standing(rescues: readonly Rescue[]): readonly StandingChange[] {
  return rescues
    .flatMap((rescue) => rescue.steps.filter(wasBegun).map((step) => ({ rescue, step })))
    .toReversed();
}

export interface StandingChange {
  readonly rescue: Rescue;
  readonly step: Step;
}

/** Whether it is this very change that is half taken back. */
function isOnlyAt({ number, outcome }: Rescue, { rescue, changeId }: ChangeName): boolean {
  return number === rescue && outcome.kind === 'undoing' && outcome.alone?.changeId === changeId;
}

/**
 * A later plan of the same rescue makes a certificate anew under another thumbprint, so what names it goes first. And
 * what was replaced since has to be there, and of use, when it is put back.
 */
function hangsOn(other: StandingChange, { rescue, step }: StandingChange): boolean {
  if (other.step === step) return false;
  const isSame = other.rescue.number === rescue.number;
  const { change } = step;
  const ends = certificatesOf(other.step.change);
  if (isSame && [...ends.before, ...ends.after].some((ref) => isMadeBy(ref, change.id))) return true;
  const given = givenBy(change, rescue);
  return given !== null && ends.before.some((ref) => ref.kind === 'thumbprint' && ref.thumbprint === given);
}

function isMadeBy(ref: CertificateRef, changeId: string): boolean {
  return ref.kind === 'created' && ref.createdBy === changeId;
}

/** The certificate that this change made, trusted, or made of use; `null` where it did none of these. */
function givenBy(change: PlannedChange, { created }: Rescue): Thumbprint | null {
  switch (change.kind) {
    case 'record':
      return null;
    case 'certificate':
      return created.get(change.id) ?? null;
    case 'trust': {
      const { certificate } = change.target;
      return certificate.kind === 'thumbprint'
        ? certificate.thumbprint
        : (created.get(certificate.createdBy) ?? null);
    }
    case 'key-access':
      return change.target.certificate;
    default:
      return assertNever(change);
  }
}

/** The certificates that a change names: what it replaces, and what it puts there or works with. */
function certificatesOf(change: PlannedChange): {
  readonly before: readonly CertificateRef[];
  readonly after: readonly CertificateRef[];
} {
  switch (change.kind) {
    case 'record': {
      const { before, after } = change;
      return {
        before: before.kind === 'present' ? [before.value.certificate] : [],
        after: after.kind === 'present' ? [after.value.certificate] : [],
      };
    }
    case 'trust':
      return { before: [], after: [change.target.certificate] };
    case 'certificate':
    case 'key-access':
      return { before: [], after: [] };
    default:
      return assertNever(change);
  }
}
