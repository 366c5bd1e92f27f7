import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartProblem } from '../../shared/start-problem.ts';
import { errorCode } from '../disk.ts';
import { openServer, practiceFolder } from '../server/open-server.ts';
import type { Opened } from '../server/open-server.ts';
import { readJournal } from '../journal.ts';
import { scenarioNamed } from '../server/practice/scenarios.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { stateFile } from '../server/practice/store.ts';
import { openSession } from '../session.ts';
import type { Workplace } from './desk.ts';

/** The scenario of a folder without a server, where none is asked for. */
const rehearsed = required('expired-certificate');

/**
 * Opens a practice server for the window. The server that lies in the folder stays, unless another scenario is
 * asked for and nothing was ever changed on it.
 */
export async function openPracticeWorkplace(
  directory: string,
  asked: Scenario | null,
  notice: () => void,
): Promise<Opened<Workplace>> {
  const session = await openSession({
    directory,
    folder: 'make',
    what: 'CU Rescue, the window',
    open: async () => {
      const there = await openServer(directory, null, 'watched');
      if (there.kind === 'problem' && there.problem.kind !== 'no-server') return there;
      if (there.kind === 'problem') {
        return isNew(directory) ? openServer(directory, asked ?? rehearsed, 'watched') : goneFrom(directory);
      }
      if (asked === null || there.value.scenario === asked.name) return there;
      await there.value.close();
      // Held by this process alone, and no rescue has ever begun: only what was made for looking goes away.
      const stays = hasNoRescue(directory) ? await takeAway(join(directory, practiceFolder)) : null;
      return stays === null ? openServer(directory, asked, 'watched') : { kind: 'problem', problem: stays };
    },
    notice,
  });
  if (session.kind === 'problem') return session;
  const { server } = session.value;
  return { kind: 'opened', value: { session: session.value, runSetup: () => server.runSetup() } };
}

/** `null` when it is gone. */
async function takeAway(path: string): Promise<StartProblem | null> {
  try {
    await rm(path, { recursive: true });
    return null;
  } catch (error) {
    return { kind: 'server-unreadable', path, code: errorCode(error) };
  }
}

/** A new server beside an old journal, or in the rest of an old one, would be another than the one that was changed. */
function isNew(directory: string): boolean {
  return hasNoRescue(directory) && !existsSync(join(directory, practiceFolder));
}

function goneFrom(directory: string): Opened<never> {
  const path = join(directory, practiceFolder, stateFile);
  return { kind: 'problem', problem: { kind: 'server-unreadable', path, code: 'ENOENT' } };
}

function hasNoRescue(directory: string): boolean {
  const journal = readJournal(directory);
  return journal.kind === 'read' && journal.entries.length === 0;
}

function required(name: string): Scenario {
  const scenario = scenarioNamed(name);
  if (scenario === null) throw new Error(`There is no scenario ${name}`);
  return scenario;
}
