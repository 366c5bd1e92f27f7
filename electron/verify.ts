import { assertNever } from '../shared/assert-never.ts';
import { standingOf, targetOf } from '../shared/change.ts';
import type { ConcreteChange, Standing, TargetState } from '../shared/change.ts';
import type { Endpoint } from '../shared/endpoint.ts';
import type { StopReason, Verification } from '../shared/events.ts';
import type { Because } from '../shared/reading.ts';
import type { Thumbprint } from '../shared/thumbprint.ts';
import type { Server } from './server/server.ts';

/** What a target is now, held against the change. */
export type Settled =
  | { readonly standing: Standing; readonly found: TargetState }
  | { readonly standing: 'unknown'; readonly because: Because };

/**
 * The one answer to every doubt, after a crash, a time limit, a lie: read the target again. As after is done, as
 * before is not done, anything else is for a person to look at.
 */
export async function settle(server: Pick<Server, 'read'>, change: ConcreteChange): Promise<Settled> {
  const read = await server.read(targetOf(change));
  if (read.kind === 'unknown') return { standing: 'unknown', because: read.because };
  return { standing: standingOf(change, read.value), found: read.value };
}

export type Verified =
  | { readonly kind: 'verified'; readonly verification: Verification }
  | {
      readonly kind: 'served-otherwise';
      readonly served: Extract<StopReason, { kind: 'served-otherwise' }>['served'];
    };

/** A record is verified by what its endpoint really serves; the other kinds have been read back. */
export async function verify(server: Pick<Server, 'served'>, change: ConcreteChange): Promise<Verified> {
  switch (change.kind) {
    case 'certificate':
    case 'trust':
    case 'key-access':
      return { kind: 'verified', verification: { kind: 'read-back' } };
    case 'record':
      return change.after.kind === 'absent'
        ? { kind: 'verified', verification: { kind: 'read-back' } }
        : verifyServed(server, change.target.endpoint, change.after.value.certificate);
    default:
      return assertNever(change);
  }
}

async function verifyServed(
  server: Pick<Server, 'served'>,
  endpoint: Endpoint,
  certificate: Thumbprint,
): Promise<Verified> {
  const served = await server.served(endpoint);
  if (served.kind === 'nothing-listens') return { kind: 'verified', verification: served };
  if (served.kind === 'certificate' && served.thumbprint === certificate) {
    return { kind: 'verified', verification: { kind: 'served', thumbprint: served.thumbprint } };
  }
  return { kind: 'served-otherwise', served };
}
