import { assertNever } from './assert-never.ts';
import type { Certificate } from './facts.ts';

/** What is wrong with a certificate as the one that IIS and Setup shall use. */
export type CertificateFault =
  | { readonly kind: 'expired'; readonly notAfter: string }
  | { readonly kind: 'not-yet-valid'; readonly notBefore: string }
  /** No private key is linked to it, or its container is gone. */
  | { readonly kind: 'key-missing'; readonly code: string | null }
  /** The key is there, but this administrator may not open it or change its access list: Setup would fail too. */
  | { readonly kind: 'key-inaccessible'; readonly deed: 'open' | 'change-access'; readonly code: string }
  /** Imported into the profile of a user, where http.sys cannot reach it. */
  | { readonly kind: 'key-in-user-profile' }
  | { readonly kind: 'key-unknown'; readonly code: string; readonly tried: string }
  /** In a key storage provider (CNG): Setup accepts it, then OWA and ECP send users back to the logon page. */
  | { readonly kind: 'key-in-cng'; readonly providerName: string }
  /** KeySpec 2: a key that signs but cannot exchange keys. */
  | { readonly kind: 'key-for-signature-only' }
  | { readonly kind: 'not-rsa'; readonly algorithm: string }
  | { readonly kind: 'key-too-short'; readonly bits: number }
  | { readonly kind: 'not-for-servers' }
  | { readonly kind: 'certificate-authority' };

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const anyExtendedKeyUsage = '2.5.29.37.0';
const keyExchange = 1;
const smallestKeyBits = 2048;

/**
 * Everything that keeps a certificate from being bound, worst first; empty when it may be bound.
 * @param at ISO 8601, UTC: the latest moment that is known, against which its end is held.
 * @param clock what the server's clock says, against which its beginning is held: it may have been set back.
 */
export function certificateFaults(
  certificate: Certificate,
  at: string,
  clock: string = at,
): readonly CertificateFault[] {
  const faults: readonly CertificateFault[] = [
    ...dateFaults(certificate, at, clock),
    ...keyFaults(certificate),
    ...(certificate.publicKey.algorithm === 'RSA'
      ? []
      : [{ kind: 'not-rsa', algorithm: certificate.publicKey.algorithm } as const]),
    ...(certificate.publicKey.algorithm === 'RSA' && certificate.publicKey.bits < smallestKeyBits
      ? [{ kind: 'key-too-short', bits: certificate.publicKey.bits } as const]
      : []),
    ...(mayServe(certificate) ? [] : [{ kind: 'not-for-servers' } as const]),
    ...(certificate.authority === 'certificate-authority'
      ? [{ kind: 'certificate-authority' } as const]
      : []),
  ];
  // A server tries the key of every certificate that nothing else speaks against; were it not so, it is not known.
  return faults.length === 0 && !isTried(certificate)
    ? [{ kind: 'key-unknown', code: 'NOT_TRIED', tried: 'private key' }]
    : faults;
}

/** Whether nothing but its key may keep the certificate from being bound. */
export function hangsOnItsKey(certificate: Certificate, at: string): boolean {
  return certificateFaults(certificate, at).every(isOfKey);
}

function isOfKey({ kind }: CertificateFault): boolean {
  switch (kind) {
    case 'key-missing':
    case 'key-inaccessible':
    case 'key-in-user-profile':
    case 'key-unknown':
    case 'key-in-cng':
    case 'key-for-signature-only':
      return true;
    case 'expired':
    case 'not-yet-valid':
    case 'not-rsa':
    case 'key-too-short':
    case 'not-for-servers':
    case 'certificate-authority':
      return false;
    default:
      return assertNever(kind);
  }
}

function isTried({ key }: Certificate): boolean {
  return key.kind === 'unknown' || key.value.kind === 'none' || key.value.access.kind !== 'not-tried';
}

/**
 * The faults that stop Setup or leave a site dark when such a certificate is bound. A key in CNG is not among
 * them: Setup and IIS accept it (it is never chosen, though), and a key that could not be looked at is no proof.
 */
export function stopsSetup(fault: CertificateFault): boolean {
  switch (fault.kind) {
    case 'expired':
    case 'not-yet-valid':
    case 'key-missing':
    case 'key-inaccessible':
    case 'key-in-user-profile':
      return true;
    case 'key-unknown':
    case 'key-in-cng':
    case 'key-for-signature-only':
    case 'not-rsa':
    case 'key-too-short':
    case 'not-for-servers':
    case 'certificate-authority':
      return false;
  }
}

const soonInDays = 60;

/** Whether it ends within weeks, and has not ended yet. */
export function expiresSoon(certificate: Certificate, at: string): boolean {
  const remaining = Date.parse(certificate.notAfter) - Date.parse(at);
  return remaining > 0 && remaining < soonInDays * 24 * 60 * 60 * 1000;
}

export function isSelfSigned(certificate: Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

function dateFaults(certificate: Certificate, at: string, clock: string): readonly CertificateFault[] {
  if (Date.parse(at) >= Date.parse(certificate.notAfter)) {
    return [{ kind: 'expired', notAfter: certificate.notAfter }];
  }
  if (Date.parse(clock) < Date.parse(certificate.notBefore)) {
    return [{ kind: 'not-yet-valid', notBefore: certificate.notBefore }];
  }
  return [];
}

function keyFaults(certificate: Certificate): readonly CertificateFault[] {
  if (certificate.key.kind === 'unknown') return [{ kind: 'key-unknown', ...certificate.key.because }];
  const key = certificate.key.value;
  if (key.kind === 'none') return [{ kind: 'key-missing', code: null }];
  const faults: CertificateFault[] = [];
  if (key.access.kind === 'lost') faults.push({ kind: 'key-missing', code: key.access.code });
  if (key.access.kind === 'refused') {
    faults.push({ kind: 'key-inaccessible', deed: key.access.deed, code: key.access.code });
  }
  if (key.location === 'user-profile') faults.push({ kind: 'key-in-user-profile' });
  if (key.provider === 'CNG') faults.push({ kind: 'key-in-cng', providerName: key.providerName });
  if (key.provider === 'CSP' && key.keySpec !== keyExchange) faults.push({ kind: 'key-for-signature-only' });
  if (key.access.kind === 'inconclusive') faults.push({ kind: 'key-unknown', ...key.access.because });
  return faults;
}

function mayServe(certificate: Certificate): boolean {
  const usages = certificate.extendedKeyUsages;
  return usages.length === 0 || usages.includes(serverAuthentication) || usages.includes(anyExtendedKeyUsage);
}
