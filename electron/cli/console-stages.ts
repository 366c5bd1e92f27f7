import { withKnownThumbprints } from '../../shared/change.ts';
import { commandsFor } from '../../shared/commands.ts';
import type { Look } from '../../shared/look.ts';
import { lookHere } from '../../shared/look-here.ts';
import { mustLook } from '../../shared/must-look.ts';
import { mapOfLook } from '../../shared/map.ts';
import { purposeOf } from '../../shared/plan-shape.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { valueOr } from '../../shared/reading.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { rerunOf } from '../../shared/rerun.ts';
import { undoScope } from '../../shared/rescue.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { offered } from '../../shared/screens/certificate-choice.ts';
import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { diagnoseScreen } from '../../shared/screens/diagnose-screen.ts';
import { endingOf } from '../../shared/screens/ending.ts';
import { rebindScreen } from '../../shared/screens/rebind-screen.ts';
import type { RebindScreen, Way } from '../../shared/screens/rebind-screen.ts';
import { checksBeforeSetup, hasSucceeded } from '../../shared/screens/rerun-checks.ts';
import { deedOf, untouched } from '../../shared/screens/review.ts';
import { rescueAtWork, workRows } from '../../shared/screens/work-rows.ts';
import {
  certificateLead,
  certificateTitle,
  notSuitableClauses,
} from '../../shared/text/english/certificate.ts';
import { afterwardsText, consoleWords } from '../../shared/text/english/console.ts';
import type { Said } from '../../shared/text/english/console.ts';
import { diagnoseLead, diagnoseTitle } from '../../shared/text/english/diagnose.ts';
import { finishTitles } from '../../shared/text/english/finish.ts';
import { stageLine } from '../../shared/text/english/frame.ts';
import { planText } from '../../shared/text/english/preview.ts';
import { backEndStays, putBackTexts } from '../../shared/text/english/put-back-texts.ts';
import { putBackWords } from '../../shared/text/english/put-back.ts';
import { rebindHeading, rebindWords } from '../../shared/text/english/rebind.ts';
import { checkTexts, checkTitle } from '../../shared/text/english/rerun-checks.ts';
import { rerunWords } from '../../shared/text/english/rerun.ts';
import { interruptionTexts, reviewWords, untouchedText } from '../../shared/text/english/review.ts';
import { rerunText } from '../../shared/text/english/verdicts.ts';
import { warningTexts } from '../../shared/text/english/warnings-before.ts';
import { workStateText, workText } from '../../shared/text/english/work.ts';
import { certificateText, frameOf } from '../../shared/text/frame.ts';
import { wrap } from '../../shared/text/wrap.ts';
import { reachableStages } from '../../shared/wizard.ts';
import type { Activity } from '../../shared/activity.ts';
import type { Stage } from '../../shared/stage.ts';

const idle: Activity = { kind: 'idle' };

/** What a stage says before it asks: where this is, its title, and why, as in the window. */
function headed(
  stage: Stage,
  rescues: readonly Rescue[],
  activity: Activity,
  title: string,
  lead: string,
): string {
  const where = stageLine(stage, changedSoFar(rescues, activity));
  return `\n${where}\n${wrap(title, '', '')}\n${'='.repeat(Math.min(title.length, 88))}\n${wrap(lead, '', '')}`;
}

function listed(title: string, items: readonly string[]): string {
  return [title, ...items.map((item) => wrap(item, '- ', '  '))].join('\n');
}

export function diagnoseStageText(look: Look, rescues: readonly Rescue[]): string {
  const { facts, diagnosis, planned } = look;
  const plan = planned.kind === 'planned' ? { id: '', plan: planned.plan } : null;
  const reachable = reachableStages(look, rescues, idle);
  const screen = diagnoseScreen({ look, plan, reachable, rescues }, mapOfLook(facts, diagnosis));
  const head = headed('diagnose', rescues, idle, diagnoseTitle(screen, diagnosis.at), diagnoseLead(screen));
  const report = reportOfLook(facts, diagnosis);
  const { word, sentence } = consoleWords.looked;
  // What was changed before may stand: a look on its own cannot say that nothing was.
  const outcome = { ...report.outcome, word, sentences: [sentence] };
  return `${head}\n\n${renderText({ ...report, outcome }).trimEnd()}`;
}

/** That the real certificate can be put back, or what is missing for that. */
export function putBackText({ facts, diagnosis, putBack }: Look): string {
  return listed(putBackWords.title, putBackTexts(putBack, facts, frameOf(facts, diagnosis.at)));
}

/** Also what is not offered, and why: the expired one is looked for. */
export function certificateStageText(look: Look, rescues: readonly Rescue[]): string {
  const head = headed('certificate', rescues, idle, certificateTitle(look), certificateLead(look));
  const frame = frameOf(look.facts, look.diagnosis.at);
  const others = offered(look)
    .filter(({ candidate }) => candidate.suitability === 'unsuitable')
    .map(({ candidate }) => {
      const why = notSuitableClauses(candidate, look, frame).join('; ');
      return `${certificateText(candidate.thumbprint, frame)}: ${why}`;
    });
  return others.length === 0 ? head : `${head}\n\n${listed(consoleWords.notOffered, others)}`;
}

