import type { NotUndone } from '../../shared/events.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { exit } from './output.ts';

/** A change that an undo left, and why, as other programs read it. */
export interface LeftChange {
  readonly rescue: number;
  readonly changeId: string;
  readonly because: NotUndone;
}

/** Every change that an undo could not take back. */
export function notUndoneOf(rescues: readonly Rescue[]): readonly LeftChange[] {
  return rescues.flatMap(({ number, steps }) =>
    steps.flatMap(({ change, progress }) =>
      progress.kind === 'not-undone'
        ? [{ rescue: number, changeId: change.id, because: progress.because }]
        : [],
    ),
  );
}

/** The exit status of an undo that came to its end. */
export function undoStatus(rescues: readonly Rescue[]): number {
  return notUndoneOf(rescues).some(({ because }) => couldBeUndoneLater(because)) ? exit.stopped : exit.done;
}

/** What Windows will not take back was said before the change; everything else is worth a look and another try. */
function couldBeUndoneLater(because: NotUndone): boolean {
  return because.kind === 'moved' || because.kind === 'refused' || because.kind === 'unreadable';
}
