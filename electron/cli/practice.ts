import { scenarios } from '../server/practice/scenarios.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';

/** `practice --list [--json]`: the scenarios one can rehearse. */
export function practiceCommand(words: readonly string[], output: Output): Promise<number> {
  const options = { list: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const given = parseArguments('practice', words, options, 'no-positionals');
  if (!given.has('list'))
    throw new UsageError('practice needs --list. To open a scenario: rescue --practice NAME --data DIR.');
  const widest = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, description } of scenarios) {
    if (given.has('json')) output.json({ name, description });
    else output.line(`${name.padEnd(widest)}  ${description}`);
  }
  return Promise.resolve(exit.done);
}
