import type { Rescue } from '../../rescue.ts';
import { classClause } from './failure-class.ts';

/** One line per run of Setup after the repair. */
export function setupRunText(run: Rescue['setupRuns'][number]): string {
  return run.outcome === 'succeeded'
    ? 'Setup ended successfully.'
    : `Setup stopped again: ${classClause(run.class)}.`;
}
