import { assertNever } from './assert-never.ts';
import type { Activity } from './activity.ts';
import type { ByHand } from './by-hand.ts';
import type { Look } from './look.ts';
import type { ServerMap } from './map/shape.ts';
import type { Plan } from './plan-shape.ts';
import { valueOr } from './reading.ts';
import type { Because } from './reading.ts';
import type { RecordNews } from './record-news.ts';
import { unfinished } from './rescue.ts';
import type { Rescue } from './rescue.ts';
import type { WorkRow } from './screens/work-rows.ts';
import type { FollowedSetup } from './setup-progress.ts';
import type { SetupNotStarted, SetupOffer } from './setup-start.ts';
import { setupIsDone } from './setup-done.ts';
import { stages } from './stage.ts';
import type { Stage } from './stage.ts';
import type { StartProblem } from './start-problem.ts';
import type { FoundTexts, Told } from './told.ts';
import type { Waiting } from './waiting.ts';

/** Everything the window shows. The main process makes it from server and journal; the window mirrors it. */
export type WizardState =
  /** The server is being looked at for the first time. */
  | { readonly kind: 'opening'; readonly waiting: Waiting | null }
  /** The rescue cannot be opened: nothing was changed. */
  | ShutWizard
  | OpenWizard;

export interface ShutWizard {
  readonly kind: 'shut';
  readonly problem: StartProblem;
  readonly utcOffsetMinutes: number;
  /** What can be seen all the same; `null` where that is nothing. */
  readonly known: ShownKnown | null;
  /** What may be done now: close, sign out, restart. */
  readonly safe: string;
}

/** What the window shows of `Known`. */
export interface ShownKnown extends Known {
  readonly map: ServerMap;
  readonly found: FoundTexts;
  /** What was done: the report of each rescue as text, newest first. */
  readonly reports: readonly string[];
}

/** A server on which nothing may be done now, and what was done on it as far as that is known. */
export interface Known {
  /** Absolute. */
  readonly dataFolder: string;
  readonly look: Look;
  /** Oldest first. */
  readonly rescues: readonly Rescue[];
  /** Why the journal could not be written, where it could not: the server was not touched after that. */
  readonly journalFailed: string | null;
  /** Absolute: where the report was saved last; `null` before. */
  readonly savedAs: string | null;
  /** Why it could not be saved; `null` when it was, or was not asked for. */
  readonly notSaved: Because | null;
}

export interface OpenWizard {
  readonly kind: 'open';
  /** ISO 8601, UTC: when this window was opened. */
  readonly openedAt: string;
  /** Absolute: where journal, copies and reports lie. */
  readonly dataFolder: string;
  readonly stage: Stage;
  /** The stages that may be gone to now. */
  readonly reachable: readonly Stage[];
  readonly look: Look;
  /** The picture of the server that belongs to this stage. */
  readonly map: ServerMap;
  /** What would be carried out, and the name by which it is accepted; `null` when nothing is planned. */
  readonly plan: ShownPlan | null;
  /** Oldest first. */
  readonly rescues: readonly Rescue[];
  /** What is being done, was done, or was to be done, one by one. */
  readonly rows: readonly WorkRow[];
  readonly byHand: ByHand;
  readonly told: Told;
  /** What may be done now: close, sign out, restart. */
  readonly safe: string;
  readonly activity: Activity;
  /** What the server is waited for, once that takes long; `null` while it answers. */
  readonly waiting: Waiting | null;
  /** The last run of Setup that was started or followed from here; `null` before one was. */
  readonly setup: FollowedSetup | null;
  /** What may be started once it is confirmed; `null` where nothing is asked for. */
  readonly setupOffer: SetupOffer | null;
  /** The records that were not as they were bound while Setup ran, as they were seen last; told until something is begun. */
  readonly recordNews: readonly RecordNews[];
  /** What went wrong last; `null` when nothing did, or when it was put away. */
  readonly trouble: Trouble | null;
  /** Where the report of the newest rescue lies; `null` before it was saved. */
  readonly saved: SavedReport | null;
  /** Absolute: where a report was saved last because somebody asked for it; `null` before, and when the work goes on. */
  readonly savedAs: string | null;
  /** The practice scenarios that may be switched to now; empty on a real server, and once something was changed. */
  readonly scenarios: readonly ScenarioChoice[];
  /** This program ended by itself the last time. */
  readonly lastCrash: LastCrash | null;
}

