import { randomBytes, X509Certificate } from 'node:crypto';
import { exchangeCertificate } from '../../electron/certificate.ts';
import { signerOf } from '../../electron/server/practice/keys.ts';
import type { Container } from './bridge/key-containers.ts';

/** A container of the machine, as Exchange makes them. */
export const container = (name: string): Container => ({
  container: name,
  provider: 'Microsoft RSA SChannel Cryptographic Provider',
  providerType: 12,
  keySpec: 1,
  owner: 'machine',
});

/** A certificate for this key, base64, and its thumbprint. */
export function certificateFor(privateKey: string, notAfter = '2031-03-01T03:12:00.000Z') {
  const value = {
    netbiosName: 'EX01',
    fullyQualifiedName: 'ex01.contoso.local',
    friendlyName: 'Microsoft Exchange',
    notBefore: '2025-03-01T03:12:00.000Z',
    notAfter,
  };
  const target = { container: 'container', serialNumber: randomBytes(16).toString('hex').replace(/^./, '7') };
  const der = exchangeCertificate(value, target, signerOf(privateKey));
  const thumbprint = new X509Certificate(der).fingerprint.replaceAll(':', '');
  return { der: der.toString('base64'), thumbprint };
}
