import { assertNever } from '../shared/assert-never.ts';
import { concrete, inverse } from '../shared/change.ts';
import type { ConcreteChange, TargetState } from '../shared/change.ts';
import type { NotUndone, UndoStopped, Verification } from '../shared/events.ts';
import { wasBegun } from '../shared/rescue.ts';
import type { Rescue, RescueOutcome, Step } from '../shared/rescue.ts';
import type { Thumbprint } from '../shared/thumbprint.ts';
import { isStillTurned, mayBeOurHalf, noAnswer, notDone } from './carry-out.ts';
import type { JournalFailed, Note } from './carry-out.ts';
import type { PatientServer } from './patient-server.ts';
import type { Server } from './server/server.ts';
import { settle } from './verify.ts';

export type RescueUndone =
  | { readonly kind: 'undone' | 'partly-undone' }
  /** The server has not answered: what is at work there is waited for before anything else is taken back. */
  | { readonly kind: 'stopped'; readonly because: UndoStopped }
  | JournalFailed;

/** Whether an undo has anything to do or to write down for this rescue. */
export function needsUndo(rescue: Rescue): boolean {
  const over: readonly RescueOutcome['kind'][] = ['undone', 'partly-undone', 'left'];
  return !over.includes(rescue.outcome.kind) || rescue.steps.some(wasBegun);
}

/**
 * Takes back what a rescue did, newest change first; what cannot be taken back is said, and the rest goes on. That
 * the undo has begun is written down before.
 */
export async function undoRescue(rescue: Rescue, server: PatientServer, note: Note): Promise<RescueUndone> {
  let outcome: 'undone' | 'partly-undone' = 'undone';
  for (const step of rescue.steps.filter(wasBegun).toReversed()) {
    const result = await undoStep(rescue, step, server, note);
    if (result.kind === 'journal-failed') return result;
    if (result.kind === 'stopped') {
      const { because } = result;
      return note({ kind: 'undo-stopped', rescue: rescue.number, because }) ?? result;
    }
    if (result.kind === 'done') continue;
    outcome = 'partly-undone';
    const { because } = result;
    const changeId = step.change.id;
    const failed = note({ kind: 'change-not-undone', rescue: rescue.number, changeId, because });
    if (failed !== null) return failed;
  }
  return note({ kind: 'undo-ended', rescue: rescue.number, outcome }) ?? { kind: outcome };
}

type StepUndone =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-undone'; readonly because: NotUndone }
  | { readonly kind: 'stopped'; readonly because: UndoStopped }
  | JournalFailed;

async function undoStep(rescue: Rescue, step: Step, server: PatientServer, note: Note): Promise<StepUndone> {
  const change = inverse(concrete(step.change, rescue.created));
  const written = { rescue: rescue.number, direction: 'undo' } as const;
  const finish = async (found: TargetState, how: 'applied' | 'already-there'): Promise<StepUndone> => {
    const verification = await seen(server, change);
    return (
      note({ kind: 'change-done', ...written, changeId: change.id, found, verification, how }) ?? {
        kind: 'done',
      }
    );
  };

  const now = await settle(server, change);
  if (now.standing === 'as-after' && !isStillTurned(server, change))
    return finish(now.found, 'already-there');
  // It may be this very change that is still being made or taken back, and any other would come in between.
  if (server.unanswered !== null) {
    return { kind: 'stopped', because: noAnswer(change.id, server.unanswered) };
  }
  if (now.standing === 'unknown') return notUndone({ kind: 'unreadable', because: now.because });
  if (now.standing === 'otherwise' || (now.standing === 'partly' && !mayBeOurHalf(step))) {
    return notUndone({ kind: 'moved', found: now.found });
  }
  if (step.change.undo.kind === 'ends-at-last-working') return notUndone({ kind: 'would-not-be-taken-back' });
  const needed = await stillNeeded(change, now.found, server);
  if (needed !== null) return notUndone(needed);

  const failed = note({ kind: 'change-about-to', ...written, change });
  if (failed !== null) return failed;
  const applied = await server.apply(change);
  const after = await settle(server, change);
  if (after.standing === 'as-after') return finish(after.found, 'applied');
  if (applied.kind === 'no-answer') return { kind: 'stopped', because: noAnswer(change.id, applied) };
  if (applied.kind === 'refused') return notUndone({ kind: 'refused', because: applied.because });
  if (after.standing === 'unknown') return notUndone({ kind: 'unreadable', because: after.because });
  return notUndone(
    after.standing === 'as-before'
      ? { kind: 'refused', because: notDone(change) }
      : { kind: 'moved', found: after.found },
  );
}

function notUndone(because: NotUndone): StepUndone {
  return { kind: 'not-undone', because };
}

/**
 * Why the certificate that this change would take away must stay: a record still has it, or nobody can tell. Never
 * leave a site without one.
 */
async function stillNeeded(
  change: ConcreteChange,
  found: TargetState,
  server: Pick<Server, 'inspect'>,
): Promise<NotUndone | null> {
  const made = certificateTakenAway(change, found);
  if (made === null) return null;
  const { records } = await server.inspect();
  if (records.kind === 'unknown') return { kind: 'unreadable', because: records.because };
  const holders = records.value.filter(({ thumbprint }) => thumbprint === made);
  return holders.length === 0 ? null : { kind: 'in-use', endpoints: holders.map(({ endpoint }) => endpoint) };
}

/** By what stands there, also when the power went before its making could be written down as done. */
function certificateTakenAway(change: ConcreteChange, found: TargetState): Thumbprint | null {
  switch (change.kind) {
    case 'record':
    case 'key-access':
      return null;
    case 'trust':
      return change.target.certificate;
    case 'certificate':
      return found.kind === 'certificate' && found.state.kind === 'present' ? found.state.thumbprint : null;
    default:
      return assertNever(change);
  }
}

/** What the endpoint serves after an undo, for the record: the old state may well have served nothing good. */
async function seen(server: Pick<Server, 'served'>, change: ConcreteChange): Promise<Verification> {
  if (change.kind !== 'record' || change.after.kind === 'absent') return { kind: 'read-back' };
  const served = await server.served(change.target.endpoint);
  return served.kind === 'certificate' ? { kind: 'served', thumbprint: served.thumbprint } : served;
}
