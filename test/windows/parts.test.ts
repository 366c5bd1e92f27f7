import { readFileSync, renameSync, writeFileSync } from 'node:fs';
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

  it('a process whose path Windows does not tell is no reason to know nothing', async () => {
    expect(await unknownWhere({ OpenProcess: { result: 0, lastError: accessDenied } })).toEqual({});
  });
});
