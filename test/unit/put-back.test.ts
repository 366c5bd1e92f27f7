import { describe, expect, test } from 'vitest';
import type { Certificate, Facts } from '../../shared/facts.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import { lookAt } from '../../shared/look.ts';
import { planRescue } from '../../shared/plan.ts';
import { purposeOf } from '../../shared/plan-shape.ts';
import { putBackOf } from '../../shared/put-back.ts';
import type { PutBack } from '../../shared/put-back.ts';
import { unknown } from '../../shared/reading.ts';
import { setupStanding } from '../../shared/screens/put-back-screen.ts';
import { deedOf, warningsBefore } from '../../shared/screens/review.ts';
import { putBackTexts, setupStandingText } from '../../shared/text/english/put-back-texts.ts';
import { deedText } from '../../shared/text/english/review.ts';
import { warningTexts } from '../../shared/text/english/warnings-before.ts';
import { frameOf } from '../../shared/text/frame.ts';
import {
  backEnd,
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  hash,
  idle,
  lookAlikes,
  loopback,
  mailCertificate,
  record,
  records,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';
import { identity } from '../fixtures/rescues.ts';

type Parts = Parameters<typeof server>[0];

const self = exchangeCertificate();
const former = expiredMail();

function renewed(changes: Partial<Certificate> = {}): Certificate {
  return mailCertificate({ thumbprint: hash('B'), notBefore: day(-1), ...changes });
}

/** A server after a rescue, whose store holds these besides the self-signed certificate and the old one. */
function rescued(certificates: readonly Certificate[], changes: Parts = {}): Facts {
  return server({
    records: records(self, self),
    certificates: [former, self, ...certificates],
    ...changes,
  });
}

const putBackOn = (facts: Facts): PutBack => putBackOf(facts, diagnose(facts));

function offeredOn(facts: Facts) {
  const putBack = putBackOn(facts);
  if (putBack.kind !== 'offered') throw new Error(`Not offered: ${JSON.stringify(putBack)}`);
  return putBack;
}

const choose = (thumbprint: Certificate['thumbprint']) => ({ kind: 'put-back', thumbprint }) as const;

function planned(facts: Facts, thumbprint = hash('B')) {
  return planRescue(facts, diagnose(facts), choose(thumbprint), identity);
}

function changesOf(facts: Facts, thumbprint = hash('B')) {
  const made = planned(facts, thumbprint);
  if (made.kind !== 'planned') throw new Error(made.kind);
  return made.plan.changes;
}

const targets = (facts: Facts) =>
  changesOf(facts).map((change) => (change.kind === 'record' ? change.target.endpoint : change.kind));

describe('the real certificate', () => {
  test('is put back on both bindings of Default Web Site, and never on 444', () => {
    const facts = rescued([renewed()]);
    expect(offeredOn(facts).endpoints).toEqual([frontEnd, loopback]);
    expect(targets(facts)).toEqual([frontEnd, loopback]);
    const made = planned(facts);
    if (made.kind !== 'planned') throw new Error(made.kind);
    expect(purposeOf(made.plan)).toBe('put-back');
    expect(deedText(deedOf(made.plan))).toBe('Put the certificate back on 2 bindings');
  });

  test('is put back only where a self-signed one is bound, whoever bound that', () => {
    const facts = rescued([renewed()], {
      records: [record(frontEnd, renewed()), record(loopback, self), record(backEnd, self)],
    });
    expect(targets(facts)).toEqual([loopback]);
  });

  test('begins with the record as it is, keeps its settings, and can be taken back', () => {
    const flags = { flags: 3 };
    const [first] = changesOf(
      rescued([renewed()], {
        records: [record(frontEnd, self, flags), record(loopback, self), record(backEnd, self)],
      }),
    );
    const { certificate, ...rest } = (first?.before.kind === 'present' ? first.before.value : {}) as {
      certificate: unknown;
    };
    expect(certificate).toEqual({ kind: 'thumbprint', thumbprint: self.thumbprint });
    expect(first?.after).toEqual({
      kind: 'present',
      value: { ...rest, certificate: { kind: 'thumbprint', thumbprint: hash('B') } },
    });
    expect(rest).toMatchObject(flags);
    expect(first?.undo.kind).toBe('restores-before');
    expect(first?.why).toEqual([{ kind: 'self-signed-bound', thumbprint: self.thumbprint }]);
  });
});

describe('nothing is offered', () => {
  test('where the front end holds a certificate of an authority', () => {
    expect(putBackOn(server())).toEqual({ kind: 'not-called-for' });
    expect(planned(server()).kind).toBe('nothing-planned');
  });

  test('where what is bound could not be read', () => {
    for (const part of ['sites', 'records', 'certificates']) {
      expect(putBackOn(rescued([renewed()], { [part]: unknown('5', 'a call') }))).toEqual({
        kind: 'not-known',
      });
    }
  });

  test.each<[string, Parts]>([
    ['while the back end has no certificate', { records: records(self, self).slice(0, 2) }],
    [
      'while Setup is running',
      { setupState: { ...idle, processes: ['ExSetup.exe'] }, setup: setupVerdict('setup-running') },
    ],
    [
      'where the self-signed one has expired',
      { certificates: [former, exchangeCertificate({ notAfter: day(-1) }), renewed()] },
    ],
    [
      'where a legacy hash stands that blocks a rescue',
      { metabaseHashes: [{ siteId: 1, thumbprint: hash('D') }] },
    ],
  ])('%s', (_when, changes) => {
    const facts = rescued([renewed()], changes);
    expect(putBackOn(facts)).toMatchObject({ kind: 'not-offered', because: { kind: 'not-well' } });
    expect(planned(facts).kind).toBe('nothing-planned');
  });

  test('where Windows would write the self-signed one back over it', () => {
    const facts = rescued([renewed()], { metabaseHashes: [{ siteId: 1, thumbprint: self.thumbprint }] });
    expect(putBackOn(facts)).toMatchObject({ because: { kind: 'legacy-hash', hash: { siteId: 1 } } });
  });

  test('but a legacy hash of the back end is no reason', () => {
    const facts = rescued([renewed()], { metabaseHashes: [{ siteId: 2, thumbprint: self.thumbprint }] });
    expect(offeredOn(facts).choice).toEqual(choose(hash('B')));
  });
});

describe('a certificate is not suitable to be put back', () => {
  test.each<[string, Partial<Certificate>, string]>([
    ['expired', { notAfter: day(-1) }, 'fault'],
    ['not yet valid', { notBefore: day(1) }, 'fault'],
    ['within a week of its end', { notAfter: day(6) }, 'ends-too-soon'],
    ['without its key', { key: badKeys.none }, 'fault'],
    ['with a key that was lost', { key: badKeys.lost }, 'fault'],
    ['with a key that may not be opened', { key: badKeys.cannotOpen }, 'fault'],
    ['with a key whose list may not be changed', { key: badKeys.cannotChangeAccess }, 'fault'],
    ['with a key in CNG', { key: badKeys.inCng }, 'fault'],
    ['with a key in a profile', { key: badKeys.inProfile }, 'fault'],
    ['with a key that could not be looked at', { key: badKeys.unknown }, 'fault'],
    ['with a key that is too short', { publicKey: { algorithm: 'RSA', bits: 1024 } }, 'fault'],
    ['not for servers', { extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }, 'fault'],
    ['of an authority itself', { authority: 'certificate-authority' }, 'fault'],
    ['self-signed', { issuer: 'CN=mail.contoso.com, O=Contoso' }, 'self-signed'],
    ['for another use', lookAlikes['web-management-service'], 'look-alike'],
  ])('%s', (_what, changes, reason) => {
    const facts = rescued([renewed(changes)]);
    const putBack = putBackOn(facts);
    if (putBack.kind !== 'not-offered' || putBack.because.kind !== 'no-candidate') {
      throw new Error(putBack.kind);
    }
    const candidate = putBack.because.candidates.find((one) => one.thumbprint === hash('B'));
    expect(candidate?.suitability).toBe('unsuitable');
    expect(candidate?.reasonsAgainst.map(({ kind }) => kind)).toContain(reason);
    expect(planned(facts).kind).toBe('nothing-planned');
  });

  test('in another store than My', () => {
    expect(putBackOn(rescued([renewed({ store: 'WebHosting' })])).kind).toBe('not-offered');
  });

  test('and it is not planned with while another one is', () => {
    const bad = renewed({ thumbprint: hash('C'), key: badKeys.lost });
    const facts = rescued([renewed(), bad]);
    expect(planned(facts, hash('C')).kind).toBe('not-to-be-chosen');
    expect(planned(facts, self.thumbprint).kind).toBe('not-to-be-chosen');
    expect(planned(facts, hash('F')).kind).toBe('not-to-be-chosen');
  });
});

describe('the best is offered first', () => {
  const computer = renewed({
    thumbprint: hash('C'),
    subject: 'CN=EX01.contoso.local',
    dnsNames: ['EX01.contoso.local'],
    notBefore: day(0),
    notAfter: day(700),
  });
  const reasonsOf = (facts: Facts, thumbprint: string) => {
    const candidate = offeredOn(facts).candidates.candidates.find((one) => one.thumbprint === thumbprint);
    return [...(candidate?.reasonsFor ?? []), ...(candidate?.reasonsAgainst ?? [])];
  };

  test('the one that carries the names of the one before, not that of the computer', () => {
    const facts = rescued([computer, renewed()]);
    expect(offeredOn(facts).choice).toEqual(choose(hash('B')));
    expect(reasonsOf(facts, hash('B'))).toContainEqual({
      kind: 'covers-former-names',
      names: ['mail.contoso.com', 'autodiscover.contoso.com'],
    });
    expect(reasonsOf(facts, hash('C'))).toContainEqual({
      kind: 'former-names-missing',
      names: ['mail.contoso.com', 'autodiscover.contoso.com'],
    });
  });

  test('a wildcard carries them too, but not a name of more labels', () => {
    const wildcard = renewed({ dnsNames: ['*.contoso.com'] });
    expect(reasonsOf(rescued([wildcard]), hash('B'))[0]?.kind).toBe('covers-former-names');
    const deeper = expiredMail({ dnsNames: ['a.mail.contoso.com'] });
    const facts = server({ records: records(self, self), certificates: [deeper, self, wildcard] });
    expect(reasonsOf(facts, hash('B'))).toContainEqual({
      kind: 'former-names-missing',
      names: ['a.mail.contoso.com'],
    });
  });

  test('the one that was issued last, where both carry them', () => {
    const newer = renewed({ thumbprint: hash('9'), notBefore: day(0), notAfter: day(100) });
    expect(offeredOn(rescued([renewed(), newer])).choice).toEqual(choose(hash('9')));
  });

  test('and where no other tells the names, that is said', () => {
    const facts = server({ records: records(self, self), certificates: [self, renewed()] });
    expect(reasonsOf(facts, hash('B'))).toContainEqual({ kind: 'former-names-unknown' });
  });

  test('a certificate that ends within weeks may be put back, and that is said', () => {
    const facts = rescued([renewed({ notAfter: day(40) })]);
    expect(reasonsOf(facts, hash('B')).map(({ kind }) => kind)).toContain('expires-soon');
  });
});

describe('before it begins', () => {
  const told = (facts: Facts) => {
    const look = lookAt(facts, identity, choose(hash('B')));
    if (look.planned.kind !== 'planned') throw new Error(look.planned.kind);
    return {
      look,
      plan: look.planned.plan,
      texts: warningTexts(look, look.planned.plan, frameOf(facts, look.diagnosis.at)),
    };
  };

  test('nothing is warned of where Setup has ended well', () => {
    expect(told(rescued([renewed()])).texts).toEqual([]);
  });

  test('it is said to finish Setup first where it has not', () => {
    const facts = rescued([renewed()], { setup: setupVerdict('certificate-expired') });
    expect(setupStanding(facts)).toBe('not-ended');
    expect(told(facts).texts).toEqual([setupStandingText('not-ended')]);
  });

  test('it is said where that could not be read', () => {
    const facts = rescued([renewed()], { setup: unknown('ENOENT', 'ExchangeSetup.log') });
    expect(setupStanding(facts)).toBe('not-known');
    expect(told(facts).texts).toEqual([setupStandingText('not-known')]);
  });

  test('names that are missing are said', () => {
    const facts = rescued([renewed({ dnsNames: ['mail.contoso.com'] })]);
    expect(told(facts).texts.join()).toContain('does not carry autodiscover.contoso.com');
  });

  test('what holds until the real certificate is back is not said any more, and what holds for it is', () => {
    const facts = rescued([renewed()], {
      clientProtection: {
        extendedProtection: [{ path: 'Default Web Site/EWS', mode: 'Require' }],
        strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 31_536_000 }],
      },
      rebinders: {
        found: [{ kind: 'task', name: '\\win-acme renew', program: 'C:\\win-acme\\wacs.exe --renew' }],
        unread: [],
      },
    });
    const { look, plan } = told(facts);
    expect(look.diagnosis.findings.map(({ kind }) => kind)).toContain('rebinders');
    expect(warningsBefore(look, plan).map(({ kind }) => kind)).toEqual(['extended-protection']);
  });
});

