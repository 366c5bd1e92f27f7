import type { BoundEndpoint } from '../bound.ts';
import type { Facts } from '../facts.ts';
import { isUnknownKey } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { valueOr } from '../reading.ts';
import type { FailureClass, SetupVerdict } from '../setup-log/verdict.ts';

/** The clocks of log and server are the same; this much is only the time between two readings of it. */
const clockToleranceMinutes = 5;
/** A log line younger than this means that Setup may still be at work. */
const runningMinutes = 10;

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

function running(facts: Facts, setup: SetupVerdict | null): readonly Finding[] {
  const processes = valueOr(facts.setupState, null)?.processes ?? [];
  const lastLineAt = setup?.lastLineAt ?? null;
  const age = lastLineAt === null ? Infinity : minutesBetween(lastLineAt, facts.takenAt);
  const young = setup?.class === 'setup-running' && age >= 0 && age < runningMinutes;
  if (processes.length === 0 && !young) return [];
  // A process is at work unless the log shows an end: a log that is silent or unreadable proves nothing.
  const ended = setup !== null && setup.class !== 'setup-running' && setup.class !== 'no-failure-found';
  return [{ kind: 'setup-is-running', severity: ended ? 'warning' : 'blocks', processes, lastLineAt }];
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
