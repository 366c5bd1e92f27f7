import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { byHandSection, changedSection } from './report/changed.ts';
import { morningSection, notDoneSection, setupSection, undoSection } from './report/done.ts';
import {
  alsoFound,
  boundSection,
  elsewhereSections,
  practiceText,
  serverName,
  systemRows,
  wrongSection,
} from './report/found.ts';
import { lookedAt, outcomeOf } from './report/outcome.ts';
import { afterwardsSection, setupOfPutBack, wasBoundSection } from './report/put-back.ts';
import type { Report, Section } from './report/shape.ts';
import { timeOf } from './report/time.ts';
import type { Rescue } from './rescue.ts';
import { reportHeadings as headings, reportLabels as labels, reportWords } from './text/english/report.ts';
import { frameOf } from './text/frame.ts';
import type { Frame } from './text/frame.ts';
import { formatTime } from './text/format.ts';

/**
 * State of a rescue → its report: what a boss wants to know first, what a colleague looks up last.
 * @param dataFolder where the rescue's copies lie
 */
export function reportOfRescue(rescue: Rescue, dataFolder: string): Report {
  if (rescue.start.purpose === 'put-back') return reportOfPutBack(rescue, dataFolder);
  const { facts, diagnosis } = rescue.start;
  const frame = withCreated(frameOf(facts, diagnosis.at), rescue);
  const sections = [
    wrongSection(facts, diagnosis, frame),
    changedSection(rescue, frame),
    notDoneSection(rescue),
    ...setupSection(rescue, frame),
    morningSection(rescue),
    undoSection(rescue, dataFolder),
    ...byHandSection(rescue),
    ...alsoFound(headings.alsoBefore, diagnosis, frame),
  ];
  return reportWith(sections, reportWords.recoveryOf(serverName(facts)), labels.begun, rescue);
}

/** The same of a put-back, which is no recovery: what was bound, what is now, and why the back end is left out. */
function reportOfPutBack(rescue: Rescue, dataFolder: string): Report {
  const { facts, diagnosis } = rescue.start;
  const frame = frameOf(facts, diagnosis.at);
  const sections = [
    wasBoundSection(rescue, frame),
    changedSection(rescue, frame),
    notDoneSection(rescue),
    ...setupOfPutBack(rescue, frame),
    afterwardsSection(rescue),
    undoSection(rescue, dataFolder),
    ...byHandSection(rescue),
  ];
  return reportWith(sections, reportWords.putBackOn(serverName(facts)), labels.putBackBegun, rescue);
}

/** @param begun what the time of its beginning is called */
function reportWith(sections: readonly Section[], title: string, begun: string, rescue: Rescue): Report {
  const { facts } = rescue.start;
  return {
    title,
    systems: systemRows(facts),
    times: [
      [begun, formatTime(rescue.startedAt, facts.utcOffsetMinutes)],
      [labels.lastStep, timeOf(rescue.lastEventAt, rescue)],
    ],
    practice: practiceText(facts),
    outcome: outcomeOf(rescue),
    sections: sections.map(orNothing),
  };
}

/** What was found on a server on which nothing was changed. */
export function reportOfLook(facts: Facts, diagnosis: Diagnosis): Report {
  const frame = frameOf(facts, diagnosis.at);
  return {
    title: reportWords.foundOn(serverName(facts)),
    systems: systemRows(facts),
    times: [[labels.lookedAt, formatTime(facts.takenAt, facts.utcOffsetMinutes)]],
    practice: practiceText(facts),
    outcome: lookedAt,
    sections: [
      wrongSection(facts, diagnosis, frame),
      ...elsewhereSections(facts, diagnosis),
      ...boundSection(facts, frame),
      ...alsoFound(headings.also, diagnosis, frame),
    ],
  };
}

/** The certificates that the rescue made are called what they were made as. */
function withCreated(frame: Frame, { steps, created }: Rescue): Frame {
  const names = steps.flatMap(({ change }) => {
    const made = created.get(change.id);
    if (made === undefined || change.kind !== 'certificate' || change.after.kind === 'absent') return [];
    return [[made, change.after.value.friendlyName] as const];
  });
  return { ...frame, names: new Map([...frame.names, ...names]) };
}

/** A heading with nothing under it would look like something forgotten. */
function orNothing(section: Section): Section {
  if (section.blocks.length > 0) return section;
  return { ...section, blocks: [{ kind: 'paragraph', text: reportWords.nothing }] };
}
