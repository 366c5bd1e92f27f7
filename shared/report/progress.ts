import { assertNever } from '../assert-never.ts';
import { whereItStopped } from '../rescue.ts';
import type { Done, Progress, Rescue, Step } from '../rescue.ts';
import { withKnownThumbprints } from '../change.ts';
import { lookCommandsFor } from '../commands.ts';
import type { NotUndone } from '../events.ts';
import { isToBeLookedAt } from '../look-here.ts';
import { notUndoneText, verificationText } from '../text/english/changes.ts';
import { reportLabels as labels, reportWords } from '../text/english/report.ts';
import { timeOf } from './time.ts';
import type { ReportedChange, Row } from './shape.ts';

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
        history: [...doneRows(progress.done), ...lookRows(step, progress.because, rescue)],
      };
    default:
      return assertNever(progress);
  }
}

/** How to see from outside what an undo left, where it is not plain why. */
function lookRows({ change }: Step, because: NotUndone, { created }: Rescue): readonly Row[] {
  return isToBeLookedAt(because)
    ? lookCommandsFor(withKnownThumbprints(change, created)).map((line): Row => [labels.look, line])
    : [];
}

function stoppedHere({ change }: Step, rescue: Rescue): boolean {
  const because = whereItStopped([rescue])?.because ?? null;
  return because !== null && 'changeId' in because && because.changeId === change.id;
}

function doneRow({ at, how }: Done, time: (iso: string) => string): Row {
  return [labels.done, how === 'already-there' ? reportWords.wasSoBefore : time(at)];
}

function verifiedRow({ verification }: Done): Row {
  return [labels.verified, verificationText(verification)];
}
