import { assertNever } from '../assert-never.ts';
import { valueOr } from '../reading.ts';
import { staysAgainstUs, wasBegun } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';
import { stopText, undoStopText } from '../text/english/changes.ts';
import { setupRunText } from '../text/english/setup-run.ts';
import { outcomeWords as words } from '../text/english/report.ts';
import type { Outcome } from './shape.ts';

/** How a rescue ended, for somebody who reads nothing else. */
export function outcomeOf(rescue: Rescue): Outcome {
  const { outcome } = rescue;
  switch (outcome.kind) {
    case 'open':
      return {
        mark: 'unfinished',
        word: words.open.word,
        sentences: [rescue.start.purpose === 'put-back' ? words.putBack.open : words.open.sentence],
      };
    case 'repaired':
      return repaired(rescue);
    case 'stopped':
      return { mark: 'unfinished', word: words.stopped.word, sentences: [stopText(outcome.because)] };
    case 'undoing':
      return {
        mark: 'unfinished',
        word: words.undoing.word,
        sentences: [
          outcome.stopped === null ? words.undoing.sentence : undoStopText(outcome.stopped, [rescue]),
        ],
      };
    case 'left':
      return { mark: 'unfinished', word: words.left.word, sentences: [words.left.sentence] };
    case 'undone':
      return { mark: 'undone', word: words.undone.word, sentences: [words.undone.sentence] };
    case 'partly-undone':
      return {
        mark: 'unfinished',
        word: words.partlyUndone.word,
        sentences: [staysAgainstUs(rescue) ? words.partlyUndone.sentence : words.partlyUndone.asChosen],
      };
    default:
      return assertNever(outcome);
  }
}

/** What was found on a server that was only looked at. */
export const lookedAt: Outcome = {
  mark: 'untouched',
  word: words.looked.word,
  sentences: [words.looked.sentence],
};

/** Repaired is what this program set out to do; what the update came to is what everybody waits for. */
function repaired({ start, steps, setupRuns }: Rescue): Outcome {
  const changes = words.repaired.sentence(steps.filter(wasBegun).length);
  if (start.purpose === 'put-back') {
    return { mark: 'good', word: words.putBack.word, sentences: [changes, words.putBack.backEnd] };
  }
  const lastRun = setupRuns.at(-1);
  const hadSucceeded = valueOr(start.facts.setup, null)?.class === 'setup-succeeded';
  const setup =
    lastRun !== undefined
      ? setupRunText(lastRun)
      : hadSucceeded
        ? words.hadSucceeded
        : words.repaired.setupWaits;
  return {
    ...(lastRun?.outcome === 'failed'
      ? { mark: 'unfinished', word: words.setupFailed.word }
      : { mark: 'good', word: words.repaired.word }),
    sentences: [changes, setup],
  };
}
