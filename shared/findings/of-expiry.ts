import { inPersonalStore } from '../bound.ts';
import type { BoundEndpoint } from '../bound.ts';
import { isMadeBySetup, lookAlikeOf } from '../candidates.ts';
import { expiresSoon } from '../certificate-health.ts';
import { endpointParts } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Certificate, Facts } from '../facts.ts';
import type { Finding, OtherUse } from '../findings.ts';
import { valueOr } from '../reading.ts';
import type { Thumbprint } from '../thumbprint.ts';

/**
 * What has expired, or does within weeks, among the certificates that no covered binding holds and that this server
 * needs all the same. Of those that are renewed beside each other, the newest counts.
 * @param at ISO 8601, UTC
 */
export function expiryFindings(
  facts: Facts,
  bound: readonly BoundEndpoint[],
  at: string,
): readonly Finding[] {
  const covered = new Set(bound.flatMap(({ record }) => (record === null ? [] : [record.thumbprint])));
  const held = heldElsewhere(facts, bound);
  const personal = valueOr(facts.certificates, []).filter(inPersonalStore);
  const used = personal.flatMap((certificate) => {
    const endpoints = held.get(certificate.thumbprint) ?? [];
    const use = useOf(certificate, facts, endpoints);
    return use === null ? [] : [{ certificate, use, endpoints }];
  });
  return used.flatMap(({ certificate, use, endpoints }): readonly Finding[] => {
    const { thumbprint, notAfter } = certificate;
    const renewed =
      use !== 'other-binding' &&
      used.some((other) => other.use === use && isNewer(other.certificate, certificate));
    const expired = Date.parse(notAfter) <= Date.parse(at);
    // Of a record that comes before the covered ones it is said already that it serves what has expired.
    const told = covered.has(thumbprint) || (expired && use === 'other-binding');
    if (renewed || told || !(expired || expiresSoon(certificate, at))) return [];
    return [{ kind: 'other-certificate-expires', severity: 'warning', use, endpoints, thumbprint, notAfter }];
  });
}

function useOf(certificate: Certificate, facts: Facts, endpoints: readonly Endpoint[]): OtherUse | null {
  const lookAlike = lookAlikeOf(certificate);
  if (lookAlike === 'exchange-authentication' || lookAlike === 'web-management-service') return lookAlike;
  if (isMadeBySetup(certificate, facts)) return 'made-by-setup';
  return endpoints.length > 0 ? 'other-binding' : null;
}

/** The records that come before the covered ones on their ports, by the certificate that they hold. */
function heldElsewhere(
  facts: Facts,
  bound: readonly BoundEndpoint[],
): ReadonlyMap<Thumbprint, readonly Endpoint[]> {
  const ports = bound.map(({ endpoint }) => endpointParts(endpoint).port);
  const held = new Map<Thumbprint, readonly Endpoint[]>();
  for (const { endpoint, thumbprint } of valueOr(facts.records, [])) {
    if (!ports.includes(endpointParts(endpoint).port)) continue;
    if (bound.some((one) => one.endpoint === endpoint)) continue;
    held.set(thumbprint, [...(held.get(thumbprint) ?? []), endpoint]);
  }
  return held;
}

function isNewer(one: Certificate, other: Certificate): boolean {
  return Date.parse(one.notAfter) > Date.parse(other.notAfter);
}
