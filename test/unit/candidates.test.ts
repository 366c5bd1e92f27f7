import { describe, expect, test } from 'vitest';
import { rankCandidates } from '../../shared/candidates.ts';
import type { Candidate } from '../../shared/candidates.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import {
  backEnd,
  day,
  exchangeCertificate,
  expiredServer,
  hash,
  lookAlikes,
  mailCertificate,
  now,
  records,
  server,
  unsuitable,
} from '../fixtures/facts.ts';

function ranked(facts: Facts): readonly Candidate[] {
  return rankCandidates(facts, now).candidates;
}

function holding(...certificates: readonly Certificate[]): Facts {
  return server({ records: records(hash('0'), hash('0')), certificates });
}

function only(facts: Facts): Candidate {
  const [candidate, ...others] = ranked(facts);
  expect(others).toEqual([]);
  return candidate!;
}

function use(thumbprint: Thumbprint) {
  return { kind: 'use', thumbprint } as const;
}

const create = { kind: 'create', trust: 'add-to-root' } as const;

describe("Setup's own certificate", () => {
  test('is preselected, with its reasons', () => {
    const { candidates, preselected } = rankCandidates(expiredServer(), now);
    expect(preselected).toEqual(use(hash('E')));
    expect(candidates[0]).toEqual({
      thumbprint: hash('E'),
      suitability: 'suitable',
      reasonsFor: [
        { kind: 'made-by-setup' },
        { kind: 'names-this-server' },
        { kind: 'key-signs' },
        { kind: 'valid-until', notAfter: day(1126) },
        { kind: 'bound-already', endpoints: [backEnd] },
      ],
      reasonsAgainst: [{ kind: 'browsers-will-warn' }],
    });
  });

  test('comes before a newer certificate of an authority', () => {
    const mail = mailCertificate({ notAfter: day(2000), dnsNames: ['EX01.contoso.local'] });
    expect(ranked(holding(mail, exchangeCertificate())).map((one) => one.thumbprint)).toEqual([
      hash('E'),
      hash('A'),
    ]);
    expect(rankCandidates(holding(mail, exchangeCertificate()), now).preselected).toEqual(use(hash('E')));
  });

  test('is the newer one of two', () => {
    const newer = exchangeCertificate({ thumbprint: hash('9'), notAfter: day(1800) });
    expect(rankCandidates(holding(exchangeCertificate(), newer), now).preselected).toEqual(use(hash('9')));
  });

  test.each<[string, Partial<Certificate>]>([
    ['is told by the server name alone among its names', { dnsNames: ['ex01'] }],
    [
      'is told whatever the letters',
      { subject: 'cn=ex01', issuer: 'cn=ex01', dnsNames: ['ex01.CONTOSO.local'] },
    ],
  ])('%s', (_what, changes) => {
    const facts = holding(exchangeCertificate(changes));
    expect(only(facts).reasonsFor).toContainEqual({ kind: 'made-by-setup' });
    expect(rankCandidates(facts, now).preselected).toEqual(use(hash('E')));
  });

  test.each<[string, Partial<Certificate>]>([
    ['one of an authority with its friendly name', { issuer: 'CN=Contoso CA R1' }],
    [
      'one for another server',
      { subject: 'CN=EX02', issuer: 'CN=EX02', dnsNames: ['EX02', 'EX02.contoso.local'] },
    ],
    ['one whose names are those of another server', { dnsNames: ['EX02'] }],
    ['one without its friendly name', { friendlyName: '' }],
    ['one with more in its subject', { subject: 'CN=EX01, O=Contoso', issuer: 'CN=EX01, O=Contoso' }],
  ])('is not %s, and that one is not preselected', (_what, changes) => {
    const certificate = exchangeCertificate(changes);
    expect(rankCandidates(holding(certificate), now).preselected).toEqual(create);
    expect(only(holding(certificate)).reasonsFor).not.toContainEqual({ kind: 'made-by-setup' });
  });

  test('cannot be told where the names of the server could not be read', () => {
    const facts = server({
      certificates: [exchangeCertificate()],
      server: unknown('5', 'GetComputerNameExW'),
    });
    expect(only(facts).reasonsFor.map((reason) => reason.kind)).toEqual([
      'key-signs',
      'valid-until',
      'bound-already',
    ]);
    expect(rankCandidates(facts, now).preselected).toEqual(create);
  });

  test.each<[string, Partial<Certificate>]>([
    ['expires within weeks', { notAfter: day(40) }],
    ['is signed with SHA-1', { signatureHash: 'SHA-1' }],
  ])('is offered, but not preselected, when it %s', (_what, changes) => {
    const facts = holding(exchangeCertificate(changes));
    expect(only(facts).suitability).toBe('suitable');
    expect(rankCandidates(facts, now).preselected).toEqual(create);
  });

  test('that is about to expire ranks behind one that is not', () => {
    const soon = exchangeCertificate({ thumbprint: hash('9'), notAfter: day(40) });
    expect(ranked(holding(soon, exchangeCertificate())).map((one) => one.thumbprint)).toEqual([
      hash('E'),
      hash('9'),
    ]);
  });

  test.each(Object.entries(unsuitable))('is not preselected when it is %s', (_what, like) => {
    const { notBefore, notAfter, key, publicKey, extendedKeyUsages, authority } = like;
    const certificate = exchangeCertificate({
      notBefore,
      notAfter,
      key,
      publicKey,
      extendedKeyUsages,
      authority,
    });
    expect(rankCandidates(holding(certificate), now).preselected).toEqual(create);
  });
});

