import type { Candidate, Choice } from '../candidates.ts';
import type { Certificate, MetabaseHash } from '../facts.ts';
import { staleHashes } from '../findings/of-sites.ts';
import type { Look } from '../look.ts';
import { inPersonalStore } from '../bound.ts';
import type { CertificateValue } from '../change.ts';
import { valueOr } from '../reading.ts';
import type { OpenWizard } from '../wizard.ts';

/** A certificate of the server that is offered, or is not, with what speaks for and against it. */
export interface Offered {
  readonly candidate: Candidate;
  readonly certificate: Certificate;
}

/** What is chosen now: by the plan, by the choice that cannot be planned with, or by nobody yet. */
export function chosen({ plan, look }: Pick<OpenWizard, 'plan' | 'look'>): Choice {
  if (look.planned.kind === 'not-to-be-chosen') return look.planned.choice;
  return plan?.plan.choice ?? look.candidates.preselected;
}

/** Every certificate that was judged, best first, together with what it is. */
export function offered({ facts, candidates }: Look): readonly Offered[] {
  const known = valueOr(facts.certificates, []).filter(inPersonalStore);
  return candidates.candidates.flatMap((candidate) => {
    const certificate = known.find(({ thumbprint }) => thumbprint === candidate.thumbprint);
    return certificate === undefined ? [] : [{ candidate, certificate }];
  });
}

/** What the new certificate would be, exactly; `null` where the plan makes none. */
export function newCertificate({ plan }: Pick<OpenWizard, 'plan'>): CertificateValue | null {
  for (const change of plan?.plan.changes ?? []) {
    if (change.kind === 'certificate' && change.after.kind === 'present') return change.after.value;
  }
  return null;
}

/** Why nothing can be planned with a choice. */
export type NotToBeChosen =
  /** Setup would write these back over it. */
  | { readonly kind: 'legacy-hashes'; readonly hashes: readonly [MetabaseHash, ...MetabaseHash[]] }
  | { readonly kind: 'not-suitable' };

/** `null` where the choice can be planned with. */
export function whyNotToBeChosen({ facts, planned }: Look): NotToBeChosen | null {
  if (planned.kind !== 'not-to-be-chosen') return null;
  const [first, ...others] = staleHashes(facts, planned.choice);
  return first === undefined
    ? { kind: 'not-suitable' }
    : { kind: 'legacy-hashes', hashes: [first, ...others] };
}

/** How much of a certificate's time is over, from 0 to 100. */
export function percentOver(
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: string,
): number {
  const [begin, end, now] = [notBefore, notAfter, at].map((iso) => Date.parse(iso)) as [
    number,
    number,
    number,
  ];
  if (end <= begin) return 100;
  return Math.min(100, Math.max(0, Math.round(((now - begin) / (end - begin)) * 100)));
}
