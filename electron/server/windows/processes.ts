import { constants } from './headers.ts';
import type { Handle, Out, Win32 } from './win32.ts';
import { succeeded } from './windows-error.ts';

export interface RunningProcess {
  /** Such as `ExSetup.exe`. */
  readonly name: string;
  /** Absolute; `null` where Windows does not tell it. */
  readonly path: string | null;
}

interface Entry {
  readonly th32ProcessID: number;
  readonly szExeFile: string;
}

const invalidHandle = -1;

/** What runs now. Throws `WindowsError`. */
export function runningProcesses(win32: Win32): readonly RunningProcess[] {
  const snapshot = win32.CreateToolhelp32Snapshot(constants.TH32CS_SNAPPROCESS, 0);
  succeeded('CreateToolhelp32Snapshot', Number(snapshot) === invalidHandle ? 0 : 1, win32.getLastError());
  try {
    return entriesOf(win32, snapshot).map(({ th32ProcessID, szExeFile }) => ({
      name: szExeFile,
      path: pathOf(win32, th32ProcessID),
    }));
  } finally {
    win32.CloseHandle(snapshot);
  }
}

function entriesOf(win32: Win32, snapshot: Handle): readonly Entry[] {
  const type = win32.types.PROCESSENTRY32W;
  const bytes = Buffer.alloc(win32.sizeOf(type));
  bytes.writeUInt32LE(bytes.length, 0);
  const entries: Entry[] = [];
  let more = win32.Process32FirstW(snapshot, bytes);
  let lastError = win32.getLastError();
  while (more !== 0) {
    entries.push(win32.decode(bytes, type) as Entry);
    more = win32.Process32NextW(snapshot, bytes);
    lastError = win32.getLastError();
  }
  // The end of the list, told apart from a list that broke off.
  succeeded('Process32NextW', lastError === constants.ERROR_NO_MORE_FILES ? 1 : 0, lastError);
  return entries;
}

function pathOf(win32: Win32, process: number): string | null {
  const opened = win32.OpenProcess(constants.PROCESS_QUERY_LIMITED_INFORMATION, 0, process);
  if (Number(opened) === 0) return null;
  try {
    const longest = 32_768;
    const path = Buffer.alloc(2 * longest);
    const characters: Out<number> = [longest];
    return win32.QueryFullProcessImageNameW(opened, 0, path, characters) === 0
      ? null
      : path.toString('utf16le', 0, 2 * characters[0]);
  } finally {
    win32.CloseHandle(opened);
  }
}
