import * as koffi from 'koffi';
import { fromPrivateKeyBlob, toPrivateKeyBlob, type KeySpec } from './private-key-blob.ts';
import { inMachineKey } from './registry.ts';
import { dataBlob, windows } from './windows-api.ts';

/** A key container of CryptoAPI, as a certificate names it. */
export interface Container {
  readonly container: string;
  /** Such as `Microsoft RSA SChannel Cryptographic Provider`. */
  readonly provider: string;
  /** 12 SChannel, 24 RSA and AES; 0 says that the key lies in CNG. */
  readonly providerType: number;
  readonly keySpec: KeySpec;
  /** Whose: the machine's keys, or those of the user who asks. */
  readonly owner: 'machine' | 'user';
}

const newKeyset = 0x8;
const deleteKeyset = 0x10;
const machineKeyset = 0x20;
/** Where Wine keeps the machine's keys. */
const wineKeys = 'Software\\Wine\\Crypto\\RSA';
const keyPairs = { 1: 'KeyExchangeKeyPair', 2: 'SignatureKeyPair' } as const;

export const ownerFlag = ({ owner }: Container): number => (owner === 'machine' ? machineKeyset : 0);

/** Puts a key into a new container, not exportable. Throws when there is a container of that name. */
export function addContainer(container: Container, pkcs8Pem: string): void {
  const blob = toPrivateKeyBlob(pkcs8Pem, container.keySpec);
  inNewContainer(container, (handle) => {
    const key: [number] = [0];
    windows.CryptImportKey(handle, blob, blob.length, 0, 0, key);
    windows.CryptDestroyKey(key[0]);
  });
}

/** Has Windows make a key of 2048 bits in a new container: nobody is given its private part. */
export function generateKey(container: Container): void {
  inNewContainer(container, (handle) => {
    const key: [number] = [0];
    windows.CryptGenKey(handle, container.keySpec, 2048 << 16, key);
    windows.CryptDestroyKey(key[0]);
  });
}

/** The certificate that names it stays, with a key that is lost. */
export function removeContainer(container: Container): void {
  const { container: name, provider, providerType } = container;
  windows.CryptAcquireContextW([0], name, provider, providerType, deleteKeyset | ownerFlag(container));
}

/** The names of the machine's containers. */
export function listContainers(): readonly string[] {
  return inMachineKey(wineKeys, (key) => key.subkeys()) ?? [];
}

/**
 * The private key in a machine's container, PKCS#8 PEM, exportable or not: null when there is none. This is how a
 * listener of the tests may use a key as SYSTEM may; Wine keeps it in its registry, for whoever is on this machine.
 */
export function privateKeyOf(container: string): string | null {
  const protectedKey = inMachineKey(
    `${wineKeys}\\${container}`,
    (key) => key.value(keyPairs[1]) ?? key.value(keyPairs[2]),
  );
  return protectedKey === null ? null : fromPrivateKeyBlob(unprotect(protectedKey));
}

function inNewContainer(container: Container, use: (handle: number) => void): void {
  const { container: name, provider, providerType } = container;
  const handle: [number] = [0];
  windows.CryptAcquireContextW(handle, name, provider, providerType, newKeyset | ownerFlag(container));
  try {
    use(handle[0]);
  } finally {
    // Wine writes the container only now.
    windows.CryptReleaseContext(handle[0], 0);
  }
}

function unprotect(bytes: Buffer): Buffer {
  const sealed = Buffer.alloc(koffi.sizeof(dataBlob));
  koffi.encode(sealed, dataBlob, { cbData: bytes.length, pbData: bytes });
  const plain: [{ cbData: number; pbData: bigint }] = [{ cbData: 0, pbData: 0n }];
  windows.CryptUnprotectData(sealed, null, null, null, null, 0, plain);
  const { cbData, pbData } = plain[0];
  try {
    return Buffer.from(koffi.decode(pbData, koffi.array('uint8', cbData, 'Typed')) as Uint8Array);
  } finally {
    windows.LocalFree(pbData);
  }
}
