import { bindingFacts, boundEndpoints } from './bound.ts';
import type { BoundEndpoint } from './bound.ts';
import { judgedCertificates } from './candidates.ts';
import type { Candidate, Candidates, Choice, Judged, ReasonAgainst, ReasonFor } from './candidates.ts';
import { isSelfSigned } from './certificate-health.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Endpoint } from './endpoint.ts';
import type { Certificate, Facts, MetabaseHash } from './facts.ts';
import { staleHashes } from './findings/of-sites.ts';
import { valueOr } from './reading.ts';
import { stillWrong } from './still-wrong.ts';
import type { Thumbprint } from './thumbprint.ts';

/** What the admin decides of a put-back. */
export type PutBackChoice = Extract<Choice, { readonly kind: 'put-back' }>;

/**
 * Whether the real certificate can be put back in place of the self-signed one that the front end holds, whoever bound
 * that. The back end keeps its self-signed one.
 */
export type PutBack =
  /** No binding of the front end holds a self-signed certificate. */
  | { readonly kind: 'not-called-for' }
  /** What the bindings hold could not be read. */
  | { readonly kind: 'not-known' }
  | {
      readonly kind: 'not-offered';
      readonly endpoints: readonly Endpoint[];
      readonly because: NoPutBack;
    }
  | {
      readonly kind: 'offered';
      /** The bindings that would hold it. */
      readonly endpoints: readonly Endpoint[];
      readonly candidates: Candidates;
      /** The best of them. */
      readonly choice: PutBackChoice;
    };

export type NoPutBack =
  /** There is a fault that a rescue cures, or something that blocks, or that is not known and decides. */
  | { readonly kind: 'not-well' }
  /** No certificate in LocalMachine\My would do; each of them says why not. */
  | { readonly kind: 'no-candidate'; readonly candidates: readonly Candidate[] }
  /** Windows would write this one back over it. */
  | { readonly kind: 'legacy-hash'; readonly hash: MetabaseHash };

const leastDays = 7;

/** Facts → whether the real certificate can be put back, and which. */
export function putBackOf(facts: Facts, diagnosis: Diagnosis): PutBack {
  if (bindingFacts(facts) === null) return { kind: 'not-known' };
  const endpoints = selfSignedFrontEnd(facts).map(({ endpoint }) => endpoint);
  if (endpoints.length === 0) return { kind: 'not-called-for' };
  const no = (because: NoPutBack): PutBack => ({ kind: 'not-offered', endpoints, because });
  if (!isWell(diagnosis)) return no({ kind: 'not-well' });
  const candidates = putBackCandidates(facts, diagnosis.at);
  const [best] = candidates;
  if (best?.suitability !== 'suitable') return no({ kind: 'no-candidate', candidates });
  const choice = { kind: 'put-back', thumbprint: best.thumbprint } as const;
  const [hash] = staleHashes(facts, choice);
  if (hash !== undefined) return no({ kind: 'legacy-hash', hash });
  return { kind: 'offered', endpoints, candidates: { candidates, preselected: choice }, choice };
}

/** As good as the end of every rescue has to be: then nothing comes before a put-back. */
function isWell(diagnosis: Diagnosis): boolean {
  return stillWrong(diagnosis) === null;
}

/** The bindings of Default Web Site on 443 whose record holds a self-signed certificate: what a put-back changes. */
export function selfSignedFrontEnd(facts: Facts): readonly BoundEndpoint[] {
  const known = bindingFacts(facts);
  return (known === null ? [] : boundEndpoints(known)).filter(
    ({ role, certificate }) => role === 'front-end' && certificate !== null && isSelfSigned(certificate),
  );
}

/** Every certificate of LocalMachine\My as one to be put back, best first; the unsuitable ones last. */
function putBackCandidates(facts: Facts, at: string): readonly Candidate[] {
  const judged = judgedCertificates(facts, at);
  return judged
    .map((one) => ({ certificate: one.certificate, candidate: judgeForPutBack(one, judged, facts, at) }))
    .toSorted(
      (one, other) =>
        rank(other.candidate) - rank(one.candidate) ||
        // The renewed one is the one that was issued last.
        Date.parse(other.certificate.notBefore) - Date.parse(one.certificate.notBefore) ||
        (one.certificate.thumbprint < other.certificate.thumbprint ? -1 : 1),
    )
    .map(({ candidate }) => candidate);
}

function rank({ suitability, reasonsFor, reasonsAgainst }: Candidate): number {
  const has = (kind: string, reasons: readonly { readonly kind: string }[], weight: number) =>
    reasons.some((reason) => reason.kind === kind) ? weight : 0;
  return (
    (suitability === 'suitable' ? 1000 : 0) +
    has('covers-former-names', reasonsFor, 100) -
    has('weak-signature', reasonsAgainst, 50) -
    has('expires-soon', reasonsAgainst, 20)
  );
}

