import type { KeyFile, MachineKeysFolder } from '../../../shared/facts.ts';
import { ownerOf, partsOf } from '../../../shared/security-descriptor.ts';
import { constants } from './headers.ts';
import { withFile } from './open-file.ts';
import { securityOf } from './security-descriptors.ts';
import type { Win32 } from './win32.ts';
import { asReading } from './windows-error.ts';

/** Who owns the folder of the machine's keys, and who may do what in it. Throws `WindowsError`. */
export async function machineKeysFolder(win32: Win32, path: string): Promise<MachineKeysFolder> {
  const wanted = constants.OWNER_SECURITY_INFORMATION | constants.DACL_SECURITY_INFORMATION;
  const descriptor = await securityAt(win32, path, wanted);
  return { path, owner: ownerOf(descriptor), accessList: partsOf(descriptor).accessList };
}

/** The file of a key, with who may use it; `null` when none was found. */
export async function keyFileOf(win32: Win32, path: string | null): Promise<KeyFile | null> {
  if (path === null) return null;
  const accessList = await asReading(() => securityAt(win32, path, constants.DACL_SECURITY_INFORMATION));
  return { path, accessList };
}

/** In SDDL. Throws `WindowsError`. */
function securityAt(win32: Win32, path: string, wanted: number): Promise<string> {
  const opening = { access: constants.READ_CONTROL, flags: constants.FILE_FLAG_BACKUP_SEMANTICS };
  return withFile(win32, path, opening, (opened) => securityOf(win32, opened, wanted));
}
