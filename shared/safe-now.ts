import { changedSoFar } from './screens/changed-so-far.ts';
import type { ChangedSoFar } from './screens/changed-so-far.ts';
import type { StartProblem } from './start-problem.ts';
import type { OpenWizard } from './wizard.ts';

/** What may be done with the window, the session and the server now. */
export type SafeNow =
  /** Nothing is going on. */
  | { readonly kind: 'at-rest'; readonly changed: Exclude<ChangedSoFar, { kind: `being-${string}` }> }
  /** The server is being changed, or changes are being taken back. */
  | { readonly kind: 'changing' }
  /** Setup is at work, and its end is told in this window alone. */
  | { readonly kind: 'setup-run-here' }
  /** Setup is at work, and goes on without this window. */
  | { readonly kind: 'setup-at-work' }
  /** Setup is about to be started by somebody else. */
  | { readonly kind: 'setup-awaited' }
  /** Nothing could be opened, so nothing is changed from here. */
  | { readonly kind: 'not-opened' }
  /** Nothing could be opened, because somebody else is at it. */
  | { readonly kind: 'open-elsewhere' };

export function safeNow({
  activity,
  setup,
  rescues,
  look,
}: Pick<OpenWizard, 'activity' | 'setup' | 'rescues' | 'look'>): SafeNow {
  if (activity.kind === 'running-setup') return { kind: 'setup-run-here' };
  if (activity.kind === 'following-setup') {
    const hasBegun = setup?.kind === 'running' && setup.progress.standing !== 'not-begun';
    const isAwaited = activity.startedBy === 'the-administrator' && !hasBegun;
    return { kind: isAwaited ? 'setup-awaited' : 'setup-at-work' };
  }
  const changed = changedSoFar(rescues, activity);
  if (changed.kind === 'being-changed' || changed.kind === 'being-taken-back') return { kind: 'changing' };
  return isSetupRunning(look) ? { kind: 'setup-at-work' } : { kind: 'at-rest', changed };
}

/** Of a window in which nothing could be opened. */
export function safeShut({ kind }: StartProblem): SafeNow {
  return { kind: kind === 'held' ? 'open-elsewhere' : 'not-opened' };
}

/** As it was seen last; a window of Setup that is still open counts as well. */
function isSetupRunning({ diagnosis }: OpenWizard['look']): boolean {
  return diagnosis.findings.some(({ kind }) => kind === 'setup-is-running');
}
