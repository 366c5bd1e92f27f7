import { assertNever } from '../../assert-never.ts';
import type { ChangedSoFar } from '../../screens/changed-so-far.ts';
import type { ExchangeInstallation } from '../../facts.ts';
import { stages } from '../../stage.ts';
import type { Stage } from '../../stage.ts';
import { formatElapsed, formatHourAndMinute } from '../duration.ts';
import { count } from '../format.ts';

/** The words around every stage. */
export const frameWords = {
  product: 'CU Rescue',
  stagesLabel: 'Stages',
  notOpenNow: '(not open now)',
  practice: 'Practice',
  nameUnknown: 'The name of this server could not be read',
  exchangeUnknown: 'Exchange could not be read',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  savedAs: (path: string) => `Saved: ${path}`,
  copyThumbprint: 'Copy the thumbprint',
  copyDetails: 'Copy details',
  putAway: 'Dismiss',
  details: 'Details',
  retry: 'Retry',
  lookAgain: 'Look again',
  saveReport: 'Save the report elsewhere',
  undo: 'Undo every change',
  undoQuestion: 'Undo every change?',
  undoMeaning:
    'The changes are taken back one by one, newest first. What was wrong before comes back with them: where Setup stopped, it would stop again.',
  undoDeed: 'Undo every change',
} as const;

export const stageNames: Readonly<Record<Stage, string>> = {
  diagnose: 'Diagnose',
  certificate: 'Certificate',
  review: 'Review',
  rebind: 'Rebind',
  'rerun-setup': 'Re-run Setup',
  finish: 'Finish',
};

/** Above the title: where this is, and what has been done to the server up to now. */
export function stageLine(stage: Stage, changed: ChangedSoFar): string {
  const where = `Stage ${String(stages.indexOf(stage) + 1)} of ${String(stages.length)}`;
  return `${where} · ${changedClause(changed)}`;
}

function changedClause(changed: ChangedSoFar): string {
  switch (changed.kind) {
    case 'nothing':
      return 'nothing has been changed';
    case 'being-changed':
      return 'the server is being changed, one change at a time';
    case 'being-taken-back':
      return 'changes are being taken back, newest first';
    case 'changed':
      return changed.changes === 1 ? 'one change stands' : `${count(changed.changes, 'change')} stand`;
    case 'interrupted':
      return changed.changes === 0
        ? 'one change was interrupted'
        : `one change was interrupted, ${changed.changes === 1 ? 'one other stands' : `${String(changed.changes)} others stand`}`;
    case 'taken-back':
      return 'everything that was changed has been taken back';
    default:
      return assertNever(changed);
  }
}

/** `Exchange 2019, 15.2.1258.12`. */
export function exchangeText({ product, installedVersion }: ExchangeInstallation): string {
  return `${product.replace(/^Microsoft Exchange Server /, 'Exchange ')}, ${installedVersion}`;
}

/** `Started 03:12, 4 min ago`. */
export function startedText(openedAt: string, now: string, utcOffsetMinutes: number): string {
  return `Started ${formatHourAndMinute(openedAt, utcOffsetMinutes)}, ${formatElapsed(openedAt, now)}`;
}
