import { describe, expect, test } from 'vitest';
import type { LookAlike, ReasonAgainst, ReasonFor } from '../../shared/candidates.ts';
import { rankCandidates } from '../../shared/candidates.ts';
import type { CertificateFault } from '../../shared/certificate-health.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import type { DiagnosisVerdict } from '../../shared/diagnosis.ts';
import { endpoint } from '../../shared/endpoint.ts';
import type { NotUndone, RescueEvent, StopReason, Verification } from '../../shared/events.ts';
import type { Finding } from '../../shared/findings.ts';
import type { Why } from '../../shared/plan.ts';
import type { Because } from '../../shared/reading.ts';
import type { Rerun } from '../../shared/rerun.ts';
import { reduce } from '../../shared/rescue.ts';
import { failureClasses } from '../../shared/setup-log.ts';
import {
  changeTitle,
  notUndoneText,
  stopText,
  undoText,
  verificationText,
  whyText,
} from '../../shared/text/english/changes.ts';
import {
  faultClause,
  lookAlikeClause,
  reasonAgainstClause,
  reasonForClause,
} from '../../shared/text/english/faults.ts';
import { classClause, findingText, findingTexts } from '../../shared/text/english/findings.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { startProblemText } from '../../shared/text/english/problems.ts';
import type { StartProblem } from '../../shared/text/english/problems.ts';
import { progressText } from '../../shared/text/english/progress.ts';
import { logVerdictText, rerunText, verdictText } from '../../shared/text/english/verdicts.ts';
import {
  commonName,
  count,
  formatDay,
  formatDistance,
  formatThumbprint,
  formatTime,
  list,
} from '../../shared/text/format.ts';
import { frameOf } from '../../shared/text/frame.ts';
import {
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  hash,
  loopback,
  minute,
  now,
  onlyCertificate,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, planFor, started, wentWell } from '../fixtures/rescues.ts';

type OfKind<Union, Kind> = Union extends { readonly kind: infer Its }
  ? Kind extends Its
    ? Union
    : never
  : never;

/** At least one of every kind: a kind without a sample does not compile. */
type Samples<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: readonly [OfKind<Union, Kind>, ...OfKind<Union, Kind>[]];
};

function all<Union extends { readonly kind: string }>(samples: Samples<Union>): readonly Union[] {
  return Object.values<readonly Union[]>(samples).flat();
}

const frame = frameOf(server({ certificates: [exchangeCertificate(), expiredMail()] }), now);
const because: Because = { code: '0x80070005', tried: 'HttpSetServiceConfiguration' };
const notKnown = { kind: 'unknown', because } as const;
const at = { endpoint: frontEnd, role: 'front-end', site: 'Default Web Site' } as const;

