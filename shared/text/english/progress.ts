import { assertNever } from '../../assert-never.ts';
import type { JournalEntry } from '../../events.ts';
import type { Rescue } from '../../rescue.ts';
import { count } from '../format.ts';
import { changeTitle, notUndoneText, stopText, undoStopText, verificationText } from './changes.ts';
import { setupRunText } from './setup-run.ts';

/** One line for each event, for somebody who watches the console. */
export function progressText({ event, at }: JournalEntry, rescues: readonly Rescue[]): string {
  const title = (changeId: string, rescue: number) => {
    const steps = rescues.find((candidate) => candidate.number === rescue)?.steps ?? [];
    const step = steps.find(({ change }) => change.id === changeId);
    return step === undefined ? `change ${changeId}` : changeTitle(step.change);
  };
  switch (event.kind) {
    case 'rescue-started':
      return `Rescue begun: ${count(event.plan.changes.length, 'change')} planned.`;
    case 'backup-made':
      return `Backup made: ${count(event.files.length, 'file')} in ${event.folder}.`;
    case 'change-about-to':
      return `${event.change.id}. ${title(event.change.id, event.rescue)}: ${event.direction === 'apply' ? 'changing' : 'taking back'} …`;
    case 'change-done':
      return `${event.changeId}. ${event.direction === 'apply' ? 'Done' : 'Taken back'}: ${verificationText(event.verification)}.`;
    case 'change-not-done':
      return `${event.changeId}. Not done: the server is as before.`;
    case 'change-not-undone':
      return `${event.changeId}. ${title(event.changeId, event.rescue)} stays: ${notUndoneText(event.because)}`;
    case 'rescue-stopped':
      return `Stopped. ${stopText(event.because)}`;
    case 'rescue-resumed':
      return 'Going on with the rescue.';
    case 'rescue-left':
      return 'Left where it was: what was done stays, and can be undone.';
    case 'rescue-repaired':
      return 'Repaired: the server was looked at again, and no fault is left.';
    case 'undo-started':
      return 'Taking back, newest change first.';
    case 'undo-stopped':
      return `Stopped. ${undoStopText(event.because, rescues)}`;
    case 'undo-ended':
      return event.outcome === 'undone' ? 'Undone: everything was taken back.' : 'Undone as far as possible.';
    case 'setup-run':
      return setupRunText({ at, outcome: event.outcome, class: event.class });
    default:
      return assertNever(event);
  }
}
