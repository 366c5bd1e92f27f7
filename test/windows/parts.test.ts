import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Server } from '../../electron/server/server.ts';
import type { Because } from '../../shared/reading.ts';
import { nightClock } from '../fixtures/practice.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { unknownParts } from './unknown-parts.ts';

const setupKey = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup';
const hostFile = 'windows/system32/inetsrv/config/applicationHost.config';
const setupLog = 'ExchangeSetupLogs/ExchangeSetup.log';
const accessDenied = 5;

describeOnWine('a part that cannot be read is unknown, and the others are read', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());

  const unknownIn = async (server: Server = exchange.server) => unknownParts(await server.inspect());

  /** The parts that are unknown in a Windows where a call answers so. */
  async function unknownWhere(answers: Alterations['answers'] & object): Promise<Record<string, Because>> {
    const needs = { kind: 'windows', ports: {}, altered: { answers } } as const;
    const opened = await openRemoteServer(exchange.world, needs);
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    const parts = await unknownIn(opened.value);
    await opened.value.close();
    return parts;
  }

  /** Inspects while a file holds something else, or is not there. */
  async function unknownWith(file: string, content: string | null): Promise<Record<string, Because>> {
    const path = join(exchange.world.driveC, file);
    const aside = `${path}.aside`;
    renameSync(path, aside);
    try {
      if (content !== null) writeFileSync(path, content);
      return await unknownIn();
    } finally {
      renameSync(aside, path);
    }
  }

  it('where all can be read, none is unknown', async () => {
    expect(await unknownIn()).toEqual({});
    expect(await unknownWhere({})).toEqual({});
  });

  it.each([
    ['ends in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['holds no XML', () => 'The disk was full.'],
    ['is empty', () => ''],
  ])('applicationHost.config %s', async (_, broken) => {
    const text = readFileSync(join(exchange.world.driveC, hostFile), 'utf8');
    const parts = await unknownWith(hostFile, broken(text));
    expect(Object.keys(parts).toSorted()).toEqual(['clientProtection', 'metabaseHashes', 'sites']);
    expect(parts['sites']?.tried).toMatch(/applicationHost\.config(:\d+)?$/);
    expect(parts['sites']?.code).not.toBe('ENOENT');
  });

  it('applicationHost.config is not there: so is what would be copied of it', async () => {
    const parts = await unknownWith(hostFile, null);
    expect(Object.keys(parts).toSorted()).toEqual([
      'clientProtection',
      'filesToKeep',
      'metabaseHashes',
      'sites',
    ]);
    expect(parts['sites']).toMatchObject({ code: 'ENOENT' });
  });

  it('ExchangeSetup.log is not there', async () => {
    expect(await unknownWith(setupLog, null)).toEqual({
      setup: { code: 'ENOENT', tried: 'C:\\ExchangeSetupLogs\\ExchangeSetup.log' },
    });
  });

  it('Setup has left no key of its version', async () => {
    const { registry } = exchange.world;
    const text = await registry.export(setupKey);
    await registry.import(`Windows Registry Editor Version 5.00\r\n\r\n[-${setupKey}]\r\n`);
    expect(await unknownIn()).toEqual({
      exchange: { code: '2', tried: 'HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup' },
    });
    await registry.import(text);
    expect(await unknownIn()).toEqual({});
  });

  it.each([
    ['server', 'GetComputerNameExW', 0],
    ['services', 'OpenSCManagerW', 0],
    ['services', 'EnumServicesStatusExW', 0],
    ['services', 'OpenServiceW', 0],
    ['services', 'QueryServiceConfigW', 0],
    ['certificates', 'CertOpenStore', 0],
    ['certificates', 'CertEnumCertificatesInStore', null],
    ['certificates', 'CertGetCertificateContextProperty', 0],
  ])('%s: %s is refused', async (part, call, result) => {
    const parts = await unknownWhere({ [call]: { result, lastError: accessDenied } });
    expect(Object.keys(parts)).toContain(part);
    expect(parts[part]?.code).toBe('5');
    expect(parts[part]?.tried).toContain(call);
    expect(Object.keys(parts)).not.toContain('records');
    expect(Object.keys(parts)).not.toContain('sites');
  });

  it('setupState: the processes cannot be listed', async () => {
    const answers = { CreateToolhelp32Snapshot: { result: -1, lastError: accessDenied } };
    expect(await unknownWhere(answers)).toEqual({
      setupState: { code: '5', tried: 'CreateToolhelp32Snapshot' },
    });
  });

  it('setupState: the list of processes breaks off', async () => {
    const answers = { Process32NextW: { result: 0, lastError: accessDenied } };
    expect(await unknownWhere(answers)).toEqual({ setupState: { code: '5', tried: 'Process32NextW' } });
  });

  it.each(['OpenProcess', 'QueryFullProcessImageNameW'])(
    'a process whose path Windows does not tell is no reason to know nothing: %s',
    async (call) => {
      expect(await unknownWhere({ [call]: { result: 0, lastError: accessDenied } })).toEqual({});
    },
  );

  it('services: one starts in a way that is none', async () => {
    // QUERY_SERVICE_CONFIGW: its type, then how it starts.
    const config = Buffer.from([0x10, 0, 0, 0, 9, 0, 0, 0]).toString('base64');
    const parts = await unknownWhere({ QueryServiceConfigW: { result: 1, writes: { 1: config } } });
    expect(parts).toEqual({
      services: { code: '87', tried: expect.stringMatching(/^start type 9 of \w+$/) as unknown },
    });
  });

  it.each([0, 1])('services: one starts with Windows (%i), which is automatic too', async (startType) => {
    const config = Buffer.from([0x10, 0, 0, 0, startType, 0, 0, 0]).toString('base64');
    const answers = { QueryServiceConfigW: { result: 1, writes: { 1: config } } };
    const needs = { kind: 'windows', ports: {}, altered: { answers } } as const;
    const opened = await openRemoteServer(exchange.world, needs);
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    const { services } = await opened.value.inspect();
    if (services.kind === 'unknown') throw new Error(services.because.code);
    expect(new Set(services.value.map(({ startType }) => startType))).toEqual(new Set(['automatic']));
    await opened.value.close();
  });

  it('rebinders: a file lies where the folder of the tasks should, or a task is larger than any', async () => {
    const tasks = join(exchange.world.driveC, 'windows/system32/Tasks');
    rmSync(tasks, { recursive: true, force: true });
    writeFileSync(tasks, '');
    expect((await exchange.server.inspect()).rebinders).toMatchObject({
      value: { unread: [{ code: expect.not.stringMatching('ENOENT') as unknown }] },
    });
    rmSync(tasks);
    mkdirSync(tasks);
    writeFileSync(join(tasks, 'large'), Buffer.alloc(1024 * 1024 + 1));
    writeFileSync(join(tasks, 'win-acme'), 'no XML');
    const { rebinders } = await exchange.server.inspect();
    if (rebinders.kind === 'unknown') throw new Error(rebinders.because.code);
    expect(rebinders.value.found).toEqual([]);
    expect(rebinders.value.unread.map(({ code }) => code).toSorted()).toEqual([
      'FILE_TOO_LARGE',
      'XML_NOT_WELL_FORMED',
    ]);
    rmSync(tasks, { recursive: true });
  });

  it.each([
    [15, 0, 'Microsoft Exchange Server 2013'],
    [15, 1, 'Microsoft Exchange Server 2016'],
    [15, 2, 'Microsoft Exchange Server SE'],
    [16, 3, 'Microsoft Exchange 16.3'],
  ])('exchange: %i.%i is told by its name, whatever else is in part gone', async (major, minor, product) => {
    const { registry } = exchange.world;
    const text = await registry.export(setupKey);
    const number = (value: number) => `dword:${value.toString(16)}`;
    await registry.import(
      [
        'Windows Registry Editor Version 5.00',
        [
          `[${setupKey}]`,
          `"MsiProductMajor"=${number(major)}`,
          `"MsiProductMinor"=${number(minor)}`,
          `"MsiBuildMajor"=${number(2562)}`,
          `"MsiBuildMinor"=${number(17)}`,
        ].join('\r\n'),
        '',
      ].join('\r\n\r\n'),
    );
    expect((await exchange.server.inspect()).exchange).toMatchObject({
      value: { product, installedVersion: `${major}.${minor}.2562.17` },
    });
    await registry.import(text);
  });
});
