import type { NotUndone } from '../../shared/events.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reportWords } from '../../shared/text/english/report.ts';
import { stopText } from '../../shared/text/english/changes.ts';
import { journalFailedText } from '../../shared/text/english/problems.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { withSession } from './session.ts';

/** `undo --data DIR --all --yes [--json]`: takes back everything that was changed, newest first. */
export async function undoCommand(words: readonly string[], output: Output): Promise<number> {
  const options = {
    data: { type: 'string' },
    all: { type: 'boolean' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const given = parseArguments('undo', words, options, 'no-positionals');
  const data = dataFolder(given);
  if (!given.has('all')) throw new UsageError('undo needs --all: it takes back everything, newest first.');
  if (!given.has('yes'))
    throw new UsageError('undo needs --yes: it changes the server. What it takes back, says report.');
  const json = given.has('json') ? 'json' : 'words';
  return withSession(
    { data, scenario: null, what: 'an undo on the command line', output, json },
    async ({ conductor, directory }) => {
      const ended = await conductor.undoAll();
      if (ended.kind === 'journal-failed') {
        if (json === 'json') output.json({ outcome: 'stopped', because: ended });
        output.complain(journalFailedText(ended.code));
        return exit.stopped;
      }
      if (ended.kind === 'stopped') {
        if (json === 'json') output.json({ outcome: 'stopped', because: ended.because });
        output.complain(stopText(ended.because));
        return exit.stopped;
      }
      const { rescues } = conductor;
      const notUndone = rescues.flatMap(({ number, steps }) =>
        steps.flatMap(({ change, progress }) =>
          progress.kind === 'not-undone'
            ? [{ rescue: number, changeId: change.id, because: progress.because }]
            : [],
        ),
      );
      if (json === 'json') {
        output.json({ outcome: rescues.length === 0 ? 'nothing-to-do' : ended.kind, notUndone });
      } else {
        output.line(
          rescues.length === 0
            ? reportWords.neverChanged
            : rescues.map((rescue) => renderText(reportOfRescue(rescue, directory))).join('\n'),
        );
      }
      return notUndone.some(({ because }) => couldBeUndoneLater(because)) ? exit.stopped : exit.done;
    },
  );
}

/** What Windows will not take back was said before the change; everything else is worth a look and another try. */
function couldBeUndoneLater(because: NotUndone): boolean {
  return because.kind === 'moved' || because.kind === 'refused' || because.kind === 'unreadable';
}