describe('in words', () => {
  const texts = (facts: Facts) => {
    const diagnosis = diagnose(facts);
    return putBackTexts(putBackOf(facts, diagnosis), facts, frameOf(facts, diagnosis.at));
  };

  test('it says which certificate can be put back where', () => {
    expect(texts(rescued([renewed()]))).toEqual([
      'Default Web Site (0.0.0.0:443 and 127.0.0.1:443) holds a self-signed certificate now, and users are warned of it. mail.contoso.com (BBBB BBBB BBBB BBBB BBBB BBBB BBBB BBBB BBBB BBBB), good until 9 May 2027, is in LocalMachine\\My, and can be put back.',
    ]);
  });

  test('it says of each that is there why it cannot, and how one is imported', () => {
    const [first, ...others] = texts(rescued([renewed({ key: badKeys.inCng })]));
    expect(first).toContain('No certificate in LocalMachine\\My can be put back in its place yet.');
    expect(others).toHaveLength(3);
    expect(others.join('\n')).toContain('keeps its private key in a CNG provider');
    expect(others.at(-1)).toContain(
      'certutil -csp "Microsoft RSA SChannel Cryptographic Provider" -importPFX My',
    );
  });

  test('on a practice server it names the scenario that plays it', () => {
    const facts = rescued([], { origin: { kind: 'practice', scenario: 'expired-certificate' } });
    expect(texts(facts).at(-1)).toContain('renewed-certificate');
  });
});

test('a rescue that recovers is not planned with this choice, and the other way round', () => {
  const facts = expiredServer();
  expect(planned(facts, former.thumbprint).kind).toBe('nothing-planned');
  const well = rescued([renewed()]);
  const use = { kind: 'use', thumbprint: hash('B') } as const;
  expect(planRescue(well, diagnose(well), use, identity).kind).toBe('nothing-planned');
});
