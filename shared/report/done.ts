import { assertNever } from '../assert-never.ts';
import { inverse, withKnownThumbprints } from '../change.ts';
import { commandsFor } from '../commands.ts';
import { valueOr } from '../reading.ts';
import { rerunOf } from '../rerun.ts';
import { wasBegun } from '../rescue.ts';
import type { Done, Rescue, Step } from '../rescue.ts';
import {
  beforeAndAfter,
  changeTitle,
  notUndoneText,
  stopText,
  undoText,
  verificationText,
} from '../text/english/changes.ts';
import { morningTexts, setupRunText } from '../text/english/morning.ts';
import { reportWords } from '../text/english/report.ts';
import { rerunText } from '../text/english/verdicts.ts';
import type { Frame } from '../text/frame.ts';
import { formatTime } from '../text/format.ts';
import type { Block, Row, Section } from './shape.ts';

const { headings, labels } = reportWords;

export function outcomeText({ outcome, steps }: Rescue): string {
  switch (outcome.kind) {
    case 'open':
      return reportWords.outcome.open;
    case 'repaired':
      return reportWords.outcome.repaired(steps.filter(wasBegun).length);
    case 'stopped':
      return reportWords.outcome.stopped(stopText(outcome.because));
    case 'undoing':
      return reportWords.outcome.undoing;
    case 'undone':
      return reportWords.outcome.undone;
    case 'partly-undone':
      return reportWords.outcome.partlyUndone;
    default:
      return assertNever(outcome);
  }
}

/** Every change that was begun, with before, after, time, verification and the command that does the same. */
export function changedSection(rescue: Rescue, frame: Frame): Section {
  const begun = rescue.steps.filter(({ progress }) => progress.kind !== 'waiting');
  return { heading: headings.changed, blocks: begun.flatMap((step) => stepBlocks(step, rescue, frame)) };
}

function stepBlocks(step: Step, rescue: Rescue, frame: Frame): readonly Block[] {
  const change = withKnownThumbprints(step.change, rescue.created);
  const { before, after } = beforeAndAfter(change, frame);
  const rows: readonly Row[] = [
    [labels.before, before],
    [labels.after, after],
    ...progressRows(step, rescue, frame),
  ];
  return [
    { kind: 'paragraph', text: `${change.id}. ${changeTitle(change)}` },
    { kind: 'table', rows },
    { kind: 'paragraph', text: reportWords.byHand },
    { kind: 'commands', lines: commandsFor(change) },
  ];
}

function progressRows(step: Step, rescue: Rescue, frame: Frame): readonly Row[] {
  const { progress } = step;
  const time = (iso: string) => formatTime(iso, frame.utcOffsetMinutes);
  switch (progress.kind) {
    case 'waiting':
      return [];
    case 'about-to':
      return [
        ...doneRows(progress.done, frame),
        [labels.written, time(progress.since)],
        [progress.direction === 'apply' ? labels.done : labels.undone, whatBecame(step, rescue)],
      ];
    case 'done':
      return doneRows(progress, frame);
    case 'undone':
      return [...doneRows(progress.done, frame), [labels.undone, time(progress.at)]];
    case 'not-undone':
      return [...doneRows(progress.done, frame), [labels.notUndone, notUndoneText(progress.because)]];
    default:
      return assertNever(progress);
  }
}

/** A change that was written down and not finished: the rescue stopped at it, or was cut off. */
function whatBecame({ change }: Step, { outcome }: Rescue): string {
  const stoppedHere =
    outcome.kind === 'stopped' && 'changeId' in outcome.because && outcome.because.changeId === change.id;
  return stoppedHere ? stopText(outcome.because) : reportWords.interrupted;
}

function doneRows(done: Done | null, frame: Frame): readonly Row[] {
  if (done === null) return [];
  const when = formatTime(done.at, frame.utcOffsetMinutes);
  return [
    [labels.done, done.how === 'already-there' ? reportWords.wasSoBefore : when],
    [labels.verified, verificationText(done.verification)],
  ];
}

/** The steps that were not done, each with the reason. */
export function notDoneSection(rescue: Rescue): Section {
  const waiting = rescue.steps.filter(({ progress }) => progress.kind === 'waiting');
  const stopped = rescue.outcome.kind === 'stopped' ? stopText(rescue.outcome.because) : null;
  const items = [
    ...(stopped === null ? [] : [stopped]),
    ...waiting.map(({ change }) =>
      stopped === null
        ? `${change.id}. ${changeTitle(change)}: ${reportWords.leftOut}`
        : reportWords.notBegun(change.id, changeTitle(change)),
    ),
    ...(rescue.backup?.missing ?? []).map((name) => reportWords.notCopied(name)),
  ];
  return { heading: headings.notDone, blocks: items.length === 0 ? [] : [{ kind: 'list', items }] };
}

/** The command for Setup's next run, and what became of the runs since. */
export function setupSection(rescue: Rescue, frame: Frame): readonly Section[] {
  if (rescue.outcome.kind === 'undone') return [];
  const rerun = rerunOf(rescue.start.facts);
  const runs = rescue.setupRuns.map(
    (run) => `${formatTime(run.at, frame.utcOffsetMinutes)}: ${setupRunText(run)}`,
  );
  const setup = valueOr(rescue.start.facts.setup, null);
  const how: readonly Block[] =
    setup?.class === 'setup-succeeded'
      ? [{ kind: 'paragraph', text: reportWords.hadSucceeded }]
      : [
          { kind: 'paragraph', text: rerunText(rerun) },
          ...('command' in rerun ? [{ kind: 'commands', lines: [rerun.command] } as const] : []),
        ];
  return [
    {
      heading: headings.setup,
      blocks: [
        ...(rescue.outcome.kind === 'repaired'
          ? []
          : [{ kind: 'paragraph', text: reportWords.onlyWhenRepaired } as const]),
        ...how,
        ...(runs.length > 0 ? [{ kind: 'list', items: runs } as const] : []),
      ],
    },
  ];
}

export function morningSection(rescue: Rescue): Section {
  const items = rescue.outcome.kind === 'undone' ? [reportWords.allTakenBack] : morningTexts(rescue);
  return { heading: headings.morning, blocks: [{ kind: 'list', items }] };
}

/** How to take back what stands now, newest first, by this program and by hand. */
export function undoSection(rescue: Rescue): Section {
  // An interrupted change may stand too.
  const standing = rescue.steps
    .filter((step) => wasBegun(step) && step.progress.kind !== 'waiting')
    .toReversed();
  const byHand = standing.flatMap(({ change, progress }): readonly Block[] => {
    const doubt = progress.kind === 'about-to' ? ` ${reportWords.lookFirst}` : '';
    const text = `${change.id}. ${changeTitle(change)}: undo ${undoText(change)}${doubt}`;
    if (change.undo.kind === 'ends-at-last-working') return [{ kind: 'paragraph', text }];
    const lines = commandsFor(inverse(withKnownThumbprints(change, rescue.created)));
    return [
      { kind: 'paragraph', text },
      { kind: 'commands', lines },
    ];
  });
  const { backup } = rescue;
  const copies =
    backup === null
      ? []
      : [
          reportWords.copies(
            backup.folder,
            backup.files.map(({ name }) => name),
          ),
        ];
  const blocks: readonly Block[] = [
    ...(standing.length > 0 ? [{ kind: 'paragraph', text: reportWords.undoHow } as const] : []),
    ...byHand,
    ...copies.map((text) => ({ kind: 'paragraph', text }) as const),
  ];
  return { heading: headings.undo, blocks };
}
