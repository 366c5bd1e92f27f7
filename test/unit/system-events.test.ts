import { describe, expect, test } from 'vitest';
import { certificateEvents, eventsIn } from '../../electron/server/windows/system-events.ts';
import type { RunProgram } from '../../electron/server/windows/run-program.ts';
import { read, unknown } from '../../shared/reading.ts';

const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event';

interface Sample {
  readonly id: number;
  readonly provider: string;
  readonly at?: string;
  readonly data: string;
  readonly message?: string;
}

/** As wevtutil prints one on a server of any language. */
function event({ id, provider, at = '2026-11-22T01:00:00.123456700Z', data, message }: Sample): string {
  const rendered =
    message === undefined
      ? ''
      : `<RenderingInfo Culture='de-DE'><Message>${message}</Message><Level>Fehler</Level></RenderingInfo>`;
  return (
    `<Event xmlns='${namespace}'><System><Provider Name='${provider}' Guid='{7b6bc78c-898b-4170-bbf8-1a469ea43fc5}' ` +
    `EventSourceName='HTTP'/><EventID Qualifiers='49152'>${String(id)}</EventID><Version>0</Version><Level>2</Level>` +
    `<Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='${at}'/>` +
    `<EventRecordID>81231</EventRecordID><Correlation/><Execution ProcessID='4' ThreadID='12364'/>` +
    `<Channel>System</Channel><Computer>EX01.contoso.local</Computer><Security/></System>${data}${rendered}</Event>`
  );
}

const http = 'Microsoft-Windows-HttpEvent';
const endpointData = (endpoint: string) =>
  `<EventData><Data Name='DeviceObject'>\\Device\\Http\\ReqQueue</Data><Data Name='Endpoint'>${endpoint}</Data>` +
  `<Binary>000004000200300000000000AD3A00C0</Binary></EventData>`;
const unusable = { id: 15021, provider: http, data: endpointData('0.0.0.0:444') };
const keyRefused = {
  id: 36870,
  provider: 'Schannel',
  data: `<EventData><Data Name='Type'>server</Data><Data Name='ErrorCode'>0x8009030d</Data><Data Name='ErrorStatus'>10001</Data></EventData>`,
};

function printed(...samples: readonly Sample[]): Uint8Array {
  return Buffer.from(`<Events>${samples.map(event).join('\r\n')}</Events>\r\n`);
}

describe('what wevtutil prints', () => {
  test('is read without its text: id, provider, time and data', () => {
    expect(eventsIn(printed(unusable, keyRefused), 'wevtutil')).toEqual(
      read([
        {
          id: 15021,
          provider: http,
          at: '2026-11-22T01:00:00.123Z',
          values: ['\\Device\\Http\\ReqQueue', '0.0.0.0:444'],
        },
        {
          id: 36870,
          provider: 'Schannel',
          at: '2026-11-22T01:00:00.123Z',
          values: ['server', '0x8009030d', '10001'],
        },
      ]),
    );
  });

  test('is the same in every language', () => {
    const german = printed({ ...unusable, message: 'Fehler bei der Verwendung für Endpunkt: 0.0.0.0:444' });
    expect(eventsIn(german, 'wevtutil')).toEqual(eventsIn(printed(unusable), 'wevtutil'));
  });

  test('is read in UTF-16, and in a code page that is no UTF-8', () => {
    const told = eventsIn(printed(unusable), 'wevtutil');
    const text = Buffer.from(printed(unusable)).toString().replace('EX01', 'EXÜ1');
    expect(eventsIn(Buffer.from(`\ufeff${text}`, 'utf16le'), 'wevtutil')).toEqual(told);
    expect(eventsIn(Buffer.from(text, 'utf16le'), 'wevtutil')).toEqual(told);
    expect(eventsIn(Buffer.from(text, 'latin1'), 'wevtutil')).toEqual(told);
  });

  test('may hold data in elements of its own', () => {
    const data = `<UserData><EventXML xmlns='LSA_NS'><Type>server</Type><Error>0x8009030D</Error></EventXML></UserData>`;
    const events = eventsIn(printed({ ...keyRefused, data }), 'wevtutil');
    expect(events).toMatchObject({ value: [{ values: ['server', '0x8009030D'] }] });
  });

  test('is no event where there is only the root', () => {
    expect(eventsIn(Buffer.from('<Events>\r\n</Events>'), 'wevtutil')).toEqual(read([]));
  });

  test.each([
    ['nothing at all', '', 'NO_OUTPUT'],
    ['a message', 'Zugriff verweigert', 'XML_NOT_WELL_FORMED'],
    ['half of it', event(unusable), 'XML_NOT_WELL_FORMED', '<Events>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><Events/>', 'XML_DOCTYPE_REFUSED'],
    [
      'an event without a time',
      event({ ...unusable, at: 'gestern' }),
      'VALUE_NOT_UNDERSTOOD',
      '<Events>',
      '</Events>',
    ],
  ])('is unknown when it is %s', (_what, text, code, before = '', after = '') => {
    expect(eventsIn(Buffer.from(`${before}${text}${after}`), 'wevtutil')).toEqual(unknown(code, 'wevtutil'));
  });
});