describe('a certificate that may not be bound', () => {
  test.each(Object.entries(unsuitable))('is %s', (_what, certificate) => {
    const candidate = only(holding(certificate));
    expect(candidate.suitability).toBe('unsuitable');
    expect(candidate.reasonsAgainst).toContainEqual(expect.objectContaining({ kind: 'fault' }));
  });

  test('is listed last, however long it is valid', () => {
    const facts = holding(
      mailCertificate({
        thumbprint: hash('B'),
        notAfter: day(5000),
        key: unsuitable['with a key in CNG']!.key,
      }),
      mailCertificate(),
    );
    expect(ranked(facts).map((one) => [one.thumbprint, one.suitability])).toEqual([
      [hash('A'), 'suitable'],
      [hash('B'), 'unsuitable'],
    ]);
  });

  test('is not said to be valid when it has expired', () => {
    const kinds = only(holding(unsuitable['expired']!)).reasonsFor.map((reason) => reason.kind);
    expect(kinds).toEqual(['issued-by-authority', 'key-signs']);
  });

  test('is not said to be bound and good where it is bound and faulty', () => {
    const expired = ranked(expiredServer()).find((one) => one.thumbprint === hash('A'));
    expect(expired?.reasonsFor.map((reason) => reason.kind)).not.toContain('bound-already');
  });
});

describe('a look-alike', () => {
  test.each(Object.entries(lookAlikes))(
    'is never chosen, not even as the only one with the right name: %s',
    (of, names) => {
      const certificate = exchangeCertificate({ ...names, notAfter: day(3000) });
      expect(only(holding(certificate))).toMatchObject({
        suitability: 'unsuitable',
        reasonsAgainst: [{ kind: 'look-alike', of }],
      });
      expect(rankCandidates(holding(certificate), now).preselected).toEqual(create);
    },
  );

  test.each(Object.entries(lookAlikes))(
    'is never chosen, not even as the newest of several: %s',
    (_of, names) => {
      const certificate = exchangeCertificate({
        thumbprint: hash('F'),
        ...names,
        notBefore: day(-1),
        notAfter: day(3000),
      });
      const facts = holding(certificate, exchangeCertificate(), mailCertificate());
      expect(rankCandidates(facts, now).preselected).toEqual(use(hash('E')));
      expect(ranked(facts).map((one) => one.thumbprint)).toEqual([hash('E'), hash('A'), hash('F')]);
    },
  );

  test('of the older management service is one, too', () => {
    const names = { subject: 'CN=WMSvc-EX01', issuer: 'CN=WMSvc-EX01' };
    expect(only(holding(exchangeCertificate(names))).suitability).toBe('unsuitable');
  });
});

