import { certificateOf, inPersonalStore, usesCentralStore } from '../bound.ts';
import type { BindingFacts, BoundEndpoint } from '../bound.ts';
import { certificateFaults, expiresSoon, stopsSetup } from '../certificate-health.ts';
import type { CertificateFault } from '../certificate-health.ts';
import { endpointParts, everyAddress } from '../endpoint.ts';
import { iisApplicationId } from '../facts.ts';
import type { Certificate, CertificateRecord, Facts, UnreadRecord } from '../facts.ts';
import type { Finding, NotRestorable } from '../findings.ts';
import { valueOr } from '../reading.ts';

/** What the covered bindings and their records hold, and what stands in their way. */
export function bindingFindings(
  known: BindingFacts,
  bound: readonly BoundEndpoint[],
  facts: Facts,
  at: string,
): readonly Finding[] {
  const ofEach = bound.flatMap((one) => ofOne(known, one, facts, at));
  const backEndFault = ofEach.some(
    (finding) => finding.severity === 'fault' && 'role' in finding && finding.role === 'back-end',
  );
  return [
    ...ofEach,
    ...unreadRecords(facts, bound),
    ...bound
      .filter((one) => one.role === 'back-end' && backEndFault)
      .map(
        (one) =>
          ({ kind: 'back-end-without-good-certificate', severity: 'fault', endpoint: one.endpoint }) as const,
      ),
    ...differingFrontEnd(bound),
    ...shadowing(known, bound, at),
    ...shared(known, bound),
  ];
}

function ofOne(known: BindingFacts, one: BoundEndpoint, facts: Facts, at: string): readonly Finding[] {
  const where = { endpoint: one.endpoint, role: one.role, site: one.site.name };
  if (one.record === null) {
    // With the central store there is none by design, and that is said of the site; of one that is not read, below.
    return usesCentralStore(one.binding) || unreadIn(facts).some(({ endpoint }) => endpoint === one.endpoint)
      ? []
      : [{ kind: 'binding-without-record', severity: 'fault', ...where }];
  }
  const { thumbprint } = one.record;
  const findings: Finding[] = [];
  if (one.record.applicationId.toLowerCase() !== iisApplicationId) {
    findings.push({
      kind: 'foreign-application-id',
      severity: 'warning',
      ...where,
      applicationId: one.record.applicationId,
    });
  }
  const foundIn = known.certificates.filter((certificate) => certificate.thumbprint === thumbprint);
  // Windows takes it from the record's store, Setup from My: it has to lie in both, which mostly are one.
  const personal = foundIn.find(inPersonalStore);
  if (personal !== undefined && one.certificate !== null) {
    findings.push(...ofCertificate(personal, where, facts, at));
  } else if (foundIn.length > 0) {
    findings.push({
      kind: 'record-certificate-in-other-store',
      severity: 'fault',
      ...where,
      thumbprint,
      recordStore: one.record.store,
      foundIn: foundIn.map((certificate) => certificate.store),
    });
  } else {
    findings.push({
      kind: 'record-certificate-gone',
      severity: 'fault',
      ...where,
      thumbprint,
      store: one.record.store,
    });
  }
  // What is good stays as it is, so nothing has to be said of its replacement and its return.
  if (!findings.some((finding) => finding.severity === 'fault')) return findings;
  const because = notRestorable(one.certificate);
  if (because !== null) {
    findings.push({ kind: 'record-not-restorable', severity: 'warning', ...where, thumbprint, because });
  }
  const { extendedParameters } = one.record;
  if (extendedParameters.length > 0 && deletesToReplace(facts)) {
    findings.push({ kind: 'record-not-replaceable', severity: 'blocks', ...where, extendedParameters });
  }
  return findings;
}

function deletesToReplace({ httpSys }: Facts): boolean {
  return httpSys.kind === 'read' && httpSys.value.recordReplacement === 'deleted-and-set';
}

function unreadIn({ httpSys }: Facts): readonly UnreadRecord[] {
  return valueOr(httpSys, null)?.unreadRecords ?? [];
}

/** They are there, so that a plan must not take their endpoints for free; elsewhere they are nobody's concern here. */
function unreadRecords(facts: Facts, bound: readonly BoundEndpoint[]): readonly Finding[] {
  return unreadIn(facts).map(({ endpoint, because }) => {
    const severity = bound.some((one) => one.endpoint === endpoint) ? 'blocks' : 'note';
    return { kind: 'record-unread', severity, endpoint, because };
  });
}

