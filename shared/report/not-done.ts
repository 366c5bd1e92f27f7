import type { Rescue } from '../rescue.ts';
import { untouched } from '../screens/review.ts';
import { changeTitle, stopText } from '../text/english/changes.ts';
import { backEndStays } from '../text/english/put-back-texts.ts';
import { notDoneWords as words, reportWords } from '../text/english/report.ts';
import { setupIsDone } from '../setup-done.ts';

/** What was not done, each with its reason: broken off, chosen so, left for the admin, and left alone on purpose. */
export function notDoneTexts(rescue: Rescue): readonly string[] {
  return [
    ...changesNotMade(rescue),
    ...trustNotGiven(rescue),
    ...setupNotRun(rescue),
    ...(rescue.backup?.missing ?? []).map((name) => reportWords.notCopied(name)),
    ...leftAlone(rescue),
  ];
}

function changesNotMade({ steps, outcome }: Rescue): readonly string[] {
  const waiting = steps.filter(({ progress }) => progress.kind === 'waiting');
  if (outcome.kind === 'stopped') {
    return [
      stopText(outcome.because),
      ...waiting.map(({ change }) => reportWords.notBegun(change.id, changeTitle(change))),
    ];
  }
  const cutOff = steps.filter(
    ({ progress }) => progress.kind === 'about-to' && progress.direction === 'apply',
  );
  return [
    ...cutOff.map(({ change }) => reportWords.notKnown(change.id, changeTitle(change))),
    ...waiting.map(({ change }) => `${change.id}. ${changeTitle(change)}: ${reportWords.leftOut}`),
  ];
}

function trustNotGiven({ start }: Rescue): readonly string[] {
  const { choice } = start.plan;
  return choice?.kind === 'create' && choice.trust === 'leave-untrusted' ? [words.trust] : [];
}

function setupNotRun(rescue: Rescue): readonly string[] {
  if (rescue.start.purpose === 'put-back') return [];
  const waits = rescue.outcome.kind === 'repaired' && rescue.setupRuns.length === 0 && !setupIsDone(rescue);
  return waits ? [words.setup] : [];
}

function leftAlone({ start: { purpose, facts, diagnosis, plan } }: Rescue): readonly string[] {
  if (purpose === 'put-back') {
    return [
      ...untouched(facts, plan).map(({ role, site, endpoint }) => {
        const place = reportWords.place(site.name, endpoint);
        return role === 'back-end' ? `${words.leftAlone(place)} ${backEndStays}` : words.notSelfSigned(place);
      }),
      words.neverTouched,
    ];
  }
  const faulty = diagnosis.findings.flatMap((finding) =>
    finding.severity === 'fault' && 'endpoint' in finding ? [finding.endpoint] : [],
  );
  return [
    ...untouched(facts, plan).map(({ site, endpoint }) => {
      const place = reportWords.place(site.name, endpoint);
      return faulty.includes(endpoint) ? words.notPlanned(place) : words.nothingWrong(place);
    }),
    words.neverTouched,
  ];
}
