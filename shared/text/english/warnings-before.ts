import type { Look } from '../../look.ts';
import type { Plan } from '../../plan-shape.ts';
import { purposeOf } from '../../plan-shape.ts';
import { setupStanding } from '../../screens/put-back-screen.ts';
import { warningsBefore } from '../../screens/review.ts';
import type { Frame } from '../frame.ts';
import { findingTexts } from './findings.ts';
import { chosenTexts, setupStandingText } from './put-back-texts.ts';

/** What has to be known before a plan begins, in sentences. */
export function warningTexts(look: Look, plan: Plan, frame: Frame): readonly string[] {
  const setup = purposeOf(plan) === 'put-back' ? setupStandingText(setupStanding(look.facts)) : null;
  return [
    ...(setup === null ? [] : [setup]),
    ...chosenTexts(plan, look.candidates.candidates, frame),
    ...findingTexts(warningsBefore(look, plan), frame),
  ];
}
