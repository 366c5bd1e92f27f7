import { isSelfSigned } from '../../certificate-health.ts';
import { endpointParts } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import { valueOr } from '../../reading.ts';
import type { Rescue, Step } from '../../rescue.ts';
import { bindsSelfSigned } from '../../screens/review.ts';
import { isExpiring } from '../../findings.ts';
import type { Expiring } from '../../findings.ts';
import { frameOf } from '../frame.ts';
import { findingTexts } from './findings.ts';

/** What is left for daylight, in the order it matters; source: "Afterwards" in the facts on Windows and Exchange. */
export function morningTexts(rescue: Rescue): readonly string[] {
  const { start } = rescue;
  const expiring = start.diagnosis.findings
    .filter(isExpiring)
    .filter((finding) => !isReplaced(finding, rescue));
  const usersAreWarned =
    bindsSelfSigned(start.plan, start.facts) && rescue.steps.some((step) => tookTrustAway(step, rescue));
  return [
    ...(usersAreWarned
      ? [
          'Tell users: until the real certificate is back, browsers, phones and Outlook outside warn of an untrusted certificate. Load balancers that open TLS and hybrid free/busy may refuse it.',
          'Renew the real certificate (or repair its key: reissue it in a CSP, let the renewal run as an administrator) and import it. This program then puts it back; by hand: Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services IIS, with No to the default SMTP certificate.',
        ]
      : []),
    ...(rescue.steps.some((step) => step.change.kind === 'key-access' && stands(step))
      ? [
          'Look at what renews the certificate of Default Web Site: a renewed one has a new key, and Administrators and SYSTEM need full control of that as well, or the next update stops at it again.',
        ]
      : []),
    'Leave Exchange Back End (444) on the self-signed certificate.',
    'Check the names for POP and IMAP (Get-PopSettings, Get-ImapSettings: X509CertificateName); Setup may have written the server name there.',
    'Check the certificate for STARTTLS: send a mail in and a mail out. Where a connector finds no certificate for its name, event 12014 stands in the Application log.',
    'Check that the services run as before the update; how they were stands in the copied ServiceStartupMode.xml. POP and IMAP are off by default: do not set all to automatic.',
    ...(expiring.some(isOfAuthentication)
      ? []
      : [
          'Check the Exchange Server Auth Certificate: when it has expired, OWA and ECP fail after a successful update.',
        ]),
    ...findingTexts(expiring, frameOf(start.facts, start.diagnosis.at)),
    'Do not delete the old certificates: mail transport may still name one of them.',
  ];
}

function isOfAuthentication(finding: Expiring): boolean {
  return finding.kind === 'other-certificate-expires' && finding.use === 'exchange-authentication';
}

/** The rescue made a new one in its place, or bound another one there. */
function isReplaced(finding: Expiring, { start: { plan } }: Rescue): boolean {
  return finding.kind === 'expires-soon'
    ? plan.changes.some(
        ({ kind, target }) =>
          kind === 'record' && 'endpoint' in target && target.endpoint === finding.endpoint,
      )
    : finding.use === 'made-by-setup' && plan.choice?.kind === 'create';
}

function stands({ progress }: Step): boolean {
  return progress.kind === 'done' || progress.kind === 'not-undone';
}

/** 127.0.0.1 is for Exchange itself. */
function facesUsers(endpoint: Endpoint): boolean {
  const { host, port } = endpointParts(endpoint);
  return port === 443 && host !== '127.0.0.1';
}

/** Where users meet a self-signed certificate now, and met one of an authority before. */
function tookTrustAway(step: Step, { start }: Rescue): boolean {
  const { change } = step;
  if (!stands(step) || change.kind !== 'record' || !facesUsers(change.target.endpoint)) return false;
  if (change.before.kind === 'absent') return true;
  const { certificate } = change.before.value;
  const old = valueOr(start.facts.certificates, []).find(
    (one) => certificate.kind === 'thumbprint' && one.thumbprint === certificate.thumbprint,
  );
  return old === undefined || !isSelfSigned(old);
}