describe('a self-signed wildcard', () => {
  test.each<[string, Partial<Certificate>]>([
    ['among its names', { dnsNames: ['EX01', '*.contoso.com'] }],
    ['in its subject', { subject: 'CN=*.contoso.com', issuer: 'CN=*.contoso.com', dnsNames: [] }],
  ])('%s is never offered', (_where, changes) => {
    const facts = holding(exchangeCertificate(changes));
    expect(only(facts)).toMatchObject({
      suitability: 'unsuitable',
      reasonsAgainst: [{ kind: 'self-signed-wildcard' }],
    });
    expect(rankCandidates(facts, now).preselected).toEqual(create);
  });

  test('of an authority is another matter', () => {
    const wildcard = mailCertificate({ subject: 'CN=*.contoso.com', dnsNames: ['*.contoso.com'] });
    expect(only(holding(wildcard))).toMatchObject({
      suitability: 'suitable',
      reasonsAgainst: [{ kind: 'not-made-by-setup' }],
    });
  });
});

describe('the reasons', () => {
  test.each<[string, Certificate, readonly string[]]>([
    ["Setup's own: browsers will warn", exchangeCertificate(), ['browsers-will-warn']],
    ['of an authority: not what Setup made', mailCertificate(), ['not-made-by-setup']],
    [
      'self-signed by somebody else: both',
      exchangeCertificate({ subject: 'CN=OTHER', issuer: 'CN=OTHER' }),
      ['browsers-will-warn', 'not-made-by-setup'],
    ],
    ['soon over', mailCertificate({ notAfter: day(59) }), ['expires-soon', 'not-made-by-setup']],
    ['SHA-1', mailCertificate({ signatureHash: 'SHA-1' }), ['weak-signature', 'not-made-by-setup']],
  ])('against it: %s', (_what, certificate, expected) => {
    expect(only(holding(certificate)).reasonsAgainst.map((reason) => reason.kind)).toEqual(expected);
  });

  test('for it name the issuer, and this server only where it is named', () => {
    expect(only(holding(mailCertificate())).reasonsFor).toContainEqual({
      kind: 'issued-by-authority',
      issuer: 'CN=Contoso CA R1, O=Contoso',
    });
    expect(only(holding(mailCertificate())).reasonsFor).not.toContainEqual({ kind: 'names-this-server' });
    const named = mailCertificate({ dnsNames: ['ex01.contoso.LOCAL'] });
    expect(only(holding(named)).reasonsFor).toContainEqual({ kind: 'names-this-server' });
  });
});

describe('which certificates are judged', () => {
  test('only those of LocalMachine\\My, each once', () => {
    const facts = holding(
      mailCertificate({ store: 'WebHosting' }),
      exchangeCertificate({ store: 'Root' }),
      exchangeCertificate({ store: 'My' }),
    );
    expect(only(facts).thumbprint).toBe(hash('E'));
  });

  test('the order of the store does not count', () => {
    const certificates = [
      mailCertificate(),
      exchangeCertificate(),
      mailCertificate({ thumbprint: hash('B') }),
    ];
    const forwards = rankCandidates(holding(...certificates), now);
    expect(rankCandidates(holding(...certificates.toReversed()), now)).toEqual(forwards);
  });

  test('none where they could not be read', () => {
    expect(rankCandidates(server({ certificates: unknown('5', 'CertOpenStore') }), now)).toEqual({
      candidates: [],
      preselected: create,
    });
  });
});
