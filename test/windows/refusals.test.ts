import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StartProblem } from '../../shared/start-problem.ts';
import { nightClock } from '../fixtures/practice.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { orderFaults } from './http-sys-faults.ts';
import { openRemoteServer } from './remote-server.ts';
import { snapshotOf } from './snapshot.ts';
import { startWineWorld } from './wine-world.ts';

const exchangeKey = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v15';

describeOnWine('a Windows that cannot be rescued', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());

  async function opened(altered: Alterations): Promise<StartProblem | 'opened'> {
    const result = await openRemoteServer(exchange.world, { kind: 'windows', ports: {}, altered });
    if (result.kind === 'problem') return result.problem;
    await result.value.close();
    return 'opened';
  }

  /** What opening says; nothing was changed by it, and nothing stays open. */
  async function problemOf(altered: Alterations): Promise<StartProblem | 'opened'> {
    const { world } = exchange;
    const before = await snapshotOf(world);
    // The first time may load what stays loaded.
    await opened(altered);
    const { handles } = await world.tools.resources();
    const problem = await opened(altered);
    expect((await world.tools.resources()).handles).toBe(handles);
    expect(await snapshotOf(world)).toBe(before);
    return problem;
  }

  it('is told from one that can', async () => {
    expect(await problemOf({})).toBe('opened');
  });

  it('shows a 32-bit program another registry', async () => {
    expect(await problemOf({ architecture: 'ia32' })).toEqual({ kind: 'not-64-bit', architecture: 'ia32' });
  });

  it('gives no rights to who is not elevated', async () => {
    const altered = { answers: { IsUserAnAdmin: { result: 0 } } };
    expect(await problemOf(altered)).toEqual({ kind: 'not-elevated' });
  });

  it('is no Exchange server', async () => {
    const { registry } = exchange.world;
    const text = await registry.export(exchangeKey);
    await registry.import(`Windows Registry Editor Version 5.00\r\n\r\n[-${exchangeKey}]\r\n`);
    expect(await problemOf({})).toEqual({ kind: 'not-exchange' });
    await registry.import(text);
    expect(await opened({})).toBe('opened');
  });

  it.each(['ncrypt.dll', 'shell32.dll', 'crypt32.dll'])('has no %s', async (library) => {
    expect(await problemOf({ lacks: { library, entryPoint: null } })).toEqual({
      kind: 'windows-lacks',
      library,
      entryPoint: null,
    });
  });

  it.each([
    ['httpapi.dll', 'HttpQueryServiceConfiguration'],
    ['httpapi.dll', 'HttpInitialize'],
    ['advapi32.dll', 'CryptAcquireContextW'],
    ['crypt32.dll', 'CertOpenStore'],
  ])('has a %s without %s', async (library, entryPoint) => {
    const lacks = { library, entryPoint };
    expect(await problemOf({ lacks })).toEqual({ kind: 'windows-lacks', ...lacks });
  });

  it.each([
    ['ENOENT', 'ENOENT'],
    [null, 'NOT_LOADED'],
  ])('was given no library to call it with: %s', async (code, told) => {
    expect(await problemOf({ incomplete: { code } })).toEqual({ kind: 'program-incomplete', code: told });
  });

  it('may lack the one call that older ones lack', async () => {
    const lacks = { library: 'httpapi.dll', entryPoint: 'HttpUpdateServiceConfiguration' };
    expect(await problemOf({ lacks })).toBe('opened');
  });

  it('has a http.sys that lets nobody in', async () => {
    await orderFaults(exchange.world, { call: 'Initialize', of: '*', code: 5 });
    expect(await problemOf({})).toEqual({ kind: 'windows-refused', tried: 'HttpInitialize', code: '5' });
    await orderFaults(exchange.world);
    expect(await opened({})).toBe('opened');
  });

  it('has a registry that lets nobody look', async () => {
    expect(await problemOf({ answers: { RegOpenKeyExW: { result: 5 } } })).toEqual({
      kind: 'windows-refused',
      tried: 'RegOpenKeyExW SOFTWARE\\Microsoft\\ExchangeServer\\v15',
      code: '5',
    });
  });
});

describeOnWine('a Windows without http.sys', () => {
  it('is told as one, though a DLL of that name lies beside the program', async () => {
    const world = await startWineWorld({ httpSys: 'with-update' });
    try {
      const system = join(world.driveC, 'windows/system32/httpapi.dll');
      copyFileSync(system, join(world.driveC, 'cu-rescue-bridge/httpapi.dll'));
      rmSync(system);
      const result = await openRemoteServer(world, { kind: 'windows', ports: {} });
      expect(result).toEqual({
        kind: 'problem',
        problem: { kind: 'windows-lacks', library: 'httpapi.dll', entryPoint: null },
      });
    } finally {
      await world.dispose();
    }
  });
});
