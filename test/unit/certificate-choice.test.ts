import { expect, test } from 'vitest';
import { offered, percentOver } from '../../shared/screens/certificate-choice.ts';
import { lookAt } from '../../shared/look.ts';
import { certificateLead, notSuitableClauses } from '../../shared/text/english/certificate.ts';
import { frameOf } from '../../shared/text/frame.ts';
import {
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  mailCertificate,
  now,
  shutKey,
} from '../fixtures/facts.ts';
import { identity } from '../fixtures/rescues.ts';

test.each([
  ['not begun', day(10), day(20), 0],
  ['half over', day(-10), day(10), 50],
  ['over', day(-20), day(-10), 100],
  ['of no length', day(0), day(0), 100],
])('a certificate whose time is %s', (_what, notBefore, notAfter, percent) => {
  expect(percentOver({ notBefore, notAfter }, now)).toBe(percent);
});

test('a certificate that lies in two stores is offered once, as My has it', () => {
  const inRoot = exchangeCertificate({ store: 'Root', key: { kind: 'read', value: { kind: 'none' } } });
  const facts = expiredServer({ certificates: [inRoot, expiredMail(), exchangeCertificate()] });
  expect(offered(lookAt(facts, identity)).map(({ certificate }) => certificate.store)).toEqual(['MY', 'MY']);
});

test.each([
  ['offered', shutKey(), /There is a second cure: the old certificate stays/],
  ['not offered', badKeys.cannotChangeAccess, /It is the safe answer, and the one that Setup expects\.$/],
])('a second cure is spoken of where it is %s', (_what, key, said) => {
  const look = lookAt(frontEndHolds(mailCertificate({ key })), identity);
  expect(certificateLead(look)).toMatch(said);
});

test('what keeps a key from being repaired is said of its certificate, and of no other', () => {
  const look = lookAt(frontEndHolds(mailCertificate({ key: badKeys.cannotChangeAccess })), identity);
  const frame = frameOf(look.facts, now);
  const [other, shut] = offered(look).map(({ candidate }) => notSuitableClauses(candidate, look, frame));
  expect(shut).toEqual([
    expect.stringContaining('access list this administrator may not change'),
    'the access to its key cannot be repaired from here: this administrator may not change who may use it',
  ]);
  expect(other).not.toContainEqual(expect.stringContaining('cannot be repaired'));
});
