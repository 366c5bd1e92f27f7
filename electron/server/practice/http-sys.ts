import {
  endpoint as endpointOf,
  endpointParts,
  everyAddress,
  type Endpoint,
} from '../../../shared/endpoint.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { systemCanUse, x509Of } from './key-store.ts';
import type { PracticeState, StateCertificate } from './state.ts';

/** What http.sys answers: 0, or the code of Windows. */
export type HttpSysCode = 0 | 2 | 87 | 1312;

/** The state with this record set in place of the one that stood at its endpoint. */
export function setRecord(
  state: PracticeState,
  record: CertificateRecord,
): { readonly code: 0; readonly state: PracticeState } | { readonly code: Exclude<HttpSysCode, 0> } {
  if (!isGuid(record.applicationId)) return { code: 87 };
  const certificate = certificateBehind(state, record);
  if (certificate === null || !systemCanUse(state, certificate)) return { code: 1312 };
  return {
    code: 0,
    state: { ...state, records: inOrder([...otherRecords(state, record.endpoint), record]) },
  };
}

/** The state without the record of this endpoint. */
export function deleteRecord(state: PracticeState, target: Endpoint): PracticeState {
  return { ...state, records: otherRecords(state, target) };
}

/** Records in a fixed order, so that one that is taken away and put back leaves no trace. */
export function inOrder(records: PracticeState['records']): PracticeState['records'] {
  return records.toSorted((one, other) => (one.endpoint < other.endpoint ? -1 : 1));
}

/** The certificate a record names, in the record's own store. */
export function certificateBehind(
  state: PracticeState,
  record: Pick<CertificateRecord, 'store' | 'thumbprint'>,
): StateCertificate | null {
  return findCertificate(
    state,
    record.store,
    (x509) => x509.fingerprint.replaceAll(':', '') === record.thumbprint,
  );
}

/** The first certificate of a store that fits; store names are compared without case, as Windows does. */
export function findCertificate(
  state: PracticeState,
  store: string,
  fits: (x509: ReturnType<typeof x509Of>) => boolean,
): StateCertificate | null {
  return (
    state.certificates.find(
      (certificate) => certificate.store.toLowerCase() === store.toLowerCase() && fits(x509Of(certificate)),
    ) ?? null
  );
}

/** The record http.sys takes for a connection to this endpoint: its own, then `[::]`, then `0.0.0.0`. */
export function recordFor(state: PracticeState, target: Endpoint): CertificateRecord | null {
  const { port } = endpointParts(target);
  const candidates = [target, endpointOf(`[::]:${port}`), endpointOf(`${everyAddress}:${port}`)];
  return (
    candidates
      .map((candidate) => state.records.find((record) => record.endpoint === candidate))
      .find((record) => record !== undefined) ?? null
  );
}

/** Whether IIS listens there: W3SVC runs, and a site has an https binding on that port. */
export function listens(state: PracticeState, target: Endpoint): boolean {
  const { port } = endpointParts(target);
  return (
    state.services.some(({ name, state: now }) => name === 'W3SVC' && now === 'running') &&
    state.sites.some(({ bindings }) =>
      bindings.some((binding) => endpointParts(binding.endpoint).port === port),
    )
  );
}

function otherRecords(state: PracticeState, target: Endpoint): PracticeState['records'] {
  return state.records.filter((record) => record.endpoint !== target);
}

function isGuid(text: string): boolean {
  return /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(text);
}
