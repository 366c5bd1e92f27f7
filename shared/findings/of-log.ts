import type { BoundEndpoint } from '../bound.ts';
import type { Facts } from '../facts.ts';
import { isUnknownKey } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { valueOr } from '../reading.ts';
import type { FailureClass, SetupVerdict } from '../setup-log/verdict.ts';

/** The clocks of log and server are the same; this much is only the time between two readings of it. */
const clockToleranceMinutes = 5;
/**
 * A log line younger than this means that Setup may still be at work. While it is, one of its processes is there: where
 * they could be listed and none is, only the moment between log and list is in doubt, and a process of a new name.
 */
const runningMinutes = { processesListed: 1, processesUnknown: 10 };

/** Where Setup's log and the live server do not say the same. */
export function logFindings(
  facts: Facts,
  bound: readonly BoundEndpoint[],
  ofBindings: readonly Finding[],
): readonly Finding[] {
  const setup = valueOr(facts.setup, null);
  if (setup === null) return running(facts, null);
  return [...running(facts, setup), ...clockSetBack(facts, setup), ...disagreement(setup, bound, ofBindings)];
}

function minutesBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 60_000;
}

function running({ setupState, takenAt }: Facts, setup: SetupVerdict | null): readonly Finding[] {
  const kind = 'setup-is-running';
  const processes = valueOr(setupState, null)?.processes ?? [];
  const lastLineAt = setup?.lastLineAt ?? null;
  if (processes.length > 0) {
    // A process is at work unless the log shows an end: a log that is silent or unreadable proves nothing.
    const ended = setup !== null && setup.class !== 'setup-running' && setup.class !== 'no-failure-found';
    return [{ kind, severity: ended ? 'warning' : 'blocks', processes, lastLineAt, silentFrom: null }];
  }
  if (setup?.class !== 'setup-running' || lastLineAt === null) return [];
  const age = minutesBetween(lastLineAt, takenAt);
  const young = runningMinutes[setupState.kind === 'read' ? 'processesListed' : 'processesUnknown'];
  if (age < 0 || age >= young) return [];
  const silentFrom = new Date(Date.parse(lastLineAt) + young * 60_000).toISOString();
  return [{ kind, severity: 'blocks', processes, lastLineAt, silentFrom }];
}

function clockSetBack(facts: Facts, setup: SetupVerdict): readonly Finding[] {
  const { lastLineAt } = setup;
  if (lastLineAt === null || minutesBetween(facts.takenAt, lastLineAt) <= clockToleranceMinutes) return [];
  return [{ kind: 'clock-set-back', severity: 'warning', lastLineAt, takenAt: facts.takenAt }];
}

const otherCauses: readonly FailureClass[] = [
  'not-a-certificate-failure',
  'internal-transport-certificate',
  'other-certificate-step',
];

function disagreement(
  setup: SetupVerdict,
  bound: readonly BoundEndpoint[],
  ofBindings: readonly Finding[],
): readonly Finding[] {
  // Of bindings that could not be read nothing is claimed.
  if (bound.length === 0) return [];
  const faulty = ofBindings.some((finding) => finding.severity === 'fault');
  const doubtful = ofBindings.some(isUnknownKey);
  const logThumbprint = setup.failure?.thumbprint ?? null;
  const common = {
    kind: 'log-disagrees-with-server',
    severity: 'warning',
    logClass: setup.class,
    logThumbprint,
  } as const;
  if (
    setup.ours &&
    logThumbprint !== null &&
    !bound.some((one) => one.record?.thumbprint === logThumbprint)
  ) {
    return [{ ...common, how: 'other-certificate' }];
  }
  if (setup.ours && !faulty && !doubtful) return [{ ...common, how: 'server-is-good-now' }];
  if (faulty && otherCauses.includes(setup.class)) return [{ ...common, how: 'other-cause-as-well' }];
  return [];
}
