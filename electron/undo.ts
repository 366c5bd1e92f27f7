import { assertNever } from '../shared/assert-never.ts';
import { concrete, inverse } from '../shared/change.ts';
import type { ConcreteChange, TargetState } from '../shared/change.ts';
import type { NotUndone, UndoStopped, Verification } from '../shared/events.ts';
import { valueOr } from '../shared/reading.ts';
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
  /** Somebody asked for it, or the server has not answered: what is at work there is waited for. */
  | { readonly kind: 'stopped'; readonly because: UndoStopped }
  | JournalFailed;

/** How the undo of one change ended. */
export type ChangeUndone =
  | { readonly kind: 'undone' }
  | { readonly kind: 'not-undone'; readonly because: NotUndone }
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
 * @param stopping whether to come to rest before the next change
 */
export async function undoRescue(
  rescue: Rescue,
  server: PatientServer,
  note: Note,
  stopping: () => 'no' | 'yes',
): Promise<RescueUndone> {
  let outcome: 'undone' | 'partly-undone' = 'undone';
  for (const step of rescue.steps.filter(wasBegun).toReversed()) {
    const result: ChangeUndone =
      stopping() === 'yes'
        ? { kind: 'stopped', because: { kind: 'asked' } }
        : await undoStep(rescue, step, server, note);
    if (result.kind === 'journal-failed') return result;
    if (result.kind === 'stopped') {
      const { because } = result;
      return note({ kind: 'undo-stopped', rescue: rescue.number, because }) ?? result;
    }
    if (result.kind === 'not-undone') outcome = 'partly-undone';
  }
  return note({ kind: 'undo-ended', rescue: rescue.number, outcome }) ?? { kind: outcome };
}

/** Takes back one change, and no other. Where nothing was begun because the server is silent, nothing is written down. */
export async function undoChange(
  rescue: Rescue,
  step: Step,
  server: PatientServer,
  note: Note,
): Promise<ChangeUndone> {
  let begun = step.progress.kind === 'about-to' && step.progress.direction === 'undo';
  const undone = await undoStep(rescue, step, server, (event) => {
    begun ||= event.kind === 'change-about-to';
    return note(event);
  });
  if (undone.kind !== 'stopped' || !begun) return undone;
  return note({ kind: 'undo-stopped', rescue: rescue.number, because: undone.because }) ?? undone;
}

/** Settles, writes down, applies the inverse, settles, writes down: how it ended is in the journal, except for a stop. */
async function undoStep(
  rescue: Rescue,
  step: Step,
  server: PatientServer,
  note: Note,
): Promise<ChangeUndone> {
  const undone = await takeBack(rescue, step, server, note);
  if (undone.kind !== 'not-undone') return undone;
  const { because } = undone;
  return (
    note({ kind: 'change-not-undone', rescue: rescue.number, changeId: step.change.id, because }) ?? undone
  );
}

async function takeBack(
  rescue: Rescue,
  step: Step,
  server: PatientServer,
  note: Note,
): Promise<ChangeUndone> {
  const change = inverse(concrete(step.change, rescue.created));
  const written = { rescue: rescue.number, direction: 'undo' } as const;
  const finish = async (found: TargetState, how: 'applied' | 'already-there'): Promise<ChangeUndone> => {
    const verification = await seen(server, change);
    return (
      note({ kind: 'change-done', ...written, changeId: change.id, found, verification, how }) ?? {
        kind: 'undone',
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
  const needed = await stillNeeded(change, now.found, rescue, server);
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

function notUndone(because: NotUndone): ChangeUndone {
  return { kind: 'not-undone', because };
}

/**
 * Why the certificate that this change would take away, or make useless, must stay: a record still has it, or nobody
 * can tell. Never leave a site without one.
 */
async function stillNeeded(
  change: ConcreteChange,
  found: TargetState,
  rescue: Rescue,
  server: Pick<Server, 'inspect'>,
): Promise<NotUndone | null> {
  const lost = certificateLost(change, found, rescue);
  if (lost === null) return null;
  const { records } = await server.inspect();
  if (records.kind === 'unknown') return { kind: 'unreadable', because: records.because };
  const had = change.kind === 'key-access' ? valueOr(rescue.start.facts.records, []) : [];
  const holders = records.value.filter(
    ({ thumbprint, endpoint }) =>
      thumbprint === lost &&
      // What had it when its key was found like this is no worse off than then.
      !had.some((before) => before.endpoint === endpoint && before.thumbprint === lost),
  );
  return holders.length === 0 ? null : { kind: 'in-use', endpoints: holders.map(({ endpoint }) => endpoint) };
}

/** By what stands there, also when the power went before its making could be written down as done. */
function certificateLost(change: ConcreteChange, found: TargetState, { created }: Rescue): Thumbprint | null {
  switch (change.kind) {
    case 'record':
      return null;
    case 'trust':
    case 'key-access':
      return change.target.certificate;
    case 'certificate':
      // Where somebody has deleted it, its key alone can bring it back.
      return found.kind === 'certificate' && found.state.kind === 'present'
        ? found.state.thumbprint
        : (created.get(change.id) ?? null);
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
