import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactJsonLines, redactor } from '../../shared/redact.ts';
import { unknown } from '../../shared/reading.ts';
import { domainsOfUsers, tellingNames } from '../../shared/telling-names.ts';
import { binding, defaultWebSite, mailCertificate, server } from '../fixtures/facts.ts';
import { read } from '../../shared/reading.ts';

const redact = redactor({
  servers: ['EX01'],
  hosts: [
    ...['ex01.contoso.local', 'mail.contoso.com', 'autodiscover.contoso.com'],
    ...['*.fabrikam.co.uk', 'contoso.com', 'smarthost', '10.1.2.3'],
  ],
  organisations: ['Contoso Pharma, Ltd.', 'CORP-NT'],
});

describe('names of hosts are replaced', () => {
  test.each([
    ['EX01', 'SERVER'],
    ['CN=ex01, OU=Mail', 'CN=SERVER, OU=Mail'],
    ['CN=WMSvc-SHA2-EX01', 'CN=WMSvc-SHA2-SERVER'],
    ['EX01.contoso.local', 'server.domain-1.example'],
    ['"*.fabrikam.co.uk"', '"*.domain-3.example"'],
    ['EX01_Relay', 'SERVER_Relay'],
    ['smarthost', 'host-1'],
    ['10.1.2.3', '10.1.2.3'],
    ['LDAP://DC=contoso,DC=local', 'LDAP://DC=DOMAIN-1,DC=local'],
    ['CN=contoso-DC01-CA', 'CN=DOMAIN-1-DC01-CA'],
    ['contoso.community', 'DOMAIN-1.community'],
    ['O="Contoso Pharma, Ltd."', 'O="ORGANISATION-1"'],
    [String.raw`CONTOSO\administrator`, String.raw`DOMAIN-1\administrator`],
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
    for (const text of ['EX010', 'AEX01', 'Exchange', 'notcontoso.com', 'mail']) {
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

describe('names of users are replaced', () => {
  test.each([
    ['jane@contoso.com', /^user-\d+@domain-2\.example$/],
    ['jane@emea.contoso.com', /^user-\d+@host-\d+\.domain-2\.example$/],
    [String.raw`"contoso\\jane"`, /^"DOMAIN-1\\\\user-\d+"$/],
    [String.raw`Logged on user: CORP-NT\jane.`, /^Logged on user: ORGANISATION-2\\user-\d+\.$/],
    [String.raw`EX01\jane`, /^SERVER\\user-\d+$/],
    [String.raw`C:\Users\jane`, /^C:\\Users\\user-\d+$/],
    [String.raw`C:\Users\Jane Doe\Desktop`, /^C:\\Users\\user-\d+\\Desktop$/],
    [String.raw`"C:\\Users\\jane.CONTOSO\\x"`, /^"C:\\\\Users\\\\user-\d+\\\\x"$/],
    [String.raw`C:\Users\Jürgen\x`, /^C:\\Users\\user-\d+\\x$/],
  ])('%s', (text, expected) => {
    expect(redact(text)).toMatch(expected);
  });

  test('the same one always by the same one', () => {
    const done = redact(String.raw`CONTOSO\kim kim@contoso.com C:\Users\kim\x CONTOSO\lee`);
    const [kim, again, folder, lee] = done.match(/user-\d+/g) ?? [];
    expect([again, folder]).toEqual([kim, kim]);
    expect(lee).not.toBe(kim);
  });
});

describe('in JSON', () => {
  test('only values are replaced, and not those that are words of this program', () => {
    const trust = redactor({ servers: ['KEY'], hosts: ['mail.trust.com'], organisations: ['Jürgen GmbH'] });
    const line = { kind: 'trust', key: { text: 'on key of trust.com', name: 'Jürgen GmbH' } };
    expect(JSON.parse(redactJsonLines(JSON.stringify(line), trust))).toEqual({
      kind: 'trust',
      key: { text: 'on SERVER of domain-1.example', name: 'ORGANISATION-1' },
    });
  });

  test('letters that are written as numbers are read', () => {
    const trust = redactor({ servers: [], hosts: [], organisations: ['Jürgen'] });
    expect(redactJsonLines(String.raw`"J\u00fcrgen"`, trust)).toBe('"ORGANISATION-1"');
  });

  test('a line that is none is text', () => {
    expect(redactJsonLines('{"at":"EX01"}\n{"half":"EX01\n', redact)).toBe(
      '{"at":"SERVER"}\n{"half":"SERVER\n',
    );
  });
});

describe('what tells whose server it is', () => {
  test('server, certificates, their subjects and bindings, of all facts together', () => {
    const site = defaultWebSite({ bindings: [binding(':443:owa.bound.test', 'owa.bound.test:443')] });
    const earlier = server({
      server: read({ netbiosName: 'OLD', fullyQualifiedName: 'old.b.test', operatingSystem: '' }),
    });
    const later = server({
      sites: read([site]),
      certificates: read([mailCertificate({ subject: 'CN=a.b.c, O="X, Y"' })]),
    });
    const names = tellingNames([earlier, later]);
    expect(names?.servers).toEqual(['OLD', 'EX01']);
    expect(names?.hosts).toEqual(
      expect.arrayContaining(['old.b.test', 'owa.bound.test', 'a.b.c', 'mail.contoso.com']),
    );
    expect(names?.organisations).toContain('X, Y');
  });

  test('is not known where no facts tell the server or its certificates', () => {
    expect(tellingNames([])).toBeNull();
    expect(tellingNames([server({ server: unknown('5', 'GetComputerNameExW') })])).toBeNull();
    expect(tellingNames([server({ certificates: unknown('5', 'CertOpenStore') })])).toBeNull();
    expect(tellingNames([server({ certificates: unknown('5', 'CertOpenStore') }), server()])).not.toBeNull();
  });

  test('the domain of whoever started Setup, whatever its hosts are called', () => {
    expect(domainsOfUsers('[1] Logged on user: CORP-NT\\jane.\nnothing')).toEqual(['CORP-NT']);
  });
});
