import { concrete, inverse } from '../shared/change.ts';
import type { ConcreteChange, TargetState } from '../shared/change.ts';
import type { NotUndone, Verification } from '../shared/events.ts';
import type { Reading } from '../shared/reading.ts';
import type { Rescue, Step } from '../shared/rescue.ts';
import type { Thumbprint } from '../shared/thumbprint.ts';
import { notDone } from './carry-out.ts';
import type { JournalFailed, Note } from './carry-out.ts';
import type { Server } from './server/server.ts';
import { settle } from './verify.ts';

export type RescueUndone = { readonly kind: 'undone' | 'partly-undone' } | JournalFailed;

/** Takes back what a rescue did, newest change first; what cannot be taken back is said, and the rest goes on. */
export async function undoRescue(rescue: Rescue, server: Server, note: Note): Promise<RescueUndone> {
  const toUndo = rescue.steps.filter((step) => wasBegun(step)).toReversed();
  const ended = rescue.outcome.kind === 'undone' || rescue.outcome.kind === 'partly-undone';
  if (toUndo.length === 0 && ended) return { kind: 'undone' };
  const failed = note({ kind: 'undo-started', rescue: rescue.number });
  if (failed !== null) return failed;
  let outcome: 'undone' | 'partly-undone' = 'undone';
  for (const step of toUndo) {
    const result = await undoStep(rescue, step, server, note);
    if (result.kind === 'journal-failed') return result;
    if (result.kind === 'done') continue;
    outcome = 'partly-undone';
    const { because } = result;
    const unwritten = note({
      kind: 'change-not-undone',
      rescue: rescue.number,
      changeId: step.change.id,
      because,
    });
    if (unwritten !== null) return unwritten;
  }
  return note({ kind: 'undo-ended', rescue: rescue.number, outcome }) ?? { kind: outcome };
}

/** What was there before we came is not ours to take back. */
function wasBegun({ progress }: Step): boolean {
  if (progress.kind === 'done') return progress.how !== 'already-there';
  return progress.kind === 'about-to' || progress.kind === 'not-undone';
}

type StepUndone =
  { readonly kind: 'done' } | { readonly kind: 'not-undone'; readonly because: NotUndone } | JournalFailed;

async function undoStep(rescue: Rescue, step: Step, server: Server, note: Note): Promise<StepUndone> {
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

  const { standing, found } = await settle(server, change);
  if (standing === 'as-after' && found.kind === 'read') return finish(found.value, 'already-there');
  if (standing === 'otherwise' || standing === 'unknown') {
    return { kind: 'not-undone', because: { kind: 'moved', found } };
  }
  if (step.change.undo.kind === 'ends-at-last-working') {
    return { kind: 'not-undone', because: { kind: 'would-not-be-taken-back' } };
  }
  const needed = await stillNeeded(change, found, server);
  if (needed !== null) return { kind: 'not-undone', because: needed };

  const failed = note({ kind: 'change-about-to', ...written, change });
  if (failed !== null) return failed;
  const applied = await server.apply(change);
  const settled = await settle(server, change);
  if (settled.standing === 'as-after' && settled.found.kind === 'read')
    return finish(settled.found.value, 'applied');
  if (applied.kind === 'refused') {
    return { kind: 'not-undone', because: { kind: 'refused', because: applied.because } };
  }
  return settled.standing === 'as-before'
    ? { kind: 'not-undone', because: { kind: 'refused', because: notDone(change) } }
    : { kind: 'not-undone', because: { kind: 'moved', found: settled.found } };
}

/**
 * Why the certificate that this change would take away must stay: a record still has it, or nobody can tell. Never
 * leave a site without one.
 */
async function stillNeeded(
  change: ConcreteChange,
  found: Reading<TargetState>,
  server: Server,
): Promise<NotUndone | null> {
  if (change.kind === 'record') return null;
  const made = change.kind === 'trust' ? change.target.certificate : madeCertificate(found);
  if (made === null) return null;
  const { records } = await server.inspect();
  if (records.kind === 'unknown') return { kind: 'refused', because: records.because };
  const holders = records.value.filter(({ thumbprint }) => thumbprint === made);
  return holders.length === 0 ? null : { kind: 'in-use', endpoints: holders.map(({ endpoint }) => endpoint) };
}

/** What stands there, also when the power went before its making could be written down as done. */
function madeCertificate(found: Reading<TargetState>): Thumbprint | null {
  return found.kind === 'read' && found.value.kind === 'certificate' && found.value.state.kind === 'present'
    ? found.value.state.thumbprint
    : null;
}

/** What the endpoint serves after an undo, for the record: the old state may well have served nothing good. */
async function seen(server: Server, change: ConcreteChange): Promise<Verification> {
  if (change.kind !== 'record' || change.after.kind === 'absent') return { kind: 'read-back' };
  const served = await server.served(change.target.endpoint);
  return served.kind === 'certificate' ? { kind: 'served', thumbprint: served.thumbprint } : served;
}
