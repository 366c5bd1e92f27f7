import { certificateBehind, listens, recordFor } from '../../../electron/server/practice/http-sys.ts';
import { systemCanUse } from '../../../electron/server/practice/key-store.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import type { Served, Server } from '../../../electron/server/server.ts';
import type { ConcreteChange } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { Boundary } from './boundary.ts';

/** A server whose every call goes over the boundary. */
export function watched(
  server: Server,
  boundary: Boundary,
  { state, asked }: { readonly state: () => PracticeState; readonly asked: (change: ConcreteChange) => void },
): Server {
  const call = async <T>(name: Parameters<Boundary['called']>[0], work: () => T): Promise<Awaited<T>> => {
    boundary.called(name);
    return await work();
  };
  return {
    inspect: () => call('inspect', () => server.inspect()),
    read: (target) => call('read', () => server.read(target)),
    // They change nothing of what is watched, and whatever comes between comes at the calls around them.
    missing: (change) => server.missing(change),
    tidy: () => server.tidy(),
    apply: (change) =>
      call('apply', () => {
        asked(change);
        return server.apply(change);
      }),
    served: (endpoint) => call('served', () => servedAt(state(), endpoint)),
    followSetup: (told, until) => server.followSetup(told, until),
    close: () => server.close(),
  };
}

/** What a TLS handshake would show; the practice server's own listeners are tried elsewhere, and take their time. */
function servedAt(state: PracticeState, endpoint: Endpoint): Served {
  if (!listens(state, endpoint)) return { kind: 'nothing-listens' };
  const record = recordFor(state, endpoint);
  const certificate = record === null ? null : certificateBehind(state, record);
  return record === null || certificate === null || !systemCanUse(state, certificate)
    ? { kind: 'no-handshake', because: { code: 'ECONNRESET', tried: 'TLS handshake' } }
    : { kind: 'certificate', thumbprint: record.thumbprint };
}
