import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Because } from '../../../shared/reading.ts';
import type { Clock } from '../../clock.ts';
import { errorCode } from '../../disk.ts';
import { systemPause, type Pause } from '../../pause.ts';
import { buildScenario } from './build-scenario.ts';
import { ownerOnly, writeNew } from '../../whole-file.ts';
import { freshKeys, type KeyMaker } from './keys.ts';
import { PracticeServer, type SetupPace } from './practice-server.ts';
import type { Scenario } from './scenarios.ts';
import { folderStore, memoryStore, serialise, setupLogFile, stateFile, type PracticeStore } from './store.ts';

/** A practice server, or why there is none: a code of the file system, `NOT_JSON` or `NOT_A_PRACTICE_SERVER`, and the path. */
export type OpenedPractice =
  | { readonly kind: 'opened'; readonly server: PracticeServer }
  | { readonly kind: 'problem'; readonly because: Because };

interface PracticeConditions {
  readonly clock: Clock;
  readonly keys?: KeyMaker;
  readonly pause?: Pause;
  readonly setupPace?: SetupPace;
}

export interface PracticeFolder extends PracticeConditions {
  /** Absolute; the folder of the practice server itself. The folder it lies in must be there. */
  readonly directory: string;
}

/** Opens the practice server that lies in the folder. */
export async function openPractice({ directory, ...conditions }: PracticeFolder): Promise<OpenedPractice> {
  const store = folderStore(directory);
  const state = await store.load();
  if (state.kind === 'unknown') return { kind: 'problem', because: state.because };
  return { kind: 'opened', server: serverOf(state.value.scenario, store, conditions) };
}

/**
 * Puts a new practice server into the folder and opens it. The folder appears whole or not at all. When there is
 * one already, or somebody else is first, theirs is opened: its `scenario` tells which it is.
 */
export async function createPractice(
  folder: PracticeFolder & { readonly scenario: Scenario },
): Promise<OpenedPractice> {
  const { directory, clock, keys = freshKeys, scenario } = folder;
  const existing = await openPractice(folder);
  if (existing.kind === 'opened' || existing.because.code !== 'ENOENT') return existing;
  const built = await buildScenario(scenario, clock, keys);
  let temporary: string | null = null;
  try {
    temporary = await mkdtemp(`${directory}.tmp-`);
    for (const [name, text] of Object.entries({ ...built.files, [stateFile]: serialise(built.state) })) {
      const path = join(temporary, name);
      await mkdir(dirname(path), { recursive: true, mode: ownerOnly });
      writeNew(path, text);
    }
    await rename(temporary, directory);
  } catch (error) {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    const because = { code: errorCode(error), tried: directory };
    const theirs = await openPractice(folder);
    return theirs.kind === 'opened' ? theirs : { kind: 'problem', because };
  }
  return openPractice(folder);
}

/** A practice server that leaves nothing on the disk, for tests; through its store they put faults in. */
export async function practiceInMemory({
  scenario,
  ...conditions
}: PracticeConditions & { readonly scenario: Scenario; readonly keys: KeyMaker }): Promise<{
  readonly server: PracticeServer;
  readonly store: PracticeStore;
}> {
  const built = await buildScenario(scenario, conditions.clock, conditions.keys);
  const store = memoryStore(built.state, built.files[setupLogFile]);
  return { store, server: serverOf(scenario.name, store, conditions) };
}

function serverOf(
  scenario: string,
  store: PracticeStore,
  { clock, keys = freshKeys, pause = systemPause, setupPace = 'at-once' }: PracticeConditions,
): PracticeServer {
  return new PracticeServer(scenario, { store, clock, keys, pause, setupPace });
}
