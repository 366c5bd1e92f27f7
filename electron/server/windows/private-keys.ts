import type { KeyAccess, PrivateKey } from '../../../shared/facts.ts';
import { read } from '../../../shared/reading.ts';
import type { Because, Reading } from '../../../shared/reading.ts';
import type { Pause } from '../../pause.ts';
import { keyFileOf } from './access-lists.ts';
import type { KeyLink } from './certificates.ts';
import { constants } from './headers.ts';
import { accessAfterFailure } from './key-access-after-failure.ts';
import { withContainer } from './key-containers.ts';
import type { Container } from './key-containers.ts';
import { mayChangeAccess } from './key-files.ts';
import type { KeyFiles } from './key-files.ts';
import type { KeyTries } from './key-tries.ts';
import type { Handle, Out, Win32 } from './win32.ts';
import { asReading, succeeded, WindowsError } from './windows-error.ts';

type LinkedKey = Extract<PrivateKey, { kind: 'linked' }>;

/** What it takes to try a key, and to give it up. */
export interface KeyTrier {
  readonly win32: Win32;
  readonly pause: Pause;
  readonly keyTries: KeyTries;
}

/** What the store tells of a private key, without a look at the key itself. */
export function linkedKey(link: KeyLink | null): PrivateKey {
  if (link === null) return { kind: 'none' };
  const provider = providerOf(link);
  return {
    kind: 'linked',
    provider,
    providerName: link.provider,
    container: link.container,
    keySpec: provider === 'CNG' ? 0 : link.keySpec,
    location: isOfMachine(link) ? 'machine' : 'user-profile',
    access: { kind: 'not-tried' },
    file: null,
  };
}

/**
 * The private key behind a certificate, as this administrator finds it: it is opened, signs something that is thrown
 * away, and its file is asked whether its access list may be changed. Nothing is changed.
 */
export async function privateKeyOf(
  { win32, pause, keyTries }: KeyTrier,
  files: KeyFiles,
  link: KeyLink | null,
): Promise<Reading<PrivateKey>> {
  const linked = linkedKey(link);
  if (link === null || linked.kind === 'none') return read(linked);
  const tried = await keyTries.inTime(link, pause, () => triedKey(win32, files, link, linked));
  if (tried.kind === 'read' || linked.provider === 'CSP') return tried;
  // A key in CNG is never bound, so all else about it is worth telling.
  return read({ ...linked, access: inconclusive(tried.because) });
}

async function triedKey(
  win32: Win32,
  files: KeyFiles,
  link: KeyLink,
  linked: LinkedKey,
): Promise<Reading<PrivateKey>> {
  const access = await asReading(() =>
    linked.provider === 'CNG' ? accessToStoredKey(win32, files, link) : accessToContainer(win32, files, link),
  );
  if (access.kind === 'unknown' && linked.provider === 'CSP') return access;
  return read({
    ...linked,
    access: access.kind === 'read' ? access.value : inconclusive(access.because),
    file: await keyFileOf(win32, isOfMachine(link) ? files.ofContainer(link.container) : null),
  });
}

function inconclusive(because: Because): KeyAccess {
  return { kind: 'inconclusive', because };
}

/** Provider type 0 means a key storage provider, whatever its name. */
function providerOf({ providerType }: KeyLink): 'CNG' | 'CSP' {
  return providerType === 0 ? 'CNG' : 'CSP';
}

function isOfMachine({ flags }: KeyLink): boolean {
  return (flags & constants.CRYPT_MACHINE_KEYSET) !== 0;
}

async function accessToContainer(win32: Win32, files: KeyFiles, link: KeyLink): Promise<KeyAccess> {
  const container: Container = {
    name: link.container,
    provider: link.provider,
    providerType: link.providerType,
    keyset: isOfMachine(link) ? 'machine' : 'user',
  };
  try {
    const uniqueName = await withContainer(win32, container, async (opened) => {
      await signSomething(win32, opened, link.keySpec);
      return uniqueNameOf(win32, opened);
    });
    // A key of somebody's profile is never bound, whoever may change its list.
    if (container.keyset === 'user') return { kind: 'signs' };
    const file = files.withUniqueName(uniqueName);
    if (file === null) throw new WindowsError(`key file ${uniqueName}`, constants.ERROR_FILE_NOT_FOUND);
    return await changeable(win32, file);
  } catch (error) {
    return notOpened(error, files.ofContainer(link.container));
  }
}

/** What a failed try says of the key; what says nothing of it is thrown on. */
function notOpened(error: unknown, file: string | null): KeyAccess {
  if (!(error instanceof WindowsError)) throw error;
  const access = accessAfterFailure(error.code, file === null ? 'not-found' : 'found');
  if (access === null) throw error;
  return access;
}

