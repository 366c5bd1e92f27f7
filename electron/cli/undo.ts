import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reportWords } from '../../shared/text/english/report.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { interruptible } from './interruptible.ts';
import type { Output } from './output.ts';
import { cutShort } from './rescue-end.ts';
import { reportsText, withSession } from './session.ts';
import { surroundingsOfProcess } from './terminal.ts';
import type { Surroundings } from './terminal.ts';
import { notUndoneOf, undoStatus } from './undo-status.ts';

/** `undo --data DIR --all --yes [--json]`: takes back everything that was changed, newest first. */
export async function undoCommand(
  words: readonly string[],
  output: Output,
  surroundings: Surroundings = surroundingsOfProcess(),
): Promise<number> {
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
  return interruptible({ ...surroundings, output, json }, ({ interrupt, knows }) =>
    withSession(
      { data, scenario: null, what: 'an undo on the command line', output, json },
      async ({ conductor, directory }) => {
        knows({ rescues: () => conductor.rescues, directory, newLine: () => undefined });
        const whole = { underWay: 'whole-undo', stop: () => undefined } as const;
        const ended = await interrupt.during(whole, () => conductor.undoAll());
        const { rescues } = conductor;
        if (ended.kind === 'journal-failed' || ended.kind === 'stopped') {
          // What is known is nowhere else: it is told here.
          if (ended.kind === 'journal-failed' && json === 'words')
            output.line(reportsText(rescues, directory));
          return cutShort(ended, { conductor, directory }, { output, json });
        }
        if (json === 'json') {
          const notUndone = notUndoneOf(rescues);
          output.json({ outcome: rescues.length === 0 ? 'nothing-to-do' : ended.kind, notUndone });
        } else {
          output.line(
            rescues.length === 0
              ? reportWords.neverChanged
              : rescues.map((rescue) => renderText(reportOfRescue(rescue, directory))).join('\n'),
          );
        }
        return undoStatus(rescues);
      },
    ),
  );
}
