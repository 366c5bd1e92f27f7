import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import type { CertificateRecord } from '../../shared/facts.ts';
import { thumbprint, type Thumbprint } from '../../shared/thumbprint.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { orderFaults } from './http-sys-faults.ts';
import { container } from './material.ts';
import { lookFromOutside } from './rescue-outside.ts';
import { rescueIn, startFaultyWorld, type Planned, type RescueWorld } from './rescue-world.ts';
import { shareWorld } from './shared-world.ts';

const newFolder = temporaryFolders();

// Each has a Windows of its own and several whole looks at it: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const first = '0.0.0.0:443';
const second = '127.0.0.1:443';

const begin = ({ session: { conductor }, look: { facts, diagnosis }, plan }: Planned) =>
  conductor.begin(facts, diagnosis, plan);

const progressOf = ({ rescues }: RescueWorld) => rescues[0]!.steps.map(({ progress }) => progress.kind);

function chosen({ plan: { choice } }: Planned): Thumbprint {
  if (choice?.kind !== 'use') throw new Error('A certificate of the store is the choice');
  return choice.thumbprint;
}

describeOnWine('a rescue of a Windows server that is not left alone', () => {
  const worlds = {
    'with-update': shareWorld(() => startFaultyWorld('expired-certificate', 'with-update')),
    'without-update': shareWorld(() => startFaultyWorld('expired-certificate', 'without-update')),
  };
  let rescuing: RescueWorld;
  afterEach(async () => {
    for (const world of Object.values(worlds)) await world.giveBack();
  });

  async function start(httpSys: HttpSysVariant = 'with-update'): Promise<RescueWorld> {
    rescuing = rescueIn(await worlds[httpSys].take(), newFolder());
    return rescuing;
  }

  const recordAt = (endpoint: string): CertificateRecord =>
    rescuing.built.state.records.find((record) => record.endpoint === endpoint)!;

  /** The hash that each endpoint's record has, seen from outside the product. */
  async function hashes(): Promise<readonly (string | null)[]> {
    const { tools } = rescuing.world;
    return [
      (await tools.httpSysRecord(first))?.thumbprint ?? null,
      (await tools.httpSysRecord(second))?.thumbprint ?? null,
    ];
  }

  describe('between the plan and its first change', () => {
    it('stops at a record that somebody has changed, and tells what stands there', async () => {
      const { world, built } = await start();
      const other = thumbprintOfAnother(built.state.certificates, recordAt(first));
      await rescuing.planned(async (planned) => {
        await world.registry.import(recordRegistry([{ ...recordAt(first), thumbprint: other }]));
        const meddled = await lookFromOutside(world);
        expect(await begin(planned)).toMatchObject({
          kind: 'stopped',
          because: {
            kind: 'moved',
            changeId: '1',
            found: { kind: 'record', state: { value: { certificate: other } } },
          },
        });
        expect(await lookFromOutside(world)).toEqual(meddled);
      });
      expect(progressOf(rescuing)).toEqual(['waiting', 'waiting']);
    });

    it('stops at the second record with the first one done, which is taken back', async () => {
      const { world } = await start();
      const before = await lookFromOutside(world);
      const moved = { ...recordAt(second), flags: 2 };
      await rescuing.planned(async (planned) => {
        await world.registry.import(recordRegistry([moved]));
        expect(await begin(planned)).toMatchObject({
          kind: 'stopped',
          because: { kind: 'moved', changeId: '2', found: { state: { value: { flags: 2 } } } },
        });
        expect(await hashes()).toEqual([chosen(planned), moved.thumbprint]);
      });
      expect(progressOf(rescuing)).toEqual(['done', 'waiting']);
      expect(await rescuing.undoAll()).toEqual({ kind: 'undone' });
      await world.registry.import(recordRegistry([recordAt(second)]));
      expect(await lookFromOutside(world)).toEqual(before);
    });

    it('changes nothing when the chosen certificate has gone', async () => {
      const { world } = await start();
      await rescuing.planned(async (planned) => {
        await world.tools.removeCertificate('MY', chosen(planned));
        const meddled = await lookFromOutside(world);
        expect(await begin(planned)).toMatchObject({
          kind: 'stopped',
          because: { kind: 'certificate-missing', changeId: '1', missing: { what: 'certificate' } },
        });
        expect(await lookFromOutside(world)).toEqual(meddled);
      });
    });
  });

  describe('in its middle', () => {
    it('stops where Windows refuses, and goes on when it no longer does', async () => {
      const { world } = await start();
      await orderFaults(world, { call: 'Update', of: second, code: 5 });
      expect(await rescuing.begin()).toMatchObject({
        kind: 'stopped',
        because: { kind: 'refused', changeId: '2', because: { code: '5' } },
      });
      expect((await hashes())[1]).toBe(recordAt(second).thumbprint);
      expect(progressOf(rescuing)[0]).toBe('done');
      await orderFaults(world);
      expect(await rescuing.inSession(({ conductor }) => conductor.resume())).toEqual({ kind: 'repaired' });
    });

    it('does not believe a Windows that says done and has done nothing', async () => {
      const { world } = await start();
      await orderFaults(world, { call: 'Update', of: second, code: 0, how: 'SaysDoneDoesNothing' });
      expect(await rescuing.begin()).toMatchObject({
        kind: 'stopped',
        because: { kind: 'refused', changeId: '2' },
      });
      expect((await hashes())[1]).toBe(recordAt(second).thumbprint);
      await orderFaults(world);
      expect(await rescuing.undoAll()).toEqual({ kind: 'undone' });
      expect(await hashes()).toEqual([recordAt(first).thumbprint, recordAt(second).thumbprint]);
    });

    it('does not believe a Windows that says failed and has done it', async () => {
      const { world } = await start();
      await orderFaults(world, { call: 'Update', of: second, code: 5, how: 'DoesItSaysFailed' });
      expect(await rescuing.begin()).toEqual({ kind: 'repaired' });
      expect(progressOf(rescuing)).toEqual(['done', 'done']);
    });
  });

  describe('on an older Windows, which deletes a record and sets it anew', () => {
    it('has the old record back at once when the new one is refused', async () => {
      const { world } = await start('without-update');
      await orderFaults(world, { call: 'Set', of: second, code: 1312, times: 1 });
      const before = await lookFromOutside(world);
      expect(await rescuing.begin()).toMatchObject({
        kind: 'stopped',
        because: { kind: 'refused', changeId: '2', because: { code: '1312' } },
      });
      const key = [...before.httpSys.keys()].find((name) => name.endsWith(second))!;
      expect((await lookFromOutside(world)).httpSys.get(key)).toEqual(before.httpSys.get(key));
      expect(await rescuing.inSession(({ conductor }) => conductor.resume())).toEqual({ kind: 'repaired' });
    });

    it('is in doubt when not even the old one is taken, and goes on when Windows takes one again', async () => {
      const { world } = await start('without-update');
      await orderFaults(world, { call: 'Set', of: second, code: 5 });
      expect(await rescuing.begin()).toMatchObject({
        kind: 'stopped',
        because: { kind: 'uncertain', changeId: '2', found: { state: { kind: 'absent' } } },
      });
      expect((await hashes())[1]).toBeNull();
      await orderFaults(world);
      expect(await rescuing.inSession(({ conductor }) => conductor.resume())).toEqual({ kind: 'repaired' });
      expect(await rescuing.undoAll()).toEqual({ kind: 'undone' });
      expect(await hashes()).toEqual([recordAt(first).thumbprint, recordAt(second).thumbprint]);
    });

    it('leaves no record of its rehearsal behind', async () => {
      const { world } = await start('without-update');
      const endpoints = [...(await lookFromOutside(world)).httpSys.keys()];
      expect(await rescuing.begin()).toEqual({ kind: 'repaired' });
      expect([...(await lookFromOutside(world)).httpSys.keys()]).toEqual(endpoints);
    });
  });

  describe('with a record whose key is lost', () => {
    it('says before that its undo ends at the last working state, and ends there', async () => {
      const { world, built } = await start();
      const bound = recordAt(first).thumbprint;
      const { container: name } = (await world.tools.listCertificates('MY')).find(
        (certificate) => certificate.thumbprint === bound,
      )!;
      await world.tools.removeContainer(container(name!));
      rmSync(join(world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys', name!));
      expect(built.state.records.filter((record) => record.thumbprint === bound)).toHaveLength(2);

      await rescuing.planned(async (planned) => {
        expect(planned.plan.changes.map(({ undo }) => undo.kind)).toEqual([
          'ends-at-last-working',
          'ends-at-last-working',
        ]);
        expect(await begin(planned)).toEqual({ kind: 'repaired' });
      });
      const repaired = await lookFromOutside(world);
      expect(await rescuing.undoAll()).toEqual({ kind: 'partly-undone' });
      expect(await lookFromOutside(world)).toEqual(repaired);
    });
  });
});

/** A certificate of MY with a key, which is not the one of this record. */
function thumbprintOfAnother(
  certificates: RescueWorld['built']['state']['certificates'],
  record: CertificateRecord,
): Thumbprint {
  const prints = certificates.flatMap(({ der, store, key }) =>
    store === 'MY' && key.kind === 'linked'
      ? [thumbprint(new X509Certificate(Buffer.from(der, 'base64')).fingerprint)]
      : [],
  );
  return prints.find((print) => print !== record.thumbprint)!;
}
