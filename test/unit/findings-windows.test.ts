import { describe, expect, test } from 'vitest';
import { diagnose, mayRescue } from '../../shared/diagnosis.ts';
import type { Facts, WindowsEvent } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { day, expiredServer, server } from '../fixtures/facts.ts';

function found(facts: Facts): readonly Finding[] {
  return diagnose(facts).findings;
}

describe('an IP listen list', () => {
  test('without 127.0.0.1 is named with what is in it', () => {
    const addresses = ['192.0.2.7', '::1'];
    expect(found(server({ ipListenList: addresses }))).toEqual([
      { kind: 'ip-listen-list-without-loopback', severity: 'warning', addresses },
    ]);
  });

  test.each([[[]], [['192.0.2.7', '127.0.0.1']], [['0.0.0.0']]])('is fine with %j', (ipListenList) => {
    expect(found(server({ ipListenList }))).toEqual([]);
  });
});

describe('the compatibility with IIS 6', () => {
  test.each([
    [0, 1, ['metabase']],
    [1, null, ['adsi']],
    [null, null, ['metabase', 'adsi']],
  ] as const)('is missing where the registry says %j and %j', (metabase, adsiCompatibility, missing) => {
    const facts = server({ iis: { version: '10.0', metabase, adsiCompatibility } });
    expect(found(facts)).toEqual([{ kind: 'iis-6-compatibility-missing', severity: 'warning', missing }]);
  });

  test('is there where both are, whatever the version of IIS', () => {
    expect(found(server({ iis: { version: null, metabase: 1, adsiCompatibility: 1 } }))).toEqual([]);
  });
});

describe('who may bind another certificate', () => {
  const task = { kind: 'task', name: '\\win-acme renew', program: 'wacs.exe --renew' } as const;

  test('is named before 443 is touched, and does not keep a rescue from beginning', () => {
    const facts = expiredServer({ rebinders: { found: [task], unread: [] } });
    expect(found(facts)).toContainEqual({ kind: 'rebinders', severity: 'warning', rebinders: [task] });
    expect(mayRescue(diagnose(facts))).toBe(true);
  });

  test('is not known of tasks that could not be read', () => {
    const unread = [{ code: 'EACCES', tried: 'C:\\Windows\\System32\\Tasks\\closed' }];
    expect(found(server({ rebinders: { found: [], unread } }))).toEqual([
      { kind: 'tasks-unread', severity: 'note', tasks: ['C:\\Windows\\System32\\Tasks\\closed'] },
    ]);
  });
});

describe("the folder of the machine's keys", () => {
  const path = 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys';
  const withList = (accessList: string) => server({ machineKeys: { path, owner: 'S-1-5-18', accessList } });

  test.each([
    ['D:P', ['administrators', 'system']],
    ['D:(A;;FA;;;SY)', ['administrators']],
    ['D:(D;;FA;;;SY)(A;;FA;;;BA)', ['system']],
    ['D:(D;;FA;;;WD)(A;;FA;;;BA)(A;;FA;;;SY)', ['administrators', 'system']],
    ['D:(A;;FR;;;BA)(A;;FA;;;SY)', ['administrators']],
    ['D:(A;OICIIO;FA;;;BA)(A;;FA;;;SY)', ['administrators']],
  ] as const)('is closed with %s', (accessList, closedTo) => {
    expect(found(withList(accessList))).toEqual([
      { kind: 'machine-keys-folder-closed', severity: 'warning', path, closedTo },
    ]);
  });

  test.each([
    // As Windows makes it: SYSTEM is an administrator.
    'D:PAI(A;;0x12019f;;;WD)(A;;FA;;;BA)',
    'D:(A;;FA;;;BA)',
    'D:(A;;0x12019f;;;WD)',
    'D:NO_ACCESS_CONTROL',
    'D:(D;;FA;;;S-1-5-21-1-2-3-1001)(A;;FA;;;BA)',
    // Not understood, so nothing is said of it.
    'D:(XA;;FX;;;WD;(@User.x == 1))',
  ])('is open with %s', (accessList) => {
    expect(found(withList(accessList))).toEqual([]);
  });
});

describe('events of the System log', () => {
  function event(id: number, days: number, ...values: readonly string[]): WindowsEvent {
    return { id, provider: 'Microsoft-Windows-HttpEvent', at: day(days), values };
  }

  test('are noted once for each endpoint, with the newest time', () => {
    const facts = server({
      windowsEvents: [
        event(15021, -1, '\\Device\\Http\\ReqQueue', '0.0.0.0:444'),
        event(15021, -2, '\\Device\\Http\\ReqQueue', '[::]:443'),
        event(15021, -3, '\\Device\\Http\\ReqQueue', '0.0.0.0:444'),
        event(36870, -4, 'server', '0x8009030d', '10001'),
      ],
    });
    const note = { kind: 'certificate-event', severity: 'note' };
    expect(found(facts)).toEqual([
      { ...note, id: 15021, of: '0.0.0.0:444', lastAt: day(-1) },
      { ...note, id: 15021, of: '[::]:443', lastAt: day(-2) },
      { ...note, id: 36870, of: null, lastAt: day(-4) },
    ]);
  });

  test('that only tell of a changed record are none of it', () => {
    const windowsEvents = [event(15300, -1, '0.0.0.0:443'), event(15301, -1, '0.0.0.0:443')];
    expect(found(server({ windowsEvents }))).toEqual([]);
  });
});
