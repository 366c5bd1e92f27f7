import { join } from 'node:path';
import type { StartProblem } from '../../shared/start-problem.ts';
import { systemClock } from '../clock.ts';
import { createPractice, openPractice } from './practice/practice.ts';
import type { PracticeServer, SetupPace } from './practice/practice-server.ts';
import { scenarios } from './practice/scenarios.ts';
import type { Scenario } from './practice/scenarios.ts';

/** Something opened, or why it was not. */
export type Opened<T> =
  | { readonly kind: 'opened'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: StartProblem };

/** The folder of the practice server, inside the data folder. */
export const practiceFolder = 'practice';

/**
 * The practice server of a data folder that is there: the one that lies in it, or a new one of the scenario.
 * @param directory absolute
 * @param setupPace how long Setup takes on a practice server
 */
export async function openServer(
  directory: string,
  scenario: Scenario | null,
  setupPace: SetupPace,
): Promise<Opened<PracticeServer>> {
  const folder = { directory: join(directory, practiceFolder), clock: systemClock, setupPace };
  const opened = await (scenario === null ? openPractice(folder) : createPractice({ ...folder, scenario }));
  if (opened.kind === 'problem') {
    const { code, tried } = opened.because;
    const problem: StartProblem =
      scenario === null && code === 'ENOENT'
        ? { kind: 'no-server', directory, scenarios: scenarios.map(({ name }) => name) }
        : { kind: 'server-unreadable', path: tried, code };
    return { kind: 'problem', problem };
  }
  const { server } = opened;
  if (scenario !== null && server.scenario !== scenario.name) {
    const { scenario: holds } = server;
    await server.close();
    return { kind: 'problem', problem: { kind: 'other-scenario', directory, holds, asked: scenario.name } };
  }
  return { kind: 'opened', value: server };
}
