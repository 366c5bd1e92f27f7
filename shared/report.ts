import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import {
  changedSection,
  morningSection,
  notDoneSection,
  outcomeText,
  setupSection,
  undoSection,
} from './report/done.ts';
import { alsoFound, serverName, serverSection, wrongSection } from './report/found.ts';
import type { Report, Section } from './report/shape.ts';
import type { Rescue } from './rescue.ts';
import { reportWords } from './text/english/report.ts';
import { frameOf } from './text/frame.ts';
import type { Frame } from './text/frame.ts';
import { formatTime } from './text/format.ts';

const { labels } = reportWords;

/** State of a rescue → its report. */
export function reportOfRescue(rescue: Rescue): Report {
  const { facts, diagnosis } = rescue.start;
  const frame = withCreated(frameOf(facts, diagnosis.at), rescue);
  const time = (iso: string) => formatTime(iso, facts.utcOffsetMinutes);
  const sections = [
    serverSection(facts, [
      [labels.begun, time(rescue.startedAt)],
      [labels.lastStep, time(rescue.lastEventAt)],
      [labels.outcome, outcomeText(rescue)],
    ]),
    wrongSection(facts, diagnosis, frame),
    changedSection(rescue, frame),
    notDoneSection(rescue),
    ...setupSection(rescue, frame),
    morningSection(rescue),
    undoSection(rescue),
    ...alsoFound(diagnosis, frame),
  ];
  return { title: reportWords.recoveryOf(serverName(facts)), sections: sections.map(orNothing) };
}

/** What was found on a server on which nothing was changed. */
export function reportOfLook(facts: Facts, diagnosis: Diagnosis): Report {
  const frame = frameOf(facts, diagnosis.at);
  return {
    title: reportWords.foundOn(serverName(facts)),
    sections: [
      serverSection(facts, [
        [labels.lookedAt, formatTime(facts.takenAt, facts.utcOffsetMinutes)],
        [labels.outcome, reportWords.nothingChanged],
      ]),
      wrongSection(facts, diagnosis, frame),
      ...alsoFound(diagnosis, frame),
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
