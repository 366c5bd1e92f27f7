import { bindingFacts, boundEndpoints, inPersonalStore } from './bound.ts';
import type { BoundEndpoint } from './bound.ts';
import { certificateFaults, expiresSoon, isSelfSigned, stopsSetup } from './certificate-health.ts';
import type { CertificateFault } from './certificate-health.ts';
import type { Endpoint } from './endpoint.ts';
import { exchangeFriendlyName } from './facts.ts';
import type { Certificate, Facts } from './facts.ts';
import { valueOr } from './reading.ts';
import type { Thumbprint } from './thumbprint.ts';

/** Certificates that look like a web server's to a tired eye, and are there for something else. */
export type LookAlike =
  'web-management-service' | 'exchange-authentication' | 'localhost' | 'azure-guest-agent' | 'azure-device';

/** A certificate of LocalMachine\My, with what speaks for and against binding it. */
export interface Candidate {
  readonly thumbprint: Thumbprint;
  readonly suitability: 'suitable' | 'unsuitable';
  readonly reasonsFor: readonly ReasonFor[];
  readonly reasonsAgainst: readonly ReasonAgainst[];
}

export type ReasonFor =
  /** The self-signed certificate that Exchange Setup made for this server. */
  | { readonly kind: 'made-by-setup' }
  | { readonly kind: 'key-signs' }
  | { readonly kind: 'valid-until'; readonly notAfter: string }
  | { readonly kind: 'names-this-server' }
  | { readonly kind: 'bound-already'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'issued-by-authority'; readonly issuer: string }
  /** Of the certificate that users knew before, as far as the store tells; only where one is to be put back. */
  | { readonly kind: 'covers-former-names'; readonly names: readonly string[] };

export type ReasonAgainst =
  /** Each of these keeps it from being bound. */
  | { readonly kind: 'fault'; readonly fault: CertificateFault }
  | { readonly kind: 'look-alike'; readonly of: LookAlike }
  | { readonly kind: 'self-signed-wildcard' }
  /** The same two only where one is to be put back: it would bring users no good, or not for long. */
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'ends-too-soon'; readonly notAfter: string }
  /** These only rank it lower. */
  | { readonly kind: 'expires-soon'; readonly notAfter: string }
  | { readonly kind: 'weak-signature'; readonly signatureHash: string }
  | { readonly kind: 'browsers-will-warn' }
  | { readonly kind: 'not-made-by-setup' }
  /** Names of the certificate that users knew before, which this one does not carry. */
  | { readonly kind: 'former-names-missing'; readonly names: readonly string[] }
  /** No other certificate tells which names users come by. */
  | { readonly kind: 'former-names-unknown' };

/**
 * What the admin decides: a certificate that is there, a new one, or the bound one with a key that can be used; once
 * all is well, the real certificate in place of the self-signed one.
 */
export type Choice =
  | { readonly kind: 'use'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'repair-key'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'put-back'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'create'; readonly trust: 'add-to-root' | 'leave-untrusted' };

export interface Candidates {
  /** Best first; the unsuitable ones last. */
  readonly candidates: readonly Candidate[];
  /** The safe answer: Setup's own certificate where it is good, otherwise a new one like it; of a put-back, the best. */
  readonly preselected: Preselected;
}

/** Binding is preselected, never a repair of the key: it works whatever is wrong with that key. */
export type Preselected = Exclude<Choice, { readonly kind: 'repair-key' }>;

/**
 * Facts → certificates that may be bound, each with its reasons.
 * @param at ISO 8601, UTC: the moment dates are held against.
 */
export function rankCandidates(facts: Facts, at: string): Candidates {
  const ranked = judgedCertificates(facts, at)
    .toSorted(
      (one, other) =>
        rank(other.candidate) - rank(one.candidate) ||
        Date.parse(other.certificate.notAfter) - Date.parse(one.certificate.notAfter) ||
        (one.certificate.thumbprint < other.certificate.thumbprint ? -1 : 1),
    )
    .map(({ candidate }) => candidate);
  const best = ranked.find((candidate) => candidate.suitability === 'suitable' && isPreferred(candidate));
  return {
    candidates: ranked,
    preselected:
      best === undefined
        ? { kind: 'create', trust: 'add-to-root' }
        : { kind: 'use', thumbprint: best.thumbprint },
  };
}

/** A certificate of LocalMachine\My beside what was made of it. */
export interface Judged {
  readonly certificate: Certificate;
  readonly candidate: Candidate;
}

/** Every certificate of LocalMachine\My as one that Setup and IIS shall use, in the order of the store. */
export function judgedCertificates(facts: Facts, at: string): readonly Judged[] {
  const known = bindingFacts(facts);
  const bound = known === null ? [] : boundEndpoints(known);
  return (known?.certificates ?? [])
    .filter(inPersonalStore)
    .map((certificate) => ({ certificate, candidate: judge(certificate, facts, bound, at) }));
}

/** Setup's own, and nothing said against it that would bring the admin back here within weeks. */
function isPreferred(candidate: Candidate): boolean {
  return (
    candidate.reasonsFor.some((reason) => reason.kind === 'made-by-setup') &&
    !candidate.reasonsAgainst.some(
      (reason) => reason.kind === 'expires-soon' || reason.kind === 'weak-signature',
    )
  );
}

