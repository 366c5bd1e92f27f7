import { assertNever } from '../../assert-never.ts';
import type { ReasonAgainst, ReasonFor } from '../../candidates.ts';
import type { LookAlike } from '../../candidates.ts';
import type { CertificateFault } from '../../certificate-health.ts';
import { commonName, formatDay, formatDistance, list } from '../format.ts';
import type { Frame } from '../frame.ts';

/** What is wrong with a certificate, as the end of a sentence that begins with the certificate. */
export function faultClause(fault: CertificateFault, frame: Frame): string {
  switch (fault.kind) {
    case 'expired':
      return `expired ${formatDistance(fault.notAfter, frame.at)}, on ${formatDay(fault.notAfter, frame.utcOffsetMinutes)}`;
    case 'not-yet-valid':
      return `is not valid before ${formatDay(fault.notBefore, frame.utcOffsetMinutes)}`;
    case 'key-missing':
      return fault.code === null
        ? 'has no private key linked to it'
        : `has lost its private key: the key container is not there (${fault.code})`;
    case 'key-inaccessible':
      return fault.deed === 'open'
        ? `has a private key that this administrator may not open (${fault.code}), although IIS may`
        : `has a private key whose access list this administrator may not change (${fault.code}), which Setup has to do`;
    case 'key-in-user-profile':
      return 'has its private key in the profile of a user, where IIS cannot reach it';
    case 'key-unknown':
      return `has a private key that could not be looked at (${fault.tried}: ${fault.code})`;
    case 'key-in-cng':
      return `keeps its private key in a CNG provider (${fault.providerName}); Exchange wants a CSP, or OWA and ECP send users back to the logon page`;
    case 'key-for-signature-only':
      return 'has a private key for signatures only (KeySpec 2)';
    case 'not-rsa':
      return `has a key of the kind ${fault.algorithm}; Exchange wants RSA`;
    case 'key-too-short':
      return `has a key of only ${String(fault.bits)} bits`;
    case 'not-for-servers':
      return 'is not meant for servers: Server Authentication is missing from its uses';
    case 'certificate-authority':
      return 'is the certificate of an authority, not of a server';
    default:
      return assertNever(fault);
  }
}

export function lookAlikeClause(of: LookAlike): string {
  switch (of) {
    case 'web-management-service':
      return "is the IIS management service's own certificate";
    case 'exchange-authentication':
      return "is Exchange's certificate for authentication between servers (OAuth)";
    case 'localhost':
      return 'is a development certificate for localhost';
    case 'azure-guest-agent':
      return "belongs to the Azure virtual machine's agent";
    case 'azure-device':
      return "is the Azure device registration's certificate";
    default:
      return assertNever(of);
  }
}

/** What speaks for binding a certificate: a short clause each. */
export function reasonForClause(reason: ReasonFor, frame: Frame): string {
  switch (reason.kind) {
    case 'made-by-setup':
      return 'the self-signed certificate that Exchange Setup made for this server';
    case 'key-signs':
      return 'its private key opens and signs for this administrator';
    case 'valid-until':
      return `good until ${formatDay(reason.notAfter, frame.utcOffsetMinutes)}`;
    case 'names-this-server':
      return "carries this server's name";
    case 'bound-already':
      return `already bound and good on ${list(reason.endpoints)}`;
    case 'issued-by-authority':
      return `issued by ${commonName(reason.issuer)}`;
    case 'covers-former-names':
      return `carries the names that users know: ${list(reason.names)}`;
    default:
      return assertNever(reason);
  }
}

/** What speaks against it. */
export function reasonAgainstClause(reason: ReasonAgainst, frame: Frame): string {
  switch (reason.kind) {
    case 'fault':
      return faultClause(reason.fault, frame);
    case 'look-alike':
      return lookAlikeClause(reason.of);
    case 'self-signed-wildcard':
      return 'is a self-signed wildcard, which is known to break a binding for good';
    case 'self-signed':
      return 'is self-signed: users would be warned of it as they are now';
    case 'ends-too-soon':
      return `ends ${formatDistance(reason.notAfter, frame.at)}, too soon to be put back`;
    case 'expires-soon':
      return `expires ${formatDistance(reason.notAfter, frame.at)}`;
    case 'weak-signature':
      return `is signed with ${reason.signatureHash}, which clients no longer accept`;
    case 'browsers-will-warn':
      return 'browsers and Outlook outside will warn until the real certificate is back';
    case 'not-made-by-setup':
      return 'not the certificate that Setup expects; use it only if you know where it comes from';
    case 'former-names-missing':
      return `does not carry ${list(reason.names)}, which the certificate before it does: whoever comes by such a name is warned`;
    case 'former-names-unknown':
      return 'no other certificate tells by which names users come: compare its names with those you publish';
    default:
      return assertNever(reason);
  }
}
