import { resolve } from 'node:path';
import { reduce } from '../../shared/rescue.ts';
import { reportOfLook } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { look } from '../conductor.ts';
import { newIdentity } from '../identity.ts';
import { readJournal, wholeEntries } from '../journal.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { ofJournal } from '../session.ts';
import { openToLook, refuse, reportsText } from './session.ts';

/** `report --data DIR`: what was done, newest rescue last; what is found, where nothing was done or can be trusted. */
export async function reportCommand(words: readonly string[], output: Output): Promise<number> {
  const given = parseArguments('report', words, { data: { type: 'string' } }, 'no-positionals');
  const data = dataFolder(given);
  const directory = resolve(data);
  const journal = readJournal(directory);
  const rescues = reduce(wholeEntries(journal));
  if (rescues.length > 0) output.line(reportsText(rescues, directory));
  if (journal.kind === 'read' && rescues.length > 0) return exit.done;
  const opened = await openToLook(data, null, output);
  const problem = journal.kind === 'read' ? null : ofJournal(journal);
  if (opened.kind === 'problem') return refuse(problem ?? opened.problem, { output, json: 'words' });
  try {
    const { facts, diagnosis } = await look(opened.value, newIdentity);
    output.line(renderText(reportOfLook(facts, diagnosis)));
    return problem === null ? exit.done : refuse(problem, { output, json: 'words' });
  } finally {
    await opened.value.close();
  }
}
