import { assertNever } from '../assert-never.ts';
import type { NotUndone } from '../events.ts';
import type { Plan, PlannedChange } from '../plan-shape.ts';
import { isRecovery, isUnfinished, whereItStopped } from '../rescue.ts';
import type { Done, Progress, Rescue, Step, UndoScope } from '../rescue.ts';
import { undoableAlone } from '../undo-alone.ts';
import type { ChangeName, StandingChange } from '../undo-alone.ts';
import type { Activity } from '../activity.ts';

/** One row of the Rebind stage: a part of the work, and how far it is. */
export interface WorkRow {
  /** Unique in its list, and the same from the first look to the last: rows do not jump. */
  readonly id: string;
  readonly work: Work;
  readonly state: WorkState;
  /** The change that may be taken back alone now; `null` where there is none. */
  readonly undo: ChangeName | null;
}

export type Work =
  | { readonly kind: 'copies' }
  | { readonly kind: 'change' | 'undo'; readonly change: PlannedChange }
  | { readonly kind: 'last-look' };

export type WorkState =
  | { readonly kind: 'waiting' }
  /** Its turn has come: the server is compared, and what will be done is written down. */
  | { readonly kind: 'writing-down' }
  | { readonly kind: 'changing' }
  /** Copies are made, or the server is looked at again. */
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly done: Done | null }
  /** Nobody is at work, and it was not begun. */
  | { readonly kind: 'not-done' }
  /** It was written down, and what became of it has to be read from the server. */
  | { readonly kind: 'in-doubt' }
  /** The rescue stopped here. */
  | { readonly kind: 'stopped' }
  /** It was done, and an undo that was interrupted has not come to it. */
  | { readonly kind: 'still-stands' }
  | { readonly kind: 'taking-back' }
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'not-taken-back'; readonly because: NotUndone };

/** What the rows are made of. */
interface AtWork {
  /** Oldest first. */
  readonly rescues: readonly Rescue[];
  readonly activity: Activity;
}

/** The rows of what is being done, was done, or was to be done; of an undo where the rescue came to one. */
export function workRows(
  state: AtWork & { readonly plan: { readonly plan: Plan } | null },
): readonly WorkRow[] {
  const { rescues, activity, plan } = state;
  const last = rescueAtWork(state);
  if (last === null) return activity.kind === 'rebinding' ? rowsOfPlan(plan?.plan.changes ?? []) : [];
  if (activity.kind === 'undoing' && activity.alone !== null) return rowOfOne(rescues, activity.alone);
  const undoable = activity.kind === 'idle' ? undoableAlone(rescues) : [];
  const undone = rescuesOfUndo(rescues);
  return undone.length > 0
    ? undone.toReversed().flatMap((rescue) => undoRows(rescue, activity, undoable))
    : rescueRows(last, activity, undoable);
}

/** The one change that is taken back alone, from the look before it to its end. */
function rowOfOne(rescues: readonly Rescue[], { rescue: number, changeId }: ChangeName): readonly WorkRow[] {
  return rescues
    .filter((rescue) => rescue.number === number)
    .flatMap((rescue) => undoRows(rescue, { kind: 'undoing' }, []))
    .filter(({ id }) => id === rowId(number, changeId));
}

function rowId(rescue: number, changeId: string): string {
  return `${String(rescue)}.${changeId}`;
}

function undoOf(
  { number }: Rescue,
  { change }: Step,
  undoable: readonly StandingChange[],
): ChangeName | null {
  return undoable.some(({ rescue, step }) => rescue.number === number && step.change.id === change.id)
    ? { rescue: number, changeId: change.id }
    : null;
}

/** The newest rescue; `null` where there is none, or where the one that begins is not written down yet. */
export function rescueAtWork({ rescues, activity }: AtWork): Rescue | null {
  const last = rescues.at(-1);
  if (last === undefined) return null;
  const isOlder = activity.kind === 'rebinding' && !isUnfinished(last) && last.lastEventAt < activity.since;
  return isOlder ? null : last;
}

/** How many rows are at their end, for the bar: it never goes back while one piece of work lasts. */
export function rowsEnded(rows: readonly WorkRow[]): number {
  const ends: readonly WorkState['kind'][] = ['done', 'taken-back', 'not-taken-back'];
  return rows.filter(({ state }) => ends.includes(state.kind)).length;
}

/**
 * The rescues that the last undo concerns, oldest first. One that was undone before the newest began is an older
 * story.
 */
export function rescuesOfUndo(rescues: readonly Rescue[]): readonly Rescue[] {
  const since = rescues.at(-1)?.startedAt ?? '';
  return rescues.filter(({ outcome }) => {
    switch (outcome.kind) {
      case 'undoing':
        return true;
      case 'undone':
      case 'partly-undone':
        return outcome.at >= since;
      case 'open':
      case 'stopped':
      case 'left':
      case 'repaired':
        return false;
      default:
        return assertNever(outcome);
    }
  });
}

