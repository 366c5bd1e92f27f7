import { assertNever } from '../shared/assert-never.ts';
import { concrete, targetOf } from '../shared/change.ts';
import type { ConcreteChange, TargetState } from '../shared/change.ts';
import type { RescueEvent, StopReason } from '../shared/events.ts';
import type { Because } from '../shared/reading.ts';
import { wasBegun } from '../shared/rescue.ts';
import type { Rescue, Step } from '../shared/rescue.ts';
import type { PatientServer, Unanswered } from './patient-server.ts';
import type { Applied } from './server/server.ts';
import { settle, verify } from './verify.ts';
import type { Settled } from './verify.ts';

export interface JournalFailed {
  readonly kind: 'journal-failed';
  readonly code: string;
}

/** Writes an event down; `null` when it is durable. */
export type Note = (event: RescueEvent) => JournalFailed | null;

export type CarriedOut =
  { readonly kind: 'done' } | { readonly kind: 'stopped'; readonly because: StopReason } | JournalFailed;

/**
 * Carries one change of a plan out: compare, write down, apply, read back, verify, write down. A change that was
 * begun before an interruption is settled by the same comparison.
 */
export async function carryOut(
  rescue: Rescue,
  changeId: string,
  server: PatientServer,
  note: Note,
): Promise<CarriedOut> {
  const step = rescue.steps.find((candidate) => candidate.change.id === changeId);
  if (step === undefined) throw new Error(`No change ${changeId} in the plan`);
  if (step.progress.kind === 'done') return { kind: 'done' };
  const begun = wasBegun(step);
  const change = concrete(step.change, rescue.created);

  const now = await settle(server, change);
  if (now.standing === 'unknown') return unreadable(changeId, now.because);
  if (now.standing === 'as-after' && !isStillTurned(server, change)) {
    return finish(rescue, change, now.found, begun ? 'settled' : 'already-there', server, note);
  }
  // It may be this very change that is still being made, and any other would come in between.
  if (server.unanswered !== null) return unanswered(changeId, server.unanswered);
  if (step.progress.kind === 'about-to' && now.standing === 'as-before') {
    const failed = note({ kind: 'change-not-done', rescue: rescue.number, changeId });
    if (failed !== null) return failed;
  }
  if (now.standing !== 'as-before' && !(now.standing === 'partly' && mayBeOurHalf(step))) {
    const { found } = now;
    return begun
      ? uncertain(changeId, found, null)
      : { kind: 'stopped', because: { kind: 'moved', changeId, found } };
  }
  const missing = await server.missing(change);
  if (missing.kind === 'unknown') return unreadable(changeId, missing.because);
  if (missing.value !== null) {
    return {
      kind: 'stopped',
      because: { kind: 'certificate-missing', changeId, missing: missing.value },
    };
  }
  const failed = note({ kind: 'change-about-to', rescue: rescue.number, direction: 'apply', change });
  if (failed !== null) return failed;
  const applied = await server.apply(change);
  const after = await settle(server, change);
  if (after.standing === 'as-after') {
    const how = applied.kind === 'no-answer' ? 'settled' : 'applied';
    return finish(rescue, change, after.found, how, server, note);
  }
  // Not made yet is not the same as not made: it stays written down as begun.
  if (applied.kind === 'no-answer') return unanswered(changeId, applied);
  if (after.standing === 'unknown') return unreadable(changeId, after.because);
  return notApplied(rescue, change, applied, after, note);
}

/**
 * Half way is ours to go on from where a call of ours may have been cut off, and somebody else's where none was. A
 * record that is gone after it was seen as before or as after was deleted by others; a key in the container that we
 * named is the one that we made, whoever took its certificate.
 */
export function mayBeOurHalf(step: Step): boolean {
  const { change, progress } = step;
  if (change.kind !== 'record') return wasBegun(step);
  return progress.kind === 'not-undone' ? progress.because.kind === 'refused' : progress.kind === 'about-to';
}

