import { assertNever } from './assert-never.ts';
import type { Created } from './change.ts';
import type {
  Direction,
  JournalEntry,
  KeptFile,
  NotUndone,
  RescueEvent,
  StopReason,
  UndoStopped,
  Verification,
} from './events.ts';
import type { PlannedChange } from './plan-shape.ts';
import type { FailureClass } from './setup-log/verdict.ts';
import type { Thumbprint } from './thumbprint.ts';

type Started = Extract<RescueEvent, { kind: 'rescue-started' }>;

/** One recovery of the server, as its events tell it. */
export interface Rescue {
  readonly number: number;
  readonly startedAt: string;
  readonly lastEventAt: string;
  readonly start: Started;
  readonly backup: {
    readonly folder: string;
    readonly files: readonly KeptFile[];
    readonly missing: readonly string[];
  } | null;
  readonly steps: readonly Step[];
  readonly outcome: RescueOutcome;
  readonly setupRuns: readonly {
    readonly at: string;
    readonly outcome: 'succeeded' | 'failed';
    readonly class: FailureClass;
  }[];
  /** Every certificate that this rescue made, by the change that made it. */
  readonly created: Created;
}

/** A change of the plan and how far it is. */
export interface Step {
  readonly change: PlannedChange;
  readonly progress: Progress;
}

export type Progress =
  /** `begunAt`: it was written down once, and settled as not done. A call that was slow may still complete it. */
  | { readonly kind: 'waiting'; readonly begunAt: string | null }
  /** Written down, and not known to be done: after an interruption this is what has to be settled. */
  | {
      readonly kind: 'about-to';
      readonly direction: Direction;
      readonly since: string;
      /** What an undo is about to take back. */
      readonly done: Done | null;
    }
  | Done
  | { readonly kind: 'undone'; readonly at: string; readonly done: Done | null }
  | {
      readonly kind: 'not-undone';
      readonly at: string;
      readonly because: NotUndone;
      readonly done: Done | null;
    };

export interface Done {
  readonly kind: 'done';
  readonly at: string;
  /** When it was written down; `null` when there was nothing to do. */
  readonly since: string | null;
  readonly verification: Verification;
  readonly how: 'applied' | 'settled' | 'already-there';
}

export type RescueOutcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'repaired'; readonly at: string }
  | { readonly kind: 'stopped'; readonly at: string; readonly because: StopReason }
  | {
      readonly kind: 'undoing';
      /** Why it came to rest before its end; `null` while it moves, and where it was cut off. */
      readonly stopped: UndoStopped | null;
      /** The one change that is taken back, and how the rescue stood before; `null` where all of it is. */
      readonly alone: { readonly changeId: string; readonly before: Standing } | null;
    }
  /** Left where it was, for a new plan. */
  | { readonly kind: 'left'; readonly at: string }
  | { readonly kind: 'undone' | 'partly-undone'; readonly at: string };

/** How a rescue stands that is not just being undone. */
type Standing = Exclude<RescueOutcome, { kind: 'undoing' }>;

/** Events → the rescues of this server, oldest first. A pure reducer: the same events give the same state everywhere. */
export function reduce(entries: readonly JournalEntry[]): readonly Rescue[] {
  return entries.reduce<readonly Rescue[]>(apply, []);
}

/**
 * The rescue that has not come to an end, the newest where there are several: an undo across them ends with the oldest.
 * What is half taken back comes before everything else.
 */
export function unfinished(rescues: readonly Rescue[]): Rescue | null {
  const half = rescues.findLast(({ outcome }) => outcome.kind === 'undoing');
  return half ?? rescues.findLast(isUnfinished) ?? null;
}

/** Where the newest unfinished rescue, or its undo, stopped; `null` where it did not. */
export function whereItStopped(
  rescues: readonly Rescue[],
): { readonly rescue: Rescue; readonly because: StopReason } | null {
  const rescue = unfinished(rescues);
  if (rescue?.outcome.kind === 'stopped') return { rescue, because: rescue.outcome.because };
  if (rescue?.outcome.kind !== 'undoing' || rescue.outcome.stopped === null) return null;
  return { rescue, because: rescue.outcome.stopped };
}

