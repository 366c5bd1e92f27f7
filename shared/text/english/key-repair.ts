import { assertNever } from '../../assert-never.ts';
import type { KeyRepair, NoKeyRepair, RepairReasonAgainst, RepairReasonFor } from '../../key-repair.ts';
import type { Thumbprint } from '../../thumbprint.ts';
import { commonName, firstDigits, formatDistance, list } from '../format.ts';
import type { Frame } from '../frame.ts';
import { codeClause } from './codes.ts';

/** What is said of repairing the access to a key instead of binding another certificate. */
export const keyRepairWords = {
  lead: 'Binding it works whatever is wrong with the old key. There is a second cure: the old certificate stays, and the access to its key is repaired.',
  state: 'Cures this one cause',
  about: 'Gives Administrators and SYSTEM full control of its private key',
  prefer: {
    repair:
      'Choose this where users must not be warned of another certificate, and nothing else is wrong with this one.',
    bind: 'Bind another certificate where you are in doubt: that works whatever is wrong with this key, and users are warned until the real certificate is back.',
  },
  labels: { file: 'Key file', before: 'May use it now', after: 'May use it then' },
} as const;

/** The answer itself: `Keep mail.contoso.com, and repair the access to its key`. */
export function keyRepairTitle(thumbprint: Thumbprint, frame: Frame): string {
  return `Keep ${frame.names.get(thumbprint) ?? firstDigits(thumbprint)}, and repair the access to its key`;
}

export function repairReasonForClause(reason: RepairReasonFor): string {
  switch (reason.kind) {
    case 'users-are-not-warned':
      return `the certificate from ${commonName(reason.issuer)} stays, so browsers and Outlook do not warn`;
    case 'extended-protection-works':
      return 'Extended Protection goes on working where a load balancer holds the same certificate';
    case 'strict-transport-security-works':
      return 'browsers that insist on a trusted certificate (HSTS) still let users in';
    case 'no-binding-changes':
      return 'no binding is changed, only who may use the key';
    default:
      return assertNever(reason);
  }
}

export function repairReasonAgainstClause(reason: RepairReasonAgainst, frame: Frame): string {
  switch (reason.kind) {
    case 'cures-this-only':
      return 'cures this one cause only: should Setup stop at the certificate again, bind another one';
    case 'renewal-may-shut-again':
      return 'a renewed certificate has a new key, and what renews it has to leave that open to administrators';
    case 'expires-soon':
      return `expires ${formatDistance(reason.notAfter, frame.at)}`;
    default:
      return assertNever(reason);
  }
}

/** Why the access to this certificate's key is not offered to be repaired; none where nobody would ask. */
export function noKeyRepairClauses(repair: KeyRepair, thumbprint: Thumbprint): readonly string[] {
  if (repair.kind !== 'not-offered' || repair.thumbprint !== thumbprint) return [];
  return [`the access to its key cannot be repaired from here: ${becauseClause(repair.because)}`];
}

function becauseClause(because: NoKeyRepair): string {
  switch (because.kind) {
    case 'certificate-faulty':
      return 'more is wrong with it than that';
    case 'other-faults':
      return `that would not cure ${list(because.endpoints)}`;
    case 'file-not-found':
      return 'the file of the key was not found';
    case 'list-unread':
      return `who may use the key could not be read, because ${codeClause(because.because.code)}`;
    case 'list-not-understood':
      return `the access list of its file is not understood (${because.accessList})`;
    case 'list-not-changeable':
      return 'this administrator may not change who may use it';
    case 'not-refused-by-list':
      return 'its access list lets administrators in, so something else keeps them out';
    case 'denied-by-list':
      return 'its access list denies it to accounts by name, which outweighs a grant';
    default:
      return assertNever(because);
  }
}
