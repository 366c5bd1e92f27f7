import { blocking } from './diagnosis.ts';
import { elsewhereOf } from './elsewhere.ts';
import type { Look } from './look.ts';
import { notDoneTexts } from './report/not-done.ts';
import { outcomeOf } from './report/outcome.ts';
import type { Rescue } from './rescue.ts';
import { elsewhereTexts } from './text/english/elsewhere.ts';
import type { ElsewhereTexts } from './text/english/elsewhere.ts';
import { findingTexts } from './text/english/findings.ts';
import { atText, morningOf } from './text/english/finish.ts';
import { setupRunText } from './text/english/morning.ts';
import { verdictText } from './text/english/verdicts.ts';
import { frameOf } from './text/frame.ts';

/** What the report says as well, in sentences: the window shows them as they are, and need not know how they are made. */
export interface Told {
  /** `null` where it is a binding that is to blame, or none is known to be. */
  readonly elsewhere: ElsewhereTexts | null;
  /** `null` before a rescue has begun. */
  readonly finish: FinishTexts | null;
}

/** Of the newest rescue. */
export interface FinishTexts {
  readonly outcome: string;
  readonly wrong: readonly string[];
  readonly notDone: readonly string[];
  readonly setup: readonly string[];
  readonly morning: readonly string[];
  /** One for each rescue before it, newest first. */
  readonly earlier: readonly string[];
}

/** @param rescues oldest first */
export function toldOf(look: Look, rescues: readonly Rescue[]): Told {
  const elsewhere = elsewhereOf(look.facts, look.diagnosis.verdict);
  return {
    elsewhere: elsewhere === null ? null : elsewhereTexts(elsewhere),
    finish: finishTexts(rescues),
  };
}

function finishTexts(rescues: readonly Rescue[]): FinishTexts | null {
  const rescue = rescues.at(-1);
  if (rescue === undefined) return null;
  const { facts, diagnosis } = rescue.start;
  const faults = diagnosis.findings.filter(({ severity }) => severity === 'fault');
  return {
    outcome: outcomeOf(rescue).sentences.join(' '),
    wrong: [
      verdictText(diagnosis),
      ...findingTexts([...blocking(diagnosis), ...faults], frameOf(facts, diagnosis.at)),
    ],
    notDone: notDoneTexts(rescue),
    setup: rescue.setupRuns.map((run) => atText(run.at, setupRunText(run), facts.utcOffsetMinutes)),
    morning: morningOf(rescue),
    earlier: rescues
      .slice(0, -1)
      .toReversed()
      .map((one) => atText(one.startedAt, outcomeOf(one).word, one.start.facts.utcOffsetMinutes)),
  };
}
