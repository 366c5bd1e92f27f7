import { environmentBlock } from './environment.ts';
import { constants } from './headers.ts';
import type { Handle } from './win32.ts';
import type { Win32WithSetup } from './setup-calls.ts';
import { succeeded } from './windows-error.ts';

export interface NewProcess {
  /** Absolute. */
  readonly program: string;
  readonly switches: readonly string[];
  /** Absolute: where it begins. */
  readonly folder: string;
}

/**
 * Starts a program in a console of its own: no shell, no handle of ours, the environment of the machine, and not
 * ended when this program ends. Throws `WindowsError`.
 * @returns its handle, to be closed
 */
export async function startProcess(
  win32: Win32WithSetup,
  { program, switches, folder }: NewProcess,
): Promise<Handle> {
  const { STARTUPINFOW, PROCESS_INFORMATION } = win32.types;
  // All else is nothing: the window and what it reads and writes are its own.
  const startup = Buffer.alloc(win32.sizeOf(STARTUPINFOW));
  startup.writeUInt32LE(startup.length, 0);
  const made = Buffer.alloc(win32.sizeOf(PROCESS_INFORMATION));
  const flags = constants.CREATE_NEW_CONSOLE | constants.CREATE_UNICODE_ENVIRONMENT;
  const { result, lastError } = await win32.CreateProcessW(
    program,
    Buffer.from(`${commandLine(program, switches)}\0`, 'utf16le'),
    null,
    null,
    0,
    flags,
    environmentBlock(win32, process.env),
    folder,
    startup,
    made,
  );
  succeeded('CreateProcessW', result, lastError);
  const { hProcess, hThread } = win32.decode(made, PROCESS_INFORMATION) as {
    readonly hProcess: Handle;
    readonly hThread: Handle;
  };
  win32.CloseHandle(hThread);
  return hProcess;
}

/** How it ended; `null` while it runs. Throws `WindowsError`. */
export function exitStatus(win32: Win32WithSetup, process: Handle): number | null {
  const status: [number] = [0];
  succeeded('GetExitCodeProcess', win32.GetExitCodeProcess(process, status), win32.getLastError());
  return status[0] === constants.STILL_ACTIVE ? null : status[0];
}

/** A line that Windows cuts into these very words again. Source: CommandLineToArgvW and the C runtime's rules. */
export function commandLine(program: string, words: readonly string[]): string {
  return [`"${program}"`, ...words.map(quotedWord)].join(' ');
}

function quotedWord(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  // Before a quote, and at the end, each backslash counts twice.
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
