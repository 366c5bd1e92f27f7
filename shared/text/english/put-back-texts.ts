import { assertNever } from '../../assert-never.ts';
import type { Candidate } from '../../candidates.ts';
import { isSelfSigned } from '../../certificate-health.ts';
import type { Certificate, Facts } from '../../facts.ts';
import type { Plan } from '../../plan-shape.ts';
import { selfSignedFrontEnd } from '../../put-back.ts';
import type { NoPutBack, PutBack } from '../../put-back.ts';
import { frontEndSiteName } from '../../bound.ts';
import { valueOr } from '../../reading.ts';
import type { SetupStanding } from '../../screens/put-back-screen.ts';
import { formatDay, list } from '../format.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { reasonAgainstClause } from './faults.ts';

const words = {
  import:
    'Renew it where it comes from. Import it with its key in an elevated prompt: certutil -csp "Microsoft RSA SChannel Cryptographic Provider" -importPFX My FILE.pfx. Then look again.',
  practice:
    'On this practice server no certificate is renewed. The scenario renewed-certificate plays the morning on which it is there.',
} as const;

/** Why the back end is left out of it. */
export const backEndStays =
  'Exchange Back End stays on its self-signed certificate on purpose: only Exchange itself connects there, and trusts it. One that has to be renewed every few months would be one more for the next update to stop at.';

/** How Setup stands, where that is to be known before a put-back; `null` where it has ended well. */
export function setupStandingText(setup: SetupStanding): string | null {
  switch (setup) {
    case 'ended':
      return null;
    case 'not-ended':
      return 'Setup stopped, and has not ended well since: finish the update first, and put the certificate back then. It would do no harm now, because this certificate is valid and its key can be used, which is all that Setup asks of it.';
    case 'not-known':
      return 'Whether Setup has ended well is not known, because its log could not be read. If the update is not at its end, finish that first.';
    default:
      return assertNever(setup);
  }
}

/** Whether it can be put back, or what is missing; nothing where nothing is to be put back. */
export function putBackTexts(putBack: PutBack, facts: Facts, frame: Frame): readonly string[] {
  switch (putBack.kind) {
    case 'not-called-for':
    case 'not-known':
      return [];
    case 'offered': {
      const { thumbprint } = putBack.choice;
      const certificate = certificateOf(thumbprint, facts);
      const until =
        certificate === undefined
          ? ''
          : `, good until ${formatDay(certificate.notAfter, frame.utcOffsetMinutes)},`;
      return [
        `${holdsText(putBack)} ${certificateText(thumbprint, frame)}${until} is in LocalMachine\\My, and can be put back.`,
      ];
    }
    case 'not-offered':
      return noPutBackTexts(putBack.because, holdsText(putBack), facts, frame);
    default:
      return assertNever(putBack);
  }
}

function holdsText({ endpoints }: Extract<PutBack, { readonly endpoints: unknown }>): string {
  return `${frontEndSiteName} (${list(endpoints)}) holds a self-signed certificate now, and users are warned of it.`;
}

function noPutBackTexts(because: NoPutBack, holds: string, facts: Facts, frame: Frame): readonly string[] {
  switch (because.kind) {
    case 'not-well':
      return [`${holds} It is put back once nothing else is wrong.`];
    case 'no-candidate':
      return [
        `${holds} No certificate in LocalMachine\\My can be put back in its place yet.`,
        ...because.candidates.flatMap((candidate) => whyNotText(candidate, facts, frame)),
        facts.origin.kind === 'practice' ? words.practice : words.import,
      ];
    case 'legacy-hash':
      return [
        `${holds} Another one cannot be put back yet: the legacy metabase of Windows holds ${certificateText(because.hash.thumbprint, frame)} for site ${String(because.hash.siteId)}, and would write that back over it. Remove that property first (Microsoft KB2025598), then look again.`,
      ];
    default:
      return assertNever(because);
  }
}

/** Of those from an authority: the others are plainly not meant. */
function whyNotText(
  { thumbprint, reasonsAgainst }: Candidate,
  facts: Facts,
  frame: Frame,
): readonly string[] {
  const certificate = certificateOf(thumbprint, facts);
  if (certificate === undefined || isSelfSigned(certificate)) return [];
  if (certificate.authority === 'certificate-authority') return [];
  const clauses = reasonsAgainst.map((reason) => reasonAgainstClause(reason, frame));
  return [`${certificateText(thumbprint, frame)}: ${clauses.join('; ')}.`];
}

function certificateOf(thumbprint: string, facts: Facts): Certificate | undefined {
  return valueOr(facts.certificates, []).find((one) => one.thumbprint === thumbprint);
}

/** The self-signed certificates that the front end held before, each with its bindings. */
export function heldTexts(facts: Facts, frame: Frame): readonly string[] {
  const held = selfSignedFrontEnd(facts).flatMap(({ endpoint, record }) =>
    record === null ? [] : [{ endpoint, thumbprint: record.thumbprint }],
  );
  return [...new Set(held.map(({ thumbprint }) => thumbprint))].map((thumbprint) => {
    const on = held.filter((one) => one.thumbprint === thumbprint).map(({ endpoint }) => endpoint);
    return `${frontEndSiteName} (${list(on)}) held the self-signed certificate ${certificateText(thumbprint, frame)}, and users were warned of it.`;
  });
}

/** What is to be known of the chosen certificate before it is put back; nothing of another plan. */
export function chosenTexts(
  { choice }: Plan,
  candidates: readonly Candidate[],
  frame: Frame,
): readonly string[] {
  if (choice?.kind !== 'put-back') return [];
  const chosen = candidates.find(({ thumbprint }) => thumbprint === choice.thumbprint);
  return (chosen?.reasonsAgainst ?? []).map(
    (reason) => `${certificateText(choice.thumbprint, frame)}: ${reasonAgainstClause(reason, frame)}.`,
  );
}

/** What is left to be looked at once it is back. */
export function afterPutBackTexts(plan: Plan, facts: Facts, frame: Frame): readonly string[] {
  const { choice } = plan;
  const certificate = choice?.kind === 'put-back' ? certificateOf(choice.thumbprint, facts) : undefined;
  return [
    'Open OWA from outside, in a browser and on a phone: neither may warn any more. A load balancer that opens TLS needs the same certificate, above all where Extended Protection is on.',
    ...(certificate === undefined
      ? []
      : [
          `It ends on ${formatDay(certificate.notAfter, frame.utcOffsetMinutes)}. Bind the one that follows it before then, or the next update stops again.`,
        ]),
    'Whatever renews it has to keep its key in a CSP, with full control for Administrators and SYSTEM. Look at that before the next update: this program tells it in seconds.',
    'POP, IMAP and STARTTLS have their own choice of certificate, and were not touched (Get-PopSettings, Get-ImapSettings, Get-ExchangeCertificate).',
    'Leave Exchange Back End (444) on the self-signed certificate.',
  ];
}
