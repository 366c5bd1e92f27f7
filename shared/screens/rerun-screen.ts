import { hasSucceeded } from './rerun-checks.ts';
import type { Rescue } from '../rescue.ts';
import { setupNotBegun } from '../setup-progress.ts';
import type { FollowedSetup, SetupProgress } from '../setup-progress.ts';
import type { OpenWizard } from '../wizard.ts';

/** What the Re-run Setup stage has to show. */
export type RerunScreen =
  | { readonly kind: 'ready' }
  /** Its log is followed, and it has not begun: `started` from here, or for somebody to start. */
  | { readonly kind: 'waiting' | 'started'; readonly since: string }
  | {
      readonly kind: 'running';
      readonly how: 'run-here' | 'followed';
      readonly progress: SetupProgress;
    }
  | { readonly kind: 'succeeded' | 'failed'; readonly run: Extract<FollowedSetup, { kind: 'ended' }> }
  /** Its log says that it ended well: before the rescue, or when somebody ran it elsewhere. */
  | { readonly kind: 'not-needed' };

export function rerunScreen({
  activity,
  setup,
  look,
  rescues,
}: Pick<OpenWizard, 'activity' | 'setup' | 'look' | 'rescues'>): RerunScreen {
  if (activity.kind === 'running-setup' || activity.kind === 'following-setup') {
    const progress = setup?.kind === 'running' ? setup.progress : setupNotBegun(activity.since);
    if (activity.kind === 'running-setup') return { kind: 'running', how: 'run-here', progress };
    if (progress.standing !== 'not-begun') return { kind: 'running', how: 'followed', progress };
    const kind = activity.startedBy === 'this-program' ? 'started' : 'waiting';
    return { kind, since: activity.since };
  }
  const run = setup?.kind === 'ended' && isOfNewestRescue(setup, rescues) ? setup : null;
  if (run?.verdict.class === 'setup-succeeded') return { kind: 'succeeded', run };
  // Somebody may have run it elsewhere since.
  if (hasSucceeded(look)) return { kind: 'not-needed' };
  return run === null ? { kind: 'ready' } : { kind: 'failed', run };
}

/** A run that failed before the last repair says nothing of the next one. */
function isOfNewestRescue({ progress }: FollowedSetup, rescues: readonly Rescue[]): boolean {
  const last = rescues.at(-1);
  return last === undefined || progress.startedAt >= last.startedAt;
}