function rank(candidate: Candidate): number {
  const weight = (kinds: readonly string[], reasons: readonly { readonly kind: string }[]) =>
    reasons.filter((reason) => kinds.includes(reason.kind)).length;
  return (
    (candidate.suitability === 'suitable' ? 1000 : 0) +
    100 * weight(['made-by-setup'], candidate.reasonsFor) +
    10 * weight(['names-this-server', 'issued-by-authority', 'bound-already'], candidate.reasonsFor) -
    50 * weight(['expires-soon', 'weak-signature'], candidate.reasonsAgainst)
  );
}

function judge(
  certificate: Certificate,
  facts: Facts,
  bound: readonly BoundEndpoint[],
  at: string,
): Candidate {
  const reasonsAgainst: ReasonAgainst[] = certificateFaults(certificate, at, facts.takenAt).map((fault) => ({
    kind: 'fault',
    fault,
  }));
  const lookAlike = lookAlikeOf(certificate);
  if (lookAlike !== null) reasonsAgainst.push({ kind: 'look-alike', of: lookAlike });
  if (isSelfSigned(certificate) && isWildcard(certificate)) {
    reasonsAgainst.push({ kind: 'self-signed-wildcard' });
  }
  const suitability = reasonsAgainst.length === 0 ? 'suitable' : 'unsuitable';
  if (expiresSoon(certificate, at)) {
    reasonsAgainst.push({ kind: 'expires-soon', notAfter: certificate.notAfter });
  }
  if (certificate.signatureHash === 'SHA-1') {
    reasonsAgainst.push({ kind: 'weak-signature', signatureHash: certificate.signatureHash });
  }
  if (suitability === 'suitable') {
    if (isSelfSigned(certificate)) reasonsAgainst.push({ kind: 'browsers-will-warn' });
    const isBound = bound.some((one) => one.record?.thumbprint === certificate.thumbprint);
    if (!isBound && !isMadeBySetup(certificate, facts)) reasonsAgainst.push({ kind: 'not-made-by-setup' });
  }
  return {
    thumbprint: certificate.thumbprint,
    suitability,
    reasonsFor: reasonsFor(certificate, facts, bound, at),
    reasonsAgainst,
  };
}

function reasonsFor(
  certificate: Certificate,
  facts: Facts,
  bound: readonly BoundEndpoint[],
  at: string,
): readonly ReasonFor[] {
  const reasons: ReasonFor[] = [];
  const faults = certificateFaults(certificate, at, facts.takenAt);
  if (isMadeBySetup(certificate, facts)) reasons.push({ kind: 'made-by-setup' });
  if (!isSelfSigned(certificate)) reasons.push({ kind: 'issued-by-authority', issuer: certificate.issuer });
  if (namesServer(certificate, facts)) reasons.push({ kind: 'names-this-server' });
  if (certificate.key.kind === 'read' && certificate.key.value.kind === 'linked') {
    if (certificate.key.value.access.kind === 'signs') reasons.push({ kind: 'key-signs' });
  }
  if (!faults.some((fault) => fault.kind === 'expired' || fault.kind === 'not-yet-valid')) {
    reasons.push({ kind: 'valid-until', notAfter: certificate.notAfter });
  }
  const endpoints = bound
    .filter((one) => one.record?.thumbprint === certificate.thumbprint)
    .map((one) => one.endpoint);
  if (endpoints.length > 0 && !faults.some(stopsSetup)) reasons.push({ kind: 'bound-already', endpoints });
  return reasons;
}

/**
 * The friendly name is free text that a certificate authority's certificate can carry too, so subject, issuer and
 * names must fit as well: issued by itself, for this server.
 */
export function isMadeBySetup(certificate: Certificate, facts: Facts): boolean {
  const server = valueOr(facts.server, null);
  if (server === null) return false;
  return (
    certificate.friendlyName === exchangeFriendlyName &&
    isSelfSigned(certificate) &&
    certificate.subject.toLowerCase() === `cn=${server.netbiosName}`.toLowerCase() &&
    namesServer(certificate, facts)
  );
}

function isWildcard({ subject, dnsNames }: Certificate): boolean {
  return /(?:^|,\s*)CN=\*\./i.test(subject) || dnsNames.some((name) => name.startsWith('*.'));
}

function namesServer(certificate: Certificate, facts: Facts): boolean {
  const server = valueOr(facts.server, null);
  if (server === null) return false;
  const names = certificate.dnsNames.map((name) => name.toLowerCase());
  return (
    names.includes(server.fullyQualifiedName.toLowerCase()) ||
    names.includes(server.netbiosName.toLowerCase())
  );
}

const lookAlikes: readonly (readonly [RegExp, LookAlike])[] = [
  [/^CN=WMSvc-/i, 'web-management-service'],
  [/^CN=Microsoft Exchange Server Auth Certificate$/i, 'exchange-authentication'],
  [/^CN=localhost$/i, 'localhost'],
  [/^DC=Windows Azure CRP Certificate Generator$/i, 'azure-guest-agent'],
  [/^CN=MS-Organization-P2P-Access/i, 'azure-device'],
];

/** What a certificate really is for, judged by subject or issuer; `null` when it is no look-alike. */
export function lookAlikeOf(certificate: Certificate): LookAlike | null {
  const match = lookAlikes.find(
    ([pattern]) => pattern.test(certificate.subject) || pattern.test(certificate.issuer),
  );
  return match === undefined ? null : match[1];
}
