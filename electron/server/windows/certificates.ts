import type { Thumbprint } from '../../../shared/thumbprint.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';
import { createHash } from 'node:crypto';
import { constants } from './headers.ts';
import type { Handle, Out, Pointer, Win32 } from './win32.ts';
import { codeText, succeeded, WindowsError } from './windows-error.ts';

/** Where a certificate's private key is, as the store tells it (CRYPT_KEY_PROV_INFO). */
export interface KeyLink {
  readonly container: string;
  readonly provider: string;
  /** 0: the key is in CNG, whatever the provider's name. */
  readonly providerType: number;
  readonly flags: number;
  /** 1 key exchange, 2 signature. */
  readonly keySpec: number;
}

/** A certificate in a store of LocalMachine, with what lies beside it. */
export interface StoredCertificate {
  readonly store: string;
  readonly der: Uint8Array;
  readonly thumbprint: Thumbprint;
  readonly friendlyName: string;
  /** `null`: the store links no key to it. */
  readonly key: KeyLink | null;
}

/** A certificate to be stored: its thumbprint is in its bytes. */
export type NewCertificate = Omit<StoredCertificate, 'thumbprint'>;

type Use = 'to-read' | 'to-write';

/** The certificates of a store of LocalMachine; none where there is no such store. Throws `WindowsError`. */
export async function certificatesIn(win32: Win32, store: string): Promise<readonly StoredCertificate[]> {
  const certificates: StoredCertificate[] = [];
  await withStore(win32, store, 'to-read', (opened) => {
    eachCertificate(win32, opened, (context) => {
      certificates.push(certificateAt(win32, store, context));
      return 'go-on';
    });
  });
  return certificates;
}

/**
 * Puts a certificate into a store; one that is there already stays as it is. Throws `WindowsError`.
 * @param key the key that it is linked to; `null` where it lies without one
 */
export async function addCertificate(
  win32: Win32,
  { store, der, friendlyName, key }: NewCertificate,
): Promise<void> {
  const context = win32.CertCreateCertificateContext(constants.X509_ASN_ENCODING, der, der.length);
  if (context === null) throw new WindowsError('CertCreateCertificateContext', win32.getLastError());
  try {
    if (key !== null) setKeyLink(win32, context, key);
    if (friendlyName !== '') setFriendlyName(win32, context, friendlyName);
    await withStore(win32, store, 'to-write', async (opened) => {
      const disposition = constants.CERT_STORE_ADD_NEW;
      const added = await win32.CertAddCertificateContextToStore(opened, context, disposition, null);
      if (added.result === 0 && added.lastError >>> 0 === constants.CRYPT_E_EXISTS) return;
      succeeded('CertAddCertificateContextToStore', added.result, added.lastError);
    });
  } finally {
    win32.CertFreeCertificateContext(context);
  }
}

/** Takes a certificate out of a store; one that is not there is no failure. Throws `WindowsError`. */
export async function removeCertificate(win32: Win32, store: string, wanted: Thumbprint): Promise<void> {
  await withStore(win32, store, 'to-write', async (opened) => {
    const found: Pointer[] = [];
    eachCertificate(win32, opened, (context) => {
      if (certificateAt(win32, store, context).thumbprint !== wanted) return 'go-on';
      // The one that is walked with is freed behind us.
      found.push(win32.CertDuplicateCertificateContext(context));
      return 'enough';
    });
    for (const context of found) {
      // This frees it, whatever comes of it.
      const { result, lastError } = await win32.CertDeleteCertificateFromStore(context);
      succeeded('CertDeleteCertificateFromStore', result, lastError);
    }
  });
}

/** Calls `look` for each certificate until it has seen enough. */
function eachCertificate(win32: Win32, store: Handle, look: (context: Pointer) => 'go-on' | 'enough'): void {
  for (let current: Pointer | null = null; ;) {
    // It frees the one before.
    const context: Pointer | null = win32.CertEnumCertificatesInStore(store, current);
    const lastError = win32.getLastError() >>> 0;
    if (context === null) {
      if (endsOfStore.includes(lastError)) return;
      throw new WindowsError('CertEnumCertificatesInStore', lastError);
    }
    let seen: 'go-on' | 'enough' = 'enough';
    try {
      seen = look(context);
    } finally {
      if (seen === 'enough') win32.CertFreeCertificateContext(context);
    }
    if (seen === 'enough') return;
    current = context;
  }
}

const endsOfStore: readonly number[] = [constants.CRYPT_E_NOT_FOUND, constants.ERROR_NO_MORE_FILES];

