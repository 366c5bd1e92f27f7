import { describe, expect, test } from 'vitest';
import {
  certificateFaults,
  hangsOnItsKey,
  isSelfSigned,
  stopsSetup,
} from '../../shared/certificate-health.ts';
import type { Certificate } from '../../shared/facts.ts';
import {
  badKeys,
  cngProvider,
  day,
  exchangeCertificate,
  faultKinds,
  key,
  mailCertificate,
  now,
} from '../fixtures/facts.ts';

describe('a certificate that may be bound', () => {
  test.each<[string, Certificate]>([
    ['as Setup makes it', exchangeCertificate()],
    ['of an authority, with an end in sight', mailCertificate()],
    ['without any stated use', exchangeCertificate({ extendedKeyUsages: [] })],
    ['for any use', exchangeCertificate({ extendedKeyUsages: ['2.5.29.37.0'] })],
    [
      'for servers among others',
      exchangeCertificate({ extendedKeyUsages: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'] }),
    ],
    ['with a longer key', exchangeCertificate({ publicKey: { algorithm: 'RSA', bits: 4096 } })],
    ['valid from this very moment', exchangeCertificate({ notBefore: now })],
    ['valid for one more second', exchangeCertificate({ notAfter: day(1 / 86_400) })],
  ])('%s has no fault', (_what, certificate) => {
    expect(certificateFaults(certificate, now)).toEqual([]);
  });
});

describe('a fault of a certificate', () => {
  test.each<[string, Partial<Certificate>, unknown]>([
    ['it is over', { notAfter: day(-12) }, { kind: 'expired', notAfter: day(-12) }],
    ['it ends at this very moment', { notAfter: now }, { kind: 'expired', notAfter: now }],
    ['it has not begun', { notBefore: day(1) }, { kind: 'not-yet-valid', notBefore: day(1) }],
    ['no key is linked to it', { key: badKeys.none }, { kind: 'key-missing', code: null }],
    ['its container is gone', { key: badKeys.lost }, { kind: 'key-missing', code: '0x80090016' }],
    [
      'its key may not be opened',
      { key: badKeys.cannotOpen },
      { kind: 'key-inaccessible', deed: 'open', code: '0x80090010' },
    ],
    [
      'the access to its key may not be changed',
      { key: badKeys.cannotChangeAccess },
      { kind: 'key-inaccessible', deed: 'change-access', code: '5' },
    ],
    ['its key lies in a profile', { key: badKeys.inProfile }, { kind: 'key-in-user-profile' }],
    ['its key lies in CNG', { key: badKeys.inCng }, { kind: 'key-in-cng', providerName: cngProvider }],
    [
      'its key could not be looked at',
      { key: badKeys.unknown },
      { kind: 'key-unknown', code: '0x8009000F', tried: 'CryptAcquireContextW' },
    ],
    ['its key only signs', { key: key({ keySpec: 2 }) }, { kind: 'key-for-signature-only' }],
    ['its key is ECC', { publicKey: { algorithm: 'ECC', bits: 384 } }, { kind: 'not-rsa', algorithm: 'ECC' }],
    [
      'its key is short',
      { publicKey: { algorithm: 'RSA', bits: 1024 } },
      { kind: 'key-too-short', bits: 1024 },
    ],
    ['it is for clients', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }, { kind: 'not-for-servers' }],
    ['it is an authority', { authority: 'certificate-authority' }, { kind: 'certificate-authority' }],
  ])('%s: exactly this is said', (_what, changes, fault) => {
    expect(certificateFaults(exchangeCertificate(changes), now)).toEqual([fault]);
  });

  test('the dates come first, and every fault is said', () => {
    const certificate = exchangeCertificate({
      notAfter: day(-1),
      key: key({ provider: 'CNG', location: 'user-profile', access: { kind: 'lost', code: '0x80090016' } }),
      publicKey: { algorithm: 'ECC', bits: 256 },
    });
    expect(faultKinds(certificate)).toEqual([
      'expired',
      'key-missing',
      'key-in-user-profile',
      'key-in-cng',
      'not-rsa',
    ]);
  });

  test('dates are compared as moments, whatever their offset', () => {
    const certificate = exchangeCertificate({ notAfter: '2026-11-22T04:30:00.000+01:00' });
    expect(faultKinds(certificate)).toEqual([]);
    expect(certificateFaults(certificate, day(1 / 24))).toMatchObject([{ kind: 'expired' }]);
  });
});

test('a clock that was set back holds the beginning, the latest known moment holds the end', () => {
  const setBack = exchangeCertificate({ notBefore: day(-10), notAfter: day(-1) });
  expect(certificateFaults(setBack, now, day(-5))).toMatchObject([{ kind: 'expired' }]);
  const madeSince = exchangeCertificate({ notBefore: day(-10), notAfter: day(100) });
  expect(certificateFaults(madeSince, now, day(-20))).toMatchObject([{ kind: 'not-yet-valid' }]);
  expect(certificateFaults(madeSince, now, day(-5))).toEqual([]);
});

describe('what stops Setup', () => {
  test.each<[string, Partial<Certificate>, boolean]>([
    ['expired', { notAfter: day(-1) }, true],
    ['not yet valid', { notBefore: day(1) }, true],
    ['key missing', { key: badKeys.none }, true],
    ['key inaccessible', { key: badKeys.cannotOpen }, true],
    ['key in a profile', { key: badKeys.inProfile }, true],
    ['key unknown', { key: badKeys.unknown }, false],
    ['key in CNG', { key: badKeys.inCng }, false],
    ['ECC', { publicKey: { algorithm: 'ECC', bits: 256 } }, false],
    ['short key', { publicKey: { algorithm: 'RSA', bits: 1024 } }, false],
    ['for clients only', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }, false],
  ])('%s: %j → %s', (_what, changes, expected) => {
    expect(certificateFaults(exchangeCertificate(changes), now).map(stopsSetup)).toEqual([expected]);
  });
});

test('a certificate that was issued by itself is told from one that an authority issued', () => {
  expect(isSelfSigned(exchangeCertificate())).toBe(true);
  expect(isSelfSigned(mailCertificate())).toBe(false);
});

describe('whether a certificate may be bound', () => {
  const untried = key({ access: { kind: 'not-tried' } });

  test('hangs on its key where nothing else speaks against it', () => {
    expect(hangsOnItsKey(exchangeCertificate({ key: untried }), now)).toBe(true);
    for (const bad of Object.values(badKeys)) {
      expect(hangsOnItsKey(exchangeCertificate({ key: bad }), now)).toBe(true);
    }
  });

  test.each<[string, Partial<Certificate>]>([
    ['is over', { notAfter: day(-1) }],
    ['has not begun', { notBefore: day(1) }],
    ['is ECC', { publicKey: { algorithm: 'ECC', bits: 384 } }],
    ['is short', { publicKey: { algorithm: 'RSA', bits: 1024 } }],
    ['is not for servers', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }],
    ['is an authority', { authority: 'certificate-authority' }],
  ])('does not when it %s', (_what, more) => {
    expect(hangsOnItsKey(exchangeCertificate({ key: untried, ...more }), now)).toBe(false);
  });

  test('is not known while its key has not been tried', () => {
    expect(certificateFaults(exchangeCertificate({ key: untried }), now)).toEqual([
      { kind: 'key-unknown', code: 'NOT_TRIED', tried: 'private key' },
    ]);
    expect(certificateFaults(exchangeCertificate({ key: untried, notAfter: day(-1) }), now)).toEqual([
      { kind: 'expired', notAfter: day(-1) },
    ]);
  });
});
