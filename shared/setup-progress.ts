import type { SetupVerdict } from './setup-log/verdict.ts';

/** How far a run of Setup is, as its log shows it while it is being written. */
export interface SetupProgress {
  /** ISO 8601, UTC, by this computer's clock: when the run was started; until its log says so, when it was first followed. */
  readonly startedAt: string;
  /** What Setup works on in its own words, such as `Install-CafeRole`; `null` before, between and after its tasks. */
  readonly task: string | null;
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

/** The progress of a run whose log says nothing yet. */
export function setupNotBegun(startedAt: string): SetupProgress {
  return { startedAt, task: null, tasksDone: [], lastLine: null, lastLineAt: null, entries: 0 };
}
