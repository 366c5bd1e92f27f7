import { accounts, parseAccessList, rightsGranted } from '../../../shared/security-descriptor.ts';
import { constants } from './headers.ts';
import { descriptorText, withDescriptor } from './security-descriptors.ts';
import type { Handle, Win32 } from './win32.ts';
import { succeeded } from './windows-error.ts';

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
  await withDescriptor(win32, list, async (descriptor) => {
    const part = constants.DACL_SECURITY_INFORMATION;
    const set = await win32.CryptSetProvParam(opened, constants.PP_KEYSET_SEC_DESCR, descriptor, part);
    succeeded('CryptSetProvParam PP_KEYSET_SEC_DESCR', set.result, set.lastError);
  });
}

/**
 * Full control of a key (CryptoKeyRights.FullControl): what of a file's full control means anything for one. Windows
 * may tell either of them of a list that was set with all rights.
 */
const fullControlOfKey = 0x1f_019b;

/** Whether SYSTEM and Administrators each have full control, and nobody else is allowed anything. */
export function isOfMachineAlone(sddl: string): boolean {
  const list = parseAccessList(sddl);
  if (list?.kind !== 'list') return false;
  const owners: readonly string[] = [accounts.system, accounts.administrators];
  const strangers = list.entries.filter(({ kind, sid }) => kind === 'allow' && !owners.includes(sid));
  return (
    strangers.length === 0 &&
    owners.every((sid) => (rightsGranted(list, [sid]) & fullControlOfKey) === fullControlOfKey)
  );
}
