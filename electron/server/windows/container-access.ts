import { constants } from './headers.ts';
import { descriptorText } from './security-descriptors.ts';
import type { Handle, Out, Pointer, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

/** SYSTEM and Administrators may do everything, nobody else anything; by SID, since names are translated. */
export const ofMachineAlone = 'D:P(A;;GA;;;SY)(A;;GA;;;BA)';

/** Who may use the keys of an open container, as SDDL. Throws `WindowsError`. */
export async function accessListOf(win32: Win32, opened: Handle): Promise<string> {
  const longest = 65_536;
  const descriptor = Buffer.alloc(longest);
  const asked = await win32.CryptGetProvParam(
    opened,
    constants.PP_KEYSET_SEC_DESCR,
    descriptor,
    [longest],
    constants.DACL_SECURITY_INFORMATION,
  );
  succeeded('CryptGetProvParam PP_KEYSET_SEC_DESCR', asked.result, asked.lastError);
  return descriptorText(win32, descriptor, constants.DACL_SECURITY_INFORMATION);
}

/** Says who may use the keys of an open container. Throws `WindowsError`. */
export async function setAccessList(win32: Win32, opened: Handle, list: string): Promise<void> {
  const descriptor: Out<Pointer | null> = [null];
  const converted = win32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
    list,
    constants.SDDL_REVISION_1,
    descriptor,
    [0],
  );
  succeeded('ConvertStringSecurityDescriptorToSecurityDescriptorW', converted, win32.getLastError());
  const [at] = descriptor;
  if (at === null) throw new WindowsError(`access list ${list}`, constants.ERROR_INVALID_PARAMETER);
  try {
    const part = constants.DACL_SECURITY_INFORMATION;
    const set = await win32.CryptSetProvParam(opened, constants.PP_KEYSET_SEC_DESCR, at, part);
    succeeded('CryptSetProvParam PP_KEYSET_SEC_DESCR', set.result, set.lastError);
  } finally {
    win32.LocalFree(at);
  }
}

/** Whether a list has an entry that allows something to this well-known account, such as `SY`. */
export function grants(list: string, account: 'SY' | 'BA'): boolean {
  return new RegExp(`\\(A;[^()]*;;;${account}\\)`).test(list);
}
