import { endpoint, everyAddress } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { personalStore } from './facts.ts';
import type { Binding, Certificate, CertificateRecord, Facts, Site } from './facts.ts';

/** The two sites a rescue cares for: Default Web Site faces the users, Exchange Back End the mailboxes. */
export type SiteRole = 'front-end' | 'back-end';

/** One of the bindings that a plan may cover, with what http.sys holds for it. */
export interface BoundEndpoint {
  readonly endpoint: Endpoint;
  readonly role: SiteRole;
  readonly site: Site;
  readonly binding: Binding;
  readonly record: CertificateRecord | null;
  /** The certificate that the record names, out of the record's own store. */
  readonly certificate: Certificate | null;
}

export const frontEndSiteId = 1;
export const frontEndSiteName = 'Default Web Site';
export const backEndSiteName = 'Exchange Back End';

const serverNameIndication = 1;
const centralCertificateStore = 2;

const frontEndEndpoints: readonly Endpoint[] = [endpoint(`${everyAddress}:443`), endpoint('127.0.0.1:443')];
const backEndEndpoints: readonly Endpoint[] = [endpoint(`${everyAddress}:444`)];

/** Every endpoint that a plan may cover, whatever is bound there. */
export const coveredEndpoints: readonly Endpoint[] = [...frontEndEndpoints, ...backEndEndpoints];

/** The parts of the facts without which nothing can be said about bindings. */
export interface BindingFacts {
  readonly sites: readonly Site[];
  readonly records: readonly CertificateRecord[];
  readonly certificates: readonly Certificate[];
}

/** `null` when sites, records or certificates could not be read. */
export function bindingFacts(facts: Facts): BindingFacts | null {
  if (facts.sites.kind !== 'read' || facts.records.kind !== 'read' || facts.certificates.kind !== 'read')
    return null;
  return { sites: facts.sites.value, records: facts.records.value, certificates: facts.certificates.value };
}

/** Setup always takes the site with id 1. */
export function frontEndSite(sites: readonly Site[]): Site | null {
  return sites.find((site) => site.id === frontEndSiteId) ?? null;
}

export function backEndSite(sites: readonly Site[]): Site | null {
  return sites.find((site) => site.name.toLowerCase() === backEndSiteName.toLowerCase()) ?? null;
}

/** Default Web Site's `:443:` and `127.0.0.1:443:`, Exchange Back End's `*:444:`, as far as they are there. */
export function boundEndpoints(known: BindingFacts): readonly BoundEndpoint[] {
  return [
    ...ofSite(known, frontEndSite(known.sites), 'front-end', frontEndEndpoints),
    ...ofSite(known, backEndSite(known.sites), 'back-end', backEndEndpoints),
  ];
}

function ofSite(
  known: BindingFacts,
  site: Site | null,
  role: SiteRole,
  endpoints: readonly Endpoint[],
): readonly BoundEndpoint[] {
  if (site === null) return [];
  return endpoints.flatMap((at) => {
    const binding = site.bindings.find((candidate) => candidate.endpoint === at && !namesHost(candidate));
    if (binding === undefined) return [];
    const record = recordOf(known, at);
    return [{ endpoint: at, role, site, binding, record, certificate: certificateOf(known, record) }];
  });
}

/** Its record is kept under a host name, by SNI. */
export function namesHost(binding: Binding): boolean {
  return (binding.sslFlags & serverNameIndication) !== 0;
}

export function usesCentralStore(binding: Binding): boolean {
  return (binding.sslFlags & centralCertificateStore) !== 0;
}

function recordOf(known: BindingFacts, at: Endpoint): CertificateRecord | null {
  return known.records.find((record) => record.endpoint.toLowerCase() === at.toLowerCase()) ?? null;
}

export function certificateOf(known: BindingFacts, record: CertificateRecord | null): Certificate | null {
  if (record === null) return null;
  return (
    known.certificates.find(
      (certificate) =>
        certificate.thumbprint === record.thumbprint && sameStore(certificate.store, record.store),
    ) ?? null
  );
}

/** Windows compares store names without case. */
function sameStore(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

export function inPersonalStore(certificate: { readonly store: string }): boolean {
  return sameStore(certificate.store, personalStore);
}
