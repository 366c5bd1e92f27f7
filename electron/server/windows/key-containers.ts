import { constants } from './headers.ts';
import type { Answer, Handle, Out, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** A key container of the CryptoAPI, as a certificate names it. */
export interface Container {
  readonly name: string;
  readonly provider: string;
  readonly providerType: number;
  readonly keyset: 'machine' | 'user';
}

/** What is done with an open container. */
type Work<T> = (opened: Handle) => Promise<T> | T;

/** What makes and keeps the keys that Setup makes. */
export const channelProvider = 'Microsoft RSA SChannel Cryptographic Provider';

/** Opens what the SChannel provider made, and signs with SHA-256, which that one does not. */
export const aesProvider = 'Microsoft Enhanced RSA and AES Cryptographic Provider';

/** Opens a container for the work and gives it back. No window ever asks for a PIN. Throws `WindowsError`. */
export function withContainer<T>(win32: Win32, container: Container, work: Work<T>): Promise<T> {
  return within(win32, container, constants.CRYPT_SILENT, work);
}

/** The same with a new container. Throws `WindowsError`, 0x8009000F when there is one of that name. */
export function withNewContainer<T>(win32: Win32, container: Container, work: Work<T>): Promise<T> {
  return within(win32, container, constants.CRYPT_SILENT | constants.CRYPT_NEWKEYSET, work);
}

/** Deletes a container with its key; one that is not there is no failure. Throws `WindowsError`. */
export async function deleteContainer(win32: Win32, container: Container): Promise<void> {
  if (!(await containerExists(win32, container))) return;
  await acquire(win32, container, constants.CRYPT_DELETEKEYSET);
}

/** Whether there is a container of that name. Throws `WindowsError` when it is there and may not be opened. */
export async function containerExists(win32: Win32, container: Container): Promise<boolean> {
  const { answer, provider } = await tryToAcquire(win32, container, constants.CRYPT_SILENT);
  if (answer.result !== 0) {
    await win32.CryptReleaseContext(provider, 0);
    return true;
  }
  // Windows answers this also for a container that is there and may not be opened. Ours are asked for by the
  // administrator who made them, and one made anew under that name would be refused (0x8009000F), not overwritten.
  if (answer.lastError >>> 0 === constants.NTE_BAD_KEYSET) return false;
  throw new WindowsError(`CryptAcquireContextW ${container.name}`, answer.lastError);
}

async function within<T>(win32: Win32, container: Container, flags: number, work: Work<T>): Promise<T> {
  const opened = await acquire(win32, container, flags);
  try {
    return await work(opened);
  } finally {
    // A new one is written only now.
    await win32.CryptReleaseContext(opened, 0);
  }
}

async function acquire(win32: Win32, container: Container, flags: number): Promise<Handle> {
  const { answer, provider } = await tryToAcquire(win32, container, flags);
  if (answer.result === 0) throw new WindowsError(`CryptAcquireContextW ${container.name}`, answer.lastError);
  return provider;
}

async function tryToAcquire(
  win32: Win32,
  { name, provider, providerType, keyset }: Container,
  flags: number,
): Promise<{ readonly answer: Answer; readonly provider: Handle }> {
  const opened: Out<Handle> = [0];
  const all = flags | (keyset === 'machine' ? constants.CRYPT_MACHINE_KEYSET : 0);
  const answer = await win32.CryptAcquireContextW(opened, name, provider, providerType, all);
  return { answer, provider: opened[0] };
}
