import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exchangeCertificate } from '../../electron/certificate.ts';
import { certificateFacts, certificateValueOf } from '../../electron/server/certificate-facts.ts';
import { signerOf } from '../../electron/server/practice/keys.ts';
import type { CertificateValue } from '../../shared/change.ts';
import { read } from '../../shared/reading.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';

const value: CertificateValue = {
  netbiosName: 'EX_01',
  fullyQualifiedName: 'EX_01.contoso.local',
  friendlyName: 'Microsoft Exchange',
  notBefore: '2026-03-01T03:12:00.000Z',
  notAfter: '2031-03-01T03:12:00.000Z',
};
const target = { container: 'container', serialNumber: 'F0A1B2C3D4E5F60718293A4B5C6D7E8F' };

function made(change: Partial<CertificateValue> = {}, serialNumber = target.serialNumber): Buffer {
  return exchangeCertificate({ ...value, ...change }, { ...target, serialNumber }, signerOf(fixedKey(0)));
}

function factsOf(der: Buffer) {
  return certificateFacts({
    der,
    store: 'MY',
    friendlyName: 'Microsoft Exchange',
    key: read({ kind: 'none' }),
  });
}

describe('the new "Microsoft Exchange" certificate', () => {
  it('reads back as the value it was made from', () => {
    expect(certificateValueOf(factsOf(made()))).toEqual(value);
  });

  it('is self-signed with the key of its signer, which it carries', () => {
    const certificate = new X509Certificate(made());
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(fixedKey(0)))).toBe(true);
  });

  it('is for servers only, no authority, signed with SHA-256, by an RSA key of 2048 bits', () => {
    expect(factsOf(made())).toMatchObject({
      subject: 'CN=EX_01',
      issuer: 'CN=EX_01',
      authority: 'end-entity',
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
      signatureHash: 'SHA-256',
      publicKey: { algorithm: 'RSA', bits: 2048 },
    });
  });

  it('names the server once when its two names are the same', () => {
    expect(factsOf(made({ fullyQualifiedName: 'ex_01' })).dnsNames).toEqual(['EX_01']);
  });

  it.each([
    ['with its highest bit set', 'F0A1', 'F0A1'],
    ['of an odd number of digits', 'ABC', '0ABC'],
    ['with zeros in front', '0000007F', '7F'],
  ])('keeps a serial number %s positive and the same', (_, given, kept) => {
    expect(new X509Certificate(made({}, given)).serialNumber).toBe(kept);
  });

  it.each(['', '0', 'no number'])('takes "%s" as a serial number for the bug it is', (serialNumber) => {
    expect(() => made({}, serialNumber)).toThrow(/serial number/);
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!openssl)(
  'the new certificate as openssl reads it (skipped where there is no openssl)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    const path = join(folder, 'certificate.pem');
    writeFileSync(path, new X509Certificate(made()).toString());
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    function x509(...options: string[]): string {
      return execFileSync('openssl', ['x509', '-in', path, '-noout', ...options], { encoding: 'utf8' });
    }

    it('is a version 3 certificate of subject and issuer EX_01 for five years', () => {
      const text = x509('-text', '-nameopt', 'RFC2253');
      expect(text).toMatch(/Version: 3 /);
      expect(text).toMatch(/Issuer: CN=EX_01\n/);
      expect(text).toMatch(/Subject: CN=EX_01\n/);
      expect(text).toMatch(
        /Not Before: Mar {2}1 03:12:00 2026 GMT\n\s+Not After : Mar {2}1 03:12:00 2031 GMT\n/,
      );
      expect(text).toMatch(/Serial Number:\s+f0:a1:b2:c3:d4:e5:f6:07:18:29:3a:4b:5c:6d:7e:8f\n/);
      expect(text).toMatch(/Signature Algorithm: sha256WithRSAEncryption/);
    });

    it('has exactly the extensions that Setup gives it, critical where they must be', () => {
      const extensions = x509(
        '-ext',
        'subjectAltName,keyUsage,extendedKeyUsage,basicConstraints,subjectKeyIdentifier',
      );
      expect(extensions.replaceAll(/ +/g, ' ').replace(/([0-9A-F]{2}:){19}[0-9A-F]{2}/, '<20 bytes>')).toBe(
        [
          'X509v3 Key Usage: critical',
          ' Digital Signature, Key Encipherment',
          'X509v3 Extended Key Usage: ',
          ' TLS Web Server Authentication',
          'X509v3 Basic Constraints: critical',
          ' CA:FALSE',
          'X509v3 Subject Alternative Name: ',
          ' DNS:EX_01, DNS:EX_01.contoso.local',
          'X509v3 Subject Key Identifier: ',
          ' <20 bytes>',
          '',
        ].join('\n'),
      );
      expect(x509('-text').match(/X509v3 (?!extensions)/g)).toHaveLength(5);
    });

    it('has a signature that verifies by itself', () => {
      const at = String(Date.parse('2027-01-01T00:00:00Z') / 1000);
      const options = ['-check_ss_sig', '-x509_strict', '-attime', at, '-CAfile', path];
      expect(execFileSync('openssl', ['verify', ...options, path], { encoding: 'utf8' })).toContain(': OK');
    });
  },
);
