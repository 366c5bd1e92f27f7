import {
  backEndSite,
  backEndSiteName,
  coveredEndpoints,
  frontEndSite,
  frontEndSiteName,
  inPersonalStore,
  namesHost,
  usesCentralStore,
} from '../bound.ts';
import type { SiteRole } from '../bound.ts';
import { certificateFaults, expiresSoon, stopsSetup } from '../certificate-health.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { endpointParts, everyAddress } from '../endpoint.ts';
import type { Binding, Certificate, Facts, PrivateKey, Site } from '../facts.ts';
import { read, valueOr } from '../reading.ts';
import type { Thumbprint } from '../thumbprint.ts';
import type { BindingUse, Health, MapBinding, MapCard, MapSite } from './shape.ts';

/** The two sites a rescue cares for, with all their https bindings. */
export function mapSites(sites: readonly Site[]): readonly MapSite[] {
  return [
    mapSite(frontEndSite(sites), frontEndSiteName, 'front-end'),
    mapSite(backEndSite(sites), backEndSiteName, 'back-end'),
  ];
}

function mapSite(site: Site | null, expectedName: string, role: SiteRole): MapSite {
  if (site === null) return { name: expectedName, role, presence: 'missing', bindings: [] };
  const bindings = site.bindings.map((binding): MapBinding => ({
    id: bindingId(site, binding),
    information: binding.information.replace(/:$/, ''),
    endpoint: binding.endpoint,
    use: useOf(binding, role),
    progress: 'as-found',
  }));
  return { name: site.name, role, presence: 'present', bindings };
}

function bindingId(site: Site, binding: Binding): string {
  return `${String(site.id)} ${binding.information}`;
}

function useOf(binding: Binding, role: SiteRole): BindingUse {
  const { host, port } = endpointParts(binding.endpoint);
  const covered = coveredEndpoints.includes(binding.endpoint) && !namesHost(binding);
  if (!covered || (role === 'back-end') !== (port === 444)) return 'not-covered';
  if (role === 'back-end') return 'mailboxes';
  return host === everyAddress ? 'every-address' : 'this-server';
}

/** What this binding leads to, as it was found; `null` where http.sys takes the record of another endpoint for it. */
export function cardOf(at: MapBinding, facts: Facts, diagnosis: Diagnosis): MapCard | null {
  const fromCentralStore = valueOr(facts.sites, []).some((site) =>
    site.bindings.some((one) => bindingId(site, one) === at.id && usesCentralStore(one)),
  );
  if (fromCentralStore) return { id: 'central-store', kind: 'central-store' };
  if (facts.records.kind === 'unknown')
    return { id: 'records', kind: 'records-unread', because: facts.records.because };
  const record = facts.records.value.find(
    ({ endpoint }) => endpoint.toLowerCase() === at.endpoint.toLowerCase(),
  );
  if (record === undefined) {
    const unread = valueOr(facts.httpSys, null)?.unreadRecords.find(
      ({ endpoint }) => endpoint === at.endpoint,
    );
    if (unread !== undefined)
      return { id: `record ${at.endpoint}`, kind: 'records-unread', because: unread.because };
    return at.use === 'not-covered' ? null : { id: 'no-record', kind: 'no-record' };
  }
  return certificateCard(record.thumbprint, record.store, facts, diagnosis);
}

/** A certificate as a record names it. */
export function certificateCard(
  thumbprint: Thumbprint,
  store: string,
  facts: Facts,
  diagnosis: Diagnosis,
): MapCard {
  const id = cardId(thumbprint, store);
  if (facts.certificates.kind === 'unknown')
    return { id, kind: 'certificates-unread', thumbprint, because: facts.certificates.because };
  const found = facts.certificates.value.filter((one) => one.thumbprint === thumbprint);
  const inStore = found.find((one) => one.store.toUpperCase() === store.toUpperCase());
  const certificate = inStore ?? found[0];
  if (certificate === undefined) return { id, kind: 'gone', thumbprint, store };
  // Windows takes it from the record's store, Setup from My.
  const health: Health =
    inStore === undefined || !found.some(inPersonalStore)
      ? { kind: 'in-other-store', recordStore: store }
      : healthOf(certificate, facts, diagnosis);
  return { id, kind: 'certificate', certificate, health };
}

/** The card of a certificate as it will be when its key can be used. */
export function withKeyRepaired(card: MapCard, facts: Facts, diagnosis: Diagnosis): MapCard {
  if (card.kind !== 'certificate') return card;
  const { key } = card.certificate;
  if (key.kind === 'unknown' || key.value.kind === 'none') return card;
  const usable: PrivateKey = { ...key.value, access: { kind: 'signs' } };
  const certificate = { ...card.certificate, key: read(usable) };
  return {
    id: `${card.id} repaired`,
    kind: 'certificate',
    certificate,
    health: healthOf(certificate, facts, diagnosis),
  };
}

function cardId(thumbprint: Thumbprint, store: string): string {
  return `${thumbprint} ${store.toUpperCase()}`;
}

function healthOf(certificate: Certificate, facts: Facts, diagnosis: Diagnosis): Health {
  const faults = certificateFaults(certificate, diagnosis.at, facts.takenAt);
  const bad = faults.find((fault) => stopsSetup(fault) || isBlamed(certificate, fault.kind, diagnosis));
  if (bad !== undefined) return { kind: 'bad', fault: bad };
  const unknown = faults.find((fault) => fault.kind === 'key-unknown');
  if (unknown !== undefined) {
    return { kind: 'unknown', because: { code: unknown.code, tried: unknown.tried } };
  }
  const [doubt] = faults;
  if (doubt !== undefined) return { kind: 'doubtful', fault: doubt };
  return { kind: expiresSoon(certificate, diagnosis.at) ? 'ends-soon' : 'good' };
}

/** The diagnosis calls some faults so because Setup's log names this very certificate. */
function isBlamed({ thumbprint }: Certificate, fault: string, { findings }: Diagnosis): boolean {
  return findings.some(
    (finding) =>
      finding.kind === 'bound-certificate-fault' &&
      finding.severity === 'fault' &&
      finding.thumbprint === thumbprint &&
      finding.fault.kind === fault,
  );
}
