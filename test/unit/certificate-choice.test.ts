import { expect, test } from 'vitest';
import { offered, percentOver } from '../../shared/screens/certificate-choice.ts';
import { lookAt } from '../../shared/look.ts';
import { day, exchangeCertificate, expiredMail, expiredServer, now } from '../fixtures/facts.ts';
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