function ofCertificate(
  certificate: Certificate,
  where: Pick<Extract<Finding, { kind: 'binding-without-record' }>, 'endpoint' | 'role' | 'site'>,
  facts: Facts,
  at: string,
): readonly Finding[] {
  const { thumbprint } = certificate;
  const faults = certificateFaults(certificate, at, facts.takenAt);
  const findings: Finding[] = faults.map((fault) => ({
    kind: 'bound-certificate-fault',
    severity: stopsSetup(fault) || setupBlames(fault, certificate, facts) ? 'fault' : 'warning',
    ...where,
    thumbprint,
    fault,
  }));
  if (expiresSoon(certificate, at)) {
    findings.push({
      kind: 'expires-soon',
      severity: 'warning',
      ...where,
      thumbprint,
      notAfter: certificate.notAfter,
    });
  }
  if (certificate.signatureHash === 'SHA-1') {
    findings.push({ kind: 'weak-signature', severity: 'warning', ...where, thumbprint });
  }
  return findings;
}

/** A doubtful key becomes a fault when Setup's log names this very certificate as one whose key it could not use. */
function setupBlames(fault: CertificateFault, certificate: Certificate, facts: Facts): boolean {
  if (facts.setup.kind !== 'read' || facts.setup.value.class !== 'private-key-inaccessible') return false;
  const doubtful = fault.kind === 'key-unknown' || fault.kind === 'key-in-cng' || fault.kind === 'not-rsa';
  return doubtful && facts.setup.value.failure?.thumbprint === certificate.thumbprint;
}

/** Why http.sys would not take a record with this certificate back; `null` when it would. */
export function notRestorable(certificate: Certificate | null): NotRestorable | null {
  if (certificate === null) return 'certificate-gone';
  if (certificate.key.kind === 'unknown') return null;
  const key = certificate.key.value;
  if (key.kind === 'none' || key.access.kind === 'lost') return 'key-lost';
  return key.location === 'user-profile' ? 'key-in-user-profile' : null;
}

/** Which of the two hashes Setup reads when they differ is not known, so it is worth a word even when both are good. */
function differingFrontEnd(bound: readonly BoundEndpoint[]): readonly Finding[] {
  const held = bound.flatMap((one) =>
    one.role === 'front-end' && one.record !== null
      ? [{ endpoint: one.endpoint, thumbprint: one.record.thumbprint }]
      : [],
  );
  if (new Set(held.map((one) => one.thumbprint)).size < 2) return [];
  return [{ kind: 'front-end-bindings-differ', severity: 'warning', bound: held }];
}

/** Records that http.sys prefers to the covered ones on their ports: exact address, host name, IPv6. */
function shadowing(known: BindingFacts, bound: readonly BoundEndpoint[], at: string): readonly Finding[] {
  const ports = new Set(bound.map((one) => endpointParts(one.endpoint).port));
  const covered = new Set<string>(bound.map((one) => one.endpoint));
  return known.records.flatMap((record) => {
    const parts = endpointParts(record.endpoint);
    if (!ports.has(parts.port) || covered.has(record.endpoint)) return [];
    if (parts.host === everyAddress) return [];
    const by =
      parts.family === 'ipv6' ? 'ipv6' : parts.family === 'host-name' ? 'host-name' : 'exact-address';
    const faults = shadowFaults(known, record, at);
    const severity = faults.length > 0 ? 'warning' : 'note';
    return [
      {
        kind: 'shadowing-record',
        severity,
        endpoint: record.endpoint,
        by,
        thumbprint: record.thumbprint,
        faults,
      } as const,
    ];
  });
}

function shadowFaults(known: BindingFacts, record: CertificateRecord, at: string) {
  const certificate = certificateOf(known, record);
  if (certificate === null) return [{ kind: 'gone' } as const];
  return certificateFaults(certificate, at);
}

/** All bindings without a host name on one endpoint share its record: changing it changes them all. */
function shared(known: BindingFacts, bound: readonly BoundEndpoint[]): readonly Finding[] {
  return bound.flatMap((one) => {
    const sites = known.sites.filter((site) =>
      site.bindings.some((binding) => binding.endpoint === one.endpoint),
    );
    if (sites.length < 2) return [];
    return [
      {
        kind: 'endpoint-shared-by-sites',
        severity: 'warning',
        endpoint: one.endpoint,
        sites: sites.map((site) => site.name),
      } as const,
    ];
  });
}
