import type { Certificate, Facts } from '../../../../shared/facts.ts';
import type { RescueEvent } from '../../../../shared/events.ts';
import { inverse } from '../../../../shared/change.ts';
import { diagnose } from '../../../../shared/diagnosis.ts';
import { endpoint } from '../../../../shared/endpoint.ts';
import type { Endpoint } from '../../../../shared/endpoint.ts';
import type { PlannedChange } from '../../../../shared/plan-shape.ts';
import { reportOfLook, reportOfRescue } from '../../../../shared/report.ts';
import { withoutNames } from '../../../../shared/report/redacted.ts';
import type { Report } from '../../../../shared/report/shape.ts';
import { reduce } from '../../../../shared/rescue.ts';
import type { Thumbprint } from '../../../../shared/thumbprint.ts';
import {
  exchangeCertificate,
  expiredMail,
  expiredServer,
  hash,
  onlyCertificate,
  record,
  records,
  server,
  setupVerdict,
} from '../../../fixtures/facts.ts';
import {
  aboutTo,
  afterwards,
  backupMade,
  done,
  journal,
  started,
  wentWell,
} from '../../../fixtures/rescues.ts';
import type { Started } from '../../../fixtures/rescues.ts';

const dataFolder = 'C:\\ProgramData\\CU Rescue';

export function reportAfter(...events: readonly RescueEvent[]): Report {
  const rescue = reduce(journal(...events)).at(-1);
  if (rescue === undefined) throw new Error('These events tell of no rescue');
  return reportOfRescue(rescue, dataFolder);
}

/** One of the endpoints alone holds the certificate that has expired. */
export function oneChange(): Started {
  const [expired, exchange] = [expiredMail(), exchangeCertificate()];
  const mixed = [record('0.0.0.0:443', expired), record('127.0.0.1:443', exchange)];
  return started(expiredServer({ records: [...mixed, record('0.0.0.0:444', exchange)] }));
}

/** How one of many changes is found on paper: it begins with its endpoint and ends with its thumbprint. */
export interface Marked {
  readonly endpoint: Endpoint;
  readonly before: Thumbprint;
}

/**
 * A rescue of so many changes. A plan of today has five at most, with the three endpoints that every server has: the
 * rest are as its first one, each with an address and an expired certificate of its own.
 */
export function manyChanges(count: number): { readonly start: Started; readonly marked: readonly Marked[] } {
  const marked = Array.from({ length: count }, (_, index) => ({
    endpoint: endpoint(`10.20.30.${String(index + 11)}:443`),
    before: hash(`${String(index + 11)}AF`),
  }));
  const expired = marked.map(({ before }, index) =>
    expiredMail({ thumbprint: before, friendlyName: `The certificate of branch office number ${index + 1}` }),
  );
  const start = started(expiredServer());
  const [first] = start.plan.changes;
  if (first?.kind !== 'record' || first.before.kind === 'absent') throw new Error('No record is planned');
  const value = first.before.value;
  const changes = marked.map(({ endpoint: at, before }, index): PlannedChange => ({
    ...first,
    id: String(index + 1),
    target: { ...first.target, endpoint: at },
    before: { kind: 'present', value: { ...value, certificate: { kind: 'thumbprint', thumbprint: before } } },
  }));
  const { certificates } = start.facts;
  if (certificates.kind === 'unknown') throw new Error('The certificates are known');
  const facts: Facts = {
    ...start.facts,
    certificates: { kind: 'read', value: [...certificates.value, ...expired] },
  };
  return { start: { ...start, facts, plan: { ...start.plan, changes } }, marked };
}

const longHost = `mail-gateway-${'of-the-very-long-named-branch-office-'.repeat(3)}1.contoso.local`;

/** Nothing in these names can be broken at a blank. */
export function longNames(): Started {
  const expired: Partial<Certificate> = {
    friendlyName: `Wildcard_${'Contoso_Holding_International_'.repeat(6)}2026`,
    subject: `CN=${longHost}, OU=${'Messaging'.repeat(12)}, O=${'Contoso'.repeat(20)}`,
    dnsNames: [longHost, ...Array.from({ length: 30 }, (_, index) => `host${index}.${longHost}`)],
  };
  return started(
    onlyCertificate(expiredMail(expired), {
      server: {
        netbiosName: 'EX01VERYLONGNAM',
        fullyQualifiedName: longHost,
        operatingSystem: 'Windows Server 2022 Standard',
      },
      setup: setupVerdict('certificate-expired', {
        quote: { line: 4711, text: `[11/22/2026 01:00:00.0000] [2] [ERROR] ${'x'.repeat(400)}` },
      }),
    }),
  );
}

/** The events of a rescue whose changes are all taken back again. */
export function undone(start: Started): readonly RescueEvent[] {
  const back = start.plan.changes.toReversed().flatMap((change): readonly RescueEvent[] => {
    const about = aboutTo(change);
    const made = done(change);
    if (about.kind !== 'change-about-to') return [];
    return [
      { ...about, direction: 'undo', change: inverse(about.change) },
      { ...made, direction: 'undo', found: afterwards(inverse(about.change)) },
    ];
  });
  return [
    ...wentWell(start),
    { kind: 'undo-started', rescue: 1 },
    ...back,
    { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
  ];
}

/** Stopped after the first change, and left for another rescue. */
export function putAside(start: Started): readonly RescueEvent[] {
  const [first] = start.plan.changes;
  if (first === undefined) throw new Error('Nothing is planned');
  return [
    start,
    backupMade,
    aboutTo(first),
    done(first),
    { kind: 'rescue-stopped', because: { kind: 'asked' } },
    { kind: 'rescue-left', rescue: 1 },
  ];
}

export function redacted(start: Started): Report {
  const [report] = withoutNames([reportAfter(...wentWell(start))], [start.facts]) ?? [];
  if (report === undefined) throw new Error('Nothing tells what to replace');
  return report;
}

/** What is found on a server with forty certificates, half of them at their end. */
export function fortyCertificates(): Report {
  const many = Array.from({ length: 40 }, (_, index) =>
    (index % 2 === 0 ? exchangeCertificate : expiredMail)({
      thumbprint: hash(`${String(index + 10)}CD`),
      friendlyName: `Certificate number ${index + 1}`,
    }),
  );
  const facts = server({
    certificates: many,
    records: records(many[1]!, many[0]!),
    setup: setupVerdict('not-a-certificate-failure'),
  });
  return reportOfLook(facts, diagnose(facts));
}
