import { describe, expect, test } from 'vitest';
import { readIis } from '../../electron/server/windows/iis.ts';
import { backEndSite, frontEndSite, namesHost, usesCentralStore } from '../../shared/bound.ts';
import type { Binding, Site } from '../../shared/facts.ts';
import { read, unknown, valueOr, type Reading } from '../../shared/reading.ts';
import { changed, exchangeHost, hostPath, lineOf, machine } from '../fixtures/iis/machine.ts';

const defaultBinding = '<binding protocol="https" bindingInformation=":443:" sslFlags="0" />';

async function sitesOf(host: string): Promise<Reading<readonly Site[]>> {
  return (await readIis(machine({ [hostPath]: host }))).sites;
}

/** Default Web Site's https bindings, with these in the place of `:443:`. */
async function bindingsWith(...bindings: readonly string[]): Promise<readonly Binding[]> {
  const sites = valueOr(await sitesOf(changed(defaultBinding, bindings.join('\n'))), []);
  return frontEndSite(sites)?.bindings ?? [];
}

async function endpointsWith(...bindings: readonly string[]): Promise<readonly string[]> {
  const own = await bindingsWith(...bindings);
  return own.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== '127.0.0.1:443');
}

function https(information: string, sslFlags: number | string = 0): string {
  return `<binding protocol="https" bindingInformation="${information}" sslFlags="${sslFlags}" />`;
}

describe('the sites of an Exchange server', () => {
  test('are read with their https bindings only', async () => {
    expect(await sitesOf(exchangeHost)).toEqual(
      read([
        {
          id: 1,
          name: 'Default Web Site',
          bindings: [
            { information: ':443:', sslFlags: 0, endpoint: '0.0.0.0:443' },
            { information: '127.0.0.1:443:', sslFlags: 0, endpoint: '127.0.0.1:443' },
          ],
        },
        {
          id: 2,
          name: 'Exchange Back End',
          bindings: [{ information: '*:444:', sslFlags: 0, endpoint: '0.0.0.0:444' }],
        },
      ]),
    );
  });

  test('a renamed one is found by its id', async () => {
    const sites = valueOr(await sitesOf(changed('name="Default Web Site"', 'name="Mail &amp; more"')), []);
    expect(frontEndSite(sites)?.name).toBe('Mail & more');
    expect(backEndSite(sites)?.id).toBe(2);
  });

  test('are none when the list is empty', async () => {
    const list = /<sites>[^]*<\/sites>/.exec(exchangeHost)![0];
    expect(await sitesOf(changed(list, '<sites />'))).toEqual(read([]));
  });

  test('are unknown when the list is missing', async () => {
    const list = /<sites>[^]*<\/sites>/.exec(exchangeHost)![0];
    expect(await sitesOf(changed(list, ''))).toEqual(
      unknown('SECTION_MISSING', `${hostPath} system.applicationHost/sites`),
    );
  });

  test('are not taken out of a comment', async () => {
    const host = changed(defaultBinding, `<!-- ${https('*:8443:')} -->`);
    expect(JSON.stringify(await sitesOf(host))).not.toContain('8443');
  });

  test.each(['path="."', 'path=""', ''])(
    'are found inside a location that is the whole server: %s',
    async (path) => {
      const host = exchangeHost
        .replace('<system.applicationHost>', `<location ${path}><system.applicationHost>`)
        .replace('</system.applicationHost>', '</system.applicationHost></location>');
      expect(await sitesOf(host)).toEqual(await sitesOf(exchangeHost));
    },
  );

  test('are not taken out of the location of something else', async () => {
    const host = exchangeHost
      .replace('<system.applicationHost>', '<location path="Other"><system.applicationHost>')
      .replace('</system.applicationHost>', '</system.applicationHost></location>');
    expect(await sitesOf(host)).toMatchObject({ because: { code: 'SECTION_MISSING' } });
  });
});

