import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Facts } from '../../shared/facts.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { known } from './records-world.ts';

/** A file that is to be deleted at the next restart. */
const renameAtRestart = [
  'Windows Registry Editor Version 5.00',
  String.raw`[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager]`,
  `"PendingFileRenameOperations"=hex(7):${Buffer.from('\\??\\C:\\old\0\0\0', 'utf16le')
    .toString('hex')
    .replace(/..(?=.)/g, '$&,')}`,
  '',
].join('\r\n\r\n');

describeOnWine('what the registry, the services and the processes say', () => {
  let exchange: ExchangeWorld;
  let facts: Facts;
  beforeAll(async () => {
    exchange = await startExchangeWorld('retry-hides-cause', nightClock);
    await exchange.world.registry.import(renameAtRestart);
    facts = await exchange.server.inspect();
  });
  afterAll(() => exchange.dispose());

  it('is who the machine is', () => {
    const { netbiosName, fullyQualifiedName } = exchange.built.state.server;
    expect(known(facts.server)).toMatchObject({ netbiosName, fullyQualifiedName });
    expect(known(facts.server).operatingSystem).toMatch(/\bWindows .*\(build \d+(\.\d+)?\)$/);
  });

  it('is which Exchange lies on it', () => {
    expect(known(facts.exchange)).toEqual(exchange.built.state.exchange);
  });

  it('is how each service starts, and that none of them runs', () => {
    const started = exchange.built.state.services.map(({ name, startType }) => ({
      name,
      startType,
      state: 'stopped',
    }));
    expect(new Set(started.map(({ startType }) => startType))).toContain('disabled');
    expect(known(facts.services)).toEqual(expect.arrayContaining(started));
  });

  it('is what the failed runs of Setup have left', () => {
    const { incompleteRoles } = exchange.built.state;
    const pendingReboot = ['PendingFileRenameOperations'];
    expect(incompleteRoles).not.toEqual([]);
    expect(known(facts.setupState)).toEqual({ processes: [], pendingReboot, incompleteRoles });
  });

  it('is that Setup runs', async () => {
    const { world, server } = exchange;
    const program = join(world.driveC, 'cu-rescue-bridge');
    // Not linked: Wine names a process by the file itself.
    copyFileSync(join(program, 'node.exe'), join(program, 'ExSetup.exe'));
    const untilTold = "setInterval(() => require('fs').existsSync('C:/told') && process.exit(0), 50)";
    const ended = world.run('ExSetup.exe', ['-e', untilTold]);
    const processes = async () => known((await server.inspect()).setupState).processes;
    await vi.waitFor(
      async () => {
        expect(await processes()).toEqual(['ExSetup.exe']);
      },
      { timeout: 60_000 },
    );
    writeFileSync(join(world.driveC, 'told'), '');
    expect(await ended).toMatchObject({ status: 0 });
    expect(await processes()).toEqual([]);
  });
});