/** What the last undo took back. */
export function undoneLast(rescues: readonly Rescue[]): UndoScope {
  return rescuesOfUndo(rescues).some(isRecovery) ? 'everything' : 'put-back';
}

function rowsOfPlan(changes: readonly PlannedChange[]): readonly WorkRow[] {
  const waiting = { kind: 'waiting' } as const;
  return [
    { id: 'copies', work: { kind: 'copies' }, state: waiting, undo: null },
    ...changes.map((change) => ({
      id: change.id,
      work: { kind: 'change', change } as const,
      state: waiting,
      undo: null,
    })),
    { id: 'last-look', work: { kind: 'last-look' }, state: waiting, undo: null },
  ];
}

function rescueRows(
  rescue: Rescue,
  { kind }: Pick<Activity, 'kind'>,
  undoable: readonly StandingChange[],
): readonly WorkRow[] {
  const moving = kind === 'rebinding';
  const idle = moving ? ({ kind: 'waiting' } as const) : ({ kind: 'not-done' } as const);
  const next = rescue.steps.find(({ progress }) => progress.kind !== 'done');
  const copies: WorkState =
    rescue.backup !== null
      ? { kind: 'done', done: null }
      : moving
        ? { kind: 'working' }
        : isStoppedAt(rescue, 'backup-failed')
          ? { kind: 'stopped' }
          : idle;
  const lastLook: WorkState =
    rescue.outcome.kind === 'repaired'
      ? { kind: 'done', done: null }
      : next !== undefined || rescue.backup === null
        ? idle
        : moving
          ? { kind: 'working' }
          : isStoppedAt(rescue, 'still-faulty', 'not-seen-again', 'blocked-meanwhile')
            ? { kind: 'stopped' }
            : idle;
  return [
    { id: 'copies', work: { kind: 'copies' }, state: copies, undo: null },
    ...rescue.steps.map((step) => {
      const isNext = step === next && rescue.backup !== null;
      const waiting: WorkState = moving && isNext ? { kind: 'writing-down' } : idle;
      // What was taken back alone is made again.
      const isAnew = moving && (step.progress.kind === 'undone' || step.progress.kind === 'not-undone');
      return {
        id: step.change.id,
        work: { kind: 'change', change: step.change } as const,
        state: isAnew ? waiting : stateOf(step, rescue, moving ? 'moving' : 'at-rest', waiting),
        undo: undoOf(rescue, step, undoable),
      };
    }),
    { id: 'last-look', work: { kind: 'last-look' }, state: lastLook, undo: null },
  ];
}

/** What was touched, newest change first. */
function undoRows(
  rescue: Rescue,
  { kind }: Pick<Activity, 'kind'>,
  undoable: readonly StandingChange[],
): readonly WorkRow[] {
  const moving = kind === 'undoing' ? 'moving' : 'at-rest';
  const toCome: WorkState = { kind: moving === 'moving' ? 'waiting' : 'still-stands' };
  return rescue.steps
    .filter(({ progress }) => isTouched(progress))
    .toReversed()
    .map((step) => {
      const { progress } = step;
      const standing = progress.kind === 'done' || progress.kind === 'waiting';
      return {
        id: rowId(rescue.number, step.change.id),
        work: { kind: 'undo', change: step.change },
        state: standing ? toCome : stateOf(step, rescue, moving, toCome),
        undo: undoOf(rescue, step, undoable),
      };
    });
}

function isTouched(progress: Progress): boolean {
  switch (progress.kind) {
    case 'waiting':
      return progress.begunAt !== null;
    case 'done':
      return progress.how !== 'already-there';
    case 'about-to':
    case 'undone':
    case 'not-undone':
      return true;
    default:
      return assertNever(progress);
  }
}

function stateOf(
  { change, progress }: Step,
  rescue: Rescue,
  pace: 'moving' | 'at-rest',
  waiting: WorkState,
): WorkState {
  const because = whereItStopped([rescue])?.because ?? null;
  const stoppedHere =
    pace === 'at-rest' && because !== null && 'changeId' in because && because.changeId === change.id;
  switch (progress.kind) {
    case 'waiting':
      return stoppedHere ? { kind: 'stopped' } : waiting;
    case 'about-to':
      if (stoppedHere) return { kind: 'stopped' };
      if (pace === 'at-rest') return { kind: 'in-doubt' };
      return { kind: progress.direction === 'apply' ? 'changing' : 'taking-back' };
    case 'done':
      return { kind: 'done', done: progress };
    case 'undone':
      return { kind: 'taken-back' };
    case 'not-undone':
      return { kind: 'not-taken-back', because: progress.because };
    default:
      return assertNever(progress);
  }
}

function isStoppedAt({ outcome }: Rescue, ...kinds: readonly string[]): boolean {
  return outcome.kind === 'stopped' && kinds.includes(outcome.because.kind);
}
