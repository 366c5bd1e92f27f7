import { X509Certificate } from 'node:crypto';
import type { KeyAccess, PrivateKey } from '../../../shared/facts.ts';
import { accessDenied, administratorMay, keyFileOf, systemMayUse } from './key-access.ts';
import { keySignsFor } from './keys.ts';
import type { Container, KeyLink, PracticeState, StateCertificate } from './state.ts';

/** NTE_BAD_KEYSET: what Windows answers for a container that is missing, and for one that is shut. */
const badKeyset = '0x80090016';
const badSignature = '0x80090006';

/** A link to a key as Exchange makes it: machine store, CSP, for key exchange. */
export function channelKey(container: string): KeyLink {
  return {
    kind: 'linked',
    provider: 'CSP',
    providerName: 'Microsoft RSA SChannel Cryptographic Provider',
    container,
    keySpec: 1,
    location: 'machine',
  };
}

/** The key of a certificate as the administrator finds it: opened, and really signed with. */
export function privateKeyOf(state: PracticeState, certificate: StateCertificate): PrivateKey {
  if (certificate.key.kind === 'none') return { kind: 'none' };
  const container = containerOf(state, certificate);
  return {
    ...certificate.key,
    access: administratorsAccess(container, certificate),
    file: keyFileOf(state, container),
  };
}

/** The container a certificate links to; `null` when it links to none, or to one that is gone. */
export function containerOf(state: PracticeState, { key }: StateCertificate): Container | null {
  if (key.kind === 'none') return null;
  return (
    state.containers.find(({ name, location }) => name === key.container && location === key.location) ?? null
  );
}

/** Whether http.sys, working as SYSTEM, can use the certificate's key; one in a user's profile it cannot reach. */
export function systemCanUse(state: PracticeState, certificate: StateCertificate): boolean {
  const container = containerOf(state, certificate);
  return (
    container !== null && systemMayUse(container) && keySignsFor(container.privateKey, x509Of(certificate))
  );
}

export function x509Of({ der }: StateCertificate): X509Certificate {
  return new X509Certificate(Buffer.from(der, 'base64'));
}

function administratorsAccess(container: Container | null, certificate: StateCertificate): KeyAccess {
  if (container === null) return { kind: 'lost', code: badKeyset };
  switch (administratorMay(container)) {
    case 'open-refused':
      return { kind: 'refused', deed: 'open', code: badKeyset };
    case 'change-access-refused':
      return { kind: 'refused', deed: 'change-access', code: accessDenied };
    case 'full-control':
      return keySignsFor(container.privateKey, x509Of(certificate))
        ? { kind: 'signs' }
        : { kind: 'lost', code: badSignature };
  }
}
