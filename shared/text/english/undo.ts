import { assertNever } from '../../assert-never.ts';
import { inverse, withKnownThumbprints } from '../../change.ts';
import { commandsFor } from '../../commands.ts';
import type { Rescue } from '../../rescue.ts';
import { standing, undoableAlone } from '../../undo-alone.ts';
import type { ChangeName, StandingChange, UndoAlone } from '../../undo-alone.ts';
import { list } from '../format.ts';
import { frameOf } from '../frame.ts';
import { changeTitle } from './changes.ts';
import { workText } from './work.ts';

/** How a change of any rescue is called on the command line: `1/2`. */
export function nameText({ rescue, changeId }: ChangeName): string {
  return `${String(rescue)}/${changeId}`;
}

/** What exists to be taken back alone. */
export function standingChangesText(rescues: readonly Rescue[]): string {
  const may = undoableAlone(rescues).map(named);
  if (may.length === 0) return 'No change can be taken back alone now.';
  return `To be taken back alone: ${list(may)}.`;
}

function named({ rescue, step }: StandingChange): string {
  return `${nameText({ rescue: rescue.number, changeId: step.change.id })} (${changeTitle(step.change)})`;
}

/** What the undo of one change would do, before it is done. */
export function undoOneText({ rescue, step }: StandingChange): string {
  const { facts, diagnosis } = rescue.start;
  const change = withKnownThumbprints(step.change, rescue.created);
  const { title, detail } = workText({ kind: 'undo', change: step.change }, frameOf(facts, diagnosis.at));
  return [
    'To be taken back, and nothing else:',
    `${nameText({ rescue: rescue.number, changeId: change.id })} ${title}`,
    `     ${detail}`,
    ...commandsFor(inverse(change)).map((command) => `     by hand ${command}`),
  ].join('\n');
}

/** Why a change is not taken back alone, and what to do instead. */
export function whyNotAloneText(
  name: ChangeName,
  why: Exclude<UndoAlone, { kind: 'may' | 'no-such-change' }>,
  rescues: readonly Rescue[],
): string {
  const called = `Change ${nameText(name)}`;
  switch (why.kind) {
    case 'not-standing':
      return `${called} does not stand: it was never made, was so before, or has been taken back. ${standingChangesText(rescues)}`;
    case 'undo-unfinished':
      return 'Another undo is half done. Go on with that first: rescue --continue --yes, or undo --all --yes.';
    case 'hung-on': {
      const by = standing(rescues).find(
        ({ rescue, step }) => rescue.number === why.by.rescue && step.change.id === why.by.changeId,
      );
      const what = by === undefined ? nameText(why.by) : named(by);
      return `${called} is not taken back alone: change ${what} needs what it made. Take that back first, or everything with --all.`;
    }
    default:
      return assertNever(why);
  }
}