function certificateAt(win32: Win32, store: string, context: Pointer): StoredCertificate {
  const { pbCertEncoded, cbCertEncoded } = win32.decode(context, win32.types.CERT_CONTEXT) as {
    readonly pbCertEncoded: Pointer;
    readonly cbCertEncoded: number;
  };
  const der = win32.copyOf(pbCertEncoded, cbCertEncoded);
  const friendlyName = property(win32, context, constants.CERT_FRIENDLY_NAME_PROP_ID);
  return {
    store,
    der,
    thumbprint: thumbprint(createHash('sha1').update(der).digest('hex')),
    friendlyName: friendlyName?.toString('utf16le').replace(/\0.*$/s, '') ?? '',
    key: keyLinkOf(win32, context),
  };
}

function keyLinkOf(win32: Win32, context: Pointer): KeyLink | null {
  const bytes = property(win32, context, constants.CERT_KEY_PROV_INFO_PROP_ID);
  if (bytes === null) return null;
  const info = win32.decode(bytes, win32.types.CRYPT_KEY_PROV_INFO) as {
    readonly pwszContainerName: string | null;
    readonly pwszProvName: string | null;
    readonly dwProvType: number;
    readonly dwFlags: number;
    readonly dwKeySpec: number;
  };
  return {
    container: info.pwszContainerName ?? '',
    provider: info.pwszProvName ?? '',
    providerType: info.dwProvType,
    flags: info.dwFlags,
    keySpec: info.dwKeySpec,
  };
}

/** `null` when the certificate has no such property. */
function property(win32: Win32, context: Pointer, id: number): Buffer | null {
  const bytes: Out<number> = [0];
  for (let data: Buffer | null = null; ; data = Buffer.alloc(bytes[0])) {
    const result = win32.CertGetCertificateContextProperty(context, id, data, bytes);
    const lastError = win32.getLastError() >>> 0;
    if (result === 0 && lastError === constants.CRYPT_E_NOT_FOUND) return null;
    if (result === 0 && lastError === constants.ERROR_MORE_DATA) continue;
    succeeded(`CertGetCertificateContextProperty ${id}`, result, lastError);
    if (data !== null) return data.subarray(0, bytes[0]);
  }
}

function setKeyLink(
  win32: Win32,
  context: Pointer,
  { container, provider, providerType, flags, keySpec }: KeyLink,
): void {
  const info = win32.struct(win32.types.CRYPT_KEY_PROV_INFO, {
    pwszContainerName: container,
    pwszProvName: provider,
    dwProvType: providerType,
    dwFlags: flags,
    cProvParam: 0,
    rgProvParam: null,
    dwKeySpec: keySpec,
  });
  const id = constants.CERT_KEY_PROV_INFO_PROP_ID;
  const result = win32.CertSetCertificateContextProperty(context, id, 0, info);
  succeeded(`CertSetCertificateContextProperty ${id}`, result, win32.getLastError());
}

function setFriendlyName(win32: Win32, context: Pointer, friendlyName: string): void {
  const bytes = Buffer.from(`${friendlyName}\0`, 'utf16le');
  const blob = win32.struct(win32.types.CRYPT_DATA_BLOB, { cbData: bytes.length, pbData: bytes });
  const id = constants.CERT_FRIENDLY_NAME_PROP_ID;
  const result = win32.CertSetCertificateContextProperty(context, id, 0, blob);
  succeeded(`CertSetCertificateContextProperty ${id}`, result, win32.getLastError());
}

async function withStore(
  win32: Win32,
  store: string,
  use: Use,
  work: (opened: Handle) => Promise<void> | void,
): Promise<void> {
  const flags =
    constants.CERT_SYSTEM_STORE_LOCAL_MACHINE |
    (use === 'to-read' ? constants.CERT_STORE_READONLY_FLAG | constants.CERT_STORE_OPEN_EXISTING_FLAG : 0);
  const provider = constants.CERT_STORE_PROV_SYSTEM_W;
  const { result: opened, lastError } = await win32.CertOpenStore(provider, 0, 0, flags, store);
  if (Number(opened) === 0) {
    if (use === 'to-read' && codeText(lastError) === String(constants.ERROR_FILE_NOT_FOUND)) return;
    throw new WindowsError(`CertOpenStore ${store}`, lastError);
  }
  try {
    await work(opened);
    if (use === 'to-write') await commit(win32, store, opened);
  } finally {
    // Others see what was added only when the store is closed.
    win32.CertCloseStore(opened, 0);
  }
}

/** Written down now: closing alone does it on Windows, where other handles may keep the store open. */
async function commit(win32: Win32, store: string, opened: Handle): Promise<void> {
  const control = constants.CERT_STORE_CTRL_COMMIT;
  const { result, lastError } = await win32.CertControlStore(opened, 0, control, null);
  succeeded(`CertControlStore ${store}`, result, lastError);
}
