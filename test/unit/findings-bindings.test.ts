import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import {
  backEnd,
  badKeys,
  binding,
  day,
  defaultWebSite,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  frontEndHolds,
  hash,
  key,
  loopback,
  mailCertificate,
  record,
  records,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';

function findings<Kind extends Finding['kind']>(
  facts: Facts,
  kind: Kind,
): readonly Extract<Finding, { kind: Kind }>[] {
  return diagnose(facts).findings.filter(
    (finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind,
  );
}

test('a healthy server has no finding at all', () => {
  expect(diagnose(server()).findings).toEqual([]);
});

describe('a bound certificate with a fault', () => {
  test.each<[string, Partial<Certificate>, string, string]>([
    ['expired', { notAfter: day(-12) }, 'expired', 'fault'],
    ['not yet valid', { notBefore: day(1) }, 'not-yet-valid', 'fault'],
    ['without a key', { key: badKeys.none }, 'key-missing', 'fault'],
    ['with a lost key', { key: badKeys.lost }, 'key-missing', 'fault'],
    ['with a key that cannot be opened', { key: badKeys.cannotOpen }, 'key-inaccessible', 'fault'],
    [
      'with a key whose access list cannot be changed',
      { key: badKeys.cannotChangeAccess },
      'key-inaccessible',
      'fault',
    ],
    ['with a key in a profile', { key: badKeys.inProfile }, 'key-in-user-profile', 'fault'],
    ['with a key in CNG, which Setup accepts', { key: badKeys.inCng }, 'key-in-cng', 'warning'],
    ['with an ECC key', { publicKey: { algorithm: 'ECC', bits: 256 } }, 'not-rsa', 'warning'],
    ['with an unknown key', { key: badKeys.unknown }, 'key-unknown', 'warning'],
    ['for clients only', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }, 'not-for-servers', 'warning'],
  ])('%s is said once per endpoint', (_what, changes, fault, severity) => {
    const found = findings(frontEndHolds(mailCertificate(changes)), 'bound-certificate-fault');
    expect(found).toMatchObject([
      { endpoint: frontEnd, role: 'front-end', site: 'Default Web Site', thumbprint: hash('A') },
      { endpoint: loopback, role: 'front-end', site: 'Default Web Site', thumbprint: hash('A') },
    ]);
    expect(found.map((finding) => [finding.fault.kind, finding.severity])).toEqual([
      [fault, severity],
      [fault, severity],
    ]);
  });

  test.each<[string, Partial<Certificate>]>([
    ['a key in CNG', { key: badKeys.inCng }],
    ['an unknown key', { key: badKeys.unknown }],
    ['an ECC key', { publicKey: { algorithm: 'ECC', bits: 256 } }],
  ])('weighs as a fault with %s when Setup blames the key of this very certificate', (_what, changes) => {
    const blaming = (thumbprint: string) =>
      frontEndHolds(mailCertificate(changes), {
        setup: setupVerdict('private-key-inaccessible', { thumbprint: hash(thumbprint) }),
      });
    expect(findings(blaming('A'), 'bound-certificate-fault').map((one) => one.severity)).toEqual([
      'fault',
      'fault',
    ]);
    expect(findings(blaming('B'), 'bound-certificate-fault').map((one) => one.severity)).toEqual([
      'warning',
      'warning',
    ]);
  });

  test('is no more than a warning when Setup blames another thing of it', () => {
    const facts = frontEndHolds(mailCertificate({ key: badKeys.inCng }), {
      setup: setupVerdict('certificate-expired', { thumbprint: hash('A') }),
    });
    expect(findings(facts, 'bound-certificate-fault').map((one) => one.severity)).toEqual([
      'warning',
      'warning',
    ]);
  });

  test('on one endpoint is said of that one only', () => {
    const renewed = mailCertificate({ thumbprint: hash('B') });
    const expired = expiredMail();
    const exchange = exchangeCertificate();
    const facts = server({
      records: [record(frontEnd, renewed), record(loopback, expired), record(backEnd, exchange)],
      certificates: [renewed, expired, exchange],
    });
    expect(findings(facts, 'bound-certificate-fault').map((one) => one.endpoint)).toEqual([loopback]);
  });
});

describe('a certificate that soon expires', () => {
  test.each([
    ['in 59 days', 59, [frontEnd, loopback]],
    ['in 61 days', 61, []],
    ['yesterday, which is a fault of its own', -1, []],
  ])('%s', (_when, days, endpoints) => {
    const facts = frontEndHolds(mailCertificate({ notAfter: day(days) }));
    expect(findings(facts, 'expires-soon').map((one) => one.endpoint)).toEqual(endpoints);
  });
});

describe('a SHA-1 signature', () => {
  test.each([
    ['SHA-1', [frontEnd, loopback]],
    ['SHA-256', []],
    ['SHA-384', []],
  ])('%s', (signatureHash, endpoints) => {
    const facts = frontEndHolds(mailCertificate({ signatureHash }));
    expect(findings(facts, 'weak-signature').map((one) => one.endpoint)).toEqual(endpoints);
  });
});

describe('a record', () => {
  const exchange = exchangeCertificate();
  const mail = mailCertificate();

  test('that is not there leaves the binding without a certificate', () => {
    const facts = server({ records: [record(frontEnd, mail), record(backEnd, exchange)] });
    expect(findings(facts, 'binding-without-record')).toEqual([
      {
        kind: 'binding-without-record',
        severity: 'fault',
        endpoint: loopback,
        role: 'front-end',
        site: 'Default Web Site',
      },
    ]);
  });

  test('is not missed where there is no binding', () => {
    const facts = server({
      sites: [defaultWebSite({ bindings: [binding(':443:', frontEnd)] }), exchangeBackEnd()],
      records: [record(frontEnd, mail), record(backEnd, exchange)],
    });
    expect(diagnose(facts).findings).toEqual([]);
  });

  test('whose certificate is in no store points at nothing', () => {
    const facts = server({ records: records(hash('D'), exchange) });
    expect(findings(facts, 'record-certificate-gone')).toMatchObject([
      { endpoint: frontEnd, thumbprint: hash('D'), store: 'MY', severity: 'fault' },
      { endpoint: loopback, thumbprint: hash('D'), store: 'MY', severity: 'fault' },
    ]);
    expect(findings(facts, 'record-certificate-in-other-store')).toEqual([]);
  });

  test.each([
    ['looks in MY, and it lies in WebHosting only', 'MY', ['WebHosting'], ['WebHosting']],
    ['looks in WebHosting, and it lies only there', 'WebHosting', ['WebHosting'], ['WebHosting']],
    ['looks in WebHosting, and it lies in MY only', 'WebHosting', ['MY'], ['MY']],
  ])('%s: Setup or Windows does not find it', (_what, recordStore, stores, foundIn) => {
    const facts = server({
      records: [
        record(frontEnd, mail, { store: recordStore }),
        record(loopback, exchange),
        record(backEnd, exchange),
      ],
      certificates: [exchange, ...stores.map((store) => mailCertificate({ store }))],
    });
    expect(findings(facts, 'record-certificate-in-other-store')).toMatchObject([
      { endpoint: frontEnd, thumbprint: hash('A'), recordStore, foundIn, severity: 'fault' },
    ]);
    expect(findings(facts, 'record-certificate-gone')).toEqual([]);
  });

  test.each([
    ['looks in MY', 'MY', ['MY', 'WebHosting']],
    ['looks in WebHosting, which holds it too', 'WebHosting', ['WebHosting', 'MY']],
    ['spells the store in other letters', 'my', ['MY']],
    ['looks in MY, and the certificate is trusted besides', 'MY', ['Root', 'MY']],
  ])('%s, and the certificate lies in MY: nothing is wrong', (_what, recordStore, stores) => {
    const facts = server({
      records: [
        record(frontEnd, mail, { store: recordStore }),
        record(loopback, mail),
        record(backEnd, exchange),
      ],
      certificates: [exchange, ...stores.map((store) => mailCertificate({ store }))],
    });
    expect(diagnose(facts).findings).toEqual([]);
  });

  test.each([
    ['{00000000-0000-0000-0000-000000000000}', 1],
    ['{4DC3E181-E14B-4A21-B022-59FC669B0914}', 0],
  ])('with the application id %s', (applicationId, expected) => {
    const facts = server({
      records: [record(frontEnd, mail), record(loopback, mail), record(backEnd, exchange, { applicationId })],
    });
    const found = findings(facts, 'foreign-application-id');
    expect(found).toHaveLength(expected);
    for (const one of found) {
      expect(one).toMatchObject({ endpoint: backEnd, role: 'back-end', applicationId, severity: 'warning' });
    }
  });
});

describe('the two bindings of Default Web Site', () => {
  const other = mailCertificate({ thumbprint: hash('B') });

  test('are named when they differ, even when both certificates are good', () => {
    const facts = server({
      records: [record(frontEnd, other), record(loopback, hash('A')), record(backEnd, hash('E'))],
      certificates: [other, mailCertificate(), exchangeCertificate()],
    });
    expect(diagnose(facts).findings).toEqual([
      {
        kind: 'front-end-bindings-differ',
        severity: 'warning',
        bound: [
          { endpoint: frontEnd, thumbprint: hash('B') },
          { endpoint: loopback, thumbprint: hash('A') },
        ],
      },
    ]);
  });

  test('may differ from the back end, and one of them may be empty', () => {
    expect(findings(server(), 'front-end-bindings-differ')).toEqual([]);
    const facts = server({ records: [record(frontEnd, hash('A')), record(backEnd, hash('E'))] });
    expect(findings(facts, 'front-end-bindings-differ')).toEqual([]);
  });
});

describe('Exchange Back End', () => {
  test.each<[string, Facts]>([
    ['has no record', server({ records: records(hash('A'), hash('E')).slice(0, 2) })],
    ['holds a certificate that is gone', server({ records: records(hash('A'), hash('D')) })],
    [
      'holds an expired certificate',
      server({ certificates: [mailCertificate(), exchangeCertificate({ notAfter: day(-3) })] }),
    ],
    [
      'holds a certificate whose key is lost',
      server({ certificates: [mailCertificate(), exchangeCertificate({ key: badKeys.lost })] }),
    ],
  ])('%s: it has no good one', (_what, facts) => {
    expect(findings(facts, 'back-end-without-good-certificate')).toEqual([
      { kind: 'back-end-without-good-certificate', severity: 'fault', endpoint: backEnd },
    ]);
  });

  test.each<[string, Facts]>([
    ['holds the certificate of an authority', server({ records: records(hash('A'), hash('A')) })],
    [
      'holds one with a key in CNG',
      server({ certificates: [mailCertificate(), exchangeCertificate({ key: badKeys.inCng })] }),
    ],
    ['is good while the front end is not', expiredServer()],
  ])('%s: that is no fault of it', (_what, facts) => {
    expect(findings(facts, 'back-end-without-good-certificate')).toEqual([]);
  });
});

describe('a record that comes before the covered ones', () => {
  const expired = expiredMail({ thumbprint: hash('B') });

  function withRecord(
    at: string,
    certificate: Certificate,
    inStore: readonly Certificate[] = [certificate],
  ): Facts {
    return server({
      records: [...records(hash('A'), hash('E')), record(at, certificate)],
      certificates: [mailCertificate(), exchangeCertificate(), ...inStore],
    });
  }

  test.each([
    ['192.0.2.7:443', 'exact-address'],
    ['192.0.2.7:444', 'exact-address'],
    ['127.0.0.1:444', 'exact-address'],
    ['mail.contoso.com:443', 'host-name'],
    ['[::]:443', 'ipv6'],
    ['[::1]:444', 'ipv6'],
  ])('%s is named, with what is wrong with its certificate', (at, by) => {
    expect(findings(withRecord(at, expired), 'shadowing-record')).toEqual([
      {
        kind: 'shadowing-record',
        severity: 'warning',
        endpoint: at,
        by,
        thumbprint: hash('B'),
        faults: [{ kind: 'expired', notAfter: day(-12) }],
      },
    ]);
    expect(findings(withRecord(at, mailCertificate()), 'shadowing-record')).toMatchObject([
      { severity: 'note', endpoint: at, by, faults: [] },
    ]);
  });

  test('whose certificate is gone is a warning', () => {
    expect(findings(withRecord('[::]:443', expired, []), 'shadowing-record')).toMatchObject([
      { severity: 'warning', faults: [{ kind: 'gone' }] },
    ]);
  });

  test.each([
    ['whose key is not known', badKeys.unknown],
    ['whose key makes OWA fail', badKeys.inCng],
  ])('%s is not called good', (_what, badKey) => {
    const certificate = mailCertificate({ thumbprint: hash('B'), key: badKey });
    expect(findings(withRecord('[::]:443', certificate), 'shadowing-record')).toMatchObject([
      { severity: 'warning', faults: [{ kind: expect.stringMatching(/^key-/) as string }] },
    ]);
  });

  test.each([['192.0.2.7:8443'], ['0.0.0.0:3389'], ['mail.contoso.com:9443']])(
    'is not %s: another port is no concern',
    (at) => {
      expect(diagnose(withRecord(at, expired)).findings).toEqual([]);
    },
  );

  test('is not the one for every address, which comes last', () => {
    const facts = server({
      sites: [defaultWebSite({ bindings: [binding('127.0.0.1:443:', loopback)] }), exchangeBackEnd()],
      records: [record(frontEnd, expired), record(loopback, hash('A')), record(backEnd, hash('E'))],
      certificates: [mailCertificate(), exchangeCertificate(), expired],
    });
    expect(findings(facts, 'shadowing-record')).toEqual([]);
  });

  test('may be the one of 127.0.0.1 that no binding of Default Web Site uses', () => {
    const facts = server({
      sites: [defaultWebSite({ bindings: [binding(':443:', frontEnd)] }), exchangeBackEnd()],
      records: [record(frontEnd, hash('A')), record(loopback, expired), record(backEnd, hash('E'))],
      certificates: [mailCertificate(), exchangeCertificate(), expired],
    });
    expect(findings(facts, 'shadowing-record')).toMatchObject([{ endpoint: loopback, severity: 'warning' }]);
  });
});

describe('an endpoint that several sites share', () => {
  test.each([
    ['a site for http on the same port of every address', ':443:legacy.contoso.com', frontEnd, 0, 1],
    ['a site with a host name of its own (SNI)', ':443:legacy.contoso.com', 'legacy.contoso.com:443', 1, 0],
    ['a site on another port', '*:8443:', '0.0.0.0:8443', 0, 0],
  ])('%s', (_what, information, at, sslFlags, expected) => {
    const third = { id: 3, name: 'Legacy', bindings: [binding(information, at, sslFlags)] };
    const facts = server({ sites: [defaultWebSite(), exchangeBackEnd(), third] });
    const found = findings(facts, 'endpoint-shared-by-sites');
    expect(found).toHaveLength(expected);
    for (const one of found) {
      expect(one).toMatchObject({
        endpoint: frontEnd,
        sites: ['Default Web Site', 'Legacy'],
        severity: 'warning',
      });
    }
  });
});

describe('an old record that Windows would not take back', () => {
  test.each<[string, Certificate, string]>([
    ['its key is lost', mailCertificate({ key: badKeys.lost }), 'key-lost'],
    ['no key is linked', mailCertificate({ key: badKeys.none }), 'key-lost'],
    ['its key lies in a profile', mailCertificate({ key: badKeys.inProfile }), 'key-in-user-profile'],
    ['its certificate is gone', mailCertificate({ thumbprint: hash('D') }), 'certificate-gone'],
  ])('%s: said before', (_what, certificate, because) => {
    const facts = frontEndHolds(certificate, {
      certificates:
        certificate.thumbprint === hash('D') ? [exchangeCertificate()] : [certificate, exchangeCertificate()],
    });
    expect(findings(facts, 'record-not-restorable')).toMatchObject([
      { endpoint: frontEnd, because, severity: 'warning' },
      { endpoint: loopback, because, severity: 'warning' },
    ]);
  });

  test.each<[string, Certificate]>([
    ['it is merely expired', expiredMail()],
    ['its key is refused to this administrator only', mailCertificate({ key: badKeys.cannotOpen })],
    ['it is good', mailCertificate()],
  ])('is not one when %s', (_what, certificate) => {
    expect(findings(frontEndHolds(certificate), 'record-not-restorable')).toEqual([]);
  });

  test('is not one where the record keeps looking in another store that still holds it', () => {
    const facts = server({
      records: records(hash('A'), hash('E')).map((one) => ({ ...one, store: 'WebHosting' })),
      certificates: [mailCertificate({ store: 'WebHosting' }), exchangeCertificate({ store: 'WebHosting' })],
    });
    expect(findings(facts, 'record-certificate-in-other-store')).toHaveLength(3);
    expect(findings(facts, 'record-not-restorable')).toEqual([]);
  });
});

test('an expired certificate with a lost key has both faults, and its record cannot be restored', () => {
  const certificate = expiredMail({ key: key({ access: { kind: 'lost', code: '0x80090016' } }) });
  const facts = frontEndHolds(certificate);
  expect(findings(facts, 'bound-certificate-fault').map((one) => one.fault.kind)).toEqual([
    'expired',
    'key-missing',
    'expired',
    'key-missing',
  ]);
  expect(findings(facts, 'record-not-restorable')).toHaveLength(2);
});
