import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartProblem } from '../../../shared/start-problem.ts';
import { systemClock } from '../../clock.ts';
import { dataFolderIn } from '../../data-folder.ts';
import type { FolderGuard } from '../../data-folder.ts';
import type { Address } from '../../handshake.ts';
import { systemPause } from '../../pause.ts';
import type { Opened } from '../open-server.ts';
import type { KoffiLibrary } from './headers.ts';
import { accessListGuard } from './folder-guard.ts';
import { programDataFolder } from './known-folders.ts';
import { callWindows, endProcess, openExchangeMachine, openWindowsServer } from './open.ts';
import { runProgram } from './run-program.ts';
import { becauseOf } from './windows-error.ts';
import type { WindowsServer, WindowsWorld } from './windows-server.ts';

const callNeeds = { koffi: loadKoffi, architecture: process.arch };

const windowsNeeds = {
  ...callNeeds,
  clock: systemClock,
  pause: systemPause,
  run: runProgram,
  dial: (address: Address) => address,
};

/** The machine that this program runs on, which must be a Windows. */
export function openThisMachine<S extends WindowsServer>(
  serverOf: (world: WindowsWorld) => S,
): Promise<Opened<S>> {
  return openWindowsServer(windowsNeeds, serverOf);
}

/** What keeps this machine, which must be a Windows, from being opened, as far as a glance tells. */
export function problemOfThisMachine(): StartProblem | null {
  const opened = openExchangeMachine(callNeeds);
  return opened.kind === 'problem' ? opened.problem : null;
}

/**
 * The data folder of every rescue of this very Windows. Where Windows cannot be asked, opening it says why; until then
 * the place stands for it where it lies on most.
 */
export function dataFolderOfThisMachine(): string {
  const usual = String.raw`C:\ProgramData`;
  const called = callWindows(callNeeds);
  if (called.kind === 'problem') return dataFolderIn(usual);
  try {
    return dataFolderIn(programDataFolder(called.value));
  } catch (error) {
    becauseOf(error);
    return dataFolderIn(usual);
  }
}

/** Keeps the folders of a rescue of this very Windows; asked only after that was opened. */
export const guardOfThisMachine: FolderGuard = {
  make: (directory) => {
    guard().make(directory);
  },
  intrusion: (directory) => guard().intrusion(directory),
};

function guard(): FolderGuard {
  const called = callWindows(callNeeds);
  if (called.kind === 'problem') throw new Error(`Windows was opened, and is now ${called.problem.kind}`);
  return accessListGuard(called.value);
}

/** At once, whatever hangs in it. */
export function endThisProcess(status: number): void {
  endProcess(loadKoffi(), status);
}

/**
 * Found beside the program, also where that is one executable file: a bundle could not hold its DLL. That file takes it
 * from its own folder and nowhere else: Node would go on to look in `C:\\node_modules`, in the user's home and where
 * NODE_PATH says, and anybody may have put something there.
 */
function loadKoffi(): KoffiLibrary {
  const program = fileURLToPath(import.meta.url);
  const beside = join(dirname(program), 'node_modules', 'koffi', 'indirect.cjs');
  const library = program === process.execPath ? beside : 'koffi';
  return createRequire(import.meta.url)(library) as KoffiLibrary;
}
