import { inPersonalStore } from '../bound.ts';
import { lookAlikeOf } from '../candidates.ts';
import type { Facts } from '../facts.ts';
import type { Finding } from '../findings.ts';
import { valueOr } from '../reading.ts';
import { windowsFindings } from './of-windows.ts';

const worldWideWebService = 'W3SVC';

/** What surrounds the bindings: unknown parts, look-alikes, Windows, and what users would feel. */
export function surroundingFindings(facts: Facts): readonly Finding[] {
  return [
    ...unknownParts(facts),
    ...lookAlikes(facts),
    ...windows(facts),
    ...protection(facts),
    ...windowsFindings(facts),
  ];
}

/**
 * Without these nothing can be planned or kept safe: where Setup's processes are not known, it may be at work. Without
 * the others something stays unsaid.
 */
const decidingParts: readonly (keyof Facts)[] = [
  'server',
  'sites',
  'records',
  'httpSys',
  'certificates',
  'setupState',
  'metabaseHashes',
  'filesToKeep',
];

function unknownParts(facts: Facts): readonly Finding[] {
  const parts = Object.keys(facts) as (keyof Facts)[];
  return parts.flatMap((part) => {
    const reading = facts[part];
    if (typeof reading !== 'object' || reading.kind !== 'unknown') return [];
    const severity = decidingParts.includes(part) ? 'blocks' : 'warning';
    return [{ kind: 'part-unknown', severity, part, because: reading.because } as const];
  });
}

function lookAlikes(facts: Facts): readonly Finding[] {
  return valueOr(facts.certificates, []).flatMap((certificate) => {
    const of = lookAlikeOf(certificate);
    if (of === null || !inPersonalStore(certificate)) return [];
    const { thumbprint, subject } = certificate;
    return [{ kind: 'look-alike', severity: 'note', thumbprint, subject, of } as const];
  });
}

function windows(facts: Facts): readonly Finding[] {
  const state = valueOr(facts.setupState, null);
  const findings: Finding[] = (state?.incompleteRoles ?? []).map(({ role, action }) => ({
    kind: 'incomplete-role',
    severity: 'note',
    role,
    action,
  }));
  if (state !== null && state.pendingReboot.length > 0) {
    findings.unshift({ kind: 'pending-reboot', severity: 'warning', traces: state.pendingReboot });
  }
  const web = valueOr(facts.services, []).find(
    (service) => service.name.toUpperCase() === worldWideWebService,
  );
  if (web !== undefined && web.state !== 'running') {
    findings.push({ kind: 'web-service-stopped', severity: 'note', startType: web.startType });
  }
  return findings;
}

function protection(facts: Facts): readonly Finding[] {
  const found = valueOr(facts.clientProtection, null);
  if (found === null) return [];
  const findings: Finding[] = found.strictTransportSecurity.map(({ site, maxAgeSeconds }) => ({
    kind: 'strict-transport-security',
    severity: 'warning',
    site,
    maxAgeSeconds,
  }));
  if (found.extendedProtection.length > 0) {
    const paths = found.extendedProtection.map(({ path }) => path);
    findings.push({ kind: 'extended-protection', severity: 'warning', paths });
  }
  return findings;
}
