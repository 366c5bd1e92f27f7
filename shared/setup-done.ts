import { valueOr } from './reading.ts';
import type { Rescue } from './rescue.ts';

/** Setup has nothing more to do for this rescue: it ended well after it, or before it. */
export function setupIsDone(rescue: Rescue): boolean {
  const lastRun = rescue.setupRuns.at(-1);
  if (lastRun !== undefined) return lastRun.outcome === 'succeeded';
  return valueOr(rescue.start.facts.setup, null)?.class === 'setup-succeeded';
}
