import { describe, expect, test } from 'vitest';
import { readIis } from '../../electron/server/windows/iis.ts';
import { unknown, type Reading } from '../../shared/reading.ts';
import type { ClientProtection } from '../../shared/facts.ts';
import {
  changed,
  exchangeHost,
  hostPath,
  machine,
  strictWebConfig,
  webConfigPath,
  type Content,
} from '../fixtures/iis/machine.ts';

type Files = Readonly<Record<string, Content>>;

async function protectionOf(host: string, files: Files = {}): Promise<Reading<ClientProtection>> {
  return (await readIis(machine({ [hostPath]: host, ...files }))).clientProtection;
}

async function known(host: string, files: Files = {}): Promise<ClientProtection> {
  const protection = await protectionOf(host, files);
  if (protection.kind === 'unknown') throw new Error(JSON.stringify(protection.because));
  return protection.value;
}

async function secondsPerSite(host: string, files: Files = {}): Promise<Readonly<Record<string, number>>> {
  const { strictTransportSecurity } = await known(host, files);
  return Object.fromEntries(strictTransportSecurity.map(({ site, maxAgeSeconds }) => [site, maxAgeSeconds]));
}

function located(path: string, webServer: string): string {
  return `<location path="${path}"><system.webServer>${webServer}</system.webServer></location>`;
}

function hostWith(...parts: readonly string[]): string {
  return changed('\n</configuration>', `${parts.join('\n')}\n</configuration>`);
}

function headers(...collection: readonly string[]): string {
  return `<httpProtocol><customHeaders>${collection.join('')}</customHeaders></httpProtocol>`;
}

function webConfig(...parts: readonly string[]): string {
  return `<configuration>${parts.join('')}</configuration>`;
}

const year = 31_536_000;
const strict = `<add name="Strict-Transport-Security" value="max-age=${year}" />`;

function header(seconds: number): string {
  return headers(`<add name="strict-transport-security" value="max-age=${seconds}" />`);
}

describe("IIS's own HSTS", () => {
  function site(hsts: string, defaults = ''): string {
    return changed(
      '<traceFailedRequestsLogging enabled="false" />',
      `<traceFailedRequestsLogging enabled="false" />${hsts}`,
    ).replace('<siteDefaults>', `<siteDefaults>${defaults}`);
  }

  test.each([
    ['on', '<hsts enabled="true" max-age="600" />', '', { 'Default Web Site': 600 }],
    ['off', '<hsts enabled="false" max-age="600" />', '', {}],
    ['without a time', '<hsts enabled="true" />', '', {}],
    [
      'with the time in capitals of truth',
      '<hsts enabled="True" max-age="600" />',
      '',
      { 'Default Web Site': 600 },
    ],
    [
      'for every site',
      '',
      '<hsts enabled="true" max-age="300" />',
      { 'Default Web Site': 300, 'Exchange Back End': 300 },
    ],
    [
      'for every site but one',
      '<hsts enabled="false" />',
      '<hsts enabled="true" max-age="300" />',
      { 'Exchange Back End': 300 },
    ],
    [
      'with the time of the defaults',
      '<hsts enabled="true" />',
      '<hsts enabled="false" max-age="300" />',
      { 'Default Web Site': 300 },
    ],
  ])('is told when it is %s', async (_name, own, defaults, expected) => {
    expect(await secondsPerSite(site(own, defaults))).toEqual(expected);
  });

  test.each(['<hsts enabled="perhaps" />', '<hsts enabled="true" max-age="long" />'])(
    'is unknown when its values are not understood: %s',
    async (hsts) => {
      expect(await protectionOf(site(hsts))).toMatchObject({ because: { code: 'VALUE_NOT_UNDERSTOOD' } });
    },
  );
});

