import { constants } from './headers.ts';
import type { Out, Pointer, Win32 } from './win32.ts';
import { answeredZero, WindowsError } from './windows-error.ts';

/** FOLDERID_ProgramData, {62AB5D82-FDC1-4DC3-A9DD-070D1D495D97}, as it lies in memory. */
const programDataId = Buffer.from('825dab62c1fdc34da9dd070d1d495d97', 'hex');

/**
 * Where Windows keeps what belongs to no user. Asked of Windows, since whoever starts this program may have given it an
 * environment of theirs. Throws `WindowsError`.
 * @returns absolute
 */
export function programDataFolder(win32: Win32): string {
  const path: Out<Pointer | null> = [null];
  const ofTheMachine = 0;
  const answer = win32.SHGetKnownFolderPath(programDataId, 0, ofTheMachine, path);
  const [at] = path;
  try {
    answeredZero('SHGetKnownFolderPath', answer);
    if (at === null) throw new WindowsError('SHGetKnownFolderPath', constants.ERROR_INVALID_PARAMETER);
    return win32.stringAt(at);
  } finally {
    // Also when it fails, says its description.
    if (at !== null) win32.CoTaskMemFree(at);
  }
}
