import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openServer, practiceFolder } from '../server/open-server.ts';
import type { Opened } from '../server/open-server.ts';
import { readJournal } from '../journal.ts';
import { scenarioNamed } from '../server/practice/scenarios.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
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
      if (there.kind === 'problem') return openServer(directory, asked ?? rehearsed, 'watched');
      if (asked === null || there.value.scenario === asked.name) return there;
      await there.value.close();
      // Held by this process alone, and no rescue has ever begun: only what was made for looking goes away.
      if (hasNoRescue(directory)) await rm(join(directory, practiceFolder), { recursive: true });
      return openServer(directory, asked, 'watched');
    },
    notice,
  });
  if (session.kind === 'problem') return session;
  const { server } = session.value;
  return { kind: 'opened', value: { session: session.value, runSetup: () => server.runSetup() } };
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
