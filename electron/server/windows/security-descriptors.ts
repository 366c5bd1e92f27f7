import { constants } from './headers.ts';
import type { Handle, Out, Pointer, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

/** No access list is longer; before it stands a header. */
const longest = 0x1_0000 + 0x100;

/**
 * What an open file or folder is kept with, in SDDL, as it is stored. Throws `WindowsError`.
 * @param parts which of owner and access list; OWNER_SECURITY_INFORMATION and its like
 */
export async function securityOf(win32: Win32, opened: Handle, parts: number): Promise<string> {
  const descriptor = Buffer.alloc(longest);
  const asked = await win32.GetKernelObjectSecurity(opened, parts, descriptor, longest, [0]);
  succeeded('GetKernelObjectSecurity', asked.result, asked.lastError);
  return descriptorText(win32, descriptor, parts);
}

/** The same, for whoever may not wait. */
export function securityAtOnce(win32: Win32, opened: Handle, parts: number): string {
  const descriptor = Buffer.alloc(longest);
  const asked = win32.GetKernelObjectSecurityAtOnce(opened, parts, descriptor, longest, [0]);
  succeeded('GetKernelObjectSecurity', asked, win32.getLastError());
  return descriptorText(win32, descriptor, parts);
}

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
  return takenText(win32, text, 'security descriptor');
}

/** A text that a call has made; its memory is given back. */
export function takenText(win32: Win32, [at]: Out<Pointer | null>, call: string): string {
  if (at === null) throw new WindowsError(call, constants.ERROR_INVALID_PARAMETER);
  try {
    return win32.stringAt(at);
  } finally {
    win32.LocalFree(at);
  }
}

/** The security descriptor that SDDL means, for the time of the work. Throws `WindowsError`. */
export async function withDescriptor<T>(
  win32: Win32,
  text: string,
  work: (descriptor: Pointer) => Promise<T>,
): Promise<T> {
  const descriptor = descriptorOf(win32, text);
  try {
    return await work(descriptor);
  } finally {
    win32.LocalFree(descriptor);
  }
}

/** The same, to be given back with `LocalFree`. Throws `WindowsError`. */
export function descriptorOf(win32: Win32, text: string): Pointer {
  const descriptor: Out<Pointer | null> = [null];
  const converted = win32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
    text,
    constants.SDDL_REVISION_1,
    descriptor,
    [0],
  );
  succeeded('ConvertStringSecurityDescriptorToSecurityDescriptorW', converted, win32.getLastError());
  const [at] = descriptor;
  if (at === null) throw new WindowsError(`security descriptor ${text}`, constants.ERROR_INVALID_PARAMETER);
  return at;
}
