import { resolve } from 'node:path';
import { reduce } from '../../shared/rescue.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { look } from '../conductor.ts';
import { newIdentity } from '../identity.ts';
import { readJournal } from '../journal.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { ofJournal } from '../session.ts';
import { openToLook, refuse } from './session.ts';

/** `report --data DIR`: what was done, newest rescue last; what was found, where nothing was done. */
export async function reportCommand(words: readonly string[], output: Output): Promise<number> {
  const given = parseArguments('report', words, { data: { type: 'string' } }, 'no-positionals');
  const data = dataFolder(given);
  const journal = readJournal(resolve(data));
  const entries =
    journal.kind === 'damaged' ? journal.damage.entries : journal.kind === 'read' ? journal.entries : [];
  const rescues = reduce(entries);
  if (rescues.length > 0) {
    output.line(rescues.map((rescue) => renderText(reportOfRescue(rescue, resolve(data)))).join('\n\n'));
    return journal.kind === 'read' ? exit.done : refuse(ofJournal(journal), { output, json: 'words' });
  }
  if (journal.kind !== 'read') return refuse(ofJournal(journal), { output, json: 'words' });
  const opened = await openToLook(data, null);
  if (opened.kind === 'problem') return refuse(opened.problem, { output, json: 'words' });
  try {
    const { facts, diagnosis } = await look(opened.value, newIdentity);
    output.line(renderText(reportOfLook(facts, diagnosis)));
    return exit.done;
  } finally {
    await opened.value.close();
  }
}