/** Neither at its end, nor undone, nor left. */
export function isUnfinished({ outcome }: Rescue): boolean {
  const open: readonly RescueOutcome['kind'][] = ['open', 'stopped', 'undoing'];
  return open.includes(outcome.kind);
}

/** What an undo of every change takes back. */
export type UndoScope = 'everything' | 'put-back';

/**
 * A put-back is taken back by itself first: what was before it, works. Taking back the rescue before it as well would
 * bring back what was wrong then.
 */
export function undoScope(rescues: readonly Rescue[]): UndoScope {
  const isUndoneWhole = rescues.some((rescue) => isRecovery(rescue) && isWholeUndo(rescue.outcome));
  const newest = rescues.findLast((rescue) => isUnfinished(rescue) || rescue.steps.some(wasBegun));
  return !isUndoneWhole && newest?.start.purpose === 'put-back' ? 'put-back' : 'everything';
}

/** The rescues that belong to it, oldest first: every put-back since the last rescue that recovers, or all there are. */
export function inUndoScope(rescues: readonly Rescue[], scope: UndoScope): readonly Rescue[] {
  return scope === 'everything' ? rescues : rescues.slice(rescues.findLastIndex(isRecovery) + 1);
}

function apply(rescues: readonly Rescue[], { at, event }: JournalEntry): readonly Rescue[] {
  if (event.kind === 'rescue-started') {
    return [
      ...rescues,
      {
        number: event.rescue,
        startedAt: at,
        lastEventAt: at,
        start: event,
        backup: null,
        steps: event.plan.changes.map((change) => ({ change, progress: { kind: 'waiting', begunAt: null } })),
        outcome: { kind: 'open' },
        setupRuns: [],
        created: new Map(),
      },
    ];
  }
  // An undo goes across rescues; what names none concerns the newest.
  const number = 'rescue' in event ? event.rescue : concerned(rescues, event)?.number;
  return rescues.map((rescue) =>
    rescue.number === number ? next({ ...rescue, lastEventAt: at }, at, event) : rescue,
  );
}

/** Setup is what a rescue that recovers was for, also where a certificate has been put back since. */
function concerned(rescues: readonly Rescue[], { kind }: RescueEvent): Rescue | undefined {
  const recovering = kind === 'setup-run' ? rescues.findLast(isRecovery) : undefined;
  return recovering ?? rescues.at(-1);
}

/** It cured what was wrong; a put-back brought the real certificate back. */
export function isRecovery({ start }: Rescue): boolean {
  return start.purpose === 'recover';
}

function next(rescue: Rescue, at: string, event: Exclude<RescueEvent, Started>): Rescue {
  switch (event.kind) {
    case 'backup-made':
      return { ...rescue, backup: { folder: event.folder, files: event.files, missing: event.missing } };
    case 'change-about-to': {
      const { direction, change } = event;
      const begun = withProgress(rescue, change.id, (before) => ({
        kind: 'about-to',
        direction,
        since: at,
        done: doneOf(before),
      }));
      return direction === 'undo' ? { ...begun, outcome: withUndoBegun(rescue, change.id) } : begun;
    }
    case 'change-done': {
      const { direction, verification, how } = event;
      const moved = withProgress(rescue, event.changeId, (before) =>
        direction === 'undo'
          ? { kind: 'undone', at, done: doneOf(before) }
          : { kind: 'done', at, since: before.kind === 'about-to' ? before.since : null, verification, how },
      );
      return direction === 'apply'
        ? { ...moved, created: withCreated(moved.created, event) }
        : { ...moved, outcome: withOneUndone(moved, event.changeId, at) };
    }
    case 'change-not-done':
      return withProgress(rescue, event.changeId, (before) => ({
        kind: 'waiting',
        begunAt: before.kind === 'about-to' ? before.since : null,
      }));
    case 'change-not-undone': {
      const { outcome } = rescue;
      const stays = withProgress(rescue, event.changeId, (before) => ({
        kind: 'not-undone',
        at,
        because: event.because,
        done: doneOf(before),
      }));
      return isWholeUndo(outcome) ? stays : { ...stays, outcome: before(outcome) };
    }
    case 'rescue-stopped':
      return { ...rescue, outcome: { kind: 'stopped', at, because: event.because } };
    case 'rescue-resumed':
      return { ...rescue, outcome: { kind: 'open' } };
    case 'rescue-left':
      return { ...rescue, outcome: { kind: 'left', at } };
    case 'rescue-repaired':
      return { ...rescue, outcome: { kind: 'repaired', at } };
    case 'undo-started':
      return { ...rescue, outcome: { kind: 'undoing', stopped: null, alone: null } };
    case 'undo-stopped': {
      const alone = rescue.outcome.kind === 'undoing' ? rescue.outcome.alone : null;
      return { ...rescue, outcome: { kind: 'undoing', stopped: event.because, alone } };
    }
    case 'undo-ended':
      return { ...rescue, outcome: { kind: event.outcome, at } };
    case 'setup-run':
      return {
        ...rescue,
        setupRuns: [...rescue.setupRuns, { at, outcome: event.outcome, class: event.class }],
      };
    default:
      return assertNever(event);
  }
}

