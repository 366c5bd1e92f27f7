import type { Choice } from '../../shared/candidates.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { whyNotToBeChosen } from '../../shared/screens/certificate-choice.ts';
import { certificateWords, notToBeChosenText } from '../../shared/text/english/certificate.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { wrap } from '../../shared/text/wrap.ts';
import { certificateQuestion, trustQuestion } from './console-questions.ts';
import type { ConsoleNeeds } from './console-needs.ts';

/** What was chosen, and what comes of it. */
export interface Chosen {
  readonly look: Look;
  readonly plan: Plan;
}

/** Asks for the certificate until there is one to plan with; `null` where nobody answers any more. */
export async function chooseCertificate(
  found: Look,
  { asker, identity, output }: Pick<ConsoleNeeds, 'asker' | 'identity' | 'output'>,
): Promise<Chosen | null> {
  const { facts, diagnosis } = found;
  for (;;) {
    const choice = await askForChoice(found, asker);
    if (choice === null) return null;
    const look = lookAt(facts, identity(facts), choice);
    if (look.planned.kind === 'planned') return { look, plan: look.planned.plan };
    const why = whyNotToBeChosen(look);
    const frame = frameOf(facts, diagnosis.at);
    output.line(wrap(why === null ? certificateWords.nothingPlanned : notToBeChosenText(why, frame), '', ''));
  }
}

async function askForChoice(found: Look, asker: ConsoleNeeds['asker']): Promise<Choice | null> {
  const certificate = await asker.ask(certificateQuestion(found));
  if (certificate.kind === 'end-of-input') return null;
  if (certificate.answer.kind !== 'create') return certificate.answer;
  const trust = await asker.ask(trustQuestion);
  return trust.kind === 'end-of-input' ? null : trust.answer;
}