describe('a Strict-Transport-Security header', () => {
  test('is found in the web.config at the root of a site', async () => {
    expect(await secondsPerSite(exchangeHost, { [webConfigPath]: strictWebConfig })).toEqual({
      'Default Web Site': year,
    });
  });

  test.each([
    ['the site', 'Default Web Site'],
    ['the site, in another case', 'DEFAULT WEB SITE/'],
    ['one of its folders', 'Default Web Site/owa/auth'],
  ])('is found in the location of %s', async (_name, path) => {
    expect(await secondsPerSite(hostWith(located(path, headers(strict))))).toEqual({
      'Default Web Site': year,
    });
  });

  test('of the whole server is one of every site that serves https', async () => {
    const host = changed('<add name="X-Powered-By" value="ASP.NET" />', strict);
    expect(await secondsPerSite(host)).toEqual({ 'Default Web Site': year, 'Exchange Back End': year });
  });

  test('of another site, or of one whose name begins alike, is none of this one', async () => {
    const host = hostWith(
      located('Exchange Back End', header(60)),
      located('Default Web Site 2', header(70)),
      located('Default Web Site 2/owa', header(80)),
    );
    expect(await secondsPerSite(host)).toEqual({ 'Exchange Back End': 60 });
  });

  test.each(['.', '', 'owa'])('is found in a location of the web.config: "%s"', async (path) => {
    const content = webConfig(located(path, headers(strict)));
    expect(await secondsPerSite(exchangeHost, { [webConfigPath]: content })).toEqual({
      'Default Web Site': year,
    });
  });

  test.each(['<clear />', '<remove name="Strict-Transport-Security" />'])(
    'is gone when the web.config takes it away: %s',
    async (entry) => {
      const host = hostWith(located('Default Web Site', headers(strict)));
      const content = webConfig('<system.webServer>', headers(entry), '</system.webServer>');
      expect(await secondsPerSite(host, { [webConfigPath]: content })).toEqual({});
    },
  );

  test('stays when another header is removed', async () => {
    const host = hostWith(located('Default Web Site', headers(strict, '<remove name="X-Powered-By" />')));
    expect(await secondsPerSite(host)).toEqual({ 'Default Web Site': year });
  });

  test('counts with the longest time, of folders and of IIS itself too', async () => {
    const host = hostWith(
      located('Default Web Site', header(60)),
      located('Default Web Site/owa', header(90)),
    );
    expect(await secondsPerSite(host)).toEqual({ 'Default Web Site': 90 });
    const both = host.replace(
      '<traceFailedRequestsLogging enabled="false" />',
      '<hsts enabled="true" max-age="120" />',
    );
    expect(await secondsPerSite(both)).toEqual({ 'Default Web Site': 120 });
  });

  test.each([
    ['max-age=600', 600],
    ['includeSubDomains; Max-Age = 600 ; preload', 600],
    ['max-age=&quot;600&quot;', 600],
    ['max-age=0', 0],
    ['includeSubDomains', 0],
    ['x-max-age=600', 0],
    ['max-age=600s', 0],
    ['', 0],
  ])('lasts as long as browsers read it: %s', async (value, seconds) => {
    const added = `<add name="Strict-Transport-Security" value="${value}" />`;
    const host = hostWith(located('Default Web Site', headers(added)));
    expect(await secondsPerSite(host)).toEqual(seconds === 0 ? {} : { 'Default Web Site': seconds });
  });

  test.each([
    ['cannot be read', unknown<Uint8Array>('EACCES', webConfigPath), 'EACCES'],
    ['is broken', '<configuration>', 'XML_NOT_WELL_FORMED'],
    [
      'keeps its headers elsewhere',
      webConfig('<system.webServer><httpProtocol configSource="headers.config"/></system.webServer>'),
      'SECTION_ELSEWHERE',
    ],
  ])('is unknown, and nothing else with it, when the web.config %s', async (_name, content, code) => {
    const files = machine({ [webConfigPath]: content });
    const configuration = await readIis(files);
    expect(configuration.clientProtection).toMatchObject({ kind: 'unknown', because: { code } });
    expect([configuration.path.kind, configuration.sites.kind, configuration.metabaseHashes.kind]).toEqual([
      'read',
      'read',
      'read',
    ]);
  });

  test.each([
    ['%NoSuchVariable%\\wwwroot', 'ENVIRONMENT_VARIABLE_MISSING'],
    ['inetpub\\wwwroot', 'PATH_NOT_ABSOLUTE'],
  ])('is unknown when nobody knows where the site lies: %s', async (physicalPath, code) => {
    const host = changed('%SystemDrive%\\inetpub\\wwwroot', physicalPath);
    expect(await protectionOf(host)).toEqual(unknown(code, physicalPath));
  });

  test.each(['', ' '])(
    'is unknown, and shows what was tried, when the site lies at "%s"',
    async (physicalPath) => {
      const host = changed('%SystemDrive%\\inetpub\\wwwroot', physicalPath);
      expect(await protectionOf(host)).toEqual(unknown('PATH_NOT_ABSOLUTE', `"${physicalPath}"`));
    },
  );

  test.each([
    ['application', '<application path="/">', '<application path="/elsewhere">'],
    [
      'folder',
      '<virtualDirectory path="/" physicalPath="%SystemDrive%',
      '<virtualDirectory path="/x" physicalPath="',
    ],
  ])('is not looked for in a site without a root %s, which serves nothing', async (_name, from, to) => {
    expect(await secondsPerSite(changed(from, to), { [webConfigPath]: strictWebConfig })).toEqual({});
  });

  test('is not looked for in a site without https', async () => {
    const plain = `<site name="Plain" id="3"><application path="/"><virtualDirectory path="/" physicalPath="C:\\plain" /></application><bindings><binding protocol="http" bindingInformation="*:82:" /></bindings></site>`;
    const host = changed('<siteDefaults>', `${plain}<siteDefaults>`);
    expect(await secondsPerSite(host, { 'C:\\plain\\web.config': strictWebConfig })).toEqual({});
  });
});
