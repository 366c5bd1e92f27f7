import { boundEndpoints, bindingFacts } from './bound.ts';
import type { BoundEndpoint } from './bound.ts';
import { bindingFindings } from './findings/of-bindings.ts';
import { expiryFindings } from './findings/of-expiry.ts';
import { logFindings } from './findings/of-log.ts';
import { siteFindings } from './findings/of-sites.ts';
import { surroundingFindings } from './findings/of-surroundings.ts';
import type { Facts } from './facts.ts';
import { isUnknownKey } from './findings.ts';
import type { Finding } from './findings.ts';
import type { FailureClass } from './setup-log/verdict.ts';

/** What is wrong, what it rests on, and whether binding another certificate cures it. */
export interface Diagnosis {
  readonly verdict: DiagnosisVerdict;
  /** Blocking ones first, then faults, warnings and notes. */
  readonly findings: readonly Finding[];
  /** ISO 8601, UTC: the moment all dates were held against; the log's last line where the clock was set back. */
  readonly at: string;
}

export type DiagnosisVerdict =
  | { readonly kind: 'ours'; readonly class: FailureClass }
  /** Setup failed, and not on a certificate that IIS is bound to. */
  | { readonly kind: 'not-ours'; readonly class: FailureClass }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'setup-running' }
  /** Something that decides could not be read or stands in the way; what, say the findings. */
  | { readonly kind: 'cannot-tell' };

/** Facts → findings and verdict. The log suggests, the live certificates decide; where they differ, a finding says so. */
export function diagnose(facts: Facts): Diagnosis {
  const at = momentOf(facts);
  const known = bindingFacts(facts);
  const bound = known === null ? [] : boundEndpoints(known);
  const ofBindings = known === null ? [] : bindingFindings(known, bound, facts, at);
  const findings = [
    ...ofBindings,
    ...expiryFindings(facts, bound, at),
    ...siteFindings(facts, bound, at),
    ...logFindings(facts, bound, ofBindings),
    ...surroundingFindings(facts),
  ];
  return { verdict: verdictOf(facts, bound, findings), findings: inOrder(findings), at };
}

/** Whether a rescue may begin: it is ours, and nothing blocks it. */
export function mayRescue(diagnosis: Diagnosis): boolean {
  return diagnosis.verdict.kind === 'ours' && blocking(diagnosis).length === 0;
}

export function blocking(diagnosis: Diagnosis): readonly Finding[] {
  return diagnosis.findings.filter((finding) => finding.severity === 'blocks');
}

/**
 * The moment that dates are held against: now, or the last line of the log when that is later. A clock that was
 * set back to get Setup through makes an expired certificate look good.
 */
function momentOf(facts: Facts): string {
  const lastLineAt = facts.setup.kind === 'read' ? facts.setup.value.lastLineAt : null;
  if (lastLineAt === null) return facts.takenAt;
  return Date.parse(lastLineAt) > Date.parse(facts.takenAt) ? lastLineAt : facts.takenAt;
}

function verdictOf(
  facts: Facts,
  bound: readonly BoundEndpoint[],
  findings: readonly Finding[],
): DiagnosisVerdict {
  if (findings.some((finding) => finding.kind === 'setup-is-running' && finding.severity === 'blocks')) {
    return { kind: 'setup-running' };
  }
  const logClass = facts.setup.kind === 'read' ? facts.setup.value.class : null;
  const faults = findings.filter((finding) => finding.severity === 'fault');
  if (faults.length > 0) return { kind: 'ours', class: classOf(faults, facts) };
  if (logClass === 'not-a-certificate-failure' || logClass === 'internal-transport-certificate') {
    return { kind: 'not-ours', class: logClass };
  }
  const somethingUnknown =
    logClass === null ||
    bound.length === 0 ||
    findings.some((finding) => finding.severity === 'blocks' || isUnknownKey(finding));
  if (somethingUnknown) return { kind: 'cannot-tell' };
  // Which certificate such a step met, the log does not say; that the bound ones are good, the server does.
  return logClass === 'other-certificate-step'
    ? { kind: 'not-ours', class: logClass }
    : { kind: 'nothing-to-do' };
}

/** The class that the live faults show, the front end's first; the log's own word where they bear it out. */
function classOf(faults: readonly Finding[], facts: Facts): FailureClass {
  const shown = faults.map(classOfFault);
  const said = facts.setup.kind === 'read' && facts.setup.value.ours ? facts.setup.value.class : null;
  if (said !== null && shown.includes(said)) return said;
  return frontEndClasses.find((kind) => shown.includes(kind)) ?? 'back-end-certificate';
}

const frontEndClasses = [
  'certificate-expired',
  'private-key-inaccessible',
  'other-certificate-step',
] as const;

function classOfFault(fault: Finding): FailureClass {
  if (!('role' in fault) || fault.role === 'back-end') return 'back-end-certificate';
  if (fault.kind !== 'bound-certificate-fault') return 'other-certificate-step';
  const { kind } = fault.fault;
  return kind === 'expired' || kind === 'not-yet-valid' ? 'certificate-expired' : 'private-key-inaccessible';
}

const order = ['blocks', 'fault', 'warning', 'note'] as const;

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return order.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
