import { assertNever } from '../../shared/assert-never.ts';
import type { ConcreteChange } from '../../shared/change.ts';
import { personalStore } from '../../shared/facts.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';

/** A certificate that has to be in a store of LocalMachine for a change. */
export interface CertificateNeeded {
  readonly thumbprint: Thumbprint;
  readonly store: string;
  readonly key: 'with-key' | 'with-or-without-key';
}

/** What a change works with and does not make; `null` for one that needs no certificate. */
export function certificateNeeded(change: ConcreteChange): CertificateNeeded | null {
  switch (change.kind) {
    case 'record': {
      if (change.after.kind === 'absent') return null;
      const { certificate: thumbprint, store } = change.after.value;
      return { thumbprint, store, key: 'with-key' };
    }
    case 'trust':
      // It is copied from there.
      return change.after.kind === 'absent'
        ? null
        : { thumbprint: change.target.certificate, store: personalStore, key: 'with-or-without-key' };
    case 'certificate':
    case 'key-access':
      return null;
    default:
      return assertNever(change);
  }
}
