import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateEncrypt,
  sign,
  verify,
  constants,
  type X509Certificate,
} from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { CertificateSigner } from '../../certificate.ts';

/** Where new private keys come from; a test brings fixed ones. */
export interface KeyMaker {
  /** A new RSA key as PKCS#8 PEM. */
  rsa(bits: number): Promise<string>;
}

export const freshKeys: KeyMaker = {
  async rsa(bits) {
    const { privateKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: bits,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return privateKey;
  },
};

/** What stands before a SHA-256 digest in a PKCS#1 v1.5 signature. */
const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Signs as Windows does: from outside comes a digest, back goes a signature, the key stays. */
export function signerOf(privateKey: string): CertificateSigner {
  const key = createPrivateKey(privateKey);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey.toString()),
    sign(digest) {
      const block = Buffer.concat([sha256Prefix, Buffer.from(digest.digest().getBytes(), 'binary')]);
      return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, block).toString('binary');
    },
  };
}

/** Whether the key really signs for this certificate: it signs, and the certificate's public key verifies. */
export function keySignsFor(privateKey: string, certificate: X509Certificate): boolean {
  const sample = createHash('sha256').update(certificate.raw).digest();
  return verify('sha256', sample, certificate.publicKey, sign('sha256', sample, privateKey));
}
