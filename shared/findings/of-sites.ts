import {
  backEndSite,
  backEndSiteName,
  coveredEndpoints,
  frontEndSite,
  frontEndSiteId,
  frontEndSiteName,
  namesHost,
  usesCentralStore,
} from '../bound.ts';
import type { BoundEndpoint, SiteRole } from '../bound.ts';
import { rankCandidates } from '../candidates.ts';
import type { Choice } from '../candidates.ts';
import { endpoint, endpointParts, everyAddress } from '../endpoint.ts';
import { valueOr } from '../reading.ts';
import type { Facts, MetabaseHash, Site } from '../facts.ts';
import type { Finding } from '../findings.ts';

/** Whether the sites are the ones that Setup and this program expect. */
export function siteFindings(facts: Facts, bound: readonly BoundEndpoint[], at: string): readonly Finding[] {
  const sites = valueOr(facts.sites, null);
  if (sites === null) return [];
  return [
    ...frontEndFindings(sites),
    ...centralStore(bound),
    ...missingBinding(frontEndSite(sites), frontEndSiteName, 'front-end', 443),
    ...missingBinding(backEndSite(sites), backEndSiteName, 'back-end', 444),
    ...staleMetabase(facts, at),
  ];
}

/** Setup takes site id 1, whatever its name; a Default Web Site with another id means it would take the wrong one. */
function frontEndFindings(sites: readonly Site[]): readonly Finding[] {
  const named = sites.find((site) => site.name.toLowerCase() === frontEndSiteName.toLowerCase());
  const siteOne = frontEndSite(sites);
  if (named !== undefined && named.id !== frontEndSiteId) {
    return [
      { kind: 'front-end-not-site-1', severity: 'blocks', id: named.id, siteOne: siteOne?.name ?? null },
    ];
  }
  return siteOne === null ? [{ kind: 'front-end-missing', severity: 'blocks' }] : [];
}

function centralStore(bound: readonly BoundEndpoint[]): readonly Finding[] {
  return bound
    .filter((one) => usesCentralStore(one.binding))
    .map((one) => ({
      kind: 'central-certificate-store',
      severity: 'blocks',
      endpoint: one.endpoint,
      role: one.role,
      site: one.site.name,
    }));
}

function missingBinding(
  site: Site | null,
  expectedName: string,
  role: SiteRole,
  port: number,
): readonly Finding[] {
  const expected = endpoint(`${everyAddress}:${String(port)}`);
  const bindings = site?.bindings ?? [];
  if (bindings.some((binding) => binding.endpoint === expected && !namesHost(binding))) return [];
  const others = bindings.filter((binding) => endpointParts(binding.endpoint).port === port);
  return [
    {
      kind: 'binding-missing',
      severity: 'warning',
      endpoint: expected,
      role,
      site: site?.name ?? expectedName,
      others: others.map((binding) => binding.information),
    },
  ];
}

function staleMetabase(facts: Facts, at: string): readonly Finding[] {
  const { preselected } = rankCandidates(facts, at);
  return staleHashes(facts, preselected).map(({ siteId, thumbprint }) => ({
    kind: 'stale-metabase-hash',
    severity: 'blocks',
    siteId,
    thumbprint,
  }));
}

/**
 * Windows writes a legacy hash back over the record when Setup reads the metabase. One that differs from the
 * certificate to be bound would undo the cure; one of a site that shares no covered endpoint touches none of them.
 */
export function staleHashes(facts: Facts, choice: Choice): readonly MetabaseHash[] {
  const strangers = valueOr(facts.sites, [])
    .filter(({ bindings }) => !bindings.some((binding) => coveredEndpoints.includes(binding.endpoint)))
    .map((site) => site.id);
  return valueOr(facts.metabaseHashes, []).filter(
    ({ siteId, thumbprint }) =>
      !strangers.includes(siteId) &&
      // A put-back leaves the back end as it is.
      (choice.kind !== 'put-back' || siteId === frontEndSiteId) &&
      (choice.kind === 'create' || choice.thumbprint !== thumbprint),
  );
}
