import { describe, expect, test } from 'vitest';
import type { Facts } from '../../shared/facts.ts';
import { lookAt } from '../../shared/look.ts';
import { deedOf, notUndoable, untouched, warningsBefore } from '../../shared/screens/review.ts';
import { interruptionTexts, reviewWords } from '../../shared/text/english/review.ts';
import {
  backEnd,
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  hash,
  loopback,
  mailCertificate,
  onlyCertificate,
  record,
  records,
  server,
  setupVerdict,
  shutKey,
} from '../fixtures/facts.ts';
import { identity, planFor } from '../fixtures/rescues.ts';

const exchange = exchangeCertificate();
const mail = mailCertificate();
const guarded = {
  extendedProtection: [{ path: 'Default Web Site/EWS', mode: 'Require' }],
  strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 300 }],
};

function warnings(facts: Facts): readonly string[] {
  return warningsBefore(lookAt(facts, identity), planFor(facts)).map(({ kind }) => kind);
}

describe('the warnings before a plan', () => {
  test('tell of what users will meet where 443 is changed', () => {
    expect(warnings(expiredServer({ clientProtection: guarded })).toSorted()).toEqual([
      'extended-protection',
      'strict-transport-security',
    ]);
  });

  test('are silent about users where only the back end is changed', () => {
    const lost = server({
      certificates: [mail, exchange],
      records: [record(frontEnd, mail), record(loopback, mail)],
      clientProtection: guarded,
    });
    expect(planFor(lost).changes).toHaveLength(1);
    expect(warnings(lost)).toEqual([]);
  });

  test('are silent about users where only the binding changes that Exchange itself uses', () => {
    const [expired, renewed] = [expiredMail(), mailCertificate({ thumbprint: hash('B') })];
    const facts = expiredServer({
      certificates: [expired, renewed, exchange],
      records: [record(frontEnd, renewed), record(loopback, expired), record(backEnd, exchange)],
      clientProtection: guarded,
    });
    expect(planFor(facts).changes).toHaveLength(1);
    expect(warnings(facts)).toEqual([]);
  });

  test('tell of HSTS only where browsers would take the chosen certificate for untrusted', () => {
    const renewed = mailCertificate({ thumbprint: hash('B') });
    const facts = expiredServer({
      certificates: [expiredMail(), renewed, exchange],
      clientProtection: guarded,
    });
    const plan = planFor(facts, { kind: 'use', thumbprint: renewed.thumbprint });
    expect(warningsBefore(lookAt(facts, identity), plan).map(({ kind }) => kind)).toEqual([
      'extended-protection',
    ]);
    expect(warnings(facts)).toContain('strict-transport-security');
  });

  test('tell of a record that shadows a port of the plan, and of no other port', () => {
    const facts = expiredServer({
      records: [
        ...records(expiredMail(), exchange),
        record('10.0.0.4:443', mailCertificate({ thumbprint: hash('9') })),
        record('10.0.0.4:444', mailCertificate({ thumbprint: hash('9') })),
      ],
    });
    expect(warnings(facts)).toEqual(['shadowing-record']);
  });

  test.each([
    [
      'a clock that was set back',
      setupVerdict('certificate-expired', { lastLineAt: day(1) }),
      'clock-set-back',
    ],
    ['another cause in the log', setupVerdict('not-a-certificate-failure'), 'log-disagrees-with-server'],
  ])('tell of %s', (_what, setup, kind) => {
    expect(warnings(expiredServer({ setup }))).toEqual([kind]);
  });

  test('tell of a foreign owner only where its record is changed', () => {
    const foreign = { applicationId: '{00000000-0000-0000-0000-000000000001}' };
    const at = (endpoint: string) =>
      expiredServer({
        records: [
          record(frontEnd, expiredMail(), endpoint === frontEnd ? foreign : {}),
          record(loopback, expiredMail()),
          record(backEnd, exchange, endpoint === backEnd ? foreign : {}),
        ],
      });
    expect(warnings(at(frontEnd))).toEqual(['foreign-application-id']);
    expect(warnings(at(backEnd))).toEqual([]);
  });
});

test('what an undo cannot take back is known before it begins', () => {
  const lost = expiredMail({ key: badKeys.lost });
  const facts = expiredServer({ certificates: [lost, exchange], records: records(lost, exchange) });
  expect(notUndoable(planFor(facts))).toHaveLength(2);
  expect(notUndoable(planFor(expiredServer()))).toEqual([]);
});

test('bindings that are not in the plan are untouched', () => {
  const facts = expiredServer();
  expect(untouched(facts, planFor(facts)).map(({ endpoint }) => endpoint)).toEqual([backEnd]);
});

test('a repair of the key touches no binding, is a deed of its own, and warns of nothing about 443', () => {
  const facts = server({
    certificates: [mailCertificate({ key: shutKey() }), exchange],
    records: records(mail, exchange),
    clientProtection: guarded,
  });
  const plan = planFor(facts, { kind: 'repair-key', thumbprint: mail.thumbprint });
  expect(untouched(facts, plan).map(({ endpoint }) => endpoint)).toEqual([frontEnd, loopback, backEnd]);
  expect(deedOf(plan)).toEqual({ kind: 'repair-key', bindings: 0 });
  expect(interruptionTexts(deedOf(plan)).join(' ')).toContain('the same certificate is served as before');
  expect(interruptionTexts(deedOf(planFor(facts)))).toBe(reviewWords.interruptions);
  expect(warningsBefore(lookAt(facts, identity), plan)).toEqual([]);
  expect(warningsBefore(lookAt(facts, identity), planFor(facts))).toHaveLength(2);
});

test.each([
  ['replaces where a certificate was bound', expiredServer(), { kind: 'replace', bindings: 2 }],
  [
    'binds where none was',
    expiredServer({ records: [record(backEnd, exchange)] }),
    { kind: 'bind', bindings: 2 },
  ],
  ['creates where none is good', onlyCertificate(expiredMail()), { kind: 'create-and-bind', bindings: 3 }],
])('the deed %s', (_what, facts, deed) => {
  expect(deedOf(planFor(facts))).toEqual(deed);
});
