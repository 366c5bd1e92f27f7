import { withKnownThumbprints } from './change.ts';
import { commandsFor } from './commands.ts';
import { lookAfterUndo, lookHere } from './look-here.ts';
import { whereItStopped } from './rescue.ts';
import type { Rescue } from './rescue.ts';

/** The commands for a look, or a hand, from outside: each list in the order to type them. */
export interface ByHand {
  /** Of the change at which a rescue, or its undo, stopped; `null` where it is at no change. */
  readonly stoppedAt: StoppedAtChange | null;
  /** They show what an undo left, where it is not plain why. */
  readonly afterUndo: readonly string[];
}

export interface StoppedAtChange {
  readonly changeId: string;
  /** They show what stands there. */
  readonly look: readonly string[];
  /** They do the same as the change. */
  readonly commands: readonly string[];
}

/** @param rescues oldest first */
export function byHandOf(rescues: readonly Rescue[]): ByHand {
  return { stoppedAt: stoppedAtChange(rescues), afterUndo: rescues.flatMap(lookAfterUndo) };
}

function stoppedAtChange(rescues: readonly Rescue[]): StoppedAtChange | null {
  const stopped = whereItStopped(rescues);
  if (stopped === null || !('changeId' in stopped.because)) return null;
  const { because, rescue } = stopped;
  const step = rescue.steps.find(({ change }) => change.id === because.changeId);
  if (step === undefined) return null;
  return {
    changeId: step.change.id,
    look: lookHere(because, rescue),
    commands: commandsFor(withKnownThumbprints(step.change, rescue.created)),
  };
}