async function changeable(win32: Win32, file: string): Promise<KeyAccess> {
  const may = await mayChangeAccess(win32, file);
  return may.kind === 'may' ? { kind: 'signs' } : { kind: 'refused', deed: 'change-access', code: may.code };
}

async function signSomething(win32: Win32, opened: Handle, keySpec: number): Promise<void> {
  const hash: Out<Handle> = [0];
  const created = await win32.CryptCreateHashInBackground(opened, constants.CALG_SHA1, 0, 0, hash);
  succeeded('CryptCreateHash', created.result, created.lastError);
  try {
    const something = Buffer.from('may this key be used?');
    const hashed = await win32.CryptHashData(hash[0], something, something.length, 0);
    succeeded('CryptHashData', hashed.result, hashed.lastError);
    // Longer than the signature of any key that there is.
    const longest = 4096;
    const signed = await win32.CryptSignHashInBackground(hash[0], keySpec, null, 0, Buffer.alloc(longest), [
      longest,
    ]);
    succeeded('CryptSignHashW', signed.result, signed.lastError);
  } finally {
    await win32.CryptDestroyHashInBackground(hash[0]);
  }
}

async function uniqueNameOf(win32: Win32, opened: Handle): Promise<string> {
  const longest = 1024;
  const name = Buffer.alloc(longest);
  const bytes: Out<number> = [longest];
  const asked = await win32.CryptGetProvParam(opened, constants.PP_UNIQUE_CONTAINER, name, bytes, 0);
  succeeded('CryptGetProvParam', asked.result, asked.lastError);
  return name.toString('latin1', 0, bytes[0]).replace(/\0.*$/s, '');
}

async function accessToStoredKey(win32: Win32, files: KeyFiles, link: KeyLink): Promise<KeyAccess> {
  const provider: Out<Handle> = [0];
  const opened = await win32.NCryptOpenStorageProvider(provider, link.provider, 0);
  if (opened.result !== 0) throw new WindowsError('NCryptOpenStorageProvider', opened.result);
  try {
    const key: Out<Handle> = [0];
    const flags = constants.NCRYPT_SILENT_FLAG | (link.flags & constants.NCRYPT_MACHINE_KEY_FLAG);
    const { result } = await win32.NCryptOpenKey(provider[0], key, link.container, 0, flags);
    if (result !== 0)
      return notOpened(new WindowsError('NCryptOpenKey', result), files.ofContainer(link.container));
    try {
      await signSomethingStored(win32, key[0]);
      const file = files.withUniqueName(await uniqueNameOfStored(win32, key[0]));
      if (file === null) throw new WindowsError('key file of CNG', constants.ERROR_FILE_NOT_FOUND);
      return await changeable(win32, file);
    } catch (error) {
      return notOpened(error, files.ofContainer(link.container));
    } finally {
      await win32.NCryptFreeObject(key[0]);
    }
  } finally {
    await win32.NCryptFreeObject(provider[0]);
  }
}

/** RSA wants its padding told, elliptic curves refuse to hear of one. */
async function signSomethingStored(win32: Win32, key: Handle): Promise<void> {
  const digest = Buffer.alloc(32, 1);
  const longest = 4096;
  const sign = (padding: Parameters<Win32['NCryptSignHash']>[1], flags: number) =>
    win32.NCryptSignHash(key, padding, digest, digest.length, Buffer.alloc(longest), longest, [0], flags);
  const padding = win32.struct(win32.types.BCRYPT_PKCS1_PADDING_INFO, { pszAlgId: 'SHA256' });
  const silent = constants.NCRYPT_SILENT_FLAG;
  let { result } = await sign(padding, constants.BCRYPT_PAD_PKCS1 | silent);
  if (paddingRefused.includes(result >>> 0)) ({ result } = await sign(null, silent));
  if (result !== 0) throw new WindowsError('NCryptSignHash', result);
}

const paddingRefused: readonly number[] = [
  constants.NTE_BAD_FLAGS,
  constants.NTE_INVALID_PARAMETER,
  constants.NTE_NOT_SUPPORTED,
];

async function uniqueNameOfStored(win32: Win32, key: Handle): Promise<string> {
  const longest = 2048;
  const name = Buffer.alloc(longest);
  const bytes: Out<number> = [0];
  const { result } = await win32.NCryptGetProperty(key, 'Unique Name', name, longest, bytes, 0);
  if (result !== 0) throw new WindowsError('NCryptGetProperty Unique Name', result);
  return name.toString('utf16le', 0, bytes[0]).replace(/\0.*$/s, '');
}
