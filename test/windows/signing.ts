import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';

/** Whose name stands in a certificate. */
export interface Signer {
  /** `null`: none is named. */
  readonly organization: string | readonly string[] | null;
  readonly commonName: string;
}

const authority: Signer = { organization: null, commonName: 'An authority of the tests' };
const authorityKey = 6;
const signerKey = 7;

/** What has to lie in Root for a signature of these tests to be good; base64. */
export function authorityCertificate(): string {
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate(authority, authorityKey))).getBytes();
  return Buffer.from(der, 'latin1').toString('base64');
}

/** Signs a program for Windows, as whoever it names. */
export function sign(program: string, as: Signer, into: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'cu-rescue-signing-'));
  try {
    const [certificates, key] = [join(folder, 'certificates.pem'), join(folder, 'key.pem')];
    writeFileSync(certificates, forge.pki.certificateToPem(certificate(as, signerKey)));
    writeFileSync(key, fixedKey(signerKey), { mode: 0o600 });
    const words = ['sign', '-certs', certificates, '-key', key, '-h', 'sha256', '-in', program, '-out', into];
    const ran = spawnSync('osslsigncode', words, { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`osslsigncode: ${ran.error?.message ?? ran.stdout + ran.stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function certificate(subject: Signer, key: number): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKeyOf(key);
  made.serialNumber = `0${key}`;
  made.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  made.validity.notAfter = new Date('2120-01-01T00:00:00Z');
  made.setSubject(attributesOf(subject));
  made.setIssuer(attributesOf(authority));
  made.setExtensions(
    key === authorityKey
      ? [
          { name: 'basicConstraints', critical: true, cA: true },
          { name: 'keyUsage', critical: true, keyCertSign: true },
        ]
      : [
          { name: 'basicConstraints', critical: true, cA: false },
          { name: 'keyUsage', critical: true, digitalSignature: true },
          { name: 'extKeyUsage', codeSigning: true },
        ],
  );
  made.sign(forge.pki.privateKeyFromPem(fixedKey(authorityKey)), forge.md.sha256.create());
  return made;
}

function publicKeyOf(key: number): forge.pki.PublicKey {
  const { n, e } = forge.pki.privateKeyFromPem(fixedKey(key));
  return forge.pki.setRsaPublicKey(n, e);
}

function attributesOf({ organization, commonName }: Signer): forge.pki.CertificateField[] {
  return [
    ...[organization ?? []].flat().map((value) => ({ name: 'organizationName', value })),
    { name: 'commonName', value: commonName },
  ];
}