describe('the endpoint of an https binding', () => {
  test.each([
    [':443:', '0.0.0.0:443'],
    ['*:443:', '0.0.0.0:443'],
    ['0.0.0.0:443:', '0.0.0.0:443'],
    ['192.0.2.10:443:', '192.0.2.10:443'],
    ['[::]:443:', '[::]:443'],
    ['[::1]:443:', '[::1]:443'],
    ['[0:0:0:0:0:0:0:1]:443:', '[::1]:443'],
    ['[2001:DB8::0:A]:8443:', '[2001:db8::a]:8443'],
    ['[fe80::1%3]:443:', '[fe80::1%3]:443'],
    ['*:443:mail.contoso.com', '0.0.0.0:443'],
    ['192.0.2.10:443:mail.contoso.com', '192.0.2.10:443'],
  ])('without SNI, %s, is its address and port', async (information, endpoint) => {
    expect(await endpointsWith(https(information))).toEqual([endpoint]);
    expect((await bindingsWith(https(information)))[0]?.information).toBe(information);
  });

  test.each([
    [':443:mail.contoso.com', 'mail.contoso.com:443'],
    ['*:443:*.contoso.com', '*.contoso.com:443'],
    ['192.0.2.10:443:mail.contoso.com', 'mail.contoso.com:443'],
    ['[::1]:443:mail.contoso.com', 'mail.contoso.com:443'],
    ['*:443:', '0.0.0.0:443'],
  ])('with SNI, %s, is its host name and port, if it has one', async (information, endpoint) => {
    const bindings = await bindingsWith(https(information, 1));
    expect(bindings[0]).toEqual({ information, sslFlags: 1, endpoint });
    expect(bindings.map(namesHost)).toEqual([true, false]);
  });

  test.each([
    [2, '*:443:mail.contoso.com', '0.0.0.0:443'],
    [3, '*:443:mail.contoso.com', 'mail.contoso.com:443'],
  ])('of the central certificate store keeps its flags: %i', async (sslFlags, information, endpoint) => {
    const bindings = await bindingsWith(https(information, sslFlags));
    expect(bindings[0]).toEqual({ information, sslFlags, endpoint });
    expect(bindings.map(usesCentralStore)).toEqual([true, false]);
  });

  test('is one of each of several bindings, in their order', async () => {
    expect(
      await endpointsWith(https('[::]:443:'), https(':443:'), https(':443:mail.contoso.com', 33)),
    ).toEqual(['[::]:443', '0.0.0.0:443', 'mail.contoso.com:443']);
  });

  test.each([
    ['none', '<binding protocol="https" bindingInformation=":443:" />', 0],
    ['decimal', https(':443:', '36'), 36],
    ['hexadecimal', https(':443:', '0x24'), 36],
  ])('has the flags that are written: %s', async (_name, binding, sslFlags) => {
    expect((await bindingsWith(binding))[0]?.sslFlags).toBe(sslFlags);
  });

  test('is found whatever the case of the protocol', async () => {
    expect(await endpointsWith('<binding protocol="HTTPS" bindingInformation="*:443:" />')).toEqual([
      '0.0.0.0:443',
    ]);
  });

  test('is gone when the list is cleared after it', async () => {
    expect(await endpointsWith(https(':443:'), '<clear />', https(':8443:'))).toEqual(['0.0.0.0:8443']);
  });
});

describe('a site that is not understood makes the sites unknown', () => {
  test.each([
    ':https:',
    ':0:',
    ':65536:',
    ':443',
    '443',
    '::443:',
    '[::1:443:',
    '[wrong]:443:',
    '300.0.0.1:443:',
    'mail:443:',
    ':443:two words',
  ])('by the binding %s', async (information) => {
    const host = changed(defaultBinding, https(information, 1));
    const at = `${hostPath}:${lineOf(host, https(information, 1))} binding@bindingInformation`;
    expect(await sitesOf(host)).toEqual(unknown('VALUE_NOT_UNDERSTOOD', at));
  });

  test.each([
    [
      'a binding without information',
      defaultBinding,
      '<binding protocol="https" />',
      'ATTRIBUTE_MISSING',
      'binding@bindingInformation',
    ],
    [
      'flags that are no number',
      defaultBinding,
      https(':443:', 'Sni'),
      'VALUE_NOT_UNDERSTOOD',
      'binding@sslFlags',
    ],
    ['no id', ' id="1"', '', 'ATTRIBUTE_MISSING', 'site@id'],
    ['an empty id', ' id="1"', ' id=""', 'VALUE_NOT_UNDERSTOOD', 'site@id'],
    ['an id that is no number', ' id="1"', ' id="one"', 'VALUE_NOT_UNDERSTOOD', 'site@id'],
    ['an id too large', ' id="1"', ' id="4294967296"', 'VALUE_NOT_UNDERSTOOD', 'site@id'],
    ['no name', 'site name="Default Web Site"', 'site', 'ATTRIBUTE_MISSING', 'site@name'],
    ['the same id twice', ' id="2"', ' id="1"', 'SITE_ID_TWICE', 'site@id'],
    [
      'a list in another file',
      '<sites>',
      '<sites configSource="sites.config">',
      'SECTION_ELSEWHERE',
      'sites',
    ],
    [
      'an encrypted list',
      '<sites>',
      '<sites configProtectionProvider="RsaProvider">',
      'SECTION_ENCRYPTED',
      'sites',
    ],
  ])('by %s', async (_name, from, to, code, tried) => {
    const sites = await sitesOf(changed(from, to));
    expect(sites).toMatchObject({ kind: 'unknown', because: { code } });
    expect(sites.kind === 'unknown' && sites.because.tried.endsWith(` ${tried}`)).toBe(true);
  });

  test('but not by a binding of another protocol', async () => {
    const odd = '<binding protocol="net.tcp" bindingInformation="808:*" sslFlags="odd" />';
    expect(await endpointsWith(odd, https(':443:'))).toEqual(['0.0.0.0:443']);
  });
});
