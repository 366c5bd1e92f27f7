import { blocking } from './diagnosis.ts';
import { elsewhereOf } from './elsewhere.ts';
import type { Look } from './look.ts';
import { notDoneTexts } from './report/not-done.ts';
import { outcomeOf } from './report/outcome.ts';
import { purposeOf } from './plan-shape.ts';
import type { Plan } from './plan-shape.ts';
import type { PutBackChoice } from './put-back.ts';
import { undoScope } from './rescue.ts';
import type { Rescue } from './rescue.ts';
import { endingOf } from './screens/ending.ts';
import { findingGroups } from './screens/finding-groups.ts';
import type { FindingGroups } from './screens/finding-groups.ts';
import { offeredPutBack } from './screens/put-back-screen.ts';
import { checksBeforeSetup } from './screens/rerun-checks.ts';
import type { Check } from './screens/rerun-checks.ts';
import { elsewhereTexts } from './text/english/elsewhere.ts';
import type { ElsewhereTexts } from './text/english/elsewhere.ts';
import { findingTexts } from './text/english/findings.ts';
import { atText, finishTitles, morningOf } from './text/english/finish.ts';
import { backEndStays, heldTexts, putBackTexts } from './text/english/put-back-texts.ts';
import { checkTexts, checkTitle } from './text/english/rerun-checks.ts';
import { reportHeadings } from './text/english/report.ts';
import { setupRunText } from './text/english/setup-run.ts';
import { undoTexts } from './text/english/undo-scope.ts';
import type { UndoTexts } from './text/english/undo-scope.ts';
import { verdictText } from './text/english/verdicts.ts';
import { warningTexts } from './text/english/warnings-before.ts';
import { shortWhyText } from './text/english/why.ts';
import { frameOf } from './text/frame.ts';
import type { Frame } from './text/frame.ts';

/** What the report says as well, in sentences: the window shows them as they are, and need not know how they are made. */
export interface Told {
  readonly found: FoundTexts;
  readonly review: ReviewTexts;
  /** What has to be so before Setup is run again, always the same, in the same order. */
  readonly checks: readonly CheckTexts[];
  /** `null` where it is a binding that is to blame, or none is known to be. */
  readonly elsewhere: ElsewhereTexts | null;
  readonly putBack: PutBackTold;
  readonly undo: UndoTexts;
  /** `null` before a rescue has begun. */
  readonly finish: FinishTexts | null;
}

/** The findings, by what they mean for whoever reads them. */
export type FoundTexts = { readonly [Group in keyof FindingGroups]: readonly string[] };

/** Of the plan that is shown; empty where none is. */
export interface ReviewTexts {
  /** What has to be known before it begins. */
  readonly warnings: readonly string[];
  /** Why what is not touched stays as it is, where that is not plain. */
  readonly stays: readonly string[];
  /** Why each change is in it, in the order of the plan. */
  readonly why: readonly (readonly string[])[];
}

export interface CheckTexts {
  readonly kind: Check['kind'];
  readonly state: Check['state']['kind'];
  readonly title: string;
  readonly texts: readonly string[];
}

/** Of putting the real certificate back. */
export interface PutBackTold {
  /** What is chosen first; `null` where it cannot begin now. */
  readonly choice: PutBackChoice | null;
  /** That it can be put back, or what is missing. */
  readonly texts: readonly string[];
}

/** Of the newest rescue. */
export interface FinishTexts {
  readonly title: string;
  readonly wrongTitle: string;
  readonly outcome: string;
  readonly wrong: readonly string[];
  readonly notDone: readonly string[];
  readonly setup: readonly string[];
  readonly morningTitle: string;
  readonly morning: readonly string[];
  /** One for each rescue before it, newest first. */
  readonly earlier: readonly string[];
}

/** The findings in sentences, for whoever looks at the server. */
export function foundTexts({ facts, diagnosis }: Pick<Look, 'facts' | 'diagnosis'>): FoundTexts {
  const frame = frameOf(facts, diagnosis.at);
  const { blocks, faults, unknown, warnings, notes } = findingGroups(diagnosis);
  return {
    blocks: findingTexts(blocks, frame),
    faults: findingTexts(faults, frame),
    unknown: findingTexts(unknown, frame),
    warnings: findingTexts(warnings, frame),
    notes: findingTexts(notes, frame),
  };
}

/**
 * @param plan the one that is shown
 * @param rescues oldest first
 */
export function toldOf(look: Look, plan: Plan | null, rescues: readonly Rescue[]): Told {
  const { facts, diagnosis } = look;
  const elsewhere = elsewhereOf(facts, diagnosis.verdict);
  const frame = frameOf(facts, diagnosis.at);
  return {
    found: foundTexts(look),
    review: {
      warnings: plan === null ? [] : warningTexts(look, plan, frame),
      stays: plan !== null && purposeOf(plan) === 'put-back' ? [backEndStays] : [],
      why: (plan?.changes ?? []).map(({ why }) => why.map((one) => shortWhyText(one, frame))),
    },
    checks: checksBeforeSetup(look, rescues).map((check) => ({
      kind: check.kind,
      state: check.state.kind,
      title: checkTitle(check),
      texts: checkTexts(check, frame),
    })),
    elsewhere: elsewhere === null ? null : elsewhereTexts(elsewhere),
    putBack: putBackTold(look, rescues, frame),
    undo: undoTexts[undoScope(rescues)],
    finish: finishTexts(rescues),
  };
}

function putBackTold(look: Look, rescues: readonly Rescue[], frame: Frame): PutBackTold {
  const choice = offeredPutBack(look, rescues);
  // On a server that was never rescued it may be meant so.
  if (choice === null && rescues.length === 0) return { choice, texts: [] };
  return { choice, texts: putBackTexts(look.putBack, look.facts, frame) };
}

function finishTexts(rescues: readonly Rescue[]): FinishTexts | null {
  const rescue = rescues.at(-1);
  if (rescue === undefined) return null;
  const { facts } = rescue.start;
  return {
    title: finishTitles[endingOf(rescues)],
    wrongTitle: rescue.start.purpose === 'put-back' ? reportHeadings.wasBound : reportHeadings.wrong,
    morningTitle: rescue.start.purpose === 'put-back' ? reportHeadings.afterwards : reportHeadings.morning,
    outcome: outcomeOf(rescue).sentences.join(' '),
    wrong: foundAtStart(rescue),
    notDone: notDoneTexts(rescue),
    setup: rescue.setupRuns.map((run) => atText(run.at, setupRunText(run), facts.utcOffsetMinutes)),
    morning: morningOf(rescue),
    earlier: rescues
      .slice(0, -1)
      .toReversed()
      .map((one) => atText(one.startedAt, outcomeOf(one).word, one.start.facts.utcOffsetMinutes)),
  };
}

/** What was wrong; of a put-back, what was bound. */
function foundAtStart({ start: { purpose, facts, diagnosis } }: Rescue): readonly string[] {
  const frame = frameOf(facts, diagnosis.at);
  if (purpose === 'put-back') return heldTexts(facts, frame);
  const faults = diagnosis.findings.filter(({ severity }) => severity === 'fault');
  return [verdictText(diagnosis), ...findingTexts([...blocking(diagnosis), ...faults], frame)];
}
