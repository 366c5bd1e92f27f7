import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { wineHere } from '../../scripts/wine/for-tests.mjs';
import type { Facts } from '../../shared/facts.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';

const wevtutil = 'C:\\windows\\system32\\wevtutil.exe';

/** Wine takes its own program, whatever lies there, unless it is told. */
const nativeProgram = [
  'Windows Registry Editor Version 5.00',
  '[HKEY_CURRENT_USER\\Software\\Wine\\DllOverrides]\r\n"wevtutil.exe"="native"',
  '',
].join('\r\n\r\n');

interface Sample {
  readonly id: number | string;
  readonly provider: string;
  readonly at: string;
  readonly data: string;
}

function event({ id, provider, at, data }: Sample): string {
  return (
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/>` +
    `<EventID Qualifiers='49152'>${id}</EventID><TimeCreated SystemTime='${at}'/></System>${data}</Event>`
  );
}

const http = (at: string): Sample => ({
  id: 15021,
  provider: 'Microsoft-Windows-HttpEvent',
  at,
  data: `<EventData><Data Name='Endpoint'>0.0.0.0:444</Data></EventData>`,
});
const schannel: Sample = {
  id: 36870,
  provider: 'Schannel',
  at: '2026-03-01T01:00:00.5Z',
  data: `<UserData><EventXML xmlns='LSA_NS'><Type>server</Type><Error>0x8009030D</Error></EventXML></UserData>`,
};

describeOnWine('the System log of a Windows', () => {
  let exchange: ExchangeWorld;
  let folder: string;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    const { driveC, registry } = exchange.world;
    const program = join(driveC, 'windows/system32/wevtutil.exe');
    const wine = wineHere();
    if (wine.kind === 'missing') throw new Error(wine.because);
    rmSync(program);
    copyFileSync(wine.standIn('wevtutil'), program);
    await registry.import(nativeProgram);
    folder = join(driveC, 'events');
  });
  afterAll(() => exchange.dispose());
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function place(name: string, content: string | Uint8Array): void {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  const printed = (...samples: readonly Sample[]) =>
    `<Events>${samples.map(event).join('\r\n')}</Events>\r\n`;
  const told = async (): Promise<Facts['windowsEvents']> => (await exchange.server.inspect()).windowsEvents;

  it('is read newest first, each event with its values, and none of other providers', async () => {
    const other = { ...http('2026-03-01T04:00:00Z'), provider: 'Contoso-Backup' };
    place('all.xml', printed(http('2026-03-01T00:00:00Z'), other, schannel));
    expect(await told()).toEqual({
      kind: 'read',
      value: [
        {
          id: 36870,
          provider: 'Schannel',
          at: '2026-03-01T01:00:00.500Z',
          values: ['server', '0x8009030D'],
        },
        {
          id: 15021,
          provider: 'Microsoft-Windows-HttpEvent',
          at: '2026-03-01T00:00:00.000Z',
          values: ['0.0.0.0:444'],
        },
      ],
    });
  });

  it('is asked for each kind where one comes by the thousand', async () => {
    place('all.xml', printed(...Array.from({ length: 80 }, () => http('2026-03-01T04:00:00Z'))));
    place('15021.xml', printed(http('2026-03-01T04:00:00Z')));
    place('15300.xml', printed());
    place('15301.xml', printed());
    place('36870.xml', printed(schannel));
    const events = await told();
    if (events.kind === 'unknown') throw new Error(events.because.code);
    expect(events.value.map(({ id }) => id)).toEqual([15021, 36870]);
  });

  it('may be empty', async () => {
    place('all.xml', printed());
    expect(await told()).toEqual({ kind: 'read', value: [] });
  });

  it.each([
    ['nothing', '', 'NO_OUTPUT'],
    ['half of it', '<Events><Event>', 'XML_NOT_WELL_FORMED'],
    ['an event without its number', printed({ ...schannel, id: '' }), 'VALUE_NOT_UNDERSTOOD'],
    ['an event without its time', printed({ ...schannel, at: 'lately' }), 'VALUE_NOT_UNDERSTOOD'],
    ['more than can be looked at', `<Events>${' '.repeat(5 * 1024 * 1024)}</Events>`, 'TOO_MUCH_OUTPUT'],
  ])('is unknown where %s is printed', async (_, text, code) => {
    place('all.xml', text);
    expect(await told()).toEqual({ kind: 'unknown', because: { code, tried: wevtutil } });
  });

  it('is read in a code page that is no UTF-8', async () => {
    const data = '<EventData><Data>Zürich</Data></EventData>';
    place('all.xml', Buffer.from(printed({ ...schannel, data }), 'latin1'));
    expect(await told()).toMatchObject({ value: [{ values: ['Zürich'] }] });
  });

  it('is unknown by how the program ended', async () => {
    expect(await told()).toEqual({ kind: 'unknown', because: { code: '5', tried: wevtutil } });
  });
});
