import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../electron/clock.ts';
import { practiceFolder } from '../../../../electron/server/open-server.ts';
import { createPractice } from '../../../../electron/server/practice/practice.ts';
import { scenarioNamed } from '../../../../electron/server/practice/scenarios.ts';
import type { Scenario } from '../../../../electron/server/practice/scenarios.ts';
import type { PracticeState } from '../../../../electron/server/practice/state.ts';
import { fixedKeys } from '../../../fixtures/keys/fixed-keys.ts';
import { changeServer } from '../practice-world.ts';
import type { WindowApp } from '../window-app.ts';
import { windowBench } from '../window-bench.ts';

/** What is made of a practice server before the window sees it. */
type Change = (state: PracticeState) => void;

/** Opens windows on practice servers, in a folder whose name says what it is: it is seen in the pictures. */
export async function photoBench() {
  const bench = await windowBench();
  const data = join(tmpdir(), 'CU Rescue');

  return {
    bench,
    data,
    /** Opens the window on what lies in the folder. */
    again: () => bench.start(data),
    /** A new server in the folder, and the window on it. */
    open: async (scenario: string | Scenario, change?: Change): Promise<WindowApp> => {
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data);
      const opened = await createPractice({
        directory: join(data, practiceFolder),
        scenario: typeof scenario === 'string' ? named(scenario) : scenario,
        clock: systemClock,
        keys: fixedKeys(),
      });
      if (opened.kind === 'problem') throw new Error(opened.because.code);
      await opened.server.close();
      if (change !== undefined) changeServer(data, change);
      bench.electron.handOver(data);
      return bench.start(data);
    },
  };
}

export function named(name: string): Scenario {
  const scenario = scenarioNamed(name);
  if (scenario === null) throw new Error(`No scenario ${name}`);
  return scenario;
}
