import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIis, type IisConfiguration } from '../../electron/server/windows/iis.ts';
import { read, unknown, type Reading } from '../../shared/reading.ts';
import {
  changed,
  exchangeHost,
  hostPath,
  lineOf,
  machine,
  redirectionPath,
  webConfigPath,
} from '../fixtures/iis/machine.ts';

/** The file is known, what it says is not. */
function contentUnknown(code: string, tried: string): IisConfiguration {
  const because = unknown<never>(code, tried);
  return { path: read(hostPath), sites: because, metabaseHashes: because, clientProtection: because };
}

describe('broken XML', () => {
  test.each([
    ['a quote that is missing', ' id="2"', ' id=2"'],
    ['a value that is missing', ' id="2"', ' id'],
    ['an attribute given twice', ' id="2"', ' id="2" id="3"'],
    ['no space between attributes', '"Exchange Back End" id', '"Exchange Back End"id'],
    ['an entity that nobody declared', 'name="Exchange Back End"', 'name="&back;"'],
    ['a control character', 'name="Exchange Back End"', 'name="Back\u0001End"'],
    ['a bare ampersand', 'name="Exchange Back End"', 'name="Mail & more"'],
    ['an element that is not closed', '<site name="Exchange Back End" id="2" serverAutoStart="true">', '<s>'],
  ])('is unknown, with its line: %s', async (_name, from, to) => {
    const { path, ...parts } = await readIis(machine({ [hostPath]: changed(from, to) }));
    expect(path).toEqual(read(hostPath));
    for (const part of Object.values<Reading<unknown>>(parts)) {
      expect(part).toMatchObject({ because: { code: 'XML_NOT_WELL_FORMED' } });
      expect(part.kind === 'unknown' && part.because.tried).toMatch(/applicationHost\.config:\d+$/);
    }
  });

  test('names the line where it stands', async () => {
    const host = changed('<site name="Exchange Back End" id="2"', '<site name="Exchange Back End" id=2"');
    expect(await readIis(machine({ [hostPath]: host }))).toEqual(
      contentUnknown('XML_NOT_WELL_FORMED', `${hostPath}:${lineOf(host, 'id=2"')}`),
    );
  });

  test('is not an ampersand in a comment, or a character by its number', async () => {
    const host = changed('name="Exchange Back End"', 'name="&lt;Mail&#32;&#x26;&amp;&gt;"');
    const { sites } = await readIis(machine({ [hostPath]: host.replace('<!--', '<!-- this & that ') }));
    expect(sites).toMatchObject({ value: [{}, { name: '<Mail &&>' }] });
  });

  test.each([0.1, 0.5, 0.9, 0.999])('is a file that ends early, at %d of its length', async (part) => {
    const half = exchangeHost.slice(0, Math.floor(exchangeHost.length * part));
    expect((await readIis(machine({ [hostPath]: half }))).sites).toMatchObject({
      because: { code: 'XML_NOT_WELL_FORMED' },
    });
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \r\n'],
    ['zeros, as a crash of the machine leaves them', '\0'.repeat(4096)],
    ['a file with zeros behind it', `${exchangeHost}${'\0'.repeat(512)}`],
    ['two files in one', `${exchangeHost}<configuration />`],
  ])('is %s', async (_name, host) => {
    expect((await readIis(machine({ [hostPath]: host }))).sites).toMatchObject({
      because: { code: 'XML_NOT_WELL_FORMED' },
    });
  });

  test('is not what is well-formed but no configuration', async () => {
    expect(await readIis(machine({ [hostPath]: '<html><body/></html>' }))).toEqual(
      contentUnknown('NOT_A_CONFIGURATION', hostPath),
    );
  });
});

describe('a hostile file', () => {
  const bomb = `<!DOCTYPE configuration [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const external = '<!DOCTYPE configuration SYSTEM "file:///C:/Windows/win.ini">';

  test.each([
    ['of entities', `${bomb}<configuration>&b;</configuration>`],
    ['that names another file', `${external}<configuration/>`],
    [
      'behind a declaration and comments',
      `<?xml version="1.0"?>\n<!-- > -->\n<?x?>${external}<configuration/>`,
    ],
    ['in small letters', '<!doctype configuration><configuration/>'],
    ['that does not end', '<!DOCTYPE configuration ['],
  ])('with a DOCTYPE is refused: %s', async (_name, host) => {
    expect(await readIis(machine({ [hostPath]: host }))).toEqual(
      contentUnknown('XML_DOCTYPE_REFUSED', hostPath),
    );
  });

  test('is refused as the web.config of a site too', async () => {
    const configuration = await readIis(machine({ [webConfigPath]: `${external}<configuration/>` }));
    expect(configuration.clientProtection).toEqual(unknown('XML_DOCTYPE_REFUSED', webConfigPath));
  });

  test('may speak of a DOCTYPE in a comment', async () => {
    const host = exchangeHost.replace('<!--', '<!-- <!DOCTYPE x> ');
    expect((await readIis(machine({ [hostPath]: host }))).sites.kind).toBe('read');
  });

  test('larger than any real one is not parsed', async () => {
    const host = Buffer.alloc(8 * 1024 * 1024 + 1, ' ');
    expect(await readIis(machine({ [hostPath]: host }))).toEqual(contentUnknown('FILE_TOO_LARGE', hostPath));
  });

  test('with very deep elements is read', async () => {
    const deep = `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`;
    const host = changed('\n</configuration>', `${deep}</configuration>`);
    expect((await readIis(machine({ [hostPath]: host }))).sites.kind).toBe('read');
  });
});

describe('any bytes', () => {
  function isAnswer(configuration: IisConfiguration): boolean {
    return Object.values<Reading<unknown>>({ ...configuration }).every(
      (part) => part.kind === 'read' || (part.because.code !== '' && part.because.tried !== ''),
    );
  }

  const paths = [hostPath, redirectionPath, webConfigPath];

  test('have an answer, in any of the files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 200 }), async (path, bytes) => {
        expect(isAnswer(await readIis(machine({ [path]: bytes })))).toBe(true);
      }),
    );
  });

  test('in the middle of a real file have an answer', async () => {
    const original = Buffer.from(exchangeHost);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: original.length }),
        fc.nat({ max: 40 }),
        fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc
            .constantFrom('<', '>', '"', '&', '&#0;', '<!--', '<![CDATA[', '<?', '</sites>', '__proto__="1"')
            .map((text) => Buffer.from(text)),
        ),
        async (at, removed, added) => {
          const bytes = Buffer.concat([original.subarray(0, at), added, original.subarray(at + removed)]);
          expect(isAnswer(await readIis(machine({ [hostPath]: bytes })))).toBe(true);
        },
      ),
    );
  });

  const word = fc.oneof(
    fc.constantFrom('', '1', 'true', '*:443:', 'https', '.', 'Default Web Site', 'LM/W3SVC/1', '5506'),
    fc.string({ unit: 'grapheme' }),
  );
  const escaped = word.map((text) =>
    text.replaceAll(/[^\w ./*:]/gu, (character) => `&#${character.codePointAt(0)};`),
  );

  test('as values of a well-formed file have an answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat({ max: 400 }), value: escaped }), { maxLength: 5 }),
        async (changes) => {
          let host = exchangeHost;
          for (const { at, value } of changes) {
            let index = 0;
            host = host.replaceAll(/="[^"]*"/g, (same) => (index++ === at ? `="${value}"` : same));
          }
          expect(isAnswer(await readIis(machine({ [hostPath]: host })))).toBe(true);
        },
      ),
    );
  });
});
