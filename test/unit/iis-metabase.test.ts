import { describe, expect, test } from 'vitest';
import { readIis } from '../../electron/server/windows/iis.ts';
import type { MetabaseHash } from '../../shared/facts.ts';
import { read, unknown, type Reading } from '../../shared/reading.ts';
import { changed, exchangeHost, hostPath, lineOf, machine } from '../fixtures/iis/machine.ts';

/** As Microsoft's KB2025598 shows it. */
const sample = 'oXiHOzFAMOF0YxIuI7soWvDFEzg=';
const sampleHash = 'A178873B314030E17463122E23BB285AF0C51338';

function key(path: string, value: string, id = '5506'): string {
  return `<key path="${path}">
    <property id="1" dataType="DWord" userType="1" attributes="Inherit" value="0" />
    <property id="${id}" dataType="Binary" userType="1" attributes="None" value="${value}" />
  </key>`;
}

function hostWith(...keys: readonly string[]): string {
  return changed('<customMetadata>\n', `<customMetadata>\n${keys.join('\n')}`);
}

async function hashesOf(host: string): Promise<Reading<readonly MetabaseHash[]>> {
  return (await readIis(machine({ [hostPath]: host }))).metabaseHashes;
}

describe('the hashes of the legacy metabase', () => {
  test('are none where Exchange has just its own keys', async () => {
    expect(await hashesOf(exchangeHost)).toEqual(read([]));
  });

  test('are none without the section', async () => {
    const section = /<customMetadata>\n[^]*<\/customMetadata>/.exec(exchangeHost)![0];
    expect(await hashesOf(changed(section, ''))).toEqual(read([]));
  });

  test('are read per site', async () => {
    const other = Buffer.from('00'.repeat(19) + 'ff', 'hex').toString('base64');
    expect(await hashesOf(hostWith(key('LM/W3SVC/1', sample), key('LM/W3SVC/27', other)))).toEqual(
      read([
        { siteId: 1, thumbprint: sampleHash },
        { siteId: 27, thumbprint: `${'00'.repeat(19)}FF` },
      ]),
    );
  });

  test.each(['/LM/W3SVC/2', 'lm/w3svc/2', 'LM/W3SVC/2/', 'LM/W3SVC/2/ROOT/owa'])(
    'are of the site whose path it is, itself or below: %s',
    async (path) => {
      expect(await hashesOf(hostWith(key(path, sample)))).toEqual(
        read([{ siteId: 2, thumbprint: sampleHash }]),
      );
    },
  );

  test.each([
    ['another service', key('LM/SmtpSvc/1', sample)],
    ['another property', key('LM/W3SVC/1', sample, '5507')],
    ['what is no site', key('LM/W3SVC/INFO', sample)],
  ])('leave out %s', async (_name, added) => {
    expect(await hashesOf(hostWith(added))).toEqual(read([]));
  });

  test.each([
    '',
    'none',
    sample.replace('O', '!O'),
    sample.slice(4),
    sampleHash,
    sampleHash.slice(0, 28),
    `${sample}AAAA`,
  ])('are unknown when one is no hash in base64: "%s"', async (value) => {
    const host = hostWith(key('LM/W3SVC/1', value));
    expect(await hashesOf(host)).toEqual(
      unknown('VALUE_NOT_UNDERSTOOD', `${hostPath}:${lineOf(host, 'id="5506"')} property@value`),
    );
  });

  test('are unknown when one is of the web service as a whole', async () => {
    expect(await hashesOf(hostWith(key('LM/W3SVC', sample)))).toMatchObject({
      because: { code: 'VALUE_NOT_UNDERSTOOD' },
    });
  });

  test('stay known when the sites are not', async () => {
    const host = hostWith(key('LM/W3SVC/1', sample)).replace(' id="2"', '');
    const configuration = await readIis(machine({ [hostPath]: host }));
    expect(configuration.sites.kind).toBe('unknown');
    expect(configuration.metabaseHashes).toEqual(read([{ siteId: 1, thumbprint: sampleHash }]));
  });
});
