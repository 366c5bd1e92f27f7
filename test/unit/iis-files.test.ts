import { describe, expect, test } from 'vitest';
import { readIis, type IisConfiguration } from '../../electron/server/windows/iis.ts';
import { read, unknown } from '../../shared/reading.ts';
import {
  changed,
  exchangeHost,
  hostPath,
  machine,
  noRedirection,
  redirectionPath,
} from '../fixtures/iis/machine.ts';

const sharedPath = String.raw`\\FS01\iis$\applicationHost.config`;

function redirected(attributes: string): string {
  return noRedirection.replace('<configurationRedirection />', `<configurationRedirection ${attributes} />`);
}

/** Every part is unknown for this reason. */
function allUnknown(code: string, tried: string): IisConfiguration {
  const because = unknown<never>(code, tried);
  return { path: because, sites: because, metabaseHashes: because, clientProtection: because };
}

/** The file is known, what it says is not. */
function contentUnknown(code: string, tried: string): IisConfiguration {
  return { ...allUnknown(code, tried), path: read(hostPath) };
}

describe('applicationHost.config', () => {
  test('is the one in the folder of IIS', async () => {
    const configuration = await readIis(machine());
    expect(configuration.path).toEqual(read(hostPath));
    expect(configuration.sites.kind).toBe('read');
  });

  test('is the same without a redirection.config', async () => {
    expect(await readIis(machine({ [redirectionPath]: unknown('ENOENT', redirectionPath) }))).toEqual(
      await readIis(machine()),
    );
  });

  test('that is missing is told by the code of a missing file', async () => {
    expect(await readIis(machine({ [hostPath]: unknown('ENOENT', hostPath) }))).toEqual(
      allUnknown('ENOENT', hostPath),
    );
  });

  test('that may not be read is told by its own code', async () => {
    expect(await readIis(machine({ [hostPath]: unknown('EACCES', hostPath) }))).toEqual(
      allUnknown('EACCES', hostPath),
    );
  });
});

describe('a shared configuration', () => {
  const small = exchangeHost.replace('name="Default Web Site"', 'name="Shared"');

  test.each([
    String.raw`enabled="true" path="\\FS01\iis$" userName="CONTOSO\iis" password="[enc:IISRsaProvider:AAAA:enc]"`,
    String.raw`enabled="TRUE" path="\\FS01\iis$\"`,
  ])('is the one that is read: %s', async (attributes) => {
    const configuration = await readIis(
      machine({ [redirectionPath]: redirected(attributes), [sharedPath]: small }),
    );
    expect(configuration.path).toEqual(read(sharedPath));
    expect(configuration.sites).toMatchObject({ value: [{ name: 'Shared' }, {}] });
  });

  test('on a drive of this machine is read with its variables expanded', async () => {
    const configuration = await readIis(
      machine({
        [redirectionPath]: redirected(String.raw`enabled="true" path="%SystemDrive%\shared"`),
        [String.raw`C:\shared\applicationHost.config`]: small,
      }),
    );
    expect(configuration.path).toEqual(read(String.raw`C:\shared\applicationHost.config`));
  });

  test('that cannot be reached is unknown: the file left behind here is not taken for it', async () => {
    const configuration = await readIis(
      machine({
        [redirectionPath]: redirected(String.raw`enabled="true" path="\\FS01\iis$"`),
        [sharedPath]: unknown('ERROR_BAD_NETPATH', sharedPath),
      }),
    );
    expect(configuration).toEqual(allUnknown('ERROR_BAD_NETPATH', sharedPath));
  });

  test.each([String.raw`enabled="false" path="\\FS01\iis$"`, String.raw`path="\\FS01\iis$"`, 'enabled="0"'])(
    'is not used when it is not enabled: %s',
    async (attributes) => {
      const configuration = await readIis(machine({ [redirectionPath]: redirected(attributes) }));
      expect(configuration.path).toEqual(read(hostPath));
    },
  );

  test.each([
    ['enabled="sometimes"', 'VALUE_NOT_UNDERSTOOD'],
    ['enabled="true"', 'ATTRIBUTE_MISSING'],
    ['enabled="true" path=""', 'ATTRIBUTE_MISSING'],
    ['enabled="true" path="shared"', 'PATH_NOT_ABSOLUTE'],
    [String.raw`enabled="true" path="\shared"`, 'PATH_NOT_ABSOLUTE'],
    [String.raw`enabled="true" path="%NoSuchVariable%\shared"`, 'ENVIRONMENT_VARIABLE_MISSING'],
    ['configSource="other.config"', 'SECTION_ELSEWHERE'],
    ['configProtectionProvider="RsaProvider"', 'SECTION_ENCRYPTED'],
  ])('that is not understood makes everything unknown: %s', async (attributes, code) => {
    const { path, sites } = await readIis(machine({ [redirectionPath]: redirected(attributes) }));
    expect(path).toMatchObject({ kind: 'unknown', because: { code } });
    expect(sites).toEqual(path);
  });

  test.each([
    ['broken', '<configuration>', 'XML_NOT_WELL_FORMED', `${redirectionPath}:1`],
    ['unreadable', unknown<Uint8Array>('EACCES', redirectionPath), 'EACCES', redirectionPath],
  ])('whose redirection.config is %s makes everything unknown', async (_name, content, code, tried) => {
    expect(await readIis(machine({ [redirectionPath]: content }))).toEqual(allUnknown(code, tried));
  });
});

describe('the encoding', () => {
  function utf16(text: string, order: 'little-endian' | 'big-endian'): Buffer {
    const bytes = Buffer.from(text, 'utf16le');
    return order === 'little-endian' ? bytes : bytes.swap16();
  }

  const named = changed('name="Default Web Site"', 'name="Münchner Post €"');
  const wide = named.replace('encoding="UTF-8"', 'encoding="utf-16"');

  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(named)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${named}`)],
    ['UTF-8 without a declaration', Buffer.from(named.replace(/^<\?xml.*\?>/, ''))],
    ['UTF-16 with a mark', utf16(`\ufeff${wide}`, 'little-endian')],
    ['UTF-16 without a mark', utf16(wide, 'little-endian')],
    ['big-endian UTF-16 with a mark', utf16(`\ufeff${wide}`, 'big-endian')],
    ['big-endian UTF-16 without a mark', utf16(wide, 'big-endian')],
  ])('is understood: %s', async (_name, bytes) => {
    const { sites } = await readIis(machine({ [hostPath]: bytes }));
    expect(sites).toMatchObject({ value: [{ name: 'Münchner Post €' }, {}] });
  });

  test('is what the declaration says', async () => {
    const text = changed('encoding="UTF-8"', "encoding='ISO-8859-1'").replace('Default Web', 'Münchner');
    const { sites } = await readIis(machine({ [hostPath]: Buffer.from(text, 'latin1') }));
    expect(sites).toMatchObject({ value: [{ name: 'Münchner Site' }, {}] });
  });

  test.each<[string, Buffer]>([
    ['bytes that are no UTF-8', Buffer.from(named, 'latin1')],
    ['an encoding that nobody knows', Buffer.from(named.replace('UTF-8', 'x-own'))],
    [
      'UTF-16 that is cut in the middle of a character',
      utf16(`\ufeff${wide}`, 'little-endian').subarray(0, 101),
    ],
  ])('is unknown, not guessed: %s', async (_name, bytes) => {
    expect(await readIis(machine({ [hostPath]: bytes }))).toEqual(
      contentUnknown('ENCODING_NOT_UNDERSTOOD', hostPath),
    );
  });
});