export function reviewStageText(
  look: Look,
  plan: Plan,
  rescues: readonly Rescue[],
  dataFolder: string,
): string {
  const { facts, diagnosis } = look;
  const frame = frameOf(facts, diagnosis.at);
  const warnings = warningTexts(look, plan, frame);
  const files = valueOr(facts.filesToKeep, []).map(({ name }) => name);
  const stays = [
    ...untouched(facts, plan).map((one) => untouchedText(one, frame)),
    ...(purposeOf(plan) === 'put-back' ? [backEndStays] : []),
  ];
  return [
    headed('review', rescues, idle, reviewWords.heading, reviewWords.lead(plan.changes.length)),
    ...(warnings.length === 0 ? [] : [listed(reviewWords.warnings, warnings)]),
    planText(plan, frame),
    listed(reviewWords.untouched, [...stays, ...reviewWords.neverTouched]),
    listed(reviewWords.interruption, interruptionTexts(deedOf(plan))),
    listed(reviewWords.copies, [reviewWords.copiesOf(dataFolder, files)]),
  ].join('\n\n');
}

/** When a moment is, and how it is told there. */
export interface Moment {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly utcOffsetMinutes: number;
}

/** What is said as the work begins. */
export function movingText(way: Way, rescues: readonly Rescue[], now: Moment): string {
  const screen = {
    kind: 'moving',
    way,
    since: now.takenAt,
    lastActivityAt: now.takenAt,
    stopping: 'not-asked',
  } as const;
  const { title, lead } = rebindHeading(screen, now);
  const activity: Activity =
    way === 'rebinding'
      ? { kind: 'rebinding', since: now.takenAt, stopping: 'not-asked' }
      : { kind: 'undoing', since: now.takenAt, stopping: 'not-asked', alone: null };
  const head = headed('rebind', rescues, activity, title, lead);
  return way === 'undoing-one' ? `${head}\n` : `${head}\n${consoleWords.ctrlC}\n`;
}

/** How the work came to rest; with every step where something is left to be done or to be told. */
export function restText(rescues: readonly Rescue[], now: Moment): string {
  const screen = rebindScreen({ rescues, activity: idle });
  const { title, lead } = rebindHeading(screen, now);
  const head = headed('rebind', rescues, idle, title, lead);
  return [head, ...(screen.kind === 'repaired' ? [] : [stepsText(rescues)]), ...byHandTexts(screen)].join(
    '\n\n',
  );
}

function stepsText(rescues: readonly Rescue[]): string {
  const state = { rescues, activity: idle, plan: null };
  const start = rescueAtWork(state)?.start;
  if (start === undefined) return '';
  const frame = frameOf(start.facts, start.diagnosis.at);
  const steps = workRows(state).map((row) => {
    const { title, detail } = workText(row.work, frame);
    const { word, more } = workStateText(row.state);
    const number = row.work.kind === 'change' || row.work.kind === 'undo' ? `${row.work.change.id}. ` : '';
    const how = more === '' ? word : `${word}, ${more}`;
    return [wrap(`${number}${title}: ${how}`, '- ', '  '), wrap(detail, '    ', '    ')].join('\n');
  });
  return [rebindWords.steps, ...steps].join('\n');
}

/** Where somebody has to look: the commands that show what stands there, and those of the change. */
function byHandTexts(screen: RebindScreen): readonly string[] {
  if (screen.kind !== 'stopped') return [];
  const { because, rescue } = screen;
  if (!mustLook(because)) return [];
  const step = rescue.steps.find(({ change }) => change.id === because.changeId);
  const commands = step === undefined ? [] : commandsFor(withKnownThumbprints(step.change, rescue.created));
  return [
    verbatim(rebindWords.look, lookHere(because, rescue)),
    verbatim(rebindWords.commands(because.changeId), commands),
  ];
}

/** Never wrapped: it is copied as it stands. */
function verbatim(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** A sentence of this program's own commands, with them under it. */
export function saidText({ text, commands }: Said): string {
  return verbatim(wrap(text, '', ''), commands);
}

/** How Setup is run again: what is in its way as far as can be seen, and the command. */
export function rerunStageText(look: Look, rescues: readonly Rescue[], dataFolder: string): string {
  const head = (title: string, lead: string) => headed('rerun-setup', rescues, idle, title, lead);
  const { heading, lead } = rerunWords;
  if (hasSucceeded(look)) return head(heading['not-needed'], lead['not-needed']);
  const { facts, diagnosis } = look;
  const frame = frameOf(facts, diagnosis.at);
  const checks = checksBeforeSetup(look, rescues);
  const kinds = checks.map(({ state }) => state.kind);
  const way = kinds.includes('in-the-way') ? 'blocked' : kinds.includes('unknown') ? 'unknown' : 'ready';
  const rows = checks.map(
    (check) =>
      `${rerunWords.marks[check.state.kind]}. ${checkTitle(check)}: ${checkTexts(check, frame).join(' ')}`,
  );
  const rerun = rerunOf(facts);
  const how = wrap(rerunText(rerun), '', '');
  return [
    head(heading.ready, lead[way]),
    listed(rerunWords.checks, rows),
    'command' in rerun ? verbatim(how, [rerun.command]) : how,
    ...(facts.origin.kind === 'practice' ? [saidText(consoleWords.setupInPractice(dataFolder))] : []),
  ].join('\n\n');
}

/** @param report where the report lies, or why it was not saved, in a sentence */
export function finishStageText(rescues: readonly Rescue[], report: string, dataFolder: string): string {
  const title = finishTitles[endingOf(rescues)];
  const head = headed('finish', rescues, idle, title, report);
  return `${head}\n\n${saidText(afterwardsText(changedSoFar(rescues, idle), dataFolder, undoScope(rescues)))}`;
}
