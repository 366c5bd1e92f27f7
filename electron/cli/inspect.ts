import { lookAt } from '../../shared/look.ts';
import { newIdentity } from '../identity.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { scenarioAskedFor } from './scenario.ts';
import { openToLook, refuse } from './session.ts';
import { showLook } from './show-look.ts';

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
  const opened = await openToLook(await dataFolder(given), scenario, output);
  if (opened.kind === 'problem') return refuse(opened.problem, { output, json });
  try {
    const facts = await opened.value.inspect();
    const identity = newIdentity(facts);
    showLook(lookAt(facts, identity), identity, { output, json });
    return exit.done;
  } finally {
    await opened.value.close();
  }
}