function isWholeUndo(outcome: RescueOutcome): boolean {
  return outcome.kind === 'undoing' && outcome.alone === null;
}

/** How a rescue stood before one change of it was taken back alone; a bug where all of it is. */
function before(outcome: RescueOutcome): Standing {
  if (outcome.kind !== 'undoing') return outcome;
  if (outcome.alone === null) throw new Error('The whole rescue is being undone');
  return outcome.alone.before;
}

/** What is taken back outside of the undo of a whole rescue is taken back alone. */
function withUndoBegun({ outcome }: Rescue, changeId: string): RescueOutcome {
  if (isWholeUndo(outcome)) return outcome;
  return { kind: 'undoing', stopped: null, alone: { changeId, before: before(outcome) } };
}

/**
 * What becomes of a rescue when one change of it was taken back alone: where it had come to rest before its end it can
 * still be continued; otherwise it is undone as far as its changes are.
 */
function withOneUndone({ outcome, steps }: Rescue, changeId: string, at: string): RescueOutcome {
  if (isWholeUndo(outcome)) return outcome;
  const stood = before(outcome);
  switch (stood.kind) {
    case 'open':
      return stood;
    case 'stopped': {
      const { because } = stood;
      // Why it stopped at this very change is past.
      const isHere = 'changeId' in because && because.changeId === changeId;
      return isHere ? { ...stood, because: { kind: 'asked' } } : stood;
    }
    case 'left':
    case 'repaired':
    case 'undone':
    case 'partly-undone':
      return { kind: steps.some(wasBegun) ? 'partly-undone' : 'undone', at };
    default:
      return assertNever(stood);
  }
}

/** Whether the server may have been touched for this change: what this program has to settle and to take back. */
export function wasBegun({ progress }: Step): boolean {
  switch (progress.kind) {
    case 'waiting':
      return progress.begunAt !== null;
    case 'done':
      // What was there before we came is not ours to take back.
      return progress.how !== 'already-there';
    case 'about-to':
    case 'not-undone':
      return true;
    case 'undone':
      return false;
    default:
      return assertNever(progress);
  }
}

/** Whether an undo came upon something that it could not take back, and that still stands. */
export function staysAgainstUs({ steps }: Pick<Rescue, 'steps'>): boolean {
  return steps.some(({ progress }) => progress.kind === 'not-undone');
}

/** What was done before an undo began; it stays known whatever becomes of the undo. */
function doneOf(progress: Progress): Done | null {
  switch (progress.kind) {
    case 'waiting':
      return null;
    case 'done':
      return progress;
    case 'about-to':
    case 'undone':
    case 'not-undone':
      return progress.done;
    default:
      return assertNever(progress);
  }
}

function withProgress(rescue: Rescue, changeId: string, change: (before: Progress) => Progress): Rescue {
  return {
    ...rescue,
    steps: rescue.steps.map((step) =>
      step.change.id === changeId ? { ...step, progress: change(step.progress) } : step,
    ),
  };
}

function withCreated(created: Created, event: Extract<RescueEvent, { kind: 'change-done' }>): Created {
  if (event.found.kind !== 'certificate' || event.found.state.kind !== 'present') return created;
  return new Map<string, Thumbprint>([...created, [event.changeId, event.found.state.thumbprint]]);
}
