import type { Diagnosis } from '../diagnosis.ts';
import { isUnknownKey } from '../findings.ts';
import type { Finding } from '../findings.ts';

/** The findings by what they mean for whoever reads them. */
export interface FindingGroups {
  readonly blocks: readonly Finding[];
  readonly faults: readonly Finding[];
  /** What decides and could not be read. */
  readonly unknown: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly notes: readonly Finding[];
}

export function findingGroups({ findings, verdict }: Diagnosis): FindingGroups {
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity);
  const undecided = (finding: Finding) => verdict.kind === 'cannot-tell' && decides(finding);
  return {
    blocks: of('blocks'),
    faults: of('fault'),
    unknown: of('warning').filter(undecided),
    warnings: of('warning').filter((finding) => !undecided(finding)),
    notes: of('note'),
  };
}

function decides(finding: Finding): boolean {
  return isUnknownKey(finding) || (finding.kind === 'part-unknown' && finding.part === 'setup');
}
