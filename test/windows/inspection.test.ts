import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { Facts, PrivateKey } from '../../shared/facts.ts';
import type { Reading } from '../../shared/reading.ts';
import { parseAccessList } from '../../shared/security-descriptor.ts';
import { nightClock } from '../fixtures/practice.ts';
import { taskXml } from '../fixtures/scheduled-tasks.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';

const machine = 'HKEY_LOCAL_MACHINE';

/** A server with all that `inspect` looks for around the bindings. */
const registry = String.raw`Windows Registry Editor Version 5.00

[${machine}\SYSTEM\CurrentControlSet\Services\HTTP\Parameters]
"ListenOnlyList"=hex(7):${multiText(['127.0.0.1', '192.0.2.7', 'fe80::1:2'])}

[${machine}\SOFTWARE\Microsoft\InetStp]
"MajorVersion"=dword:0000000a
"MinorVersion"=dword:00000000

[${machine}\SOFTWARE\Microsoft\InetStp\Components]
"Metabase"=dword:00000001
"ADSICompatibility"=dword:00000000

[${machine}\SYSTEM\CurrentControlSet\Services\Certify.Service]
"ImagePath"="C:\\Program Files\\CertifyTheWeb\\Certify.Service.exe"
"Start"=dword:00000002

[${machine}\SYSTEM\CurrentControlSet\Services\Certify.Former]
"ImagePath"="C:\\Program Files\\CertifyTheWeb\\Certify.Service.exe"
"Start"=dword:00000004
`.replaceAll('\n', '\r\n');

describeOnWine('the inspection of a Windows', () => {
  let exchange: ExchangeWorld;
  let healthy: Facts;
  let facts: Facts;

  beforeAll(async () => {
    exchange = await startExchangeWorld('healthy', nightClock);
    healthy = await exchange.server.inspect();
    await exchange.world.registry.import(registry);
    writeTask(exchange, 'win-acme renew (acme-v02.api.letsencrypt.org)', {
      command: 'C:\\win-acme\\wacs.exe',
      words: '--renew',
    });
    writeTask(exchange, 'Microsoft/Windows/CertificateServicesClient/IIS-AutoCertRebind', {
      command: '%SystemRoot%\\System32\\inetsrv\\appcmd.exe',
      words: 'renew binding /oldcert:$(OldCertHash) /newcert:$(NewCertHash)',
    });
    writeTask(exchange, 'Posh-ACME', { command: 'powershell.exe', words: '', state: 'disabled' });
    writeTask(exchange, 'Microsoft/Windows/Defrag/ScheduledDefrag', { command: 'defrag.exe', words: '-c' });
    facts = await exchange.server.inspect();
  }, 180_000);
  afterAll(async () => {
    await exchange.dispose();
  });

  it('reads the addresses that http.sys listens on', () => {
    expect(facts.ipListenList).toEqual({ kind: 'read', value: ['127.0.0.1', '192.0.2.7', 'fe80::1:2'] });
  });

  it('reads IIS as the scenario has it, so that nothing of it is missed', () => {
    expect(known(healthy.iis)).toEqual(exchange.built.state.iis);
    expect(diagnose(healthy).findings.map(({ kind }) => kind)).not.toContain('iis-6-compatibility-missing');
    expect(diagnose(facts).findings.map(({ kind }) => kind)).toContain('iis-6-compatibility-missing');
  });

  it('reads the version of IIS and its parts of old', () => {
    const iis = { version: '10.0', metabase: 1, adsiCompatibility: 0 };
    expect(facts.iis).toEqual({ kind: 'read', value: iis });
  });

  it('names the tasks and services that may bind a renewed certificate, and no others', () => {
    const { found, unread } = known(facts.rebinders);
    expect(unread).toEqual([]);
    expect(found.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
      {
        kind: 'task',
        name: '\\Microsoft\\Windows\\CertificateServicesClient\\IIS-AutoCertRebind',
        program:
          '%SystemRoot%\\System32\\inetsrv\\appcmd.exe renew binding /oldcert:$(OldCertHash) /newcert:$(NewCertHash)',
      },
      {
        kind: 'task',
        name: '\\win-acme renew (acme-v02.api.letsencrypt.org)',
        program: 'C:\\win-acme\\wacs.exe --renew',
      },
      {
        kind: 'service',
        name: 'Certify.Service',
        program: 'C:\\Program Files\\CertifyTheWeb\\Certify.Service.exe',
      },
    ]);
  });

  it("reads who may do what in the folder of the machine's keys, and with the file of each key", () => {
    const folder = known(facts.machineKeys);
    expect(folder.path).toBe('C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys');
    expect(folder.owner).toMatch(/^S-1-5-/);
    expect(entriesOf(folder.accessList)).not.toHaveLength(0);
    const files = known(facts.certificates).flatMap(({ key }) => fileOf(known(key)));
    expect(files).not.toHaveLength(0);
    for (const { path, accessList } of files) {
      expect(dirname(path.replaceAll('\\', '/'))).toBe(folder.path.replaceAll('\\', '/'));
      expect(entriesOf(known(accessList))).not.toHaveLength(0);
    }
  });

  it('says why the System log is unknown, and goes on', () => {
    // Wine's wevtutil ends well and prints nothing, not even the root that stands around no events.
    const because = { code: 'NO_OUTPUT', tried: 'C:\\windows\\system32\\wevtutil.exe' };
    expect(facts.windowsEvents).toEqual({ kind: 'unknown', because });
    const parts = Object.keys(facts) as (keyof Facts)[];
    const unknownParts = parts.filter((part) => {
      const reading = facts[part];
      return typeof reading === 'object' && reading.kind === 'unknown';
    });
    expect(unknownParts).toEqual(['windowsEvents']);
  });

  it('reads an empty list as one of all addresses', async () => {
    await exchange.world.registry.import(
      `Windows Registry Editor Version 5.00\r\n\r\n[${machine}\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters]\r\n"ListenOnlyList"=-\r\n`,
    );
    expect((await exchange.server.inspect()).ipListenList).toEqual({ kind: 'read', value: [] });
  });
});

function known<T>(reading: Reading<T>): T {
  if (reading.kind === 'unknown') throw new Error(`${reading.because.tried}: ${reading.because.code}`);
  return reading.value;
}

function fileOf(key: PrivateKey) {
  return key.kind === 'linked' && key.file !== null ? [key.file] : [];
}

function entriesOf(sddl: string) {
  const list = parseAccessList(sddl);
  if (list === null) throw new Error(`Not an access list: ${sddl}`);
  return list.kind === 'none' ? [] : list.entries;
}

/** As the task scheduler of Windows writes it. */
function writeTask({ world }: ExchangeWorld, name: string, task: Parameters<typeof taskXml>[0]): void {
  const path = join(world.driveC, 'windows/system32/Tasks', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `\ufeff${taskXml(task)}`, 'utf16le');
}

/** A REG_MULTI_SZ as `reg import` takes it. */
function multiText(texts: readonly string[]): string {
  const bytes = Buffer.from(`${texts.join('\0')}\0\0`, 'utf16le');
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
}
