import { assertNever } from '../../assert-never.ts';
import type { FailureClass } from '../../setup-log/verdict.ts';

/** What a failure class says, as the end of a sentence. */
export function classClause(failure: FailureClass): string {
  switch (failure) {
    case 'certificate-expired':
      return 'the certificate bound to IIS had expired';
    case 'private-key-inaccessible':
      return "Setup could not use the bound certificate's private key";
    case 'back-end-certificate':
      return 'the certificate step for Exchange Back End failed';
    case 'internal-transport-certificate':
      return 'the certificate for mail transport between servers (SMTP) failed, which IIS bindings have no part in';
    case 'other-certificate-step':
      return 'a certificate step failed, and nothing shows that another binding would cure it';
    case 'not-a-certificate-failure':
      return 'Setup failed on something else than a certificate';
    case 'setup-succeeded':
      return 'Setup ended successfully';
    case 'setup-running':
      return 'Setup has begun and has not ended';
    case 'no-failure-found':
      return 'no failure of Setup is found in it';
    default:
      return assertNever(failure);
  }
}
