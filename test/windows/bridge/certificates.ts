import { createHash } from 'node:crypto';
import * as koffi from 'koffi';
import { addContainer, ownerFlag, type Container } from './key-containers.ts';
import { keyProviderInfo, dataBlob, windows } from './windows-api.ts';

/** A certificate as a scenario wants it in a store of the machine. */
export interface NewCertificate {
  /** base64 */
  readonly der: string;
  /** Such as `MY`, `Root`. */
  readonly store: string;
  readonly friendlyName: string | null;
  /** Null: no key is linked to it. Without a `pkcs8Pem` the container is named and not made: its key is lost, or is in CNG. */
  readonly key: (Container & { readonly pkcs8Pem: string | null }) | null;
  /** `with-key-context`: the link to the key carries CERT_SET_KEY_CONTEXT_PROP_ID, which says how it was made. */
  readonly link?: 'plain' | 'with-key-context';
}

/** A certificate as it lies in a store. */
export interface StoredCertificate {
  /** 40 hexadecimal digits in upper case. */
  readonly thumbprint: string;
  /** base64 */
  readonly der: string;
  readonly friendlyName: string | null;
  /** The container that it names, whether there or not. */
  readonly container: string | null;
}

const x509 = 1;
const systemStore = 10;
const localMachine = 0x2_0000;
const addNew = 1;
const commit = 3;
const properties = { keyProviderInfo: 2, friendlyName: 11 };
const keyContextFlag = 1;

export function addCertificate({ der, store, friendlyName, key, link = 'plain' }: NewCertificate): void {
  if (key !== null && key.pkcs8Pem !== null) addContainer(key, key.pkcs8Pem);
  const bytes = Buffer.from(der, 'base64');
  const context = windows.CertCreateCertificateContext(x509, bytes, bytes.length);
  try {
    if (key !== null) {
      setProperty(context, properties.keyProviderInfo, keyProviderInfo, {
        pwszContainerName: key.container,
        pwszProvName: key.provider,
        dwProvType: key.providerType,
        dwFlags: ownerFlag(key) | (link === 'with-key-context' ? keyContextFlag : 0),
        cProvParam: 0,
        rgProvParam: null,
        dwKeySpec: key.keySpec,
      });
    }
    if (friendlyName !== null) {
      const text = Buffer.from(`${friendlyName}\0`, 'utf16le');
      setProperty(context, properties.friendlyName, dataBlob, { cbData: text.length, pbData: text });
    }
    changeStore(store, (handle) => windows.CertAddCertificateContextToStore(handle, context, addNew, null));
  } finally {
    windows.CertFreeCertificateContext(context);
  }
}

/** Its key stays. Throws when it is not in the store. */
export function removeCertificate(store: string, thumbprint: string): void {
  changeStore(store, (handle) => {
    for (const context of contextsIn(handle)) {
      if (hashOf(derOf(context)) !== thumbprint) continue;
      // Deleting gives the context back; the loop still needs its own.
      windows.CertDeleteCertificateFromStore(windows.CertDuplicateCertificateContext(context));
      return;
    }
    throw new Error(`${thumbprint} is not in ${store}`);
  });
}

export function listCertificates(store: string): readonly StoredCertificate[] {
  return inStore(store, (handle) => {
    const found: StoredCertificate[] = [];
    for (const context of contextsIn(handle)) found.push(stored(context));
    return found;
  });
}

function stored(context: number | bigint): StoredCertificate {
  const der = derOf(context);
  const name = property(context, properties.friendlyName);
  const info = property(context, properties.keyProviderInfo);
  return {
    thumbprint: hashOf(der),
    der: der.toString('base64'),
    friendlyName: name === null ? null : name.toString('utf16le').replace(/\0+$/, ''),
    container:
      info === null
        ? null
        : (koffi.decode(info, keyProviderInfo) as { pwszContainerName: string | null }).pwszContainerName,
  };
}

/** Each context is good until the next is asked for: nobody may keep it. */
function* contextsIn(store: number | bigint): Generator<number | bigint> {
  let context: number | bigint = 0;
  try {
    for (;;) {
      const previous = context;
      context = 0;
      context = windows.CertEnumCertificatesInStore(store, previous);
      if (BigInt(context) === 0n) return;
      yield context;
    }
  } finally {
    if (BigInt(context) !== 0n) windows.CertFreeCertificateContext(context);
  }
}

/** CERT_CONTEXT of 64 bits: the encoded certificate at 8, its length at 16. */
function derOf(context: number | bigint): Buffer {
  const head = Buffer.from(koffi.decode(BigInt(context), koffi.array('uint8', 24, 'Typed')) as Uint8Array);
  const bytes = koffi.array('uint8', head.readUInt32LE(16), 'Typed');
  return Buffer.from(koffi.decode(head.readBigUInt64LE(8), bytes) as Uint8Array);
}

function property(context: number | bigint, id: number): Buffer | null {
  const length: [number] = [0];
  if (!windows.CertGetCertificateContextProperty(context, id, null, length)) return null;
  const data = Buffer.alloc(length[0]);
  return windows.CertGetCertificateContextProperty(context, id, data, length) ? data : null;
}

function setProperty(context: number | bigint, id: number, type: koffi.TypeObject, value: object): void {
  windows.CertSetCertificateContextProperty(context, id, 0, koffi.as(value, koffi.pointer(type)));
}

/** Afterwards it is written down: under Wine, closing alone leaves a removed certificate where it was. */
function changeStore(name: string, use: (handle: number | bigint) => void): void {
  inStore(name, (handle) => {
    use(handle);
    windows.CertControlStore(handle, 0, commit, null);
  });
}

/** The store is closed afterwards: only then do others see what was added. */
function inStore<T>(name: string, use: (handle: number | bigint) => T): T {
  const handle = windows.CertOpenStore(systemStore, 0, 0, localMachine, name);
  try {
    return use(handle);
  } finally {
    windows.CertCloseStore(handle, 0);
  }
}

const hashOf = (der: Buffer): string => createHash('sha1').update(der).digest('hex').toUpperCase();
