import { assertNever } from '../assert-never.ts';
import type { StopReason } from '../events.ts';
import { unfinished, wasBegun } from '../rescue.ts';
import type { Rescue, UndoScope } from '../rescue.ts';
import { setupIsDone } from '../setup-done.ts';
import type { OpenWizard } from '../wizard.ts';
import { undoneLast } from './work-rows.ts';

/** What is done or was interrupted; `undoing-one` takes back one change alone. */
export type Way = 'rebinding' | 'undoing' | 'undoing-one';

/** What the Rebind stage has to show: the work while it moves, or how it came to rest. */
export type RebindScreen =
  | {
      readonly kind: 'moving';
      readonly way: Way;
      /** ISO 8601, UTC. */
      readonly since: string;
      /** ISO 8601, UTC: the last sign of life. */
      readonly lastActivityAt: string;
      readonly stopping: 'not-asked' | 'after-this-change' | 'not-possible';
    }
  /** Cut off, by a power cut or by the end of this program. */
  | { readonly kind: 'unfinished'; readonly way: Way; readonly rescue: Rescue }
  | {
      readonly kind: 'stopped';
      readonly way: Way;
      readonly because: StopReason;
      readonly rescue: Rescue;
    }
  | { readonly kind: 'repaired'; readonly next: 'rerun-setup' | 'finish' }
  /** The real certificate is bound again, and nothing is wrong. */
  | { readonly kind: 'put-back' }
  | { readonly kind: 'undone'; readonly what: UndoScope }
  | { readonly kind: 'partly-undone' | 'left'; readonly rescue: Rescue }
  | { readonly kind: 'nothing-begun' };

export function rebindScreen({ rescues, activity }: Pick<OpenWizard, 'rescues' | 'activity'>): RebindScreen {
  const last = rescues.at(-1);
  if (activity.kind === 'rebinding' || activity.kind === 'undoing') {
    const { since } = activity;
    const latest = rescues.reduce((at, { lastEventAt }) => (lastEventAt > at ? lastEventAt : at), since);
    const isOne = activity.kind === 'undoing' && activity.alone !== null;
    return {
      kind: 'moving',
      way: isOne ? 'undoing-one' : activity.kind,
      since,
      lastActivityAt: latest,
      // After this change nothing else comes.
      stopping: isOne ? 'not-possible' : activity.stopping,
    };
  }
  const rescue = unfinished(rescues) ?? last;
  if (rescue === undefined) return { kind: 'nothing-begun' };
  const { outcome } = rescue;
  switch (outcome.kind) {
    case 'open':
      return { kind: 'unfinished', way: 'rebinding', rescue };
    case 'undoing':
      return outcome.stopped === null
        ? { kind: 'unfinished', way: wayOfUndo(rescue), rescue }
        : { kind: 'stopped', way: wayOfUndo(rescue), because: outcome.stopped, rescue };
    case 'stopped':
      return { kind: 'stopped', way: 'rebinding', because: outcome.because, rescue };
    case 'repaired':
      return rescue.start.purpose === 'put-back'
        ? { kind: 'put-back' }
        : { kind: 'repaired', next: setupIsDone(rescue) ? 'finish' : 'rerun-setup' };
    case 'undone':
      return { kind: outcome.kind, what: undoneLast(rescues) };
    case 'partly-undone':
    case 'left':
      return { kind: outcome.kind, rescue };
    default:
      return assertNever(outcome);
  }
}

/** How a rescue is undone that is being undone. */
function wayOfUndo({ outcome }: Rescue): 'undoing' | 'undoing-one' {
  return outcome.kind === 'undoing' && outcome.alone !== null ? 'undoing-one' : 'undoing';
}

/** What can be done with a rescue that is not at its end. */
export type WayOn = 'continue' | 'undo' | 'start-over';

/** The ways on, the best first; an undo only where something stands that it could take back. */
export function waysOn(screen: RebindScreen, rescues: readonly Rescue[]): readonly WayOn[] {
  const mayUndo = rescues.some(({ steps }) => steps.some(wasBegun));
  return waysInOrder(screen, mayUndo ? 'changes-stand' : 'nothing-stands').filter(
    (way) => way !== 'undo' || mayUndo,
  );
}

function waysInOrder(screen: RebindScreen, what: 'changes-stand' | 'nothing-stands'): readonly WayOn[] {
  switch (screen.kind) {
    case 'unfinished':
      // To go on with an undo is to undo.
      return screen.way === 'undoing' ? ['continue', 'start-over'] : ['continue', 'undo', 'start-over'];
    case 'stopped':
      if (screen.way === 'undoing') return ['continue', 'start-over'];
      // Where the server is not as planned, this plan cannot come to its end.
      if (screen.because.kind !== 'moved' && screen.because.kind !== 'certificate-missing')
        return ['continue', 'undo', 'start-over'];
      return what === 'changes-stand' ? ['undo', 'start-over', 'continue'] : ['start-over', 'continue'];
    case 'moving':
    case 'repaired':
    case 'put-back':
    case 'undone':
    case 'partly-undone':
    case 'left':
    case 'nothing-begun':
      return [];
    default:
      return assertNever(screen);
  }
}