/**
 * A change that was written down and never finished is settled by reading its target again: done, or not done. What
 * is neither stays in doubt, and an undo still knows of it.
 */
export async function settleInterrupted(
  rescue: Rescue,
  { change: planned, progress }: Step,
  server: PatientServer,
  note: Note,
): Promise<JournalFailed | null> {
  if (progress.kind !== 'about-to' || progress.direction === 'undo') return null;
  const change = concrete(planned, rescue.created);
  const now = await settle(server, change);
  if (now.standing === 'as-before') {
    if (server.unanswered !== null) return null;
    return note({ kind: 'change-not-done', rescue: rescue.number, changeId: change.id });
  }
  if (now.standing !== 'as-after') return null;
  const finished = await finish(rescue, change, now.found, 'settled', server, note);
  return finished.kind === 'journal-failed' ? finished : null;
}

function unanswered(changeId: string, by: Unanswered): CarriedOut {
  return { kind: 'stopped', because: noAnswer(changeId, by) };
}

/** Why nothing goes on at this change. */
export function noAnswer(
  changeId: string,
  { change, waited }: Unanswered,
): Extract<StopReason, { kind: 'no-answer' }> {
  return { kind: 'no-answer', changeId, asked: targetOf(change), waited };
}

/** Whether what stands at this target may still be turned into something else than this change wants there. */
export function isStillTurned({ unanswered }: PatientServer, change: ConcreteChange): boolean {
  if (unanswered === null) return false;
  const { change: asked } = unanswered;
  return placeOf(asked) === placeOf(change) && JSON.stringify(asked.after) !== JSON.stringify(change.after);
}

/** The target without what only people need of it. */
function placeOf(change: ConcreteChange): string {
  switch (change.kind) {
    case 'record':
      return `record ${change.target.endpoint}`;
    case 'certificate':
      return `certificate ${change.target.container}`;
    case 'trust':
      return `trust ${change.target.certificate}`;
    case 'key-access':
      return `key-access ${change.target.path.toLowerCase()}`;
    default:
      return assertNever(change);
  }
}

function unreadable(changeId: string, because: Because): CarriedOut {
  return { kind: 'stopped', because: { kind: 'unreadable', changeId, because } };
}

function uncertain(changeId: string, found: TargetState, refusal: Because | null): CarriedOut {
  return { kind: 'stopped', because: { kind: 'uncertain', changeId, found, refusal } };
}

function notApplied(
  rescue: Rescue,
  change: ConcreteChange,
  applied: Applied,
  { standing, found }: Exclude<Settled, { standing: 'unknown' }>,
  note: Note,
): CarriedOut {
  const changeId = change.id;
  if (standing !== 'as-before') {
    return uncertain(changeId, found, applied.kind === 'refused' ? applied.because : null);
  }
  const failed = note({ kind: 'change-not-done', rescue: rescue.number, changeId });
  if (failed !== null) return failed;
  const because = applied.kind === 'refused' ? applied.because : notDone(change);
  return { kind: 'stopped', because: { kind: 'refused', changeId, because } };
}

/** A server that says done and has not done it is refused like one that says no. */
export function notDone(change: ConcreteChange): Because {
  return { code: 'NOT_DONE', tried: `apply ${change.kind}` };
}

async function finish(
  rescue: Rescue,
  change: ConcreteChange,
  found: TargetState,
  how: 'applied' | 'settled' | 'already-there',
  server: PatientServer,
  note: Note,
): Promise<CarriedOut> {
  const changeId = change.id;
  const verified = await verify(server, change);
  if (verified.kind === 'served-otherwise') {
    return { kind: 'stopped', because: { kind: 'served-otherwise', changeId, served: verified.served } };
  }
  const { verification } = verified;
  const done = { kind: 'change-done', rescue: rescue.number, changeId, direction: 'apply' } as const;
  return note({ ...done, found, verification, how }) ?? { kind: 'done' };
}
