import type { Look } from '../../shared/look.ts';
import { plain } from '../../shared/plain.ts';
import { emptyPlan } from '../../shared/plan-shape.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { Output } from './output.ts';

/** What `inspect --json` prints, which `diagnose --facts` takes. */
export function inspectionJson(
  { facts, diagnosis, candidates, planned }: Look,
  identity: NewIdentity,
): object {
  const plan = planned.kind === 'planned' ? planned.plan : emptyPlan;
  return { facts: plain(facts), identity, diagnosis, candidates: candidates.candidates, plan };
}

/** What a server looks like and what could be done, to people or as one line of JSON, which `diagnose --facts` takes. */
export function showLook(
  look: Look,
  identity: NewIdentity,
  { output, json }: { readonly output: Output; readonly json: 'json' | 'words' },
): void {
  if (json === 'json') {
    output.json(inspectionJson(look, identity));
    return;
  }
  const { facts, diagnosis, candidates, planned } = look;
  const frame = frameOf(facts, diagnosis.at);
  output.line(renderText(reportOfLook(facts, diagnosis)));
  output.line(`${candidatesText(candidates.candidates, frame)}\n`);
  output.line(planText(planned.kind === 'planned' ? planned.plan : emptyPlan, frame));
}
