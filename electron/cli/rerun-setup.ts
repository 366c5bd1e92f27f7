import { resolve } from 'node:path';
import { journalFailedText, keepReportText } from '../../shared/text/english/problems.ts';
import { logVerdictText } from '../../shared/text/english/verdicts.ts';
import { PracticeServer } from '../server/practice/practice-server.ts';
import { parseArguments } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { exit } from './output.ts';
import type { Output } from './output.ts';
import { refuse, withSession } from './session.ts';

/** `rerun-setup --data DIR [--json]`: runs Setup again on the practice server, against what is bound there now. */
export async function rerunSetupCommand(words: readonly string[], output: Output): Promise<number> {
  const options = { data: { type: 'string' }, json: { type: 'boolean' } } as const;
  const given = parseArguments('rerun-setup', words, options, 'no-positionals');
  const data = await dataFolder(given);
  const json = given.has('json') ? 'json' : 'words';
  const what = 'Setup on the practice server';
  return withSession({ data, scenario: null, what, output, json }, async ({ opened: server, conductor }) => {
    if (!(server instanceof PracticeServer)) return refuse({ kind: 'practice-only' }, { output, json });
    const run = await server.runSetup();
    if (run.kind === 'unknown') {
      return refuse(
        { kind: 'server-unreadable', path: run.because.tried, code: run.because.code },
        { output, json },
      );
    }
    const verdict = run.value;
    const outcome = verdict.class === 'setup-succeeded' ? 'succeeded' : 'failed';
    const failed = conductor.noteSetupRun({ kind: 'setup-run', outcome, class: verdict.class });
    if (failed !== null)
      output.complain(`${journalFailedText(failed.code)} ${keepReportText(resolve(data))}`);
    if (json === 'json') output.json({ outcome, class: verdict.class, verdict });
    else output.line(logVerdictText(verdict));
    return outcome === 'succeeded' ? exit.done : exit.setupFailed;
  });
}
