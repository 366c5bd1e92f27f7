import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serverExtensions, signedCertificate } from '../../electron/certificate.ts';
import { certificateFacts } from '../../electron/server/certificate-facts.ts';
import { signerOf } from '../../electron/server/practice/keys.ts';
import type { Certificate } from '../../shared/facts.ts';
import { read } from '../../shared/reading.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';

/** Made once by openssl, for a hundred years. */
function fixture(name: string): Certificate {
  const pem = readFileSync(new URL(`../fixtures/certificates/${name}.pem`, import.meta.url), 'utf8');
  return factsOf(new X509Certificate(pem).raw);
}

function factsOf(der: Uint8Array): Certificate {
  return certificateFacts({ der, store: 'WebHosting', friendlyName: 'a name', key: read({ kind: 'none' }) });
}

describe('the facts of a certificate', () => {
  it('reads one with an elliptic curve whole', () => {
    const facts = fixture('ecc-sha384');
    expect(facts).toEqual({
      thumbprint: facts.thumbprint,
      store: 'WebHosting',
      subject: 'CN=ec.contoso.com, O=Contoso\\, Ltd., C=DE',
      issuer: 'CN=ec.contoso.com, O=Contoso\\, Ltd., C=DE',
      serialNumber: '0A',
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
      dnsNames: ['ec.contoso.com', 'www.contoso.com'],
      friendlyName: 'a name',
      signatureHash: 'SHA-384',
      publicKey: { algorithm: 'ECC', bits: 384 },
      extendedKeyUsages: [],
      authority: 'certificate-authority',
      key: read({ kind: 'none' }),
    } satisfies Certificate);
  });

  it.each([
    ['rsa-sha1', 'SHA-1', 'RSA'],
    ['rsa-pss-sha512', 'SHA-512', 'RSA'],
    ['ecc-sha384', 'SHA-384', 'ECC'],
    // Its signature has no hash to choose: the identifier stays as it is.
    ['ed25519', '1.3.101.112', 'other'],
  ] as const)('knows the hash and the key of %s', (name, signatureHash, algorithm) => {
    const facts = fixture(name);
    expect([facts.signatureHash, facts.publicKey.algorithm]).toEqual([signatureHash, algorithm]);
  });

  it('lists every extended key usage by its identifier', () => {
    expect(fixture('rsa-pss-sha512').extendedKeyUsages).toEqual(['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1']);
  });

  it('tells an end entity from an authority', () => {
    expect(fixture('rsa-pss-sha512').authority).toBe('end-entity');
    expect(fixture('rsa-sha1').authority).toBe('certificate-authority');
  });

  it('gives the thumbprint in upper case without colons', () => {
    expect(fixture('rsa-sha1').thumbprint).toMatch(/^[0-9A-F]{40}$/);
  });

  it('gives the dates in UTC, to the second, before and after the year 2050', () => {
    const signer = signerOf(fixedKey(1));
    const dates = { notBefore: '2049-12-31T23:59:59.000Z', notAfter: '2050-01-01T00:00:00.000Z' };
    const der = signedCertificate(
      {
        subject: 'EX01',
        issuer: 'EX01',
        serialNumber: '1',
        ...dates,
        publicKey: signer.publicKey,
        extensions: serverExtensions([]),
      },
      signer,
    );
    expect(factsOf(der)).toMatchObject({ ...dates, dnsNames: [] });
  });

  it('does not take one name with a comma in it for two', () => {
    const signer = signerOf(fixedKey(1));
    const der = signedCertificate(
      {
        subject: 'EX01',
        issuer: 'EX01',
        serialNumber: '1',
        notBefore: '2026-01-01T00:00:00Z',
        notAfter: '2027-01-01T00:00:00Z',
        publicKey: signer.publicKey,
        extensions: serverExtensions(['evil.example, DNS:mail.contoso.com', 'EX01']),
      },
      signer,
    );
    expect(factsOf(der).dnsNames).toEqual(['evil.example, DNS:mail.contoso.com', 'EX01']);
  });

  it('throws on what is no certificate', () => {
    expect(() => factsOf(Buffer.from('no certificate'))).toThrow();
  });
});
