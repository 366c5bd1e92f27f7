import { describe, expect, test } from 'vitest';
import { diagnose, mayRescue } from '../../shared/diagnosis.ts';
import type { DiagnosisVerdict } from '../../shared/diagnosis.ts';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import type { FailureClass } from '../../shared/setup-log/verdict.ts';
import {
  badKeys,
  day,
  defaultWebSite,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  frontEndHolds,
  backEnd,
  binding,
  hash,
  idle,
  loopback,
  mailCertificate,
  minute,
  onlyCertificate,
  record,
  records,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';

function ours(of: FailureClass): DiagnosisVerdict {
  return { kind: 'ours', class: of };
}

const nothing: DiagnosisVerdict = { kind: 'nothing-to-do' };
const cannotTell: DiagnosisVerdict = { kind: 'cannot-tell' };

const noLog = unknown<never>('ENOENT', 'ExchangeSetup.log');
const backEndLost = { records: records(hash('A'), hash('E')).slice(0, 2) };
const refused = mailCertificate({ key: badKeys.cannotOpen });

describe('the verdict', () => {
  test.each<[string, Facts, DiagnosisVerdict, 'may be rescued' | 'may not']>([
    ['expired, as the log says', expiredServer(), ours('certificate-expired'), 'may be rescued'],
    [
      'expired, the log could not be read',
      expiredServer({ setup: noLog }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    [
      'not yet valid',
      frontEndHolds(mailCertificate({ notBefore: day(2) }), { setup: noLog }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    [
      'one binding expired',
      server({
        records: [record(frontEnd, hash('B')), record(loopback, hash('A')), record(backEnd, hash('E'))],
        certificates: [mailCertificate({ thumbprint: hash('B') }), expiredMail(), exchangeCertificate()],
        setup: setupVerdict('certificate-expired'),
      }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    [
      'a key that Setup cannot use, as the log says',
      frontEndHolds(refused, { setup: setupVerdict('private-key-inaccessible', { thumbprint: hash('A') }) }),
      ours('private-key-inaccessible'),
      'may be rescued',
    ],
    [
      'the same without a log',
      frontEndHolds(refused, { setup: noLog }),
      ours('private-key-inaccessible'),
      'may be rescued',
    ],
    [
      'back end without a record after success',
      server(backEndLost),
      ours('back-end-certificate'),
      'may be rescued',
    ],
    [
      'back end as the log says',
      server({ ...backEndLost, setup: setupVerdict('back-end-certificate') }),
      ours('back-end-certificate'),
      'may be rescued',
    ],
    [
      'front end without records',
      server({ records: [record(backEnd, hash('E'))], setup: noLog }),
      ours('other-certificate-step'),
      'may be rescued',
    ],
    [
      'expired on every binding, the front end decides',
      onlyCertificate(expiredMail(), { setup: noLog }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    [
      'the log says expired, the certificate was replaced by one without a key',
      frontEndHolds(mailCertificate({ key: badKeys.lost }), { setup: setupVerdict('certificate-expired') }),
      ours('private-key-inaccessible'),
      'may be rescued',
    ],
    [
      'the log says back end, which is good now; the front end is expired',
      expiredServer({ setup: setupVerdict('back-end-certificate') }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    [
      'another cause, and the bound certificate is expired as well',
      expiredServer({ setup: setupVerdict('not-a-certificate-failure') }),
      ours('certificate-expired'),
      'may be rescued',
    ],
    ['healthy', server(), nothing, 'may not'],
    ['repaired since', server({ setup: setupVerdict('certificate-expired') }), nothing, 'may not'],
    ['no failure in the log', server({ setup: setupVerdict('no-failure-found') }), nothing, 'may not'],
    ['merely a key in CNG', frontEndHolds(mailCertificate({ key: badKeys.inCng })), nothing, 'may not'],
    [
      'not the certificate',
      server({ setup: setupVerdict('not-a-certificate-failure') }),
      { kind: 'not-ours', class: 'not-a-certificate-failure' },
      'may not',
    ],
    [
      'the certificate of mail transport',
      server({ setup: setupVerdict('internal-transport-certificate') }),
      { kind: 'not-ours', class: 'internal-transport-certificate' },
      'may not',
    ],
    [
      'another certificate step',
      server({ setup: setupVerdict('other-certificate-step') }),
      { kind: 'not-ours', class: 'other-certificate-step' },
      'may not',
    ],
    [
      'Setup running',
      expiredServer({ setup: setupVerdict('setup-running', { lastLineAt: minute(-0.5) }) }),
      { kind: 'setup-running' },
      'may not',
    ],
    ['good bindings, the log could not be read', server({ setup: noLog }), cannotTell, 'may not'],
    [
      'another certificate step, the records could not be read',
      server({ setup: setupVerdict('other-certificate-step'), records: unknown('5', 'x') }),
      cannotTell,
      'may not',
    ],
    [
      'not the certificate, whatever could not be read',
      server({ setup: setupVerdict('not-a-certificate-failure'), records: unknown('5', 'x') }),
      { kind: 'not-ours', class: 'not-a-certificate-failure' },
      'may not',
    ],
    [
      'the log says expired, the records could not be read',
      expiredServer({ records: unknown('5', 'x') }),
      cannotTell,
      'may not',
    ],
    [
      'the key of a bound certificate is unknown',
      frontEndHolds(mailCertificate({ key: badKeys.unknown })),
      cannotTell,
      'may not',
    ],
    ['no front end to look at', server({ sites: [exchangeBackEnd()] }), cannotTell, 'may not'],
    [
      'the front end is site 4',
      server({ sites: [defaultWebSite({ id: 4 }), exchangeBackEnd()] }),
      cannotTell,
      'may not',
    ],
    [
      'the central certificate store',
      server({
        sites: [
          defaultWebSite({ bindings: [binding(':443:', frontEnd, 2), binding('127.0.0.1:443:', loopback)] }),
          exchangeBackEnd(),
        ],
        records: [record(loopback, hash('A')), record(backEnd, hash('E'))],
      }),
      cannotTell,
      'may not',
    ],
    [
      'ours, and a stale hash of the metabase',
      expiredServer({ metabaseHashes: [{ siteId: 1, thumbprint: hash('A') }] }),
      ours('certificate-expired'),
      'may not',
    ],
    [
      'ours, and Windows waits for a restart',
      expiredServer({ setupState: { ...idle, pendingReboot: ['RebootPending'] } }),
      ours('certificate-expired'),
      'may be rescued',
    ],
  ])('%s', (_what, facts, verdict, may) => {
    const diagnosis = diagnose(facts);
    expect(diagnosis.verdict).toEqual(verdict);
    expect(mayRescue(diagnosis)).toBe(may === 'may be rescued');
  });
});

test('findings come in the order of their weight', () => {
  const { findings } = diagnose(
    expiredServer({
      certificates: [expiredMail({ signatureHash: 'SHA-1' }), exchangeCertificate()],
      services: [{ name: 'W3SVC', state: 'stopped', startType: 'disabled' }],
      metabaseHashes: [{ siteId: 1, thumbprint: hash('A') }],
      exchange: unknown('2', 'RegOpenKeyExW'),
    }),
  );
  const severities = findings.map((finding) => finding.severity);
  expect(new Set(severities)).toEqual(new Set(['blocks', 'fault', 'warning', 'note']));
  const order = ['blocks', 'fault', 'warning', 'note'];
  expect(severities).toEqual(severities.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)));
});
