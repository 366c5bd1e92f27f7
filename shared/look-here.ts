import { withKnownThumbprints } from './change.ts';
import { lookCommandsFor } from './commands.ts';
import type { NotUndone, StopReason } from './events.ts';
import { whereItStopped } from './rescue.ts';
import type { Rescue } from './rescue.ts';

/** The commands that show, from outside, what stands where a rescue stopped; none where it is at no change. */
export function lookHere(because: StopReason, rescue: Rescue): readonly string[] {
  if (because.kind === 'no-answer') return lookCommandsFor(because.asked);
  return 'changeId' in because ? lookAtChange(because.changeId, rescue) : [];
}

/** The same of whatever stopped last. */
export function lookWhereItStopped(rescues: readonly Rescue[]): readonly string[] {
  const stopped = whereItStopped(rescues);
  return stopped === null ? [] : lookHere(stopped.because, stopped.rescue);
}

/** The same for every change that an undo left, where it is not plain why. */
export function lookAfterUndo({ steps, ...rescue }: Rescue): readonly string[] {
  return steps.flatMap(({ change, progress }) =>
    progress.kind === 'not-undone' && isToBeLookedAt(progress.because)
      ? lookAtChange(change.id, { ...rescue, steps })
      : [],
  );
}

/** What Windows would not take back was said before, and what is in use has been looked at. */
export function isToBeLookedAt({ kind }: NotUndone): boolean {
  return kind === 'moved' || kind === 'unreadable' || kind === 'refused';
}

function lookAtChange(changeId: string, { steps, created }: Rescue): readonly string[] {
  const step = steps.find(({ change }) => change.id === changeId);
  return step === undefined ? [] : lookCommandsFor(withKnownThumbprints(step.change, created));
}
