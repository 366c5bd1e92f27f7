import { describe, expect, test } from 'vitest';
import { diagnose, mayRescue } from '../../shared/diagnosis.ts';
import type { Facts, SetupState } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { unknown } from '../../shared/reading.ts';
import type { FailureClass } from '../../shared/setup-log/verdict.ts';
import {
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  hash,
  idle,
  mailCertificate,
  minute,
  now,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';

function finding(facts: Facts, kind: Finding['kind']): Finding | undefined {
  return diagnose(facts).findings.find((one) => one.kind === kind);
}

describe('log and server disagree', () => {
  test('when what the log blames is good now', () => {
    const facts = server({ setup: setupVerdict('certificate-expired', { thumbprint: hash('A') }) });
    expect(diagnose(facts).findings).toEqual([
      {
        kind: 'log-disagrees-with-server',
        severity: 'warning',
        logClass: 'certificate-expired',
        how: 'server-is-good-now',
        logThumbprint: hash('A'),
      },
    ]);
  });

  test.each<FailureClass>([
    'not-a-certificate-failure',
    'internal-transport-certificate',
    'other-certificate-step',
  ])('when the log shows another cause (%s) than the certificate that is faulty too', (kind) => {
    expect(finding(expiredServer({ setup: setupVerdict(kind) }), 'log-disagrees-with-server')).toMatchObject({
      how: 'other-cause-as-well',
      logClass: kind,
      severity: 'warning',
    });
  });

  test('when the log names a certificate that is not bound', () => {
    const facts = expiredServer({ setup: setupVerdict('certificate-expired', { thumbprint: hash('D') }) });
    expect(finding(facts, 'log-disagrees-with-server')).toMatchObject({
      how: 'other-certificate',
      logThumbprint: hash('D'),
    });
  });

  test.each<[string, Facts]>([
    [
      'it blames the certificate that is faulty',
      expiredServer({ setup: setupVerdict('certificate-expired', { thumbprint: hash('A') }) }),
    ],
    ['it names no certificate, and one is faulty', expiredServer()],
    ['Setup succeeded on a good server', server()],
    [
      'it shows another cause, and the certificates are good',
      server({ setup: setupVerdict('not-a-certificate-failure') }),
    ],
    [
      'Setup succeeded, and the certificate expired since',
      expiredServer({ setup: setupVerdict('setup-succeeded') }),
    ],
    ['it could not be read', expiredServer({ setup: unknown('ENOENT', 'ExchangeSetup.log') })],
  ])('not when %s', (_what, facts) => {
    expect(finding(facts, 'log-disagrees-with-server')).toBeUndefined();
  });

  test.each(['sites', 'records', 'certificates'] as const)(
    'is not claimed when the %s could not be read',
    (part) => {
      const facts = expiredServer({
        setup: setupVerdict('certificate-expired', { thumbprint: hash('A') }),
        [part]: unknown('5', 'looked'),
      });
      expect(finding(facts, 'log-disagrees-with-server')).toBeUndefined();
    },
  );

  test('is not claimed, as good now, of a key that could not be looked at', () => {
    const facts = frontEndHolds(mailCertificate({ key: badKeys.unknown }), {
      setup: setupVerdict('private-key-inaccessible'),
    });
    expect(finding(facts, 'log-disagrees-with-server')).toBeUndefined();
    expect(diagnose(facts).verdict).toEqual({ kind: 'cannot-tell' });
  });
});

describe('a clock that was set back', () => {
  const later = setupVerdict('certificate-expired', { lastLineAt: day(20) });
  const certificate = mailCertificate({ notAfter: day(8) });

  test('is named, and the log tells the time: an expired certificate stays expired', () => {
    const facts = frontEndHolds(certificate, { setup: later });
    expect(diagnose(facts).at).toBe(day(20));
    expect(finding(facts, 'clock-set-back')).toEqual({
      kind: 'clock-set-back',
      severity: 'warning',
      lastLineAt: day(20),
      takenAt: now,
    });
    expect(finding(facts, 'bound-certificate-fault')).toMatchObject({
      fault: { kind: 'expired' },
      severity: 'fault',
    });
    expect(mayRescue(diagnose(facts))).toBe(true);
  });

  test('with a log that ends before now, the server tells the time', () => {
    const facts = frontEndHolds(certificate, { setup: setupVerdict('certificate-expired') });
    expect(diagnose(facts).at).toBe(now);
    expect(finding(facts, 'clock-set-back')).toBeUndefined();
    expect(finding(facts, 'bound-certificate-fault')).toBeUndefined();
  });

  test.each([
    ['four minutes are the time between two looks', 4, undefined],
    ['six are not', 6, 'clock-set-back'],
  ])('%s', (_what, minutes, kind) => {
    const facts = server({ setup: setupVerdict('setup-succeeded', { lastLineAt: minute(minutes) }) });
    expect(finding(facts, 'clock-set-back')?.kind).toBe(kind);
  });

  test('a log without a time, and one that could not be read, leave the time to the server', () => {
    expect(diagnose(server({ setup: setupVerdict('no-failure-found', { lastLineAt: null }) })).at).toBe(now);
    expect(diagnose(server({ setup: unknown('ENOENT', 'ExchangeSetup.log') })).at).toBe(now);
  });
});

describe('Setup at work', () => {
  const running: SetupState = { ...idle, processes: ['ExSetupUI.exe'] };
  const open = (lastLineAt: string | null) => setupVerdict('setup-running', { lastLineAt });

  test.each<[string, Partial<Parameters<typeof server>[0]>]>([
    ['an open log and a process', { setup: open(minute(-60)), setupState: running }],
    ['an open log whose last line is moments old', { setup: open(minute(-0.9)), setupState: idle }],
    [
      'a process, and a log that shows no end',
      { setup: setupVerdict('no-failure-found'), setupState: running },
    ],
    [
      'a process, and a log that could not be read',
      { setup: unknown('EBUSY', 'ExchangeSetup.log'), setupState: running },
    ],
    [
      'an open log with a young line, and no word on processes',
      { setup: open(minute(-9)), setupState: unknown('5', 'EnumProcesses') },
    ],
  ])('is told by %s, and blocks', (_what, parts) => {
    const diagnosis = diagnose(expiredServer(parts));
    expect(diagnosis.findings).toContainEqual(
      expect.objectContaining({ kind: 'setup-is-running', severity: 'blocks' }),
    );
    expect(diagnosis.verdict).toEqual({ kind: 'setup-running' });
    expect(mayRescue(diagnosis)).toBe(false);
  });

  test.each<FailureClass>(['certificate-expired', 'setup-succeeded'])(
    'is over, though its window is open, when the log shows its end (%s)',
    (kind) => {
      const diagnosis = diagnose(expiredServer({ setup: setupVerdict(kind), setupState: running }));
      expect(diagnosis.findings).toContainEqual({
        kind: 'setup-is-running',
        severity: 'warning',
        processes: ['ExSetupUI.exe'],
        lastLineAt: minute(-120),
        silentFrom: null,
      });
      expect(mayRescue(diagnosis)).toBe(true);
    },
  );

  test.each<[string, Partial<Parameters<typeof server>[0]>]>([
    [
      'an open log that was cut off a minute ago, without a process',
      { setup: open(minute(-1)), setupState: idle },
    ],
    [
      'an open log whose last line is old, and no word on processes',
      { setup: open(minute(-10)), setupState: unknown('5', 'EnumProcesses') },
    ],
    [
      'a young line of a run that failed',
      { setup: setupVerdict('certificate-expired', { lastLineAt: minute(-1) }) },
    ],
    ['an open log without a time, without a process', { setup: open(null), setupState: idle }],
  ])('is not told by %s', (_what, parts) => {
    expect(finding(expiredServer(parts), 'setup-is-running')).toBeUndefined();
  });

  test.each<[string, Partial<Parameters<typeof server>[0]>, string | null]>([
    ['a minute after its last line where no process is there', { setupState: idle }, minute(0.5)],
    [
      'ten minutes after it where none could be listed',
      { setupState: unknown('5', 'EnumProcesses') },
      minute(9.5),
    ],
    ['never while a process is there', { setupState: running }, null],
  ])('that was closed is known to be %s', (_what, parts, silentFrom) => {
    const facts = server({ setup: open(minute(-0.5)), ...parts });
    expect(finding(facts, 'setup-is-running')).toMatchObject({ silentFrom });
  });

  test('blocks a server with nothing else wrong, too', () => {
    expect(diagnose(server({ setup: open(minute(-1)), setupState: running })).verdict).toEqual({
      kind: 'setup-running',
    });
  });
});

test('a certificate that was replaced since by one with another fault is judged as it is now', () => {
  const facts = server({
    certificates: [expiredMail({ notAfter: day(100), key: badKeys.lost }), exchangeCertificate()],
    setup: setupVerdict('certificate-expired', { thumbprint: hash('D') }),
  });
  expect(diagnose(facts).verdict).toEqual({ kind: 'ours', class: 'private-key-inaccessible' });
});
