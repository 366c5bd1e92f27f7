import { assertNever } from '../../assert-never.ts';
import type { Why } from '../../plan-shape.ts';
import { list } from '../format.ts';
import { certificateText } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { faultClause } from './faults.ts';
import { findingText } from './findings.ts';

/** Why a change is in the plan, in a sentence. */
export function whyText(why: Why, frame: Frame): string {
  switch (why.kind) {
    case 'fault':
      return findingText(why.finding, frame);
    case 'no-good-certificate':
      return 'No good self-signed certificate of Exchange is on this server.';
    case 'new-one-chosen':
      return 'A new certificate was chosen, although a good self-signed one of Exchange is on this server.';
    case 'trusted-as-setup-does':
      return 'Setup trusts the certificate it makes; without that, Exchange does not trust itself.';
    case 'key-refused':
      return `Setup has to open this key and change who may use it, and this administrator may not open it (${why.code}). Its certificate is bound on ${list(why.endpoints)}.`;
    case 'certificate-stays':
      return 'The certificate stays bound, so nothing changes for users. Everything else about it is good.';
    case 'self-signed-bound':
      return `Users are warned of the self-signed certificate ${certificateText(why.thumbprint, frame)}, which is bound here now.`;
    default:
      return assertNever(why);
  }
}

/** Why a change is planned, below a title that names the binding and a row that names the old certificate. */
export function shortWhyText(why: Why, frame: Frame): string {
  return why.kind === 'fault' && why.finding.kind === 'bound-certificate-fault'
    ? `The old certificate ${faultClause(why.finding.fault, frame)}.`
    : whyText(why, frame);
}
