import fc from 'fast-check';
import { endpoint } from '../../../shared/endpoint.ts';
import { iisRecordSettings } from '../../../shared/facts.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { inOrder } from '../../../electron/server/practice/http-sys.ts';
import { keyAccessLists } from '../../../electron/server/practice/key-access.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import { described } from './places.ts';

const endpoints = ['0.0.0.0:443', '127.0.0.1:443', '0.0.0.0:444'].map(endpoint);

/** What somebody else does to the server. A number picks one of what is there, the last ones too by −1, −2. */
export type OutsideChange =
  | { readonly kind: 'record-set'; readonly endpoint: number; readonly certificate: number }
  | { readonly kind: 'record-flags-changed'; readonly endpoint: number }
  | { readonly kind: 'record-deleted'; readonly endpoint: number }
  /** As it was when the server was first seen. */
  | { readonly kind: 'record-put-back'; readonly endpoint: number }
  | { readonly kind: 'certificate-deleted'; readonly certificate: number; readonly key: 'kept' | 'deleted' }
  | { readonly kind: 'certificate-renamed'; readonly certificate: number }
  | { readonly kind: 'key-deleted'; readonly key: number }
  | {
      readonly kind: 'key-access-changed';
      readonly key: number;
      readonly to: keyof typeof keyAccessLists;
    };

const index = fc.integer({ min: -3, max: 5 });
const anyEndpoint = fc.nat(2);

export const anyOutsideChange: fc.Arbitrary<OutsideChange> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('record-set' as const),
      endpoint: anyEndpoint,
      certificate: index,
    }),
  },
  fc.record({ kind: fc.constant('record-flags-changed' as const), endpoint: anyEndpoint }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('record-deleted' as const), endpoint: anyEndpoint }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('record-put-back' as const), endpoint: anyEndpoint }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('certificate-deleted' as const),
      certificate: index,
      key: fc.constantFrom('kept' as const, 'deleted' as const),
    }),
  },
  fc.record({ kind: fc.constant('certificate-renamed' as const), certificate: index }),
  fc.record({ kind: fc.constant('key-deleted' as const), key: index }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('key-access-changed' as const),
      key: index,
      to: fc.constantFrom(...(Object.keys(keyAccessLists) as (keyof typeof keyAccessLists)[])),
    }),
  },
);

/** The state after it; the same one where there is nothing to be done. */
export function changedOutside(
  state: PracticeState,
  first: PracticeState,
  change: OutsideChange,
): PracticeState {
  switch (change.kind) {
    case 'record-set': {
      const certificate = picked(inStore(state, 'MY'), change.certificate);
      if (certificate === undefined) return state;
      const at = endpoints[change.endpoint]!;
      const now = recordAt(state, at) ?? { endpoint: at, ...iisRecordSettings };
      return withRecord(state, at, { ...now, thumbprint: thumbprint(described(certificate).thumbprint) });
    }
    case 'record-flags-changed': {
      const now = recordAt(state, endpoints[change.endpoint]!);
      return now === null
        ? state
        : withRecord(state, now.endpoint, { ...now, flags: now.flags === 0 ? 2 : 0 });
    }
    case 'record-deleted':
      return withRecord(state, endpoints[change.endpoint]!, null);
    case 'record-put-back': {
      const at = endpoints[change.endpoint]!;
      return withRecord(state, at, recordAt(first, at));
    }
    case 'certificate-deleted': {
      const certificate = picked(state.certificates, change.certificate);
      if (certificate === undefined) return state;
      const { key } = certificate;
      return {
        ...state,
        certificates: state.certificates.filter((one) => one !== certificate),
        containers: state.containers.filter(
          ({ name }) => change.key === 'kept' || key.kind === 'none' || key.container !== name,
        ),
      };
    }
    case 'certificate-renamed': {
      const certificate = picked(inStore(state, 'MY'), change.certificate);
      const friendlyName = 'Renamed';
      const renamed = (one: PracticeState['certificates'][number]) =>
        one === certificate ? { ...one, friendlyName } : one;
      return { ...state, certificates: state.certificates.map(renamed) };
    }
    case 'key-deleted': {
      const container = picked(state.containers, change.key);
      return { ...state, containers: state.containers.filter((one) => one !== container) };
    }
    case 'key-access-changed': {
      const container = picked(state.containers, change.key);
      const accessList = keyAccessLists[change.to];
      const containers = state.containers.map((one) => (one === container ? { ...one, accessList } : one));
      return { ...state, containers };
    }
    default:
      return assertNever(change);
  }
}

function picked<T>(from: readonly T[], number: number): T | undefined {
  return from.at(number < 0 ? number : from.length === 0 ? 0 : number % from.length);
}

function inStore({ certificates }: PracticeState, store: string) {
  return certificates.filter((certificate) => certificate.store === store);
}

function recordAt({ records }: PracticeState, endpoint: string): CertificateRecord | null {
  return records.find((record) => record.endpoint === endpoint) ?? null;
}

function withRecord(state: PracticeState, endpoint: string, record: CertificateRecord | null): PracticeState {
  const others = state.records.filter((other) => other.endpoint !== endpoint);
  return {
    ...state,
    records: inOrder([...others, ...(record === null ? [] : [record])] as PracticeState['records']),
  };
}
