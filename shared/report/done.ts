import { inverse, withKnownThumbprints } from '../change.ts';
import { commandsFor } from '../commands.ts';
import { valueOr } from '../reading.ts';
import { rerunOf } from '../rerun.ts';
import { wasBegun } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';
import { changeTitle, undoText } from '../text/english/changes.ts';
import { morningTexts } from '../text/english/morning.ts';
import { setupRunText } from '../text/english/setup-run.ts';
import { outcomeWords, reportHeadings as headings, reportWords } from '../text/english/report.ts';
import { rerunText } from '../text/english/verdicts.ts';
import type { Frame } from '../text/frame.ts';
import { formatTime } from '../text/format.ts';
import { notDoneTexts } from './not-done.ts';
import type { Block, Section } from './shape.ts';

/** What was not done, each with the reason. */
export function notDoneSection(rescue: Rescue): Section {
  return { heading: headings.notDone, blocks: [{ kind: 'list', items: notDoneTexts(rescue) }] };
}

/** The command for Setup's next run, and what became of the runs since. */
export function setupSection(rescue: Rescue, frame: Frame): readonly Section[] {
  if (rescue.outcome.kind === 'undone') return [];
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
  const items = rescue.setupRuns.map(
    (run) => `${formatTime(run.at, frame.utcOffsetMinutes)}: ${setupRunText(run)}`,
  );
  const runs: readonly Block[] = items.length > 0 ? [{ kind: 'list', items }] : [];
  if (valueOr(rescue.start.facts.setup, null)?.class === 'setup-succeeded') {
    return [{ heading: headings.setupEnded, blocks: [paragraph(outcomeWords.hadSucceeded), ...runs] }];
  }
  if (rescue.setupRuns.at(-1)?.outcome === 'succeeded')
    return [{ heading: headings.setupEnded, blocks: runs }];
  const before = rescue.outcome.kind === 'repaired' ? [] : [paragraph(reportWords.onlyWhenRepaired)];
  const rerun = rerunOf(rescue.start.facts);
  const how: Block =
    'command' in rerun
      ? { kind: 'commands', title: rerunText(rerun), lines: [rerun.command] }
      : paragraph(rerunText(rerun));
  return [{ heading: headings.setup, blocks: [...runs, ...before, how] }];
}

export function morningSection(rescue: Rescue): Section {
  const items = rescue.outcome.kind === 'undone' ? [outcomeWords.allTakenBack] : morningTexts(rescue);
  return { heading: headings.morning, blocks: [{ kind: 'list', items }] };
}

/** How to take back what stands now, newest first, by this program and by hand. */
export function undoSection(rescue: Rescue, dataFolder: string): Section {
  // An interrupted change may stand too.
  const standing = rescue.steps
    .filter((step) => wasBegun(step) && step.progress.kind !== 'waiting')
    .toReversed();
  const byHand = standing.map(({ change, progress }): Block => {
    const doubt = progress.kind === 'about-to' ? ` ${reportWords.lookFirst}` : '';
    const title = `${change.id}. ${changeTitle(change)}: undo ${undoText(change)}${doubt}`;
    if (change.undo.kind === 'ends-at-last-working') return { kind: 'paragraph', text: title };
    return {
      kind: 'commands',
      title,
      lines: commandsFor(inverse(withKnownThumbprints(change, rescue.created))),
    };
  });
  const { backup } = rescue;
  const copies =
    backup === null
      ? []
      : [
          reportWords.copies(
            dataFolder,
            backup.folder,
            backup.files.map(({ name }) => name),
          ),
        ];
  const blocks: readonly Block[] = [
    ...standing.slice(0, 1).map(({ change }): Block => ({
      kind: 'paragraph',
      text:
        rescue.start.purpose === 'put-back'
          ? reportWords.undoPutBackHow(rescue.number, change.id)
          : reportWords.undoHow(rescue.number, change.id),
    })),
    ...byHand,
    ...copies.map((text) => ({ kind: 'paragraph', text }) as const),
  ];
  return { heading: headings.undo, blocks };
}
