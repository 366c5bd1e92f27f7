import { assertNever } from '../assert-never.ts';
import { wasBegun } from '../rescue.ts';
import type { Rescue, Step } from '../rescue.ts';
import type { Activity } from '../activity.ts';

/** What this program has done to the server up to now, over all its rescues: what may truthfully be said on every screen. */
export type ChangedSoFar =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'being-changed' }
  | { readonly kind: 'being-taken-back' }
  /** So many changes stand. */
  | { readonly kind: 'changed'; readonly changes: number }
  /** A change was cut off: whether it stands is settled when the rescue goes on. Besides it, so many stand. */
  | { readonly kind: 'interrupted'; readonly changes: number }
  /** Something was changed once, and nothing of it stands. */
  | { readonly kind: 'taken-back' };

/** The rescues and what is going on → what stands changed. */
export function changedSoFar(rescues: readonly Rescue[], activity: Activity): ChangedSoFar {
  if (activity.kind === 'rebinding') return { kind: 'being-changed' };
  if (activity.kind === 'undoing') return { kind: 'being-taken-back' };
  const steps = rescues.flatMap((rescue) => rescue.steps);
  const changes = steps.filter(stands).length;
  if (steps.some(({ progress }) => progress.kind === 'about-to')) return { kind: 'interrupted', changes };
  if (changes > 0) return { kind: 'changed', changes };
  return steps.some(({ progress }) => progress.kind === 'undone')
    ? { kind: 'taken-back' }
    : { kind: 'nothing' };
}

/** Whether an undo would have something to take back, and nothing is going on that it would disturb. */
export function mayUndo(rescues: readonly Rescue[], activity: Activity): boolean {
  return activity.kind === 'idle' && rescues.some(({ steps }) => steps.some(wasBegun));
}

function stands(step: Step): boolean {
  switch (step.progress.kind) {
    case 'done':
      // What was there before we came is no change of ours.
      return step.progress.how !== 'already-there';
    case 'not-undone':
      return true;
    case 'about-to':
    case 'waiting':
    case 'undone':
      return false;
    default:
      return assertNever(step.progress);
  }
}
