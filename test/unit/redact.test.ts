import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from '../../shared/redact.ts';

const redact = redactor('EX01', [
  'ex01.contoso.local',
  'mail.contoso.com',
  'autodiscover.contoso.com',
  '*.fabrikam.co.uk',
  'contoso.com',
]);

describe('names of hosts are replaced', () => {
  test.each([
    ['EX01', 'SERVER'],
    ['CN=ex01, OU=Mail', 'CN=SERVER, OU=Mail'],
    ['CN=WMSvc-SHA2-EX01', 'CN=WMSvc-SHA2-SERVER'],
    ['EX01.contoso.local', 'server.domain-1.example'],
    ['"*.fabrikam.co.uk"', '"*.domain-3.example"'],
    ['user@contoso.com', 'user@domain-2.example'],
    ['LDAP://DC=contoso', 'LDAP://DC=contoso'],
    [String.raw`CONTOSO\administrator`, String.raw`DOMAIN-1\administrator`],
    [String.raw`"contoso\\admin"`, String.raw`"DOMAIN-1\\admin"`],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('the same one always by the same one, those that no certificate names too', () => {
    const [first, second] = redact('dc07.contoso.com https://DC07.CONTOSO.COM/owa').split(' https://');
    expect(first).toMatch(/^host-\d+\.domain-2\.example$/);
    expect(second).toBe(`${first ?? ''}/owa`);
    expect(redact('dc08.contoso.com')).not.toBe(first);
  });

  test('and nothing that merely looks alike', () => {
    for (const text of ['EX010', 'AEX01', 'Exchange', 'contoso.community', 'notcontoso.com', 'contoso']) {
      expect(redact(text)).toBe(text);
    }
  });

  test('whatever stands around them', () => {
    const around = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[\w.-]/g, ' '));
    fc.assert(
      fc.property(around, around, (before, after) => {
        const done = redact(`${before}mail.contoso.com ${after}EX01 ${before}`);
        expect(done).not.toMatch(/contoso\.com|ex01/i);
      }),
    );
  });
});

test('without a server and its certificates nothing is known to be replaced', () => {
  expect(redactor(null, [])('mail.contoso.com')).toBe('mail.contoso.com');
});
