import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Facts } from '../../shared/facts.ts';
import { changed, exchangeHost, noRedirection, strictWebConfig } from '../fixtures/iis/machine.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { known } from './records-world.ts';

const configFolder = 'windows/system32/inetsrv/config';
const host = `${configFolder}/applicationHost.config`;
const redirection = `${configFolder}/redirection.config`;
const webConfig = 'inetpub/wwwroot/web.config';

/** As Microsoft's KB2025598 shows it. */
const metabaseValue = 'oXiHOzFAMOF0YxIuI7soWvDFEzg=';
const metabaseHash = 'A178873B314030E17463122E23BB285AF0C51338';

describeOnWine('the configuration of IIS, on the disk of a Windows', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());
  afterEach(() => {
    for (const name of [redirection, webConfig]) rmSync(join(exchange.world.driveC, name), { force: true });
  });

  function place(name: string, content: string | Uint8Array): void {
    const path = join(exchange.world.driveC, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  function inspect(text: string | Uint8Array): Promise<Facts> {
    place(host, text);
    return exchange.server.inspect();
  }

  it('is read as Setup of Exchange leaves it', async () => {
    place(redirection, noRedirection);
    const facts = await inspect(exchangeHost);
    expect(known(facts.sites).map(({ id, name, bindings }) => [id, name, bindings.length])).toEqual([
      [1, 'Default Web Site', 2],
      [2, 'Exchange Back End', 1],
    ]);
    expect(known(facts.metabaseHashes)).toEqual([]);
    const { extendedProtection, strictTransportSecurity } = known(facts.clientProtection);
    expect(extendedProtection).toContainEqual({ path: 'Default Web Site/owa', mode: 'Require' });
    expect(strictTransportSecurity).toEqual([]);
  });

  it('is the one of another folder where it is redirected, its path with a variable of Windows', async () => {
    const shared = exchangeHost.replace('name="Default Web Site"', 'name="Shared"');
    place('shared/applicationHost.config', shared);
    const redirected = '<configurationRedirection enabled="true" path="%SystemDrive%\\shared" />';
    place(redirection, noRedirection.replace('<configurationRedirection />', redirected));
    const facts = await inspect(exchangeHost);
    expect(known(facts.sites)[0]?.name).toBe('Shared');
    expect(known(facts.filesToKeep)[0]?.path).toBe('C:\\shared\\applicationHost.config');
  });

  it.each([
    ['enabled="true" path="%NoSuchVariable%\\shared"', 'ENVIRONMENT_VARIABLE_MISSING'],
    ['enabled="true" path="shared"', 'PATH_NOT_ABSOLUTE'],
    ['enabled="true"', 'ATTRIBUTE_MISSING'],
    ['enabled="perhaps"', 'VALUE_NOT_UNDERSTOOD'],
  ])('is unknown where it is redirected to nowhere: %s', async (attributes, code) => {
    const redirected = `<configurationRedirection ${attributes} />`;
    place(redirection, noRedirection.replace('<configurationRedirection />', redirected));
    const facts = await inspect(exchangeHost);
    expect(facts.sites).toMatchObject({ kind: 'unknown', because: { code } });
    expect(facts.filesToKeep).toMatchObject({ kind: 'unknown', because: { code } });
  });

  it('tells browsers to be strict, by a header in the web.config of a site', async () => {
    place(webConfig, strictWebConfig);
    const { strictTransportSecurity } = known((await inspect(exchangeHost)).clientProtection);
    expect(strictTransportSecurity.map(({ site }) => site)).toEqual(['Default Web Site']);
  });

  it('tells browsers to be strict, by its own switch', async () => {
    const switched = changed(
      '<traceFailedRequestsLogging enabled="false" />',
      '<traceFailedRequestsLogging enabled="false" /><hsts enabled="true" max-age="31536000" />',
    );
    const { strictTransportSecurity } = known((await inspect(switched)).clientProtection);
    expect(strictTransportSecurity).toContainEqual(
      expect.objectContaining({ maxAgeSeconds: 31_536_000 }) as unknown,
    );
  });

  it('holds hashes that the metabase would write back', async () => {
    const key = (path: string, value: string) =>
      `<key path="${path}"><property id="5506" dataType="Binary" userType="1" attributes="None" value="${value}" /></key>`;
    const withKeys = (...keys: readonly string[]) =>
      changed('<customMetadata>\n', `<customMetadata>\n${keys.join('\n')}`);
    const facts = await inspect(
      withKeys(key('LM/W3SVC/1', metabaseValue), key('LM/SmtpSvc/1', metabaseValue)),
    );
    expect(known(facts.metabaseHashes)).toEqual([{ siteId: 1, thumbprint: metabaseHash }]);
    for (const bad of [key('LM/W3SVC', metabaseValue), key('LM/W3SVC/1', 'AAAA')]) {
      expect((await inspect(withKeys(bad))).metabaseHashes).toMatchObject({
        kind: 'unknown',
        because: { code: 'VALUE_NOT_UNDERSTOOD' },
      });
    }
  });

  it('may bind addresses of IPv6, written in any way', async () => {
    const binding = '<binding protocol="https" bindingInformation="[0:0:0:0:0:0:0:1%3]:443:" sslFlags="0" />';
    const facts = await inspect(changed('<binding protocol="http" bindingInformation="*:80:" />', binding));
    const endpoints = known(facts.sites).flatMap(({ bindings }) => bindings.map(({ endpoint }) => endpoint));
    expect(endpoints).toContain('[::1%3]:443');
  });

  it.each([
    [
      'a binding that is none',
      'bindingInformation=":443:"',
      'bindingInformation="443"',
      'VALUE_NOT_UNDERSTOOD',
    ],
    ['a site without a name', 'name="Exchange Back End" ', '', 'ATTRIBUTE_MISSING'],
    ['two sites of one number', 'id="2"', 'id="1"', 'SITE_ID_TWICE'],
    ['sites in another file', '<sites>', '<sites configSource="sites.config">', 'SECTION_ELSEWHERE'],
    [
      'sites that are sealed',
      '<sites>',
      '<sites configProtectionProvider="AesProvider">',
      'SECTION_ENCRYPTED',
    ],
  ])('is unknown where it holds %s, with the place where that stands', async (_, from, to, code) => {
    const { sites } = await inspect(changed(from, to));
    expect(sites).toMatchObject({
      kind: 'unknown',
      because: { code, tried: expect.stringMatching(/applicationHost\.config:\d+ \w+/) as unknown },
    });
  });

  it.each([
    ['another document', '<web />', 'NOT_A_CONFIGURATION'],
    ['bytes that are no text', Buffer.from([0x3c, 0xff, 0xfe, 0x80]), 'ENCODING_NOT_UNDERSTOOD'],
  ])('is unknown where it holds %s', async (_, content, code) => {
    expect((await inspect(content)).sites).toMatchObject({ kind: 'unknown', because: { code } });
  });
});
