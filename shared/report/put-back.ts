import type { Rescue } from '../rescue.ts';
import { setupStanding } from '../screens/put-back-screen.ts';
import { morningOf } from '../text/english/finish.ts';
import { heldTexts, setupStandingText } from '../text/english/put-back-texts.ts';
import { reportHeadings as headings } from '../text/english/report.ts';
import { setupRunText } from '../text/english/setup-run.ts';
import { formatTime } from '../text/format.ts';
import type { Frame } from '../text/frame.ts';
import type { Section } from './shape.ts';

/** The self-signed certificates that stood where the real one is now. */
export function wasBoundSection({ start: { facts } }: Rescue, frame: Frame): Section {
  return { heading: headings.wasBound, blocks: [{ kind: 'list', items: heldTexts(facts, frame) }] };
}

/** Where the update was not known to be at its end, and what became of it since. */
export function setupOfPutBack({ start: { facts }, setupRuns }: Rescue, frame: Frame): readonly Section[] {
  const standing = setupStandingText(setupStanding(facts));
  const items = [
    ...(standing === null ? [] : [standing]),
    ...setupRuns.map((run) => `${formatTime(run.at, frame.utcOffsetMinutes)}: ${setupRunText(run)}`),
  ];
  return items.length === 0 ? [] : [{ heading: headings.setupEnded, blocks: [{ kind: 'list', items }] }];
}

/** What to look at once it is back. */
export function afterwardsSection(rescue: Rescue): Section {
  return { heading: headings.afterwards, blocks: [{ kind: 'list', items: morningOf(rescue) }] };
}
