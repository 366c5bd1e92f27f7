import { plain } from '../../shared/plain.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { frameOf } from '../../shared/text/frame.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { look } from '../conductor.ts';
import { newIdentity } from '../identity.ts';
import { emptyPlan } from '../../shared/plan.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { scenarioAskedFor } from './scenario.ts';
import { openToLook, refuse } from './session.ts';

/** `inspect [--practice NAME] --data DIR [--json]`: what the server looks like. Changes nothing on it. */
export async function inspectCommand(words: readonly string[], output: Output): Promise<number> {
  const options = {
    practice: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'boolean' },
  } as const;
  const given = parseArguments('inspect', words, options, 'no-positionals');
  const scenario = scenarioAskedFor(given.value('practice'));
  const json = given.has('json') ? 'json' : 'words';
  const opened = await openToLook(dataFolder(given), scenario);
  if (opened.kind === 'problem') return refuse(opened.problem, { output, json });
  try {
    const { facts, diagnosis, candidates, planned } = await look(opened.value, newIdentity);
    const plan = planned.kind === 'planned' ? planned.plan : emptyPlan;
    if (json === 'json') {
      output.json({ facts: plain(facts), diagnosis, candidates: candidates.candidates, plan });
    } else {
      const frame = frameOf(facts, diagnosis.at);
      output.line(renderText(reportOfLook(facts, diagnosis)));
      output.line(`${candidatesText(candidates.candidates, frame)}\n`);
      output.line(planText(plan, frame));
    }
    return exit.done;
  } finally {
    await opened.value.close();
  }
}
