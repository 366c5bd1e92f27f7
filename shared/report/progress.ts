import { assertNever } from '../assert-never.ts';
import type { Done, Progress, Rescue, Step } from '../rescue.ts';
import { notUndoneText, verificationText } from '../text/english/changes.ts';
import { reportWords } from '../text/english/report.ts';
import { timeOf } from './time.ts';
import type { ReportedChange, Row } from './shape.ts';

const { labels } = reportWords;

/** A change that was written down, whatever became of it. */
export type BegunStep = Step & { readonly progress: Exclude<Progress, { kind: 'waiting' }> };

export function begunSteps({ steps }: Rescue): readonly BegunStep[] {
  return steps.filter((step): step is BegunStep => step.progress.kind !== 'waiting');
}

/** How a change stands, and how it came to that. */
export function progressOf(
  step: BegunStep,
  rescue: Rescue,
): Pick<ReportedChange, 'mark' | 'state' | 'history'> {
  const { progress } = step;
  const time = (iso: string) => timeOf(iso, rescue);
  const doneRows = (done: Done | null): readonly Row[] =>
    done === null ? [] : [doneRow(done, time), verifiedRow(done)];
  switch (progress.kind) {
    case 'about-to':
      return {
        mark: 'unfinished',
        state: stoppedHere(step, rescue)
          ? [labels.stopped, reportWords.whyAbove]
          : [progress.direction === 'apply' ? labels.done : labels.undone, reportWords.interrupted],
        history: [[labels.written, time(progress.since)], ...doneRows(progress.done)],
      };
    case 'done':
      return { mark: 'good', state: doneRow(progress, time), history: [verifiedRow(progress)] };
    case 'undone':
      return {
        mark: 'undone',
        state: [labels.undone, time(progress.at)],
        history: doneRows(progress.done),
      };
    case 'not-undone':
      return {
        mark: 'unfinished',
        state: [labels.notUndone, notUndoneText(progress.because)],
        history: doneRows(progress.done),
      };
    default:
      return assertNever(progress);
  }
}

function stoppedHere({ change }: Step, { outcome }: Rescue): boolean {
  if (outcome.kind !== 'stopped') return false;
  return 'changeId' in outcome.because && outcome.because.changeId === change.id;
}

function doneRow({ at, how }: Done, time: (iso: string) => string): Row {
  return [labels.done, how === 'already-there' ? reportWords.wasSoBefore : time(at)];
}

function verifiedRow({ verification }: Done): Row {
  return [labels.verified, verificationText(verification)];
}
