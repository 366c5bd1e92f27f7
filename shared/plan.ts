import { boundEndpoints, bindingFacts } from './bound.ts';
import type { BindingFacts } from './bound.ts';
import { rankCandidates } from './candidates.ts';
import type { Choice } from './candidates.ts';
import type {
  Change,
  CertificateRef,
  CertificateTarget,
  CertificateValue,
  KeyAccessChange,
} from './change.ts';
import { mayRescue } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { exchangeFriendlyName } from './facts.ts';
import type { Facts, ServerIdentity } from './facts.ts';
import { staleHashes } from './findings/of-sites.ts';
import { keyRepair } from './key-repair.ts';
import type { OfferedRepair } from './key-repair.ts';
import { explained, recordChanges } from './planned-change.ts';
import type { ToBind } from './planned-change.ts';
import { emptyPlan } from './plan-shape.ts';
import type { Planned, PlannedChange, Why } from './plan-shape.ts';
import { planPutBack } from './put-back-plan.ts';
import { valueOr } from './reading.ts';

/** Decided outside, at random, before the plan is shown: what the new certificate will be known by. */
export interface NewIdentity extends CertificateTarget {
  /** ISO 8601, UTC, whole seconds. */
  readonly notBefore: string;
}

const yearsValid = 5;
const clockToleranceMilliseconds = 5 * 60 * 1000;

/**
 * Facts and choice → the changes that the diagnosis calls for: exactly the records that have a fault, and a new
 * certificate first when one was chosen; or, where that cures every fault, who may use the key alone. Nothing when it is
 * not the certificate. A put-back is the other way round: it is planned only where nothing is wrong.
 */
export function planRescue(
  facts: Facts,
  diagnosis: Diagnosis,
  choice: Choice,
  identity: NewIdentity,
): Planned {
  if (choice.kind === 'put-back') return planPutBack(facts, diagnosis, choice);
  const known = bindingFacts(facts);
  const server = valueOr(facts.server, null);
  if (!mayRescue(diagnosis) || known === null || server === null) {
    return { kind: 'nothing-planned', plan: emptyPlan };
  }
  // What is diagnosed as stale depends on the preselected certificate, and this may be another.
  if (staleHashes(facts, choice).length > 0) return { kind: 'not-to-be-chosen', choice };
  if (choice.kind === 'use' && !isSuitable(facts, diagnosis, choice))
    return { kind: 'not-to-be-chosen', choice };
  if (choice.kind === 'repair-key') {
    const repair = keyRepair(facts, diagnosis);
    if (repair.kind !== 'offered' || repair.thumbprint !== choice.thumbprint)
      return { kind: 'not-to-be-chosen', choice };
    return { kind: 'planned', plan: { choice, changes: [keyAccessChange(repair)] } };
  }
  const bound = faultyEndpoints(known, diagnosis);
  if (choice.kind === 'use') {
    const certificate: CertificateRef = { kind: 'thumbprint', thumbprint: choice.thumbprint };
    return { kind: 'planned', plan: { choice, changes: recordChanges(bound, certificate, 1) } };
  }
  const value = setupLikeCertificate(server, identity.notBefore, diagnosis.at);
  const creation: Change = {
    id: '1',
    kind: 'certificate',
    target: { container: identity.container, serialNumber: identity.serialNumber },
    before: { kind: 'absent' },
    after: { kind: 'present', value },
  };
  const certificate: CertificateRef = { kind: 'created', createdBy: creation.id };
  const trust: Change = {
    id: '2',
    kind: 'trust',
    target: { certificate },
    before: { kind: 'absent' },
    after: { kind: 'present', value: { store: 'Root' } },
  };
  const { preselected } = rankCandidates(facts, diagnosis.at);
  const reason = preselected.kind === 'create' ? 'no-good-certificate' : 'new-one-chosen';
  const first = [
    explained(creation, [{ kind: reason }], 'restores-before'),
    ...(choice.trust === 'add-to-root'
      ? [explained(trust, [{ kind: 'trusted-as-setup-does' }], 'restores-before')]
      : []),
  ];
  const records = recordChanges(bound, certificate, first.length + 1);
  return { kind: 'planned', plan: { choice, changes: [...first, ...records] } };
}

function keyAccessChange({ thumbprint, path, before, after, endpoints, code }: OfferedRepair): PlannedChange {
  const change: KeyAccessChange = {
    id: '1',
    kind: 'key-access',
    target: { certificate: thumbprint, path },
    before: { kind: 'present', value: { accessList: before } },
    after: { kind: 'present', value: { accessList: after } },
  };
  const why: readonly Why[] = [{ kind: 'key-refused', endpoints, code }, { kind: 'certificate-stays' }];
  return explained(change, why, 'restores-before');
}

/** As Setup makes it: see the facts on the self-signed "Microsoft Exchange" certificate. */
function setupLikeCertificate(
  { netbiosName, fullyQualifiedName }: ServerIdentity,
  notBefore: string,
  at: string,
): CertificateValue {
  // Five years from now, and from the log's last line where the clock was set back.
  const end = new Date(
    Date.parse(at) > Date.parse(notBefore) + clockToleranceMilliseconds
      ? `${at.slice(0, 19)}.000Z`
      : notBefore,
  );
  end.setUTCFullYear(end.getUTCFullYear() + yearsValid);
  return {
    netbiosName,
    fullyQualifiedName,
    friendlyName: exchangeFriendlyName,
    notBefore,
    notAfter: end.toISOString(),
  };
}

function isSuitable(facts: Facts, diagnosis: Diagnosis, choice: Extract<Choice, { kind: 'use' }>): boolean {
  return rankCandidates(facts, diagnosis.at).candidates.some(
    (candidate) => candidate.thumbprint === choice.thumbprint && candidate.suitability === 'suitable',
  );
}

/** Every binding that a plan repairs, with the faults that call for it. */
function faultyEndpoints(known: BindingFacts, diagnosis: Diagnosis): readonly ToBind[] {
  return boundEndpoints(known)
    .map((one) => ({
      one,
      why: diagnosis.findings
        .filter(
          (finding) =>
            finding.severity === 'fault' && 'endpoint' in finding && finding.endpoint === one.endpoint,
        )
        .map((finding) => ({ kind: 'fault', finding }) as const),
    }))
    .filter(({ why }) => why.length > 0);
}
