import { blocking } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { StopReason } from './events.ts';
import { isUnknownKey } from './findings.ts';

/** What keeps a rescue whose changes are all done from being called repaired; `null` when nothing does. */
export function stillWrong(diagnosis: Diagnosis): StopReason | null {
  const { findings } = diagnosis;
  const blocks = blocking(diagnosis);
  for (const finding of [...blocks, ...findings]) {
    if (finding.kind === 'part-unknown' && finding.severity === 'blocks') {
      return { kind: 'not-seen-again', because: finding.because };
    }
    if (isUnknownKey(finding)) {
      const { code, tried } = finding.fault;
      return { kind: 'not-seen-again', because: { code, tried } };
    }
  }
  if (blocks.length > 0) return { kind: 'blocked-meanwhile', by: blocks.map(({ kind }) => kind) };
  const endpoints = findings.flatMap((finding) =>
    finding.severity === 'fault' && 'endpoint' in finding ? [finding.endpoint] : [],
  );
  return endpoints.length > 0 ? { kind: 'still-faulty', endpoints: [...new Set(endpoints)] } : null;
}
