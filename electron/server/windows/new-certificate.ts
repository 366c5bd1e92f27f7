import { X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { CertificateTarget, CertificateValue } from '../../../shared/change.ts';
import { personalStore } from '../../../shared/facts.ts';
import { exchangeCertificate } from '../../certificate.ts';
import type { CertificateSigner } from '../../certificate.ts';
import { accessListOf, isOfMachineAlone, ofMachineAlone, setAccessList } from './container-access.ts';
import { addCertificate, certificatesIn, removeCertificate } from './certificates.ts';
import type { NewCertificate, StoredCertificate } from './certificates.ts';
import { constants } from './headers.ts';
import {
  aesProvider,
  channelProvider,
  containerExists,
  deleteContainer,
  withContainer,
  withNewContainer,
} from './key-containers.ts';
import type { Container } from './key-containers.ts';
import type { Handle, Out, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

const keyBits = 2048;

/** The certificate that this target names: that serial number, and that container behind it; `null` when there is none. */
export async function createdCertificate(
  win32: Win32,
  target: CertificateTarget,
): Promise<StoredCertificate | null> {
  const inStore = await certificatesIn(win32, personalStore);
  return (
    inStore.find(
      ({ der, key }) => key?.container === target.container && hasSerialNumber(der, target.serialNumber),
    ) ?? null
  );
}

/** Whether its key is there, with or without the certificate. */
export function keyExists(win32: Win32, target: CertificateTarget): Promise<boolean> {
  return containerExists(win32, channelContainer(target));
}

/**
 * Makes the key inside Windows, and the certificate that goes with it; what is there already stays. What an interrupted
 * attempt left under that name is removed first. Throws `WindowsError`.
 */
export async function createCertificate(
  win32: Win32,
  target: CertificateTarget,
  value: CertificateValue,
): Promise<void> {
  if ((await createdCertificate(win32, target)) !== null) return;
  await refuseUsedContainer(win32, target);
  await deleteContainer(win32, channelContainer(target));
  try {
    await withNewContainer(win32, channelContainer(target), (opened) => generateKey(win32, opened));
    await addCertificate(win32, await certificateOfContainer(win32, target, value));
  } catch (failure) {
    await removeHalfMade(win32, target);
    throw failure;
  }
}

/** Half of it is of no use to anybody. Where it stays all the same, reading it again tells: the first failure counts. */
async function removeHalfMade(win32: Win32, target: CertificateTarget): Promise<void> {
  try {
    await removeCreatedCertificate(win32, target);
  } catch (error) {
    if (!(error instanceof WindowsError)) throw error;
  }
}

async function certificateOfContainer(
  win32: Win32,
  target: CertificateTarget,
  value: CertificateValue,
): Promise<NewCertificate> {
  return {
    store: personalStore,
    der: await signedByContainer(win32, target, value),
    friendlyName: value.friendlyName,
    key: {
      container: target.container,
      provider: channelProvider,
      providerType: constants.PROV_RSA_SCHANNEL,
      flags: constants.CRYPT_MACHINE_KEYSET,
      keySpec: constants.AT_KEYEXCHANGE,
    },
  };
}

/** Removes exactly what `createCertificate` makes; what is not there is no failure. Throws `WindowsError`. */
export async function removeCreatedCertificate(win32: Win32, target: CertificateTarget): Promise<void> {
  const created = await createdCertificate(win32, target);
  if (created !== null) await removeCertificate(win32, personalStore, created.thumbprint);
  await refuseUsedContainer(win32, target);
  await deleteContainer(win32, channelContainer(target));
}

function channelContainer({ container }: CertificateTarget): Container {
  return {
    name: container,
    provider: channelProvider,
    providerType: constants.PROV_RSA_SCHANNEL,
    keyset: 'machine',
  };
}

/** Never the key of another certificate, whatever container we are told. */
async function refuseUsedContainer(win32: Win32, { container }: CertificateTarget): Promise<void> {
  if ((await certificatesIn(win32, personalStore)).some(({ key }) => key?.container === container)) {
    throw new WindowsError(`key container ${container}`, constants.NTE_EXISTS);
  }
}

async function generateKey(win32: Win32, opened: Handle): Promise<void> {
  const key: Out<Handle> = [0];
  // No CRYPT_EXPORTABLE among the flags: the key never leaves Windows.
  const made = await win32.CryptGenKey(opened, constants.AT_KEYEXCHANGE, keyBits << 16, key);
  succeeded('CryptGenKey', made.result, made.lastError);
  win32.CryptDestroyKey(key[0]);
  await setAccessList(win32, opened, ofMachineAlone);
  const list = await accessListOf(win32, opened);
  if (!isOfMachineAlone(list)) {
    throw new WindowsError(`access list ${list} of the new key`, constants.ERROR_ACCESS_DENIED);
  }
}

/** The certificate in DER, signed by the key in its container, and the signature verified. */
async function signedByContainer(
  win32: Win32,
  target: CertificateTarget,
  value: CertificateValue,
): Promise<Buffer> {
  const container: Container = {
    name: target.container,
    provider: aesProvider,
    providerType: constants.PROV_RSA_AES,
    keyset: 'machine',
  };
  return withContainer(win32, container, async (opened) => {
    const publicKey = await publicKeyIn(win32, opened);
    const signer: CertificateSigner = {
      publicKey,
      sign: (digest) => signDigest(win32, opened, Buffer.from(digest.digest().getBytes(), 'binary')),
    };
    const der = exchangeCertificate(value, target, signer);
    const certificate = new X509Certificate(der);
    if (!certificate.verify(certificate.publicKey))
      throw new WindowsError('verification of CryptSignHashW', constants.NTE_BAD_SIGNATURE);
    return der;
  });
}

async function publicKeyIn(win32: Win32, opened: Handle): Promise<forge.pki.rsa.PublicKey> {
  const key: Out<Handle> = [0];
  const got = await win32.CryptGetUserKey(opened, constants.AT_KEYEXCHANGE, key);
  succeeded('CryptGetUserKey', got.result, got.lastError);
  try {
    const blob = Buffer.alloc(20 + keyBits / 8);
    const bytes: Out<number> = [blob.length];
    const exported = await win32.CryptExportKey(key[0], 0, constants.PUBLICKEYBLOB, 0, blob, bytes);
    succeeded('CryptExportKey', exported.result, exported.lastError);
    // PUBLICKEYSTRUC, then RSAPUBKEY: exponent at 16, the modulus behind it, its lowest byte first.
    const exponent = blob.readUInt32LE(16);
    const modulus = Buffer.from(blob.subarray(20, bytes[0])).reverse().toString('hex');
    const { BigInteger } = forge.jsbn;
    return forge.pki.setRsaPublicKey(new BigInteger(modulus, 16), new BigInteger(String(exponent), 10));
  } finally {
    win32.CryptDestroyKey(key[0]);
  }
}

/** The signature of a finished SHA-256 digest, as forge wants it: the highest byte first. */
function signDigest(win32: Win32, opened: Handle, digest: Buffer): string {
  const hash: Out<Handle> = [0];
  const created = win32.CryptCreateHash(opened, constants.CALG_SHA_256, 0, 0, hash);
  succeeded('CryptCreateHash', created, win32.getLastError());
  try {
    const set = win32.CryptSetHashParam(hash[0], constants.HP_HASHVAL, digest, 0);
    succeeded('CryptSetHashParam', set, win32.getLastError());
    const signature = Buffer.alloc(keyBits / 8);
    const bytes: Out<number> = [signature.length];
    const signed = win32.CryptSignHashW(hash[0], constants.AT_KEYEXCHANGE, null, 0, signature, bytes);
    succeeded('CryptSignHashW', signed, win32.getLastError());
    return signature.subarray(0, bytes[0]).reverse().toString('binary');
  } finally {
    win32.CryptDestroyHash(hash[0]);
  }
}

function hasSerialNumber(der: Uint8Array, serialNumber: string): boolean {
  return BigInt(`0x${new X509Certificate(der).serialNumber}`) === BigInt(`0x${serialNumber}`);
}
