import { constants } from './headers.ts';
import type { Out, Pointer, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

/**
 * A security descriptor as SDDL, which has no names in it. Throws `WindowsError`.
 * @param parts which of owner and access list; OWNER_SECURITY_INFORMATION and its like
 */
export function descriptorText(win32: Win32, descriptor: Uint8Array | Pointer, parts: number): string {
  const text: Out<Pointer | null> = [null];
  const converted = win32.ConvertSecurityDescriptorToStringSecurityDescriptorW(
    descriptor,
    constants.SDDL_REVISION_1,
    parts,
    text,
    [0],
  );
  succeeded('ConvertSecurityDescriptorToStringSecurityDescriptorW', converted, win32.getLastError());
  const [at] = text;
  if (at === null) throw new WindowsError('security descriptor', constants.ERROR_INVALID_PARAMETER);
  try {
    return win32.stringAt(at);
  } finally {
    win32.LocalFree(at);
  }
}
