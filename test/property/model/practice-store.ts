import { buildScenario } from '../../../electron/server/practice/build-scenario.ts';
import { scenarioNamed } from '../../../electron/server/practice/scenarios.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import { setupLogFile } from '../../../electron/server/practice/store.ts';
import type { PracticeStore } from '../../../electron/server/practice/store.ts';
import { read } from '../../../shared/reading.ts';
import { readSetupLog } from '../../../shared/setup-log.ts';
import type { SetupVerdict } from '../../../shared/setup-log.ts';
import { fixedKeys } from '../../fixtures/keys/fixed-keys.ts';
import { testClock } from '../../fixtures/world.ts';

/** A practice server as it stands when a sequence begins. */
export interface Scenario {
  readonly name: string;
  readonly state: PracticeState;
  readonly setupLog: string;
}

const built = new Map<string, Promise<Scenario>>();

/** Built once: making its certificates costs more than all that is done to it. */
export function scenarioOnce(name: string): Promise<Scenario> {
  const scenario = scenarioNamed(name);
  if (scenario === null) throw new Error(`No scenario ${name}`);
  const known =
    built.get(name) ??
    buildScenario(scenario, testClock, fixedKeys()).then(({ state, files }) => ({
      name,
      state,
      setupLog: files[setupLogFile],
    }));
  built.set(name, known);
  return known;
}

/** A log says the same for ever, and reading one takes longer than a whole rescue. */
const verdicts = new Map<string, SetupVerdict>();

function verdictOf(log: string): SetupVerdict {
  const known = verdicts.get(log) ?? readSetupLog(log);
  verdicts.set(log, known);
  return known;
}

/** What a practice server keeps between two calls, and between two processes. */
interface Held {
  state(): PracticeState;
  save(state: PracticeState): void;
  setupLog(): string;
  append(text: string): void;
}

/** A store without a document: what is saved is what is loaded. */
export function practiceStore(held: Held): PracticeStore {
  return {
    load: () => Promise.resolve(read(held.state())),
    // What is thrown there cuts the power off, as a promise that breaks.
    save: async (state) => {
      held.save(state);
      return Promise.resolve({ kind: 'applied' });
    },
    setup: () => Promise.resolve(read(verdictOf(held.setupLog()))),
    appendToSetupLog: (text) => {
      held.append(text);
      return Promise.resolve({ kind: 'applied' });
    },
    setupLog: { size: () => 0, read: () => 0 },
    files: [],
  };
}
