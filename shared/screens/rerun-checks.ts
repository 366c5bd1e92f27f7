import type { Finding } from '../findings.ts';
import type { Look } from '../look.ts';
import type { Because } from '../reading.ts';
import { valueOr } from '../reading.ts';
import { rerunOf } from '../rerun.ts';
import { isUnfinished } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';

/** One thing that has to be so before Setup is run again, and whether it is. */
export interface Check {
  readonly kind: 'rescue-finished' | 'bindings-good' | 'setup-closed' | 'no-pending-reboot' | 'media-known';
  readonly state: CheckState;
}

export type CheckState =
  | { readonly kind: 'ok' }
  /** This program cannot see it: only whoever sits there can. */
  | { readonly kind: 'yours-to-check'; readonly media: string }
  | { readonly kind: 'in-the-way'; readonly findings: readonly Finding[] }
  | { readonly kind: 'unknown'; readonly because: Because };

/** What still blocks the next run of Setup, always in the same order: the list does not jump when it is looked at again. */
export function checksBeforeSetup({ facts, diagnosis }: Look, rescues: readonly Rescue[]): readonly Check[] {
  const found = (...kinds: readonly Finding['kind'][]) =>
    diagnosis.findings.filter(({ kind }) => kinds.includes(kind));
  const ofState = (finding: Finding['kind']): CheckState =>
    facts.setupState.kind === 'unknown'
      ? { kind: 'unknown', because: facts.setupState.because }
      : clearOf(found(finding));
  return [
    {
      kind: 'rescue-finished',
      state: rescues.some(isUnfinished) ? { kind: 'in-the-way', findings: [] } : { kind: 'ok' },
    },
    { kind: 'bindings-good', state: bindingsState(diagnosis.findings) },
    { kind: 'setup-closed', state: ofState('setup-is-running') },
    { kind: 'no-pending-reboot', state: ofState('pending-reboot') },
    { kind: 'media-known', state: mediaState({ facts }) },
  ];
}

function clearOf(findings: readonly Finding[]): CheckState {
  return findings.length === 0 ? { kind: 'ok' } : { kind: 'in-the-way', findings };
}

function bindingsState(findings: readonly Finding[]): CheckState {
  for (const finding of findings) {
    if (finding.kind === 'part-unknown' && finding.severity === 'blocks') {
      return { kind: 'unknown', because: finding.because };
    }
  }
  return clearOf(
    findings.filter(
      ({ kind, severity }) => severity === 'fault' || (severity === 'blocks' && kind !== 'setup-is-running'),
    ),
  );
}

function mediaState({ facts }: Pick<Look, 'facts'>): CheckState {
  if (facts.setup.kind === 'unknown') return { kind: 'unknown', because: facts.setup.because };
  const rerun = rerunOf(facts);
  switch (rerun.kind) {
    case 'command':
    case 'wizard':
      // A practice server needs none in a drive.
      return facts.origin.kind === 'practice'
        ? { kind: 'ok' }
        : { kind: 'yours-to-check', media: rerun.media };
    case 'media-unknown':
    case 'media-is-installed-copy':
    case 'media-cannot-be-typed':
      return { kind: 'in-the-way', findings: [] };
  }
}

/** Setup has come to a good end by itself: there is nothing to run again. */
export function hasSucceeded({ facts }: Look): boolean {
  return valueOr(facts.setup, null)?.class === 'setup-succeeded';
}
