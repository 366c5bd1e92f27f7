import { bindingFacts, boundEndpoints } from '../bound.ts';
import type { BoundEndpoint } from '../bound.ts';
import { isSelfSigned } from '../certificate-health.ts';
import { endpointParts } from '../endpoint.ts';
import type { Facts } from '../facts.ts';
import type { Finding } from '../findings.ts';
import type { Look } from '../look.ts';
import { purposeOf } from '../plan-shape.ts';
import type { Plan, PlannedChange } from '../plan-shape.ts';
import { valueOr } from '../reading.ts';

/** What a plan does, counted: for the button that begins it. */
export interface Deed {
  readonly kind: 'replace' | 'bind' | 'create-and-bind' | 'repair-key' | 'put-back';
  readonly bindings: number;
}

/** Plan → what the button that carries it out says. */
export function deedOf(plan: Plan): Deed {
  const { changes } = plan;
  const records = changes.filter(({ kind }) => kind === 'record');
  if (purposeOf(plan) === 'put-back') return { kind: 'put-back', bindings: records.length };
  if (changes.some(({ kind }) => kind === 'certificate')) {
    return { kind: 'create-and-bind', bindings: records.length };
  }
  if (records.length === 0 && changes.some(({ kind }) => kind === 'key-access')) {
    return { kind: 'repair-key', bindings: 0 };
  }
  const replaces = records.some(({ before }) => before.kind === 'present');
  return { kind: replaces ? 'replace' : 'bind', bindings: records.length };
}

/** The changes that an undo cannot take back: real danger, asked about before it begins. */
export function notUndoable({ changes }: Plan): readonly PlannedChange[] {
  return changes.filter(({ undo }) => undo.kind === 'ends-at-last-working');
}

/** The bindings that could have been changed, and keep what they have. */
export function untouched(facts: Facts, { changes }: Plan): readonly BoundEndpoint[] {
  const known = bindingFacts(facts);
  const changed = changes.flatMap((change) => (change.kind === 'record' ? [change.target.endpoint] : []));
  return known === null ? [] : boundEndpoints(known).filter(({ endpoint }) => !changed.includes(endpoint));
}

/** What has to be known before this plan begins: of the plan's bindings, of its users, of the clock and the log. */
export function warningsBefore({ facts, diagnosis }: Look, plan: Plan): readonly Finding[] {
  return diagnosis.findings.filter(
    (finding) => finding.severity === 'warning' && concerns(finding, plan, facts),
  );
}

function concerns(finding: Finding, plan: Plan, facts: Facts): boolean {
  const { changes } = plan;
  const changed = changes.flatMap((change) => (change.kind === 'record' ? [change.target.endpoint] : []));
  const onFrontEnd = changed.filter((endpoint) => endpointParts(endpoint).port === 443);
  // 127.0.0.1 is for Exchange itself.
  const facesUsers = onFrontEnd.some((endpoint) => endpointParts(endpoint).host !== '127.0.0.1');
  switch (finding.kind) {
    case 'extended-protection':
      return facesUsers;
    case 'strict-transport-security':
      return facesUsers && bindsSelfSigned(plan, facts);
    case 'rebinders':
      // They tell of the time until the real certificate is back.
      return onFrontEnd.length > 0 && purposeOf(plan) === 'recover';
    case 'clock-set-back':
      return true;
    case 'log-disagrees-with-server':
      return finding.how === 'other-cause-as-well';
    case 'shadowing-record':
      return changed.some(
        (endpoint) => endpointParts(endpoint).port === endpointParts(finding.endpoint).port,
      );
    case 'record-not-restorable':
    case 'foreign-application-id':
    case 'endpoint-shared-by-sites':
      return changed.includes(finding.endpoint);
    case 'record-not-replaceable':
    case 'record-unread':
    case 'bound-certificate-fault':
    case 'binding-without-record':
    case 'record-certificate-gone':
    case 'record-certificate-in-other-store':
    case 'back-end-without-good-certificate':
    case 'front-end-bindings-differ':
    case 'expires-soon':
    case 'other-certificate-expires':
    case 'weak-signature':
    case 'look-alike':
    case 'stale-metabase-hash':
    case 'front-end-not-site-1':
    case 'front-end-missing':
    case 'central-certificate-store':
    case 'binding-missing':
    case 'part-unknown':
    case 'setup-is-running':
    case 'pending-reboot':
    case 'incomplete-role':
    case 'web-service-stopped':
    case 'ip-listen-list-without-loopback':
    case 'iis-6-compatibility-missing':
    case 'tasks-unread':
    case 'machine-keys-folder-closed':
    case 'certificate-event':
      return false;
  }
}

/** Whether browsers will take what is bound for untrusted; one that is not known is taken for self-signed. */
export function bindsSelfSigned({ choice }: Plan, facts: Facts): boolean {
  if (choice === null || choice.kind === 'create') return true;
  const chosen = valueOr(facts.certificates, []).find((one) => one.thumbprint === choice.thumbprint);
  return chosen === undefined || isSelfSigned(chosen);
}
