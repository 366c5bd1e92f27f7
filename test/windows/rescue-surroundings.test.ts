import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startHttpSysListeners } from './http-sys-listeners.ts';
import { rescueIn, startFaultyWorld, type Planned, type RescueWorld } from './rescue-world.ts';
import { shareWorld } from './shared-world.ts';

const newFolder = temporaryFolders();

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const begin = ({ session: { conductor }, look: { facts, diagnosis }, plan }: Planned) =>
  conductor.begin(facts, diagnosis, plan);

describeOnWine('a rescue of a Windows server', () => {
  const shared = shareWorld(() => startFaultyWorld('expired-certificate', 'with-update'));
  afterEach(() => shared.giveBack());

  describe('copies, before the first change,', () => {
    const names = ['ExchangeSetup.log', 'ServiceControl.log', 'ServiceState.xml', 'ServiceStartupMode.xml'];

    function kept(rescuing: RescueWorld) {
      const event = rescuing.events.find(({ kind }) => kind === 'backup-made');
      if (event?.kind !== 'backup-made') throw new Error('No backup was made');
      return event;
    }

    it('the configuration of IIS and all that Setup left of the services, byte for byte', async () => {
      const exchange = await shared.take();
      const logs = join(exchange.world.driveC, 'ExchangeSetupLogs');
      writeFileSync(join(logs, 'ServiceState.xml'), '<ServiceState/>');
      const rescuing = rescueIn(exchange, newFolder());
      expect(await rescuing.begin()).toEqual({ kind: 'repaired' });
      const { files, missing } = kept(rescuing);
      expect(missing).toEqual([]);
      expect(files.map(({ name }) => name)).toEqual(['records.json', 'applicationHost.config', ...names]);
      for (const name of names) {
        expect(readFileSync(join(rescuing.data, 'rescue-1', name))).toEqual(readFileSync(join(logs, name)));
      }
    });

    it('what is there of it, and tells what is not', async () => {
      const exchange = await shared.take();
      const logs = join(exchange.world.driveC, 'ExchangeSetupLogs');
      rmSync(join(logs, 'ServiceControl.log'));
      const rescuing = rescueIn(exchange, newFolder());
      expect(await rescuing.begin()).toEqual({ kind: 'repaired' });
      expect(kept(rescuing).missing).toEqual(['ServiceControl.log', 'ServiceState.xml']);
    });
  });

  it('goes on where the web service stops after the plan: the record is changed, and nothing listens', async () => {
    const exchange = await shared.take();
    const endpoints = exchange.built.state.records.map(({ endpoint }) => endpoint);
    const listeners = await startHttpSysListeners(exchange.world, endpoints);
    const needs = { ...exchange.needs, ports: Object.fromEntries(listeners.ports) };
    const rescuing = rescueIn({ ...exchange, needs }, newFolder());
    await rescuing.planned(async (planned) => {
      await listeners.close();
      expect(await begin(planned)).toEqual({ kind: 'repaired' });
    });
    const done = rescuing.events.flatMap((event) => (event.kind === 'change-done' ? [event] : []));
    expect(done).not.toEqual([]);
    for (const { verification } of done) expect(verification).toEqual({ kind: 'nothing-listens' });
  });
});