/** What keeps it from being bound at all keeps it from being put back; and it has to bring users something. */
function judgeForPutBack(
  { certificate, candidate }: Judged,
  all: readonly Judged[],
  facts: Facts,
  at: string,
): Candidate {
  const tooSoon = candidate.suitability === 'suitable' && remainingDays(certificate, at) < leastDays;
  const keeping: readonly ReasonAgainst[] = [
    ...(isSelfSigned(certificate) ? [{ kind: 'self-signed' } as const] : []),
    ...(tooSoon ? [{ kind: 'ends-too-soon', notAfter: certificate.notAfter } as const] : []),
  ];
  const suitable = candidate.suitability === 'suitable' && keeping.length === 0;
  const names = suitable ? namesAgainstFormer(certificate, all, facts) : { speaksFor: [], against: [] };
  return {
    thumbprint: candidate.thumbprint,
    suitability: suitable ? 'suitable' : 'unsuitable',
    reasonsFor: [...names.speaksFor, ...candidate.reasonsFor],
    reasonsAgainst: [
      ...keeping,
      ...candidate.reasonsAgainst.filter(({ kind }) => concernsPutBack(kind, tooSoon ? 'too-soon' : 'lasts')),
      ...names.against,
    ],
  };
}

function concernsPutBack(kind: ReasonAgainst['kind'], end: 'too-soon' | 'lasts'): boolean {
  // Said already, in other words.
  if (kind === 'browsers-will-warn' || (kind === 'expires-soon' && end === 'too-soon')) return false;
  // Setup takes what is bound.
  return kind !== 'not-made-by-setup';
}

function remainingDays({ notAfter }: Certificate, at: string): number {
  return (Date.parse(notAfter) - Date.parse(at)) / (24 * 60 * 60 * 1000);
}

/** Whether it carries the names of the certificate that users knew: more of what clients use, the facts do not tell. */
function namesAgainstFormer(
  certificate: Certificate,
  all: readonly Judged[],
  facts: Facts,
): { readonly speaksFor: readonly ReasonFor[]; readonly against: readonly ReasonAgainst[] } {
  const former = formerOf(certificate, all, facts);
  if (former === null) return { speaksFor: [], against: [{ kind: 'former-names-unknown' }] };
  const missing = former.dnsNames.filter((name) => !covers(certificate.dnsNames, name));
  return missing.length === 0
    ? { speaksFor: [{ kind: 'covers-former-names', names: former.dnsNames }], against: [] }
    : { speaksFor: [], against: [{ kind: 'former-names-missing', names: missing }] };
}

/**
 * The newest other certificate of an authority that cannot be bound any more: the one that expired, or whose key is
 * lost. One that names this server alone, as a domain gives to each of its computers, is none that users knew.
 */
function formerOf(
  certificate: Certificate,
  all: readonly Judged[],
  { server }: Pick<Facts, 'server'>,
): Certificate | null {
  const identity = valueOr(server, null);
  const own = [identity?.netbiosName, identity?.fullyQualifiedName].map((name) => name?.toLowerCase());
  const [newest] = all
    .filter(
      ({ certificate: other, candidate }) =>
        other.thumbprint !== certificate.thumbprint &&
        candidate.suitability === 'unsuitable' &&
        other.authority === 'end-entity' &&
        !isSelfSigned(other) &&
        candidate.reasonsAgainst.every(
          (reason) =>
            reason.kind !== 'look-alike' &&
            (reason.kind !== 'fault' || reason.fault.kind !== 'not-for-servers'),
        ) &&
        other.dnsNames.some((name) => !own.includes(name.toLowerCase())),
    )
    .map(({ certificate: other }) => other)
    .toSorted((one, other) => Date.parse(other.notBefore) - Date.parse(one.notBefore));
  return newest ?? null;
}

/** A wildcard stands for one label. */
function covers(names: readonly string[], wanted: string): boolean {
  const name = wanted.toLowerCase();
  const withWildcard = name.replace(/^[^.]+/, '*');
  return names.some((one) => [name, withWildcard].includes(one.toLowerCase()));
}

/** Whether a certificate may be put back. */
export function mayBePutBack(thumbprint: Thumbprint, putBack: PutBack): boolean {
  return (
    putBack.kind === 'offered' &&
    putBack.candidates.candidates.some(
      (one) => one.thumbprint === thumbprint && one.suitability === 'suitable',
    )
  );
}