/** A wevtutil with these events, the newest first: it tells those with the ids that it is asked for, up to the most. */
function wevtutil(...samples: readonly Sample[]) {
  const asked: { readonly program: string; readonly words: readonly string[] }[] = [];
  const run: RunProgram = (program, words) => {
    asked.push({ program, words });
    const line = words.join(' ');
    const ids = [...line.matchAll(/EventID=(\d+)/g)].map(([, id]) => Number(id));
    const most = Number(/\/c:(\d+)/.exec(line)?.[1]);
    return Promise.resolve(read(printed(...samples.filter(({ id }) => ids.includes(id)).slice(0, most))));
  };
  return { run, asked };
}

const system32 = 'C:\\Windows\\System32';

describe('the events of the System log', () => {
  test('are asked for at once, of seven days, the newest eighty, from System32', async () => {
    const { run, asked } = wevtutil();
    expect(await certificateEvents(run, system32)).toEqual(read([]));
    const ids = 'EventID=15021 or EventID=15300 or EventID=15301 or EventID=36870';
    expect(asked).toEqual([
      {
        program: 'C:\\Windows\\System32\\wevtutil.exe',
        words: [
          'qe',
          'System',
          `/q:*[System[(${ids}) and TimeCreated[timediff(@SystemTime) <= 604800000]]]`,
          '/f:xml',
          '/e:Events',
          '/c:80',
          '/rd:true',
        ],
      },
    ]);
  });

  test('of one kind, however many, leave room for those of the others', async () => {
    const flood = Array.from({ length: 1000 }, () => keyRefused);
    const { run, asked } = wevtutil(...flood, { ...unusable, at: '2026-11-20T01:00:00Z' });
    const events = await certificateEvents(run, system32);
    const told = events.kind === 'read' ? events.value.map(({ id }) => id) : [];
    expect(told).toEqual([...Array.from({ length: 20 }, () => 36870), 15021]);
    expect(asked.slice(1).map(({ words }) => words.join(' '))).toEqual(
      [15021, 15300, 15301, 36870].map(
        (id) => expect.stringMatching(RegExp(`\\(EventID=${String(id)}\\).* /c:20 `)) as string,
      ),
    );
  });

  test('are unknown as a whole when one of the questions that a flood makes necessary fails', async () => {
    const flood = wevtutil(...Array.from({ length: 1000 }, () => keyRefused));
    const run: RunProgram = (program, words) =>
      words.join(' ').includes('(EventID=15301)')
        ? Promise.resolve(unknown('ETIMEDOUT', program))
        : flood.run(program, words);
    expect(await certificateEvents(run, system32)).toMatchObject({ because: { code: 'ETIMEDOUT' } });
  });

  test('come newest first, whatever their id', async () => {
    const { run } = wevtutil(
      { ...unusable, at: '2026-11-20T01:00:00Z' },
      { ...keyRefused, at: '2026-11-22T01:00:00Z' },
      { ...unusable, id: 15301, at: '2026-11-21T01:00:00Z' },
    );
    expect(await certificateEvents(run, system32)).toMatchObject({
      value: [{ id: 36870 }, { id: 15301 }, { id: 15021 }],
    });
  });

  test('of another provider that counts alike are left out', async () => {
    const { run } = wevtutil({ ...unusable, provider: 'Contoso-Backup' });
    expect(await certificateEvents(run, system32)).toEqual(read([]));
  });

  test('are unknown as a whole when the question fails, and no more is asked', async () => {
    let calls = 0;
    const run: RunProgram = (program) => {
      calls++;
      return Promise.resolve(unknown('ETIMEDOUT', program));
    };
    const because = unknown('ETIMEDOUT', 'C:\\Windows\\System32\\wevtutil.exe');
    expect(await certificateEvents(run, system32)).toEqual(because);
    expect(calls).toBe(1);
  });
});
