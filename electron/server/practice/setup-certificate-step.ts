import { randomBytes, randomUUID } from 'node:crypto';
import type { CertificateChange } from '../../../shared/change.ts';
import { endpointParts, type Endpoint } from '../../../shared/endpoint.ts';
import { exchangeFriendlyName, personalStore, iisRecordSettings } from '../../../shared/facts.ts';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import { factsOf, stepsOf } from './changes.ts';
import { certificateBehind, setRecord } from './http-sys.ts';
import { administratorMay } from './key-access.ts';
import { containerOf, systemCanUse } from './key-store.ts';
import type { KeyMaker } from './keys.ts';
import {
  accessNotChanged,
  expired,
  keyNotOpened,
  notBound,
  type CertificateStep,
  type SetupError,
} from './setup-errors.ts';
import type { PracticeState, StateCertificate } from './state.ts';

type IisStep = Exclude<CertificateStep, 'SMTP'>;

/** What one call of Install-ExchangeCertificate did. `looked`: the certificates it took up, in order. */
export interface StepOutcome {
  readonly state: PracticeState;
  readonly looked: readonly StateCertificate[];
  readonly error: SetupError | null;
}

/** Install-ExchangeCertificate against what is bound now. */
export async function installExchangeCertificate(
  before: PracticeState,
  step: IisStep,
  now: Date,
  keys: KeyMaker,
): Promise<StepOutcome> {
  const endpoints = endpointsOf(before, step);
  const bound = boundCertificates(before, endpoints);
  if (bound.length > 0) {
    const errors = bound.map((certificate) => errorOf(before, step, certificate, now));
    const failed = errors.findIndex((error) => error !== null);
    return {
      state: before,
      looked: failed < 0 ? bound : bound.slice(0, failed + 1),
      error: errors[failed] ?? null,
    };
  }
  const { state, certificate } = await certificateToBind(before, now, keys);
  const error = errorOf(state, step, certificate, now);
  if (error !== null) return { state, looked: [certificate], error };
  const bind = bindTo(state, endpoints, certificate);
  return { state: bind.state, looked: [certificate], error: bind.code === 0 ? null : notBound(step) };
}

/**
 * Site 1 on 443, or the back end. Which of the front end's two records Setup reads is not known, so it stumbles
 * here over either of them. That it holds the back end against its own record is known no better.
 */
function endpointsOf(state: PracticeState, step: IisStep): readonly Endpoint[] {
  const site = state.sites.find(({ id, name }) => (step === 'Exchange Back End' ? name === step : id === 1));
  const endpoints = (site?.bindings ?? [])
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => step === 'Exchange Back End' || endpointParts(endpoint).port === 443);
  return [...new Set(endpoints)];
}

/** A hash that is not in LocalMachine\My counts as none, whatever store the record names. */
function boundCertificates(
  state: PracticeState,
  endpoints: readonly Endpoint[],
): readonly StateCertificate[] {
  const certificates = endpoints
    .map((endpoint) => state.records.find((record) => record.endpoint === endpoint))
    .map((record) =>
      record === undefined ? null : certificateBehind(state, { ...record, store: personalStore }),
    )
    .filter((certificate) => certificate !== null);
  return [...new Set(certificates)];
}

function errorOf(
  state: PracticeState,
  step: IisStep,
  certificate: StateCertificate,
  now: Date,
): SetupError | null {
  const { thumbprint, notBefore, notAfter } = factsOf(state, certificate);
  if (now < new Date(notBefore) || now > new Date(notAfter)) return expired(step);
  switch (step) {
    case 'IIS':
      return null;
    case 'IIS, POP, IMAP':
      return grantError(state, step, certificate, thumbprint);
    case 'Exchange Back End':
      return systemCanUse(state, certificate) ? null : notBound(step);
  }
}

/** Here Setup grants NETWORK SERVICE a right on the key, so it is not enough that the key opens. */
function grantError(
  state: PracticeState,
  step: IisStep,
  certificate: StateCertificate,
  thumbprint: Thumbprint,
): SetupError | null {
  const container = containerOf(state, certificate);
  if (container === null) return keyNotOpened(step, thumbprint);
  switch (administratorMay(container)) {
    case 'full-control':
      return null;
    case 'change-access-refused':
      return accessNotChanged(step, thumbprint);
    case 'open-refused':
      return keyNotOpened(step, thumbprint);
  }
}

/** By the server's own names, one from an authority first; if there is none, a new self-signed one. */
async function certificateToBind(
  state: PracticeState,
  now: Date,
  keys: KeyMaker,
): Promise<{ readonly state: PracticeState; readonly certificate: StateCertificate }> {
  const { netbiosName, fullyQualifiedName } = state.server;
  const named = state.certificates
    .filter(({ store }) => store === personalStore)
    .map((certificate) => ({ certificate, facts: factsOf(state, certificate) }))
    .filter(
      ({ facts }) => facts.dnsNames.includes(fullyQualifiedName) || facts.dnsNames.includes(netbiosName),
    );
  const chosen = named.find(({ facts }) => facts.subject !== facts.issuer) ?? named[0];
  if (chosen !== undefined) return { state, certificate: chosen.certificate };

  const notAfter = new Date(now);
  notAfter.setUTCMonth(notAfter.getUTCMonth() + 60);
  const change: CertificateChange = {
    id: 'setup',
    kind: 'certificate',
    target: { container: randomUUID(), serialNumber: `4${randomBytes(15).toString('hex')}`.toUpperCase() },
    before: { kind: 'absent' },
    after: {
      kind: 'present',
      value: {
        netbiosName,
        fullyQualifiedName,
        friendlyName: exchangeFriendlyName,
        notBefore: now.toISOString(),
        notAfter: notAfter.toISOString(),
      },
    },
  };
  let made = state;
  for (const step of stepsOf(change, keys)) {
    const stepped = await step(made);
    if (stepped.kind === 'refused') throw new Error(`A fresh container was refused: ${stepped.because.code}`);
    made = stepped.state;
  }
  const certificate = made.certificates.at(-1);
  if (certificate === undefined) throw new Error('A certificate was made and is not there');
  return { state: made, certificate };
}

function bindTo(state: PracticeState, endpoints: readonly Endpoint[], certificate: StateCertificate) {
  const { thumbprint } = factsOf(state, certificate);
  let bound = state;
  for (const endpoint of endpoints) {
    const set = setRecord(bound, {
      endpoint,
      thumbprint,
      ...iisRecordSettings,
    });
    if (set.code !== 0) return { code: set.code, state };
    bound = set.state;
  }
  return { code: 0, state: bound };
}
