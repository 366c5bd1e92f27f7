import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { findingText } from '../../shared/text/english/findings.ts';
import { frameOf } from '../../shared/text/frame.ts';
import {
  day,
  exchangeCertificate,
  expiredServer,
  hash,
  lookAlikes,
  mailCertificate,
  record,
  records,
  server,
} from '../fixtures/facts.ts';

type Expiry = Extract<Finding, { kind: 'other-certificate-expires' }>;

function expiries(facts: Facts): readonly Expiry[] {
  return diagnose(facts).findings.flatMap((one) => (one.kind === 'other-certificate-expires' ? [one] : []));
}

function beside(...others: readonly Certificate[]): Facts {
  return server({ certificates: [mailCertificate(), exchangeCertificate(), ...others] });
}

const authentication = (changes: Partial<Certificate> = {}) =>
  exchangeCertificate({
    thumbprint: hash('F'),
    friendlyName: '',
    ...lookAlikes['exchange-authentication'],
    ...changes,
  });
const management = (changes: Partial<Certificate> = {}) =>
  exchangeCertificate({
    thumbprint: hash('D'),
    friendlyName: '',
    ...lookAlikes['web-management-service'],
    ...changes,
  });

describe('a certificate that no covered binding holds, and that is needed', () => {
  test.each([
    ['expired', -3, true],
    ['ends within 60 days', 59, true],
    ['ends later', 61, false],
  ])('%s', (_when, days, told) => {
    const found = expiries(beside(authentication({ notAfter: day(days) })));
    expect(found).toEqual(
      told
        ? [
            {
              kind: 'other-certificate-expires',
              severity: 'warning',
              use: 'exchange-authentication',
              endpoints: [],
              thumbprint: hash('F'),
              notAfter: day(days),
            },
          ]
        : [],
    );
  });

  test('is the one of the web management service', () => {
    expect(expiries(beside(management({ notAfter: day(20) }))).map(({ use }) => use)).toEqual([
      'web-management-service',
    ]);
  });

  test("is Setup's own, where another one is bound", () => {
    const mail = mailCertificate();
    const facts = server({
      records: records(mail, mail),
      certificates: [mail, exchangeCertificate({ notAfter: day(20) })],
    });
    expect(expiries(facts).map(({ use }) => use)).toEqual(['made-by-setup']);
  });

  test('is that of a record that comes before a covered one', () => {
    const other = mailCertificate({ thumbprint: hash('B'), notAfter: day(20) });
    const facts = server({
      certificates: [mailCertificate(), exchangeCertificate(), other],
      records: [...records(mailCertificate(), exchangeCertificate()), record('192.0.2.7:443', other)],
    });
    expect(expiries(facts)).toMatchObject([{ use: 'other-binding', endpoints: ['192.0.2.7:443'] }]);
  });

  test('is none that has a newer one of its kind beside it', () => {
    const old = authentication({ notAfter: day(-3) });
    expect(expiries(beside(old, authentication({ thumbprint: hash('C'), notAfter: day(900) })))).toEqual([]);
    const older = exchangeCertificate({ thumbprint: hash('B'), notAfter: day(-30) });
    expect(expiries(beside(older))).toEqual([]);
  });

  test('is none that a covered binding holds: that is said of the binding', () => {
    expect(expiries(expiredServer())).toEqual([]);
    const facts = server({
      certificates: [mailCertificate(), exchangeCertificate({ notAfter: day(20) })],
    });
    expect(expiries(facts)).toEqual([]);
    expect(diagnose(facts).findings.map(({ kind }) => kind)).toEqual(['expires-soon']);
  });

  test('is none in another store, and none that nobody needs', () => {
    expect(expiries(beside(authentication({ store: 'Root', notAfter: day(-3) })))).toEqual([]);
    expect(expiries(beside(mailCertificate({ thumbprint: hash('B'), notAfter: day(20) })))).toEqual([]);
  });
});

test('what expires is said with the days that are left and with what to do', () => {
  const facts = beside(authentication({ notAfter: day(20) }), management({ notAfter: day(-3) }));
  const frame = frameOf(facts, facts.takenAt);
  const [first, second] = expiries(facts).map((one) => findingText(one, frame));
  expect(first).toMatch(
    /^The certificate Microsoft Exchange Server Auth Certificate \(FFFF .*\) expires in 20 days, on 12 December 2026\. .*Set-AuthConfig/,
  );
  expect(second).toMatch(/expired 3 days ago, on 19 November 2026\. It does not stop Setup/);
  const soon = server({
    certificates: [mailCertificate({ notAfter: day(20) }), exchangeCertificate({ notAfter: day(20) })],
  });
  const texts = diagnose(soon).findings.map((one) => findingText(one, frame));
  expect(texts[0]).toMatch(/^Default Web Site .* expires in 20 days, .* Renew it and bind the new one/);
  expect(texts.at(-1)).toMatch(/^Exchange Back End .* expires in 20 days, .*New-ExchangeCertificate/);
});
