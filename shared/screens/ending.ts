import { assertNever } from '../assert-never.ts';
import { setupIsDone } from '../setup-done.ts';
import { isUnfinished, staysAgainstUs } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';
import { undoneLast } from './work-rows.ts';

/** How it ended, for the last stage. */
export type Ending =
  | 'done'
  /** Repaired, and Setup has not been run again yet. */
  | 'setup-waits'
  /** Repaired, and Setup stopped all the same. */
  | 'setup-failed'
  /** The real certificate is bound again. */
  | 'put-back'
  | 'undone'
  /** The self-signed certificate is bound again; the rescue before it stands. */
  | 'put-back-undone'
  | 'partly-undone'
  /** Some of it was taken back alone, and the rest stands. */
  | 'undone-in-part'
  | 'left'
  | 'unfinished';

/** Rescues, oldest first → how it ended; throws (a bug) where none has begun. */
export function endingOf(rescues: readonly Rescue[]): Ending {
  const last = rescues.at(-1);
  if (last === undefined) throw new Error('No rescue has begun');
  if (rescues.some(isUnfinished)) return 'unfinished';
  switch (last.outcome.kind) {
    case 'repaired':
      if (last.start.purpose === 'put-back') return 'put-back';
      if (setupIsDone(last)) return 'done';
      return last.setupRuns.at(-1)?.outcome === 'failed' ? 'setup-failed' : 'setup-waits';
    case 'partly-undone':
      return staysAgainstUs(last) ? 'partly-undone' : 'undone-in-part';
    case 'undone':
      return undoneLast(rescues) === 'put-back' ? 'put-back-undone' : 'undone';
    case 'left':
      return 'left';
    case 'open':
    case 'stopped':
    case 'undoing':
      return 'unfinished';
    default:
      return assertNever(last.outcome);
  }
}
