import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { Certificate, Facts, PrivateKey } from '../../shared/facts.ts';
import { keyRepair } from '../../shared/key-repair.ts';
import { unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import {
  backEnd,
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  frontEnd,
  frontEndHolds,
  hash,
  loopback,
  lookAlikes,
  mailCertificate,
  onlyCertificate,
  record,
  server,
  shutKey,
  shutKeyPath,
} from '../fixtures/facts.ts';

function repair(facts: Facts) {
  return keyRepair(facts, diagnose(facts));
}

const shutMail = (changes: Partial<Certificate> = {}) => mailCertificate({ key: shutKey(), ...changes });

/** Why it is not offered; `offered` where it is. */
function answer(facts: Facts): unknown {
  const found = repair(facts);
  return found.kind === 'not-offered' ? found.because : found.kind;
}

describe('the access to the key of Default Web Site', () => {
  test('can be repaired where only its list keeps the administrator out, who may change that', () => {
    expect(repair(frontEndHolds(shutMail()))).toEqual({
      kind: 'offered',
      thumbprint: hash('A'),
      endpoints: [frontEnd, loopback],
      code: '5',
      path: shutKeyPath,
      before: 'D:PAI(A;;FA;;;SY)(A;;RCWD;;;BA)',
      after: 'D:PAI(A;;FA;;;SY)(A;;RCWD;;;BA)(A;;FA;;;BA)',
      reasonsFor: [
        { kind: 'users-are-not-warned', issuer: 'CN=Contoso CA R1, O=Contoso' },
        { kind: 'no-binding-changes' },
      ],
      reasonsAgainst: [{ kind: 'cures-this-only' }, { kind: 'renewal-may-shut-again' }],
    });
  });

  test.each<[string, string, string]>([
    [
      'SYSTEM as well, where its rights are not whole',
      'D:PAI(A;;FR;;;SY)(A;;RCWD;;;BA)',
      'D:PAI(A;;FR;;;SY)(A;;RCWD;;;BA)(A;;FA;;;SY)(A;;FA;;;BA)',
    ],
    [
      'administrators who may change the list as one of Users',
      'D:(A;;FA;;;SY)(A;ID;WD;;;BU)',
      'D:(A;;FA;;;SY)(A;;FA;;;BA)(A;ID;WD;;;BU)',
    ],
  ])('gives full control to %s, and nobody else', (_who, before, after) => {
    expect(repair(frontEndHolds(shutMail({ key: shutKey(before) })))).toMatchObject({ before, after });
  });

  test('is a cure of the back end too, where that holds the same certificate', () => {
    expect(repair(onlyCertificate(shutMail()))).toMatchObject({
      kind: 'offered',
      endpoints: [frontEnd, loopback, backEnd],
    });
  });

  test.each<[string, string]>([
    ['by reading only, when nobody may change the list', 'D:PAI(A;;FA;;;SY)(A;;RC;;;BA)'],
    ['when only another account may', 'D:PAI(A;;FA;;;SY)(A;;FA;;;S-1-5-21-1-2-3-1105)'],
    ['when changing the list is denied', 'D:PAI(D;;WD;;;BA)(A;;FA;;;SY)(A;;RCWD;;;BA)'],
    ['when it is denied to everybody', 'D:PAI(D;;WD;;;WD)(A;;FA;;;SY)(A;;RCWD;;;BA)'],
  ])('stays shut %s', (_when, list) => {
    expect(answer(frontEndHolds(shutMail({ key: shutKey(list) })))).toEqual({ kind: 'list-not-changeable' });
  });

  test.each<[string, Reading<PrivateKey>, unknown]>([
    ['the file refuses a change of its list', badKeys.cannotChangeAccess, { kind: 'list-not-changeable' }],
    ['no file was found', badKeys.cannotOpen, { kind: 'file-not-found' }],
    [
      'its list could not be read',
      shutKey(unknown('5', shutKeyPath)),
      { kind: 'list-unread', because: { code: '5', tried: shutKeyPath } },
    ],
    [
      'its list is not understood',
      shutKey('D:(XA;;FX;;;WD;(@User.x == 1))'),
      { kind: 'list-not-understood', accessList: 'D:(XA;;FX;;;WD;(@User.x == 1))' },
    ],
    [
      'its list lets administrators in',
      shutKey('D:PAI(A;;FA;;;SY)(A;;FRWD;;;BA)'),
      { kind: 'not-refused-by-list' },
    ],
    [
      'it has no list, which keeps nobody out',
      shutKey('D:NO_ACCESS_CONTROL'),
      { kind: 'not-refused-by-list' },
    ],
    [
      'reading is denied by name',
      shutKey('D:PAI(D;;FR;;;BA)(A;;FA;;;SY)(A;;WD;;;BU)'),
      { kind: 'denied-by-list' },
    ],
    [
      'SYSTEM is denied writing',
      shutKey('D:PAI(D;;FW;;;SY)(A;;FA;;;SY)(A;;RCWD;;;BA)'),
      { kind: 'denied-by-list' },
    ],
  ])('is not offered where %s', (_what, key, because) => {
    expect(answer(frontEndHolds(shutMail({ key })))).toEqual(because);
  });

  test.each<[string, Partial<Certificate>]>([
    ['has expired', { notAfter: day(-1) }],
    ['is not valid yet', { notBefore: day(1) }],
    ['has a short key', { publicKey: { algorithm: 'RSA', bits: 1024 } }],
    ['is not for servers', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }],
    ['has a key of CNG', { key: shutKey(undefined, { provider: 'CNG', keySpec: 0 }) }],
    ['has a key for signatures only', { key: shutKey(undefined, { keySpec: 2 }) }],
    ['has its key in a profile', { key: shutKey(undefined, { location: 'user-profile' }) }],
    ['is a look-alike', lookAlikes['web-management-service']],
    ['is a self-signed wildcard', { subject: 'CN=*.contoso.com', issuer: 'CN=*.contoso.com' }],
  ])('is not offered for a certificate that %s', (_what, changes) => {
    expect(answer(frontEndHolds(shutMail(changes)))).toEqual({ kind: 'certificate-faulty' });
  });

  test('is not offered where another binding has another fault', () => {
    const [mail, expired, exchange] = [
      shutMail(),
      expiredMail({ thumbprint: hash('B') }),
      exchangeCertificate(),
    ];
    const certificates = [mail, expired, exchange];
    const mixed = (at127: Certificate, at444: Certificate | null) =>
      server({
        certificates,
        records: [
          record(frontEnd, mail),
          record(loopback, at127),
          ...(at444 === null ? [] : [record(backEnd, at444)]),
        ],
      });
    expect(answer(mixed(mail, exchange))).toBe('offered');
    expect(answer(mixed(expired, exchange))).toEqual({ kind: 'other-faults', endpoints: [loopback] });
    expect(answer(mixed(expired, null))).toEqual({ kind: 'other-faults', endpoints: [loopback, backEnd] });
    const twoShut = server({
      certificates: [mail, shutMail({ thumbprint: hash('C') }), exchange],
      records: [record(frontEnd, mail), record(loopback, hash('C')), record(backEnd, exchange)],
    });
    expect(answer(twoShut)).toEqual({ kind: 'other-faults', endpoints: [loopback] });
  });

  test.each<[string, Facts]>([
    ['works', frontEndHolds(mailCertificate())],
    ['is lost', frontEndHolds(mailCertificate({ key: badKeys.lost }))],
    ['could not be looked at', frontEndHolds(mailCertificate({ key: badKeys.unknown }))],
    [
      'is shut on the back end alone',
      server({
        certificates: [mailCertificate(), shutMail({ thumbprint: hash('C') })],
        records: [record(frontEnd, hash('A')), record(loopback, hash('A')), record(backEnd, hash('C'))],
      }),
    ],
    [
      'is shut, and a legacy hash blocks every repair',
      frontEndHolds(shutMail(), { metabaseHashes: [{ siteId: 1, thumbprint: hash('9') }] }),
    ],
  ])('is not spoken of where the key %s', (_what, facts) => {
    expect(repair(facts)).toEqual({ kind: 'not-called-for' });
  });
});

describe('the reasons to repair a key or to bind another certificate', () => {
  test('name what users and clients would miss', () => {
    const clientProtection = {
      extendedProtection: [{ path: 'Default Web Site/EWS', mode: 'Require' }],
      strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 300 }],
    };
    expect(repair(frontEndHolds(shutMail(), { clientProtection }))).toMatchObject({
      reasonsFor: [
        { kind: 'users-are-not-warned' },
        { kind: 'extended-protection-works' },
        { kind: 'strict-transport-security-works' },
        { kind: 'no-binding-changes' },
      ],
    });
  });

  test('promise users nothing of a certificate that they do not trust anyway', () => {
    const facts = onlyCertificate(exchangeCertificate({ key: shutKey() }));
    expect(repair(facts)).toMatchObject({
      kind: 'offered',
      reasonsFor: [{ kind: 'no-binding-changes' }],
      reasonsAgainst: [{ kind: 'cures-this-only' }],
    });
  });

  test('tell of an end within weeks', () => {
    const notAfter = day(40);
    expect(repair(frontEndHolds(shutMail({ notAfter })))).toMatchObject({
      reasonsAgainst: expect.arrayContaining([{ kind: 'expires-soon', notAfter }]) as unknown,
    });
  });
});