/** What no person should ever be shown. */
const leak = /undefined|\[object|null|NaN|Invalid Date|\$\{|\s{2}|^\s|\s$/;

const faults: Samples<CertificateFault> = {
  expired: [{ kind: 'expired', notAfter: day(-12) }],
  'not-yet-valid': [{ kind: 'not-yet-valid', notBefore: day(2) }],
  'key-missing': [
    { kind: 'key-missing', code: null },
    { kind: 'key-missing', code: '0x80090016' },
  ],
  'key-inaccessible': [
    { kind: 'key-inaccessible', deed: 'open', code: '5' },
    { kind: 'key-inaccessible', deed: 'change-access', code: '5' },
  ],
  'key-in-user-profile': [{ kind: 'key-in-user-profile' }],
  'key-unknown': [{ kind: 'key-unknown', ...because }],
  'key-in-cng': [{ kind: 'key-in-cng', providerName: 'Microsoft Software Key Storage Provider' }],
  'key-for-signature-only': [{ kind: 'key-for-signature-only' }],
  'not-rsa': [{ kind: 'not-rsa', algorithm: 'ECC' }],
  'key-too-short': [{ kind: 'key-too-short', bits: 1024 }],
  'not-for-servers': [{ kind: 'not-for-servers' }],
  'certificate-authority': [{ kind: 'certificate-authority' }],
};

const lookAlikes: readonly LookAlike[] = [
  'web-management-service',
  'exchange-authentication',
  'localhost',
  'azure-guest-agent',
  'azure-device',
];

const thumbprint = hash('A');
const shadow = { kind: 'shadowing-record', endpoint: endpoint('[::]:443'), thumbprint } as const;
const disagreement = {
  kind: 'log-disagrees-with-server',
  severity: 'warning',
  logClass: 'certificate-expired',
} as const;

const findings: Samples<Finding> = {
  'bound-certificate-fault': all(faults).map((fault) => ({
    kind: 'bound-certificate-fault',
    severity: 'fault',
    ...at,
    thumbprint,
    fault,
  })) as unknown as Samples<Finding>['bound-certificate-fault'],
  'binding-without-record': [{ kind: 'binding-without-record', severity: 'fault', ...at }],
  'record-certificate-gone': [
    { kind: 'record-certificate-gone', severity: 'fault', ...at, thumbprint, store: 'MY' },
  ],
  'record-certificate-in-other-store': [
    {
      kind: 'record-certificate-in-other-store',
      severity: 'fault',
      ...at,
      thumbprint,
      recordStore: 'MY',
      foundIn: ['WebHosting', 'Root'],
    },
  ],
  'back-end-without-good-certificate': [
    { kind: 'back-end-without-good-certificate', severity: 'fault', endpoint: endpoint('0.0.0.0:444') },
  ],
  'front-end-bindings-differ': [
    {
      kind: 'front-end-bindings-differ',
      severity: 'warning',
      bound: [
        { endpoint: frontEnd, thumbprint },
        { endpoint: loopback, thumbprint: hash('D') },
      ],
    },
  ],
  'shadowing-record': [
    { ...shadow, severity: 'note', by: 'exact-address', faults: [] },
    { ...shadow, severity: 'warning', by: 'ipv6', faults: [{ kind: 'gone' }] },
    { ...shadow, severity: 'warning', by: 'host-name', faults: faults.expired },
  ],
  'foreign-application-id': [
    { kind: 'foreign-application-id', severity: 'warning', ...at, applicationId: '{0}' },
  ],
  'endpoint-shared-by-sites': [
    { kind: 'endpoint-shared-by-sites', severity: 'warning', endpoint: frontEnd, sites: ['One', 'Two'] },
  ],
  'record-not-restorable': [
    { kind: 'record-not-restorable', severity: 'warning', ...at, thumbprint, because: 'certificate-gone' },
    { kind: 'record-not-restorable', severity: 'warning', ...at, thumbprint, because: 'key-lost' },
    { kind: 'record-not-restorable', severity: 'warning', ...at, thumbprint, because: 'key-in-user-profile' },
  ],
  'expires-soon': [{ kind: 'expires-soon', severity: 'warning', ...at, thumbprint, notAfter: day(20) }],
  'weak-signature': [{ kind: 'weak-signature', severity: 'warning', ...at, thumbprint }],
  'look-alike': lookAlikes.map((of) => ({
    kind: 'look-alike',
    severity: 'note',
    thumbprint,
    subject: 'CN=WMSvc-SHA2-EX01',
    of,
  })) as unknown as Samples<Finding>['look-alike'],
  'stale-metabase-hash': [{ kind: 'stale-metabase-hash', severity: 'blocks', siteId: 1, thumbprint }],
  'front-end-not-site-1': [
    { kind: 'front-end-not-site-1', severity: 'blocks', id: 4, siteOne: null },
    { kind: 'front-end-not-site-1', severity: 'blocks', id: 4, siteOne: 'Intranet' },
  ],
  'front-end-missing': [{ kind: 'front-end-missing', severity: 'blocks' }],
  'central-certificate-store': [{ kind: 'central-certificate-store', severity: 'blocks', ...at }],
  'binding-missing': [
    { kind: 'binding-missing', severity: 'warning', ...at, others: [] },
    { kind: 'binding-missing', severity: 'warning', ...at, others: ['192.0.2.7:443:'] },
  ],
  'part-unknown': [
    { kind: 'part-unknown', severity: 'blocks', part: 'records', because },
    ...(
      [
        'server',
        'exchange',
        'sites',
        'certificates',
        'services',
        'setup',
        'setupState',
        'metabaseHashes',
        'clientProtection',
        'filesToKeep',
      ] as const
    ).map((part) => ({ kind: 'part-unknown', severity: 'warning', part, because }) as const),
  ],
  'setup-is-running': [
    { kind: 'setup-is-running', severity: 'blocks', processes: [], lastLineAt: null },
    { kind: 'setup-is-running', severity: 'warning', processes: ['ExSetupUI.exe'], lastLineAt: now },
  ],
  'log-disagrees-with-server': [
    { ...disagreement, how: 'server-is-good-now', logThumbprint: null },
    { ...disagreement, how: 'other-cause-as-well', logThumbprint: null },
    { ...disagreement, how: 'other-certificate', logThumbprint: null },
    { ...disagreement, how: 'other-certificate', logThumbprint: thumbprint },
  ],
  'clock-set-back': [{ kind: 'clock-set-back', severity: 'warning', lastLineAt: day(20), takenAt: now }],
  'pending-reboot': [{ kind: 'pending-reboot', severity: 'warning', traces: ['RebootPending'] }],
  'incomplete-role': [
    { kind: 'incomplete-role', severity: 'note', role: 'MailboxRole', action: null },
    { kind: 'incomplete-role', severity: 'note', role: 'MailboxRole', action: 'Install' },
  ],
  'web-service-stopped': [{ kind: 'web-service-stopped', severity: 'note', startType: 'disabled' }],
  'extended-protection': [
    { kind: 'extended-protection', severity: 'warning', paths: ['Default Web Site/EWS'] },
  ],
  'strict-transport-security': [
    { kind: 'strict-transport-security', severity: 'warning', site: 'Default Web Site', maxAgeSeconds: 300 },
  ],
};

const reasonsFor: Samples<ReasonFor> = {
  'made-by-setup': [{ kind: 'made-by-setup' }],
  'key-signs': [{ kind: 'key-signs' }],
  'valid-until': [{ kind: 'valid-until', notAfter: day(20) }],
  'names-this-server': [{ kind: 'names-this-server' }],
  'bound-already': [{ kind: 'bound-already', endpoints: [frontEnd, loopback] }],
  'trusted-issuer': [{ kind: 'trusted-issuer', issuer: 'CN=Contoso CA R1, O=Contoso' }],
};

const reasonsAgainst: Samples<ReasonAgainst> = {
  fault: [{ kind: 'fault', fault: faults.expired[0] }],
  'look-alike': [{ kind: 'look-alike', of: 'localhost' }],
  'self-signed-wildcard': [{ kind: 'self-signed-wildcard' }],
  'expires-soon': [{ kind: 'expires-soon', notAfter: day(20) }],
  'weak-signature': [{ kind: 'weak-signature', signatureHash: 'SHA-1' }],
  'browsers-will-warn': [{ kind: 'browsers-will-warn' }],
  'not-made-by-setup': [{ kind: 'not-made-by-setup' }],
};

const stops: Samples<StopReason> = {
  moved: [{ kind: 'moved', changeId: '1', found: notKnown }],
  refused: [{ kind: 'refused', changeId: '1', because }],
  uncertain: [{ kind: 'uncertain', changeId: '1', found: notKnown }],
  'served-otherwise': [
    { kind: 'served-otherwise', changeId: '1', served: { kind: 'certificate', thumbprint } },
    { kind: 'served-otherwise', changeId: '1', served: { kind: 'no-handshake', because } },
  ],
  'backup-failed': [{ kind: 'backup-failed', because }],
  'still-faulty': [
    { kind: 'still-faulty', endpoints: [frontEnd] },
    { kind: 'still-faulty', endpoints: [frontEnd, loopback] },
  ],
  'not-seen-again': [{ kind: 'not-seen-again', because }],
};

const notUndone: Samples<NotUndone> = {
  'would-not-be-taken-back': [{ kind: 'would-not-be-taken-back' }],
  moved: [{ kind: 'moved', found: notKnown }],
  refused: [{ kind: 'refused', because }],
  'in-use': [{ kind: 'in-use', endpoints: [frontEnd] }],
};

const verifications: Samples<Verification> = {
  served: [{ kind: 'served', thumbprint }],
  'nothing-listens': [{ kind: 'nothing-listens' }],
  'no-handshake': [{ kind: 'no-handshake', because }],
  'read-back': [{ kind: 'read-back' }],
};

const verdicts: Samples<DiagnosisVerdict> = {
  ours: failureClasses.map((kind) => ({
    kind: 'ours',
    class: kind,
  })) as unknown as Samples<DiagnosisVerdict>['ours'],
  'not-ours': [
    { kind: 'not-ours', class: 'not-a-certificate-failure' },
    { kind: 'not-ours', class: 'internal-transport-certificate' },
    { kind: 'not-ours', class: 'other-certificate-step' },
  ],
  'nothing-to-do': [{ kind: 'nothing-to-do' }],
  'setup-running': [{ kind: 'setup-running' }],
  'cannot-tell': [{ kind: 'cannot-tell' }],
};

const reruns: Samples<Rerun> = {
  command: [{ kind: 'command', command: 'D:\\setup.exe', media: 'D:\\' }],
  wizard: [{ kind: 'wizard', command: 'D:\\setup.exe', media: 'D:\\', role: 'MailboxRole' }],
  'media-unknown': [{ kind: 'media-unknown' }],
  'media-is-installed-copy': [{ kind: 'media-is-installed-copy', media: 'C:\\V15\\bin' }],
};

const whys: Samples<Why> = {
  fault: [{ kind: 'fault', finding: findings['binding-without-record'][0] }],
  'no-good-certificate': [{ kind: 'no-good-certificate' }],
  'new-one-chosen': [{ kind: 'new-one-chosen' }],
  'trusted-as-setup-does': [{ kind: 'trusted-as-setup-does' }],
};

const problems: Samples<StartProblem> = {
  'folder-missing': [{ kind: 'folder-missing', directory: '/data', code: 'ENOENT' }],
  'folder-not-a-folder': [{ kind: 'folder-not-a-folder', directory: '/data', code: 'ENOTDIR' }],
  'folder-not-writable': [{ kind: 'folder-not-writable', directory: '/data', code: 'EACCES' }],
  'folder-cannot-be-made': [{ kind: 'folder-cannot-be-made', directory: '/data', code: 'EOTHER' }],
  'journal-unreadable': [{ kind: 'journal-unreadable', path: '/data/journal', code: 'EIO' }],
  'journal-damaged': [{ kind: 'journal-damaged', path: '/data/journal', line: 3 }],
  held: [
    { kind: 'held', directory: '/data', what: null, startedAt: null, processId: null },
    { kind: 'held', directory: '/data', what: 'a rescue', startedAt: null, processId: 7 },
    { kind: 'held', directory: '/data', what: 'a rescue', startedAt: now, processId: 7 },
  ],
  'no-server': [{ kind: 'no-server', directory: '/data', scenarios: ['one', 'two'] }],
  'server-unreadable': [{ kind: 'server-unreadable', path: '/data/server', code: 'ENOENT' }],
  'other-scenario': [{ kind: 'other-scenario', directory: '/data', holds: 'one', asked: 'two' }],
  unfinished: [{ kind: 'unfinished', startedAt: now }],
  'nothing-to-continue': [{ kind: 'nothing-to-continue', directory: '/data' }],
  'not-confirmed': [{ kind: 'not-confirmed' }],
};

const start = started(expiredServer());
const [change] = start.plan.changes;

const events: Samples<RescueEvent> = {
  'rescue-started': [start],
  'backup-made': [backupMade as Extract<RescueEvent, { kind: 'backup-made' }>],
  'change-about-to': [aboutTo(change!) as Extract<RescueEvent, { kind: 'change-about-to' }>],
  'change-done': [done(change!), done(change!, { direction: 'undo' })],
  'change-not-done': [{ kind: 'change-not-done', rescue: 1, changeId: '1' }],
  'change-not-undone': [
    { kind: 'change-not-undone', rescue: 1, changeId: '1', because: notUndone.refused[0] },
    { kind: 'change-not-undone', rescue: 9, changeId: '9', because: notUndone.refused[0] },
  ],
  'rescue-stopped': [{ kind: 'rescue-stopped', because: stops.refused[0] }],
  'rescue-resumed': [{ kind: 'rescue-resumed' }],
  'rescue-repaired': [{ kind: 'rescue-repaired' }],
  'undo-started': [{ kind: 'undo-started', rescue: 1 }],
  'undo-ended': [
    { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
    { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
  ],
  'setup-run': [
    { kind: 'setup-run', outcome: 'succeeded', class: 'setup-succeeded' },
    { kind: 'setup-run', outcome: 'failed', class: 'not-a-certificate-failure' },
  ],
};

const rescues = reduce(journal(start));

/** Sentences begin large or with a number or a name, and end with a full stop or what introduces a command. */
const sentence = /^[A-Z0-9/'"].*[.:…]$/;

describe('every sentence', () => {
  test.each<[string, readonly { readonly kind: string }[], (one: never) => string]>([
    ['of a finding', all(findings), (one: Finding) => findingText(one, frame)],
    ['of a stop', all(stops), (one: StopReason) => stopText(one)],
    [
      'of a verdict',
      all(verdicts),
      (verdict: DiagnosisVerdict) => verdictText({ verdict, findings: [], at: now }),
    ],
    ['of a next run of Setup', all(reruns), (one: Rerun) => rerunText(one)],
    ['of a reason for a change', all(whys), (one: Why) => whyText(one, frame)],
    ['of a problem at the start', all(problems), (one: StartProblem) => startProblemText(one, 60)],
    [
      'of an event',
      all(events),
      (event: RescueEvent) => progressText({ sequence: 1, at: now, event }, rescues),
    ],
  ])('%s is whole, and its own', (_what, samples, text) => {
    const texts = samples.map((sample) => text(sample as never));
    for (const one of texts) {
      expect(one).toMatch(sentence);
      expect(one).not.toMatch(leak);
    }
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test.each<[string, readonly string[]]>([
    ['a fault', all(faults).map((one) => faultClause(one, frame))],
    ['a look-alike', lookAlikes.map(lookAlikeClause)],
    ['a reason for', all(reasonsFor).map((one) => reasonForClause(one, frame))],
    ['a reason against', all(reasonsAgainst).map((one) => reasonAgainstClause(one, frame))],
    ['a verification', all(verifications).map(verificationText)],
    ['a change that was not undone', all(notUndone).map(notUndoneText)],
    ['a failure class', failureClasses.map(classClause)],
  ])('says %s in a clause of its own', (_what, clauses) => {
    for (const clause of clauses) {
      expect(clause.length).toBeGreaterThan(5);
      expect(clause).not.toMatch(leak);
    }
    expect(new Set(clauses).size).toBe(clauses.length);
  });

  test('is different for every kind of finding', () => {
    const texts = all(findings).map((one) => findingText(one, frame));
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('of a log ends with whether another binding cures it', () => {
    expect(logVerdictText(setupVerdict('certificate-expired', { thumbprint }))).toBe(
      `The certificate bound to IIS had expired. The certificate is ${formatThumbprint(thumbprint)}. Binding a good certificate to IIS cures it.`,
    );
    expect(logVerdictText(setupVerdict('not-a-certificate-failure'))).toMatch(/would not cure it\.$/);
    expect(logVerdictText(setupVerdict('setup-succeeded'))).not.toMatch(/cure/);
  });
});

describe('what a sentence must say', () => {
  test.each<[string, Finding, RegExp]>([
    [
      'how long ago, and on which day',
      findings['bound-certificate-fault'][0],
      /expired 12 days ago, on 10 November 2026/,
    ],
    [
      'what to do about the legacy metabase',
      findings['stale-metabase-hash'][0],
      /property 5506 of LM\/W3SVC\/1.*KB2025598/,
    ],
    ['when to restart', findings['pending-reboot'][0], /before you run Setup again/],
    ['what to do when a part that decides is unknown', findings['part-unknown'][0], /as an administrator/],
    [
      'the code of what could not be read',
      findings['part-unknown'][0],
      /HttpSetServiceConfiguration: 0x80070005/,
    ],
    ['which site is site 1', findings['front-end-not-site-1'][1]!, /"Intranet"/],
    ['that the record of IPv6 is bad', findings['shadowing-record'][1]!, /IPv6.*gone/],
  ])('%s', (_what, finding, expected) => {
    expect(findingText(finding, frame)).toMatch(expected);
  });

  test('a stop says what to do now', () => {
    for (const stop of all(stops)) expect(stopText(stop)).toMatch(/continue|undo|look again/i);
  });

  test('"not the certificate" comes first, and rebinding is not offered as a cure', () => {
    for (const verdict of verdicts['not-ours']) {
      const text = verdictText({ verdict, findings: [], at: now });
      if (verdict.class === 'other-certificate-step') {
        expect(text).toMatch(/nothing shows that another binding would cure it/);
      } else {
        expect(text).toMatch(/^This is not the certificate\b.* would not cure it\.$/);
      }
    }
  });

  test('a command that needs quotes is for the Command Prompt', () => {
    expect(rerunText(reruns.command[0])).toContain('Command Prompt');
  });
});

describe('findings that say the same of several bindings', () => {
  test('are said once, with every place', () => {
    const { findings: found } = diagnose(expiredServer());
    const texts = findingTexts(found, frame);
    expect(found.length).toBeGreaterThan(texts.length);
    expect(texts[0]).toMatch(/0\.0\.0\.0:443 and 127\.0\.0\.1:443/);
  });

  test('are said apart when they differ', () => {
    const [one] = findings['bound-certificate-fault'];
    expect(findingTexts([one, { ...one, endpoint: loopback, thumbprint: hash('D') }], frame)).toHaveLength(2);
    expect(findingTexts([one, { ...one, site: 'Webmail' }], frame)).toHaveLength(2);
    expect(findingTexts([], frame)).toEqual([]);
  });
});

describe('the preview', () => {
  test('shows each change with before, after, why, undo and command', () => {
    const plan = planFor(onlyCertificate(expiredMail()));
    const text = planText(plan, frame);
    for (const one of plan.changes) {
      expect(text).toContain(`${one.id}. ${changeTitle(one)}`);
      expect(text).toContain(undoText(one));
      for (const command of one.commands) expect(text).toContain(command);
    }
    expect(text).toMatch(/^The plan: 5 changes/);
    expect(text).not.toMatch(/undefined|\[object|null/);
  });

  test('of nothing says so', () => {
    expect(planText({ choice: null, changes: [] }, frame)).toBe('Nothing is planned.');
  });

  test('of certificates says which may be bound, and every reason', () => {
    const { candidates } = rankCandidates(expiredServer(), now);
    const text = candidatesText(candidates, frame);
    expect(text).toMatch(/May be bound: .*\n(?: .*\n)+\nNot suitable: /);
    expect(text).toContain('expired 12 days ago');
    expect(text).not.toMatch(/undefined|\[object|null/);
  });
});

describe('formats', () => {
  test.each([
    ['2026-11-22T03:19:43.000Z', 60, '22 November 2026, 04:19:43 (UTC+01:00)'],
    ['2026-12-31T23:30:00.000Z', 60, '1 January 2027, 00:30:00 (UTC+01:00)'],
    ['2026-03-01T00:15:00.000Z', -210, '28 February 2026, 20:45:00 (UTC-03:30)'],
    ['2026-11-22T03:00:00.000Z', 0, '22 November 2026, 03:00:00 (UTC+00:00)'],
  ])('the time %s at %i minutes', (iso, offset, expected) => {
    expect(formatTime(iso, offset)).toBe(expected);
    expect(expected).toContain(formatDay(iso, offset));
  });

  test.each([
    [minute(0), 'just now'],
    [minute(-1), '1 minute ago'],
    [minute(59), 'in 59 minutes'],
    [minute(60), 'in 1 hour'],
    [minute(-47 * 60), '47 hours ago'],
    [day(-2), '2 days ago'],
    [day(-12), '12 days ago'],
    [day(729), 'in 729 days'],
    [day(1826), 'in 5 years'],
  ])('the distance to %s is %s', (iso, expected) => {
    expect(formatDistance(iso, now)).toBe(expected);
  });

  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('the list %j', (items, expected) => {
    expect(list(items)).toBe(expected);
  });

  test.each([
    ['CN=mail.contoso.com', 'mail.contoso.com'],
    ['CN=mail.contoso.com, O=Contoso', 'mail.contoso.com'],
    ['O=Contoso, CN=mail.contoso.com', 'mail.contoso.com'],
    ['CN="Contoso, Inc.", O=Contoso', 'Contoso, Inc.'],
    ['DC=Windows Azure CRP Certificate Generator', 'DC=Windows Azure CRP Certificate Generator'],
  ])('the common name of %s', (subject, expected) => {
    expect(commonName(subject)).toBe(expected);
  });

  test('counts, and thumbprints in groups of four', () => {
    expect([count(0, 'file'), count(1, 'file'), count(2, 'file')]).toEqual(['0 files', '1 file', '2 files']);
    expect(formatThumbprint(hash('A'))).toBe('AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA');
  });
});

test('the whole of a rescue can be told, event by event', () => {
  const entries = journal(...wentWell(start));
  const lines = entries.map((entry) => progressText(entry, reduce(entries)));
  expect(lines).toHaveLength(entries.length);
  for (const line of lines) expect(line).not.toMatch(leak);
  expect(lines.join('\n')).toContain('Default Web Site (127.0.0.1:443)');
});
