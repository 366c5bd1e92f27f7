import { assertNever } from '../../assert-never.ts';
import type { Expiring, OtherUse } from '../../findings.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { formatDay, formatDistance, list } from '../format.ts';

type Of<Kind extends Expiring['kind']> = Extract<Expiring, { kind: Kind }>;

/** A bound certificate that expires soon: when, and what to do. */
export function soonText(finding: Of<'expires-soon'>, frame: Frame, place: string): string {
  const advice =
    finding.role === 'back-end'
      ? `Make a new one before then (${newCertificate}), and select it for 444 in IIS Manager.`
      : 'Renew it and bind the new one before then: Setup stops at one that has expired.';
  return `${place}: the certificate ${whenClause(finding, frame)}. ${advice}`;
}

/** A certificate that no covered binding holds, and that is needed all the same: when it ends, and what to do. */
export function otherExpiryText(finding: Of<'other-certificate-expires'>, frame: Frame): string {
  const where = finding.endpoints.length === 0 ? '' : `, bound to ${list(finding.endpoints)},`;
  return `The certificate ${certificateText(finding.thumbprint, frame)}${where} ${whenClause(finding, frame)}. ${adviceOf(finding.use)}`;
}

const newCertificate = 'New-ExchangeCertificate, with No to the question about the default SMTP certificate';

function whenClause({ notAfter }: Expiring, { at, utcOffsetMinutes }: Frame): string {
  const verb = Date.parse(notAfter) <= Date.parse(at) ? 'expired' : 'expires';
  return `${verb} ${formatDistance(notAfter, at)}, on ${formatDay(notAfter, utcOffsetMinutes)}`;
}

/** Source: H-03, H-06, H-11 and D-04 of the failure catalogue. */
function adviceOf(use: OtherUse): string {
  switch (use) {
    case 'exchange-authentication':
      return 'It does not stop Setup, but logons to OWA and ECP fail once it has expired. Make a new one for it alone and publish it (Set-AuthConfig); never put the public certificate there.';
    case 'web-management-service':
      return 'It does not stop Setup: it is for managing IIS from another computer. Select another one under Management Service in IIS Manager.';
    case 'made-by-setup':
      return `No binding holds it, but it is what to fall back on, and mail transport may use it. Make a new one (${newCertificate}), and leave the old one where it is.`;
    case 'other-binding':
      return 'Whoever comes in that way meets it. Renew it where it comes from, and bind the new one there.';
    default:
      return assertNever(use);
  }
}
