import type { SetupVerdict } from './setup-log/verdict.ts';

/**
 * Where a run of Setup stands by its log. `stopping`: an error that ends it is written, its end is not: it is about to
 * come, or a window of Setup waits for an answer.
 */
export type SetupStanding = 'not-begun' | 'at-work' | 'stopping' | 'ended';

/** How far a run of Setup is, as its log shows it while it is being written. */
export interface SetupProgress {
  readonly standing: SetupStanding;
  /** Of the media, such as `15.1.2507.6`; `null` before the log tells it, and where that was before it was followed. */
  readonly version: string | null;
  /** ISO 8601, UTC, by this computer's clock: when the run was started; until its log says so, when it was first followed. */
  readonly startedAt: string;
  /** What Setup works on in its own words, such as `Install-CafeRole`; `null` before, between and after its tasks. */
  readonly task: string | null;
  /** The part of Exchange that the task is at, as Setup names it: `Admin Tools Configuration`; `null` where it names none. */
  readonly component: string | null;
  /** The tasks that have ended, in their order, each once. */
  readonly tasksDone: readonly string[];
  /** The newest entry without its stamp, the head of its first line only; `null` before the first. */
  readonly lastLine: string | null;
  /** ISO 8601, UTC: the stamp of that entry; `null` also where its digits make no time. */
  readonly lastLineAt: string | null;
  /** Entries written since the run was started. */
  readonly entries: number;
}

/** A run of Setup that this window started, or that it follows. */
export type FollowedSetup =
  | { readonly kind: 'running'; readonly progress: SetupProgress }
  | {
      readonly kind: 'ended';
      readonly progress: SetupProgress;
      /** ISO 8601, UTC. */
      readonly endedAt: string;
      readonly verdict: SetupVerdict;
    };

/**
 * What the log says of a run that was at work before it was followed, where the log is read on from there.
 * @param before what was known of that run then
 */
export function continued(before: SetupProgress, next: SetupProgress): SetupProgress {
  return {
    ...next,
    standing: next.standing === 'not-begun' ? before.standing : next.standing,
    version: next.version ?? before.version,
    startedAt: before.startedAt,
    lastLineAt: next.lastLineAt ?? before.lastLineAt,
  };
}

/** The progress of a run whose log says nothing yet. */
export function setupNotBegun(startedAt: string): SetupProgress {
  return {
    standing: 'not-begun',
    version: null,
    startedAt,
    task: null,
    component: null,
    tasksDone: [],
    lastLine: null,
    lastLineAt: null,
    entries: 0,
  };
}
