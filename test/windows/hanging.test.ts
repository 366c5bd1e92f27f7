import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { Conductor, look } from '../../electron/conductor.ts';
import { systemDisk } from '../../electron/disk.ts';
import { newIdentity } from '../../electron/identity.ts';
import { openJournal } from '../../electron/journal.ts';
import type { PatientServer } from '../../electron/patient-server.ts';
import type { Pause } from '../../electron/pause.ts';
import { reduce } from '../../shared/rescue.ts';
import { patient } from '../fixtures/patient.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { tried } from '../fixtures/tried.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { orderedFaults, orderFaults } from './http-sys-faults.ts';
import { openRemoteServer } from './remote-server.ts';
import { startFaultyWorld } from './rescue-world.ts';
import { shareWorld } from './shared-world.ts';

const newFolder = temporaryFolders();

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const first = '0.0.0.0:443';
const second = '127.0.0.1:443';

describeOnWine('a call of Windows that hangs', () => {
  const shared = shareWorld(() => startFaultyWorld('expired-certificate', 'with-update'));
  afterEach(() => shared.giveBack());

  async function start() {
    const { world, needs, built } = await shared.take();
    const directory = newFolder();
    const patience = patienceOnDemand();
    /** A process that knows what is on disk, and nothing else. */
    const open = async () => {
      const server = await openRemoteServer(world, needs);
      if (server.kind === 'problem') throw new Error(server.problem.kind);
      const opened = openJournal(directory, { clock: systemClock, disk: systemDisk });
      if (opened.kind !== 'open') throw new Error(opened.kind);
      const { journal } = opened;
      const patiently = patient(server.value, { clock: systemClock, pause: patience.pause });
      const conductor = new Conductor({
        server: patiently,
        journal,
        backup: (rescue) => ({ kind: 'made', folder: `rescue-${rescue}`, files: [], missing: [] }),
        notice: () => undefined,
      });
      return { server: patiently, conductor, journal };
    };
    const process = await open();
    const { facts, diagnosis, planned } = await look(process.server, newIdentity);
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    const { plan } = planned;
    const hashes = async () => [
      (await world.tools.httpSysRecord(first))?.thumbprint,
      (await world.tools.httpSysRecord(second))?.thumbprint,
    ];
    const old = built.state.records.find(({ endpoint }) => endpoint === second)!.thumbprint;
    const chosen = plan.choice?.kind === 'use' ? plan.choice.thumbprint : old;
    return {
      world,
      ...process,
      open,
      patience,
      begin: () => process.conductor.begin(facts, diagnosis, plan),
      hashes,
      old,
      chosen,
    };
  }

  const noAnswer = {
    kind: 'stopped',
    because: { kind: 'no-answer', changeId: '2', asked: { kind: 'record', target: { endpoint: second } } },
  };

  describe('while a record is replaced', () => {
    it('stops neither the clock nor other calls, and is settled when it has come to its end', async () => {
      const { world, server, conductor, journal, patience, begin, hashes, old, chosen } = await start();
      await orderFaults(world, { call: 'Update', of: second, code: 0, times: 1, how: 'AnswersWhenReleased' });
      const begun = begin();
      // Asked of the very process in which the call hangs: its clock, and all else in it, goes on.
      await untilUsedUp(world);
      expect(await server.read(recordAt(first))).toMatchObject({ kind: 'read' });
      expect(server.unanswered).toMatchObject({ change: { id: '2' } });

      patience.end();
      expect(await begun).toMatchObject(noAnswer);
      expect(await hashes()).toEqual([chosen, old]);
      expect(reduce(journal.entries)[0]!.steps.map(({ progress }) => progress.kind)).toEqual([
        'done',
        'about-to',
      ]);
      expect(await conductor.resume()).toMatchObject(noAnswer);
      expect(await conductor.undoAll()).toMatchObject(noAnswer);
      expect(await hashes()).toEqual([chosen, old]);

      await orderFaults(world);
      await untilAnswered(server);
      expect(await hashes()).toEqual([chosen, chosen]);
      expect(await conductor.resume()).toEqual({ kind: 'undone' });
      expect(await hashes()).toEqual([old, old]);
      tried('misbehaviours', 1);
    });

    it('and never comes to its end, is settled by the next process', async () => {
      const { world, open, patience, begin, hashes, old, chosen } = await start();
      await orderFaults(world, { call: 'Update', of: second, code: 0, times: 1, how: 'NeverAnswers' });
      const begun = begin();
      await untilUsedUp(world);
      patience.end();
      expect(await begun).toMatchObject(noAnswer);
      await orderFaults(world);
      expect(await hashes()).toEqual([chosen, old]);
      const { conductor } = await open();
      expect(await conductor.resume()).toEqual({ kind: 'repaired' });
      expect(await hashes()).toEqual([chosen, chosen]);
      tried('misbehaviours', 1);
    });
  });

  it('while records are read is given up, and told as not read', async () => {
    const { world, server, patience } = await start();
    await orderFaults(world, { call: 'Query', of: second, code: 0, times: 1, how: 'NeverAnswers' });
    const read = server.read(recordAt(second));
    await untilUsedUp(world);
    patience.end();
    expect(await read).toEqual({ kind: 'unknown', because: { code: 'ETIMEDOUT', tried: 'read record' } });
    expect(await server.read(recordAt(second))).toMatchObject({ kind: 'read' });
    tried('misbehaviours', 1);
  });
});

const recordAt = (endpoint: string) =>
  ({ kind: 'record', target: { endpoint, site: 'Default Web Site' } }) as Parameters<
    PatientServer['read']
  >[0];

/** Patience that ends when a test says so, for the calls that are waited for then. */
function patienceOnDemand(): { readonly pause: Pause; readonly end: () => void } {
  const waiting = new Map<AbortSignal, () => void>();
  const over = new WeakSet<AbortSignal>();
  return {
    async pause(_milliseconds, until) {
      if (over.has(until)) return;
      await new Promise<void>((go) => {
        waiting.set(until, go);
        until.addEventListener('abort', () => {
          go();
        });
      });
      waiting.delete(until);
    },
    end() {
      for (const [until, go] of waiting) {
        over.add(until);
        go();
      }
    },
  };
}

/** When the ordered call is on its way. */
async function untilUsedUp(world: Parameters<typeof orderedFaults>[0]): Promise<void> {
  while (!/Times"=dword:0{8}/i.test(await orderedFaults(world))) await pause(20);
}

async function untilAnswered(server: PatientServer): Promise<void> {
  while (server.unanswered !== null) await pause(20);
}
