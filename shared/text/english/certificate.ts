import { assertNever } from '../../assert-never.ts';
import type { Candidate, Preselected } from '../../candidates.ts';
import type { Look } from '../../look.ts';
import type { NotToBeChosen } from '../../screens/certificate-choice.ts';
import { isSelfSigned } from '../../certificate-health.ts';
import type { CertificateValue } from '../../change.ts';
import type { Certificate, ServerIdentity } from '../../facts.ts';
import { commonName, count, formatDay, formatDistance, list } from '../format.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { reasonAgainstClause } from './faults.ts';
import { keyRepairWords, noKeyRepairClauses } from './key-repair.ts';
import { putBackWords } from './put-back.ts';

/** What the Certificate stage says. */
export const certificateWords = {
  heading: 'Choose the certificate to bind',
  lead: {
    use: 'The certificate that Exchange Setup made for this server is good. It is the safe answer, and the one that Setup expects.',
    create:
      'No certificate that Exchange Setup made for this server is good. The safe answer is a new one, made as Setup makes it.',
    'put-back': putBackWords.lead,
  } satisfies Record<Preselected['kind'], string>,
  legend: 'The certificate to bind',
  recommended: 'Recommended',
  reasonsFor: 'What speaks for it',
  reasonsAgainst: 'What to know',
  labels: {
    friendlyName: 'Friendly name',
    subject: 'Subject',
    names: 'Names',
    issuer: 'Issuer',
    valid: 'Valid',
    key: 'Key',
    signature: 'Signature',
    thumbprint: 'Thumbprint',
  },
  noNames: 'none',
  itself: 'itself (self-signed)',
  selfSignedBy: (name: string) => `Self-signed by ${name}`,
  issuedBy: (name: string) => `Issued by ${name}`,
  create: {
    title: 'Create a new one',
    closed: 'Made as Exchange Setup makes it, with its key inside Windows',
    closedFor: ({ netbiosName, fullyQualifiedName }: ServerIdentity) =>
      `Made as Exchange Setup makes it, for ${netbiosName} and ${fullyQualifiedName}`,
    state: 'New, good for 5 years',
    likeSetup: 'made as Exchange Setup makes its own, so Setup accepts it',
    keyStays: 'its private key is born inside Windows and never leaves it',
    notNeeded: 'a good self-signed certificate of Exchange is on this server already',
    key: 'RSA, 2048 bits, in a CSP (Microsoft RSA SChannel Cryptographic Provider)',
    signature: 'SHA-256',
    thumbprint: 'known as soon as it is made',
    warned: 'browsers and Outlook outside will warn until the real certificate is back',
  },
  trust: {
    legend: 'Trust on this server',
    add: 'Trust it (LocalMachine\\Root)',
    addHint: 'Setup does the same with the certificate it makes. Without it, Exchange does not trust itself.',
    leave: 'Leave it untrusted',
    leaveHint: 'Only where trust reaches this server in another way, such as by a group policy.',
  },
  notSuitable: (amount: number) =>
    amount === 1
      ? '1 certificate is not suitable: see why'
      : `${count(amount, 'certificate')} are not suitable: see why`,
  notToBeChosen: 'This choice cannot be used',
  nothingPlanned: 'Nothing is planned with this choice.',
  review: 'Review the changes',
  back: 'Back',
} as const;

export function certificateTitle({ candidates }: Pick<Look, 'candidates'>): string {
  return candidates.preselected.kind === 'put-back' ? putBackWords.heading : certificateWords.heading;
}

/** Which answer is the safe one, and that there is another cure beside it. */
export function certificateLead({ candidates, keyRepair }: Pick<Look, 'candidates' | 'keyRepair'>): string {
  const safe = certificateWords.lead[candidates.preselected.kind];
  return keyRepair.kind === 'offered' ? `${safe} ${keyRepairWords.lead}` : safe;
}

/** Why a certificate is not offered: a clause each. */
export function notSuitableClauses(
  { thumbprint, reasonsAgainst }: Candidate,
  { keyRepair }: Pick<Look, 'keyRepair'>,
  frame: Frame,
): readonly string[] {
  return [
    ...reasonsAgainst.map((reason) => reasonAgainstClause(reason, frame)),
    ...noKeyRepairClauses(keyRepair, thumbprint),
  ];
}

/** `from 22 December 2024 until 3 March 2029, in 2 years`. */
export function validityText(
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  frame: Frame,
): string {
  const day = (iso: string) => formatDay(iso, frame.utcOffsetMinutes);
  return `from ${day(notBefore)} until ${day(notAfter)}, ${formatDistance(notAfter, frame.at)}`;
}

/** In one line for a card: until when it is good. */
export function goodUntilText({ notAfter }: Pick<Certificate, 'notAfter'>, frame: Frame): string {
  return `Good until ${formatDay(notAfter, frame.utcOffsetMinutes)}, ${formatDistance(notAfter, frame.at)}`;
}

export function issuerText(certificate: Certificate): string {
  return isSelfSigned(certificate)
    ? certificateWords.selfSignedBy(commonName(certificate.issuer))
    : certificateWords.issuedBy(commonName(certificate.issuer));
}

/** The key in a few words: what it is, and where it lies. */
export function keyText({ publicKey, key }: Certificate): string {
  const head = `${publicKey.algorithm}, ${String(publicKey.bits)} bits`;
  if (key.kind === 'unknown') return `${head}; the private key could not be looked at`;
  return key.value.kind === 'none'
    ? `${head}; no private key`
    : `${head}, in ${key.value.provider === 'CSP' ? 'a CSP' : 'CNG'} (${key.value.providerName})`;
}

export function newNamesText({ netbiosName, fullyQualifiedName }: CertificateValue): string {
  return list([netbiosName, fullyQualifiedName]);
}

/** Why nothing can be planned with the choice, and what to do. */
export function notToBeChosenText(why: NotToBeChosen, frame: Frame): string {
  switch (why.kind) {
    case 'legacy-hashes': {
      const [{ siteId, thumbprint }] = why.hashes;
      return `Nothing can be planned with this choice: the legacy metabase of Windows holds ${certificateText(thumbprint, frame)} for site ${String(siteId)}, and Setup would write that back over any other. Choose the recommended one.`;
    }
    case 'not-suitable':
      return 'This certificate is not suitable any more: the server has changed since it was offered. Choose another.';
    default:
      return assertNever(why);
  }
}
