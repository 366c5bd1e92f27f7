import { constants } from './headers.ts';
import type { Handle, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

/** How a file is opened, by the names and numbers of CreateFileW. */
export interface Opening {
  /** READ_CONTROL and its like. */
  readonly access: number;
  /** FILE_FLAG_BACKUP_SEMANTICS, which opens folders too, and its like. */
  readonly flags: number;
  /** FILE_SHARE_READ and its like: what others may do meanwhile. Everything where it is left out. */
  readonly share?: number;
}

const shareAll = 7;

/** Opens a file that is there for the work, with others at it, and closes it. Throws `WindowsError`. */
export async function withFile<T>(
  win32: Win32,
  path: string,
  { access, flags, share = shareAll }: Opening,
  work: (opened: Handle) => Promise<T>,
): Promise<T> {
  const how = constants.OPEN_EXISTING;
  const { result: opened, lastError } = await win32.CreateFileW(path, access, share, null, how, flags, 0);
  if (Number(opened) === -1) throw new WindowsError(`CreateFileW ${path}`, lastError);
  try {
    return await work(opened);
  } finally {
    win32.CloseHandle(opened);
  }
}

/** Opens a folder that is there, past every link, for work that may not wait. Throws `WindowsError`. */
export function withFolderAtOnce<T>(
  win32: Win32,
  path: string,
  access: number,
  work: (opened: Handle) => T,
): T {
  const { OPEN_EXISTING: how, FILE_FLAG_BACKUP_SEMANTICS: flags } = constants;
  const opened = win32.CreateFileAtOnce(path, access, shareAll, null, how, flags, 0);
  if (Number(opened) === -1) throw new WindowsError(`CreateFileW ${path}`, win32.getLastError());
  try {
    return work(opened);
  } finally {
    win32.CloseHandle(opened);
  }
}

/**
 * Where an opened file lies, past every link and every letter that stands for another place. Throws `WindowsError`.
 * @returns absolute: on a drive, or `\\\\server\\share\\…`
 */
export function finalPath(win32: Win32, opened: Handle): string {
  const longest = 32_768;
  const path = Buffer.alloc(2 * longest);
  // With short names where it was opened by them.
  const asOpened = constants.FILE_NAME_OPENED;
  const characters = win32.GetFinalPathNameByHandleW(opened, path, longest, asOpened);
  succeeded('GetFinalPathNameByHandleW', characters, win32.getLastError());
  return path
    .toString('utf16le', 0, 2 * characters)
    .replace(/^\\\\\?\\UNC\\/, '\\\\')
    .replace(/^\\\\\?\\/, '');
}