/** A plan as it was shown: only what was shown can be begun. */
export interface ShownPlan {
  readonly id: string;
  readonly plan: Plan;
}

/** Something that went wrong and is no finding of the server, as data. */
export type Trouble =
  /** The server was not touched after that. */
  | {
      readonly kind: 'journal-failed';
      readonly code: string;
      /** The call that asks for the same once more; `null` where there is none. */
      readonly retry: 'continueRescue' | 'undo' | 'startOver' | null;
    }
  | { readonly kind: 'folder-unusable'; readonly problem: StartProblem }
  /** Setup was at work, so nothing was done of what was asked for. */
  | { readonly kind: 'setup-running' }
  | { readonly kind: 'setup-not-run'; readonly because: Because }
  | { readonly kind: 'setup-not-started'; readonly because: SetupNotStarted }
  /** It was followed and has ended; what its log says of that could not be read. */
  | { readonly kind: 'setup-end-unread'; readonly because: Because }
  | { readonly kind: 'report-not-saved'; readonly because: Because }
  | { readonly kind: 'report-not-printed'; readonly because: Because }
  /** A mistake in this program. */
  | { readonly kind: 'mistake'; readonly details: string };

/** Absolute paths of one report in its three forms. */
export interface SavedReport {
  readonly html: string;
  readonly pdf: string;
  readonly text: string;
}

export interface ScenarioChoice {
  readonly name: string;
  readonly description: string;
}

export interface LastCrash {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Absolute: the file that tells of it. */
  readonly file: string;
}

/** Where the wizard opens: at the unfinished rescue, or after the last one that is done. */
export function stageAtStart(rescues: readonly Rescue[]): Stage {
  const last = rescues.at(-1);
  if (last === undefined) return 'diagnose';
  if (unfinished(rescues) !== null) return 'rebind';
  switch (last.outcome.kind) {
    case 'repaired':
      return last.start.purpose === 'put-back' || setupIsDone(last) ? 'finish' : 'rerun-setup';
    case 'left':
      return 'diagnose';
    case 'open':
    case 'stopped':
    case 'undoing':
    case 'undone':
    case 'partly-undone':
      return 'finish';
    default:
      return assertNever(last.outcome);
  }
}

/** The stages that may be gone to, given what was found and done. */
export function reachableStages(
  look: Look,
  rescues: readonly Rescue[],
  activity: Activity,
): readonly Stage[] {
  if (activity.kind === 'rebinding' || activity.kind === 'undoing') return ['rebind'];
  if (activity.kind === 'running-setup' || activity.kind === 'following-setup') return ['rerun-setup'];
  if (unfinished(rescues) !== null) return ['rebind', 'finish'];
  const last = rescues.at(-1);
  const mayPlan = look.planned.kind === 'planned';
  const reached: Readonly<Record<Stage, boolean>> = {
    diagnose: true,
    certificate: mayPlan || look.planned.kind === 'not-to-be-chosen',
    review: mayPlan,
    rebind: last !== undefined,
    // It is no part of a put-back: then it is there only for whoever has not come to it before.
    'rerun-setup':
      last === undefined || last.start.purpose === 'put-back'
        ? mayRunSetup(look)
        : last.outcome.kind === 'repaired',
    finish: last !== undefined,
  };
  return stages.filter((stage) => reached[stage]);
}

/** Nothing is wrong with the bindings, and Setup has not come to its end: it may simply be run again. */
function mayRunSetup({ facts, diagnosis }: Look): boolean {
  const setup = valueOr(facts.setup, null);
  return diagnosis.verdict.kind === 'nothing-to-do' && setup?.failure != null;
}
