import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartProblem } from '../../shared/start-problem.ts';
import { errorCode } from '../disk.ts';
import { openServer, practiceFolder } from '../server/open-server.ts';
import type { Opened } from '../server/open-server.ts';
import { readJournal } from '../journal.ts';
import type { PracticeServer } from '../server/practice/practice-server.ts';
import { scenarioNamed } from '../server/practice/scenarios.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import { stateFile } from '../server/practice/store.ts';
import type { Server } from '../server/server.ts';
import { ofJournal, openSession } from '../session.ts';
import type { SessionNeeds } from '../session.ts';
import type { WizardNeeds } from './wizard.ts';

/** The scenario of a folder without a server, where none is asked for. */
const rehearsed = required('expired-certificate');

/**
 * Opens the practice server of a data folder for the window, as often as asked. The server that lies there stays,
 * unless another scenario is asked for and nothing was ever changed on it.
 * @param asked the scenario to begin with; `null`: what lies there
 */
export function practiceWorkplaces(directory: string, asked: Scenario | null): WizardNeeds['open'] {
  let scenario = asked;
  let folder: SessionNeeds<Server>['folder'] = 'make';
  return async (switchedTo, tell) => {
    if (switchedTo !== null) scenario = required(switchedTo);
    const session = await openSession({
      directory,
      folder,
      what: 'CU Rescue, the window',
      open: () => serverIn(directory, scenario),
      ...tell,
    });
    if (session.kind === 'problem') return session;
    // From here on it may hold a rescue: one that has gone away since is told, not made anew.
    folder = 'must-be-there';
    const { opened } = session.value;
    return {
      kind: 'opened',
      value: { session: session.value, runSetup: () => opened.runSetup(), starter: null },
    };
  };
}

async function serverIn(directory: string, asked: Scenario | null): Promise<Opened<PracticeServer>> {
  const there = await openServer(directory, null, 'watched');
  if (there.kind === 'problem' && there.problem.kind !== 'no-server') return there;
  if (there.kind === 'problem') return newServerIn(directory, asked ?? rehearsed);
  if (asked === null || there.value.scenario === asked.name) return there;
  await there.value.close();
  // Held by this process alone, and no rescue has ever begun: only what was made for looking goes away.
  const stays = hasNoRescue(directory) ? await takeAway(join(directory, practiceFolder)) : null;
  return stays === null ? openServer(directory, asked, 'watched') : { kind: 'problem', problem: stays };
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
async function newServerIn(directory: string, scenario: Scenario): Promise<Opened<PracticeServer>> {
  const journal = readJournal(directory);
  if (journal.kind !== 'read') return { kind: 'problem', problem: ofJournal(journal) };
  if (journal.entries.length === 0 && !existsSync(join(directory, practiceFolder))) {
    return openServer(directory, scenario, 'watched');
  }
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
