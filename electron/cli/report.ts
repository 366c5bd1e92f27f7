import { resolve } from 'node:path';
import { reduce } from '../../shared/rescue.ts';
import type { Facts } from '../../shared/facts.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { withoutNames } from '../../shared/report/redacted.ts';
import type { Report } from '../../shared/report/shape.ts';
import { renderText } from '../../shared/report/text.ts';
import { reportWords } from '../../shared/text/english/report.ts';
import { look } from '../conductor.ts';
import { newIdentity } from '../identity.ts';
import { readJournal, wholeEntries } from '../journal.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { ofJournal } from '../session.ts';
import { openToLook, refuse } from './session.ts';

/**
 * `report --data DIR [--redact]`: what was done, newest rescue last; what is found, where nothing was done or can be
 * trusted. Redacted, it can be shown to others: the names that tell whose server it is are replaced.
 */
export async function reportCommand(words: readonly string[], output: Output): Promise<number> {
  const given = parseArguments('report', words, options, 'no-positionals');
  const data = await dataFolder(given);
  const directory = resolve(data);
  const journal = readJournal(directory);
  const rescues = reduce(wholeEntries(journal));
  const names = given.has('redact') ? 'replaced' : 'as-they-are';
  const done = rescues.map((rescue) => reportOfRescue(rescue, directory));
  const before = rescues.map(({ start }) => start.facts);
  const told = (reports: readonly Report[], facts: readonly Facts[]) =>
    print(reports, facts, { names, output });
  if (journal.kind === 'read' && rescues.length > 0) return told(done, before);
  const opened = await openToLook(data, null, output);
  const problem = journal.kind === 'read' ? null : ofJournal(journal);
  if (opened.kind === 'problem') {
    if (done.length > 0) told(done, before);
    return refuse(problem ?? opened.problem, { output, json: 'words' });
  }
  try {
    const { facts, diagnosis } = await look(opened.value, newIdentity);
    const status = told([...done, reportOfLook(facts, diagnosis)], [...before, facts]);
    return problem === null ? status : refuse(problem, { output, json: 'words' });
  } finally {
    await opened.value.close();
  }
}

const options = { data: { type: 'string' }, redact: { type: 'boolean' } } as const;

/** Prints all of them or, where names were to be replaced and nothing tells which, none; the exit status. */
function print(
  reports: readonly Report[],
  facts: readonly Facts[],
  how: { readonly names: 'as-they-are' | 'replaced'; readonly output: Output },
): number {
  const { names, output } = how;
  const printed = names === 'as-they-are' ? reports : withoutNames(reports, facts);
  if (printed === null) {
    output.complain(reportWords.namesUnknown);
    return exit.stopped;
  }
  output.line(printed.map(renderText).join('\n\n'));
  return exit.done;
}
