import { describe, expect, it, onTestFinished } from 'vitest';
import { keyAccessLists } from '../../electron/server/practice/key-access.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { Finding } from '../../shared/findings.ts';
import { granting } from '../../shared/security-descriptor.ts';
import { identity } from '../fixtures/rescues.ts';
import { lines, World } from '../fixtures/world.ts';

const repairedList = granting(keyAccessLists.openRefused, 'BA');

async function worldOf(scenario: string): Promise<World> {
  const world = await World.of(scenario);
  onTestFinished(() => world.close());
  return world;
}

function lookChoosing(found: Look): Look {
  const { facts, keyRepair } = found;
  if (keyRepair.kind !== 'offered') throw new Error(`It is ${keyRepair.kind}`);
  return lookAt(facts, identity, { kind: 'repair-key', thumbprint: keyRepair.thumbprint });
}

/** What somebody does who chooses to repair the access to the key. */
async function repairKey(world: World) {
  const { server, conductor } = world.process();
  const { facts, diagnosis, planned } = lookChoosing(await world.look(server));
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  return conductor.begin(facts, diagnosis, planned.plan);
}

/** The access lists of all keys that are not as they were made. */
async function otherLists(world: World): Promise<readonly string[]> {
  const { containers } = await world.state();
  return containers.map(({ accessList }) => accessList).filter((list) => list !== keyAccessLists.ofMachine);
}

async function faults(world: World): Promise<readonly Finding[]> {
  const { diagnosis } = await world.look(world.process().server);
  return diagnosis.findings.filter(({ severity }) => severity === 'fault');
}

describe('a rescue that repairs the access to the key', () => {
  it('is not what is preselected', async () => {
    const world = await worldOf('unreadable-key');
    const { keyRepair, candidates } = await world.look(world.process().server);
    expect([keyRepair.kind, candidates.preselected.kind]).toEqual(['offered', 'use']);
  });

  it('ends repaired by that one change: no fault is left, no record is another, and Setup gets through', async () => {
    const world = await worldOf('unreadable-key');
    expect(await faults(world)).toHaveLength(2);
    expect(await repairKey(world)).toEqual({ kind: 'repaired' });
    expect(await faults(world)).toEqual([]);
    expect(await otherLists(world)).toEqual([repairedList]);
    const { records, certificates } = await world.state();
    expect({ records, certificates }).toEqual({
      records: world.first.records,
      certificates: world.first.certificates,
    });
    const [rescue] = world.rescues;
    expect(rescue?.start.plan.changes.map(({ kind }) => kind)).toEqual(['key-access']);
    expect(rescue?.outcome.kind).toBe('repaired');
    const ran = await world.process().practice.runSetup();
    expect(ran).toMatchObject({ kind: 'read', value: { class: 'setup-succeeded' } });
  });

  it('writes down before and after, compares before and reads back', async () => {
    const world = await worldOf('unreadable-key');
    await repairKey(world);
    const deeds = lines(world.calls.filter(({ name }) => name !== 'save' && name !== 'inspect'));
    expect(deeds).toEqual([
      'append rescue-started',
      'backup 1',
      'append backup-made',
      'read key-access',
      'append change-about-to apply 1',
      'apply apply 1',
      'read key-access',
      'append change-done apply 1',
      'append rescue-repaired',
    ]);
  });

  it('is taken back to the very list that was read, and the fault is there again', async () => {
    const world = await worldOf('unreadable-key');
    await repairKey(world);
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await otherLists(world)).toEqual([keyAccessLists.openRefused]);
    expect(await faults(world)).toHaveLength(2);
    expect(await world.state()).toEqual(world.first);
  });

  it('comes to the same end after a power cut at any call, and can still be undone', async () => {
    const whole = await worldOf('unreadable-key');
    await repairKey(whole);
    for (let number = 1; number <= whole.calls.length; number += 1) {
      const world = await worldOf('unreadable-key');
      expect(await world.cutAt(number, () => repairKey(world))).toBe(true);
      const { conductor } = world.process();
      const ended =
        conductor.unfinished !== null
          ? await conductor.resume()
          : world.rescues.length === 0
            ? await repairKey(world)
            : { kind: 'repaired' };
      expect([number, ended]).toEqual([number, { kind: 'repaired' }]);
      expect(await otherLists(world)).toEqual([repairedList]);
      expect(await world.undoAll()).toEqual({ kind: 'undone' });
      expect(await world.state()).toEqual(world.first);
    }
  });

  it('stops where the list was changed by somebody else since it was shown, and changes nothing', async () => {
    const world = await worldOf('unreadable-key');
    const { server, conductor } = world.process();
    const { facts, diagnosis, planned } = lookChoosing(await world.look(server));
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    const other = `${keyAccessLists.openRefused}(A;;FR;;;NS)`;
    await world.meddle((state) => ({
      ...state,
      containers: state.containers.map((container) =>
        container.accessList === keyAccessLists.openRefused ? { ...container, accessList: other } : container,
      ),
    }));
    expect(await conductor.begin(facts, diagnosis, planned.plan)).toMatchObject({
      kind: 'stopped',
      because: { kind: 'moved', changeId: '1' },
    });
    expect(await otherLists(world)).toEqual([other]);
  });

  it('stops as still faulty where the key is shut again the moment it was opened', async () => {
    const world = await worldOf('unreadable-key');
    world.after = ({ name, about }) => {
      if (name !== 'append' || about !== 'change-done apply 1') return;
      void world.meddle((state) => ({
        ...state,
        containers: state.containers.map((container) =>
          container.accessList === repairedList
            ? { ...container, accessList: keyAccessLists.openRefused }
            : container,
        ),
      }));
    };
    expect(await repairKey(world)).toMatchObject({ kind: 'stopped', because: { kind: 'still-faulty' } });
  });

  it('is not planned where it is not offered, or for another certificate', async () => {
    const world = await worldOf('expired-certificate');
    const { facts, candidates } = await world.look(world.process().server);
    const shut = await worldOf('unreadable-key');
    const { facts: ofShut } = await shut.look(shut.process().server);
    const { thumbprint } = candidates.candidates[0]!;
    const choice = { kind: 'repair-key', thumbprint } as const;
    for (const each of [facts, ofShut]) {
      expect(lookAt(each, identity, choice).planned).toEqual({ kind: 'not-to-be-chosen', choice });
    }
  });
});
