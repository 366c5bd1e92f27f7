import type { StartProblem } from '../../../shared/start-problem.ts';
import type { Clock } from '../../clock.ts';
import type { Address } from '../../handshake.ts';
import type { Pause } from '../../pause.ts';
import type { Opened } from '../open-server.ts';
import { hasExchange } from './exchange.ts';
import type { KoffiLibrary } from './headers.ts';
import { HttpSys } from './http-sys.ts';
import { registryOf } from './registry.ts';
import { openWin32 } from './win32.ts';
import type { Win32 } from './win32.ts';
import { becauseOf, MissingFromWindows } from './windows-error.ts';
import { WindowsServer } from './windows-server.ts';

export interface WindowsNeeds {
  /** Loads the library that calls DLLs; throws where it is not there. */
  readonly koffi: () => KoffiLibrary;
  /** Of Node: `x64`. */
  readonly architecture: string;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly dial: (address: Address) => Address;
}

/** This machine as the server of a rescue, or why it cannot be. Nothing is changed by opening it. */
export async function openWindowsServer(needs: WindowsNeeds): Promise<Opened<WindowsServer>> {
  // A 32-bit program is shown another System32 and other keys of the registry.
  if (needs.architecture !== 'x64') return problem({ kind: 'not-64-bit', architecture: needs.architecture });
  let win32: Win32;
  try {
    win32 = openWin32(needs.koffi());
  } catch (error) {
    if (!(error instanceof MissingFromWindows)) throw error;
    return problem({ kind: 'windows-lacks', library: error.library, entryPoint: error.entryPoint });
  }
  try {
    if (win32.IsUserAnAdmin() === 0) return problem({ kind: 'not-elevated' });
    if (!hasExchange(registryOf(win32))) return problem({ kind: 'not-exchange' });
    const httpSys = await HttpSys.open(win32);
    const { clock, pause, dial } = needs;
    return { kind: 'opened', value: new WindowsServer({ win32, httpSys, clock, pause, dial }) };
  } catch (error) {
    const { code, tried } = becauseOf(error);
    return problem({ kind: 'windows-refused', tried, code });
  }
}

function problem(because: StartProblem): Opened<never> {
  return { kind: 'problem', problem: because };
}
