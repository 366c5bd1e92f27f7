import { constants } from './headers.ts';
import type { Handle, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** How a file is opened, by the names and numbers of CreateFileW. */
export interface Opening {
  /** READ_CONTROL and its like. */
  readonly access: number;
  /** FILE_FLAG_BACKUP_SEMANTICS, which opens folders too, and its like. */
  readonly flags: number;
}

/** Opens a file that is there for the work, with others at it, and closes it. Throws `WindowsError`. */
export async function withFile<T>(
  win32: Win32,
  path: string,
  { access, flags }: Opening,
  work: (opened: Handle) => Promise<T>,
): Promise<T> {
  const shareAll = 7;
  const how = constants.OPEN_EXISTING;
  const { result: opened, lastError } = await win32.CreateFileW(path, access, shareAll, null, how, flags, 0);
  if (Number(opened) === -1) throw new WindowsError(`CreateFileW ${path}`, lastError);
  try {
    return await work(opened);
  } finally {
    win32.CloseHandle(opened);
  }
}
