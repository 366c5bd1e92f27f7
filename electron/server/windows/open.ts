import type { StartProblem } from '../../../shared/start-problem.ts';
import type { Clock } from '../../clock.ts';
import type { Address } from '../../handshake.ts';
import type { Pause } from '../../pause.ts';
import type { Opened } from '../open-server.ts';
import { hasExchange } from './exchange.ts';
import { foldersOf } from './folders.ts';
import type { KoffiLibrary } from './headers.ts';
import { HttpSys } from './http-sys.ts';
import { keyTries } from './key-tries.ts';
import { registryOf } from './registry.ts';
import type { RunProgram } from './run-program.ts';
import { openWin32 } from './win32.ts';
import type { Win32 } from './win32.ts';
import { becauseOf, MissingFromWindows } from './windows-error.ts';
import type { WindowsServer, WindowsWorld } from './windows-server.ts';

/** What it takes to call Windows. */
export interface CallNeeds {
  /** Loads the library that calls DLLs; throws where it is not there. */
  readonly koffi: () => KoffiLibrary;
  /** Of Node: `x64`. */
  readonly architecture: string;
}

export interface WindowsNeeds extends CallNeeds {
  readonly clock: Clock;
  readonly pause: Pause;
  readonly run: RunProgram;
  readonly dial: (address: Address) => Address;
}

/** A key that hangs keeps a thread of the process, whoever opens the server anew. */
const triesOfThisProcess = keyTries();

/**
 * This machine as the server of a rescue, or why it cannot be. Nothing is changed by opening it.
 * @param serverOf makes the server of what was opened
 */
export async function openWindowsServer<S extends WindowsServer>(
  needs: WindowsNeeds,
  serverOf: (world: WindowsWorld) => S,
): Promise<Opened<S>> {
  const called = openExchangeMachine(needs);
  if (called.kind === 'problem') return called;
  const win32 = called.value;
  try {
    const httpSys = await HttpSys.open(win32);
    const { clock, pause, run, dial } = needs;
    const registry = registryOf(win32);
    const folders = foldersOf(win32);
    const known = { parsed: new Map(), keyTries: triesOfThisProcess };
    const world = { win32, httpSys, registry, folders, clock, pause, run, dial, ...known };
    return { kind: 'opened', value: serverOf(world) };
  } catch (error) {
    return refused(error);
  }
}

/** The calls of a Windows that is an Exchange server and lets us, or why not. It only looks. */
export function openExchangeMachine(needs: CallNeeds): Opened<Win32> {
  const called = callWindows(needs);
  if (called.kind === 'problem') return called;
  const win32 = called.value;
  try {
    // Before anything is asked for: a machine without Exchange has nothing that it takes an administrator for.
    if (!hasExchange(registryOf(win32))) return problem({ kind: 'not-exchange' });
    if (win32.IsUserAnAdmin() === 0) return problem({ kind: 'not-elevated' });
    return called;
  } catch (error) {
    return refused(error);
  }
}

/** The calls of this Windows, whatever it is, or why there are none. */
export function callWindows({ koffi, architecture }: CallNeeds): Opened<Win32> {
  // A 32-bit program is shown another System32 and other keys of the registry.
  if (architecture !== 'x64') return problem({ kind: 'not-64-bit', architecture });
  const library = libraryOf(koffi);
  if (library.kind === 'problem') return library;
  try {
    return { kind: 'opened', value: win32Of(library.value) };
  } catch (error) {
    return refused(error);
  }
}

/** Ends this process without waiting for any thread of it. What it holds, Windows takes back. */
export function endProcess(koffi: KoffiLibrary, status: number): void {
  // What GetCurrentProcess answers, whatever the process.
  const thisProcess = -1;
  win32Of(koffi).TerminateProcess(thisProcess, status);
}

/** It lies beside the program, where it may have been left behind, or be kept from running. */
function libraryOf(koffi: CallNeeds['koffi']): Opened<KoffiLibrary> {
  try {
    return { kind: 'opened', value: koffi() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'NOT_LOADED';
    return problem({ kind: 'program-incomplete', code });
  }
}

/** A process can name its types once, and a window may open the server more often. */
const loaded = new WeakMap<KoffiLibrary, Win32>();

function win32Of(koffi: KoffiLibrary): Win32 {
  const win32 = loaded.get(koffi) ?? openWin32(koffi);
  loaded.set(koffi, win32);
  return win32;
}

function refused(error: unknown): Opened<never> {
  if (error instanceof MissingFromWindows) {
    return problem({ kind: 'windows-lacks', library: error.library, entryPoint: error.entryPoint });
  }
  const { code, tried } = becauseOf(error);
  return problem({ kind: 'windows-refused', tried, code });
}

function problem(because: StartProblem): Opened<never> {
  return { kind: 'problem', problem: because };
}
