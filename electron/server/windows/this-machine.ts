import { createRequire } from 'node:module';
import type { StartProblem } from '../../../shared/start-problem.ts';
import { systemClock } from '../../clock.ts';
import { systemPause } from '../../pause.ts';
import type { Opened } from '../open-server.ts';
import type { KoffiLibrary } from './headers.ts';
import { endProcess, openExchangeMachine, openWindowsServer } from './open.ts';
import { runProgram } from './run-program.ts';
import type { WindowsServer } from './windows-server.ts';

const callNeeds = { koffi: loadKoffi, architecture: process.arch };

/** The machine that this program runs on, which must be a Windows. */
export function openThisMachine(): Promise<Opened<WindowsServer>> {
  return openWindowsServer({
    ...callNeeds,
    clock: systemClock,
    pause: systemPause,
    run: runProgram,
    dial: (address) => address,
  });
}

/** What keeps this machine, which must be a Windows, from being opened, as far as a glance tells. */
export function problemOfThisMachine(): StartProblem | null {
  const opened = openExchangeMachine(callNeeds);
  return opened.kind === 'problem' ? opened.problem : null;
}

/** At once, whatever hangs in it. */
export function endThisProcess(status: number): void {
  endProcess(loadKoffi(), status);
}

/** Found beside the program, also where that is one executable file: a bundle could not hold its DLL. */
function loadKoffi(): KoffiLibrary {
  return createRequire(import.meta.url)('koffi') as KoffiLibrary;
}
