import { win32 as windowsPath } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import type { PlannedChange } from '../../shared/plan-shape.ts';
import { unfinished } from '../../shared/rescue.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { undoAlone } from '../../shared/undo-alone.ts';
import type { ChangeName } from '../../shared/undo-alone.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { lines, touchable, World } from '../fixtures/world.ts';

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function repaired(...given: Parameters<typeof World.of>): Promise<World> {
  const world = await World.of(...given);
  worlds.push(world);
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  return world;
}

function change(changeId: string, rescue = 1): ChangeName {
  return { rescue, changeId };
}

function undoOne(world: World, name: ChangeName) {
  return world.process().conductor.undoOne(name);
}

function progress(world: World, rescue = 1): readonly string[] {
  return world.rescues[rescue - 1]!.steps.map((step) => step.progress.kind);
}

function outcome(world: World, rescue = 1) {
  return world.rescues[rescue - 1]!.outcome.kind;
}

/** Lets somebody use the key of the certificate that is bound on 0.0.0.0:443. */
function keyAccessChange(state: PracticeState): Extract<PlannedChange, { kind: 'key-access' }> {
  const { thumbprint: certificate } = state.records.find(({ endpoint }) => endpoint === '0.0.0.0:443')!;
  const linked = state.containers.find(({ location }) => location === 'machine')!;
  const present = (accessList: string) => ({ kind: 'present', value: { accessList } }) as const;
  return {
    id: '9',
    kind: 'key-access',
    target: { certificate, path: windowsPath.join(state.machineKeys.path, linked.name) },
    before: present(linked.accessList),
    after: present(`${linked.accessList}(A;;FR;;;NS)`),
    why: [],
    commands: [],
    undo: { kind: 'restores-before', commands: [] },
  };
}

/** A rescue that was asked to stop before its last change. */
async function stoppedEarly(name: string): Promise<World> {
  const world = await World.of(name);
  worlds.push(world);
  const { conductor, facts, diagnosis, plan } = await world.planned();
  const last = plan.changes.at(-2)!.id;
  world.after = ({ about }) => {
    if (about === `change-done apply ${last}`) conductor.stopAfterThisChange();
  };
  expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({ because: { kind: 'asked' } });
  world.after = () => undefined;
  return world;
}

describe('taking back one change', () => {
  it('writes it down before and after, and touches nothing else', async () => {
    const world = await repaired('expired-certificate');
    const before = await world.state();
    const from = world.calls.length;
    expect(await undoOne(world, change('1'))).toEqual({ kind: 'undone' });
    const deeds = world.calls.slice(from).filter(({ name }) => name === 'append' || name === 'apply');
    expect(lines(deeds)).toEqual([
      'append change-about-to undo 1',
      'apply undo 1',
      'append change-done undo 1',
    ]);
    const { endpoint } = world.first.records[0]!;
    const target = world.rescues[0]!.start.plan.changes[0]!.target;
    expect(target).toMatchObject({ endpoint });
    expect(touchable(await world.state())).toEqual(
      touchable({ ...before, records: [world.first.records[0]!, ...before.records.slice(1)] }),
    );
    expect([progress(world), outcome(world)]).toEqual([['undone', 'done'], 'partly-undone']);
  });

  it('leaves the others to be taken back later, alone or all together', async () => {
    const world = await repaired('expired-certificate');
    await undoOne(world, change('1'));
    const all = await world.left();
    expect(await undoOne(world, change('2'))).toEqual({ kind: 'undone' });
    expect([await world.state(), outcome(world)]).toEqual([world.first, 'undone']);

    const from = all.calls.length;
    expect(await all.undoAll()).toEqual({ kind: 'undone' });
    expect(lines(all.calls.slice(from)).filter((line) => line.startsWith('apply'))).toEqual(['apply undo 2']);
    expect([await all.state(), outcome(all)]).toEqual([all.first, 'undone']);
    await all.close();
  });

  it('lets a new rescue repair it again, and both are taken back', async () => {
    const world = await repaired('expired-certificate');
    await undoOne(world, change('1'));
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    expect(world.rescues[1]!.start.plan.changes).toHaveLength(1);
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it('of a rescue that stopped lets it be continued, which makes the change again', async () => {
    const world = await stoppedEarly('no-self-signed');
    expect(await undoOne(world, change('3'))).toEqual({ kind: 'undone' });
    expect([outcome(world), progress(world)[2]]).toEqual(['stopped', 'undone']);
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    expect(progress(world)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it('of a rescue that stopped lets it be left', async () => {
    const world = await stoppedEarly('expired-certificate');
    await undoOne(world, change('1'));
    expect(await world.process().conductor.leave()).toEqual({ kind: 'left' });
    expect(outcome(world)).toBe('left');
    expect(await world.state()).toEqual(world.first);
  });

  it('stops no more at a change that is taken back', async () => {
    const world = await World.of('expired-certificate');
    worlds.push(world);
    world.disguise = (server) => ({
      ...sameServer(server),
      served: () => Promise.resolve({ kind: 'certificate', thumbprint: thumbprint('CD'.repeat(20)) }),
    });
    expect(await world.begin()).toMatchObject({ because: { kind: 'served-otherwise', changeId: '1' } });
    expect(await undoOne(world, change('1'))).toEqual({ kind: 'undone' });
    expect(world.rescues[0]!.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'asked' } });
  });
});

describe('a change that is not taken back alone', () => {
  it('is one that somebody else has changed since: it is left, and the rescue stands as it did', async () => {
    const world = await repaired('expired-certificate');
    await world.meddleWithRecord('0.0.0.0:443', { flags: 2 });
    const before = await world.state();
    expect(await undoOne(world, change('1'))).toMatchObject({
      kind: 'not-undone',
      because: { kind: 'moved' },
    });
    expect(await world.state()).toEqual(before);
    expect([progress(world), outcome(world)]).toEqual([['not-undone', 'done'], 'repaired']);
    await world.meddleWithRecord('0.0.0.0:443', { flags: 0 });
    expect(await undoOne(world, change('1'))).toEqual({ kind: 'undone' });
  });

  it('is one whose target a newer rescue has changed', async () => {
    const world = await repaired('expired-certificate');
    await world.meddleWithRecord('0.0.0.0:443', { thumbprint: world.first.records[0]!.thumbprint, flags: 2 });
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    expect(await undoOne(world, change('1', 1))).toMatchObject({ because: { kind: 'moved' } });
    expect(outcome(world, 2)).toBe('repaired');
  });

  it('is a certificate that a record of others has', async () => {
    const world = await repaired('no-self-signed');
    const made = world.rescues[0]!.created.get('1')!;
    for (const id of ['5', '4', '3']) await undoOne(world, change(id));
    await world.meddleWithRecord('0.0.0.0:444', { thumbprint: made });
    const inUse = { kind: 'not-undone', because: { kind: 'in-use', endpoints: ['0.0.0.0:444'] } };
    expect(await undoOne(world, change('2'))).toEqual(inUse);
  });

  it('is the key of a certificate that somebody deleted, while a record still has it', async () => {
    const world = await repaired('no-self-signed');
    const made = world.rescues[0]!.created.get('1')!;
    for (const id of ['5', '4', '3', '2']) await undoOne(world, change(id));
    await world.meddleWithRecord('0.0.0.0:444', { thumbprint: made });
    await world.meddle((state) => ({
      ...state,
      certificates: state.certificates.filter(
        ({ key }) => key.kind === 'none' || key.container !== 'cu-rescue-new-1',
      ),
    }));
    const { containers } = await world.state();
    expect(await undoOne(world, change('1'))).toMatchObject({ because: { kind: 'in-use' } });
    expect((await world.state()).containers).toEqual(containers);
  });

  it('is one that another change hangs on, until that is taken back', async () => {
    const world = await repaired('no-self-signed');
    expect(undoAlone(world.rescues, change('1'))).toEqual({
      kind: 'hung-on',
      by: { rescue: 1, changeId: '5' },
    });
    await expect(undoOne(world, change('1'))).rejects.toThrow('hung-on');
    for (const id of ['3', '5', '4', '2', '1']) {
      expect([id, await undoOne(world, change(id))]).toEqual([id, { kind: 'undone' }]);
    }
    expect([await world.state(), outcome(world)]).toEqual([world.first, 'undone']);
  });

  it('is a certificate that the undo of a newer rescue would put back', async () => {
    const world = await repaired('no-self-signed');
    const made = world.rescues[0]!.created.get('1')!;
    await world.meddle((state) => ({
      ...state,
      containers: state.containers.filter(({ name }) => name !== 'cu-rescue-new-1'),
    }));
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    const newer = world.rescues[1]!.start.plan.changes.filter(
      ({ kind, before }) =>
        kind === 'record' && before.kind === 'present' && JSON.stringify(before).includes(made),
    );
    expect(newer.length).toBeGreaterThan(0);
    expect(undoAlone(world.rescues, change('2'))).toMatchObject({ kind: 'hung-on', by: { rescue: 2 } });
  });

  it('is one that was never made, was taken back, or does not exist', async () => {
    const world = await stoppedEarly('expired-certificate');
    await undoOne(world, change('1'));
    const kindOf = (name: ChangeName) => undoAlone(world.rescues, name).kind;
    expect([kindOf(change('2')), kindOf(change('1'))]).toEqual(['not-standing', 'not-standing']);
    expect([kindOf(change('7')), kindOf(change('1', 2))]).toEqual(['no-such-change', 'no-such-change']);
  });

  it('is the right to use a key that has been bound since, and no other', async () => {
    const world = await World.of('expired-certificate');
    worlds.push(world);
    const { conductor, facts, diagnosis, plan } = await world.planned();
    const given = keyAccessChange(await world.state());
    await conductor.begin(facts, diagnosis, { ...plan, changes: [given] });
    await world.meddleWithRecord('0.0.0.0:444', { thumbprint: given.target.certificate });
    expect(await undoOne(world, change(given.id))).toEqual({
      kind: 'not-undone',
      because: { kind: 'in-use', endpoints: ['0.0.0.0:444'] },
    });
    await world.meddle((state) => ({ ...state, records: world.first.records }));
    expect(await undoOne(world, change(given.id))).toEqual({ kind: 'undone' });
  });
});

describe('the undo of one change that is cut off', () => {
  it.each(['expired-certificate', 'no-self-signed'])(
    'in %s is settled by going on, and leaves the others standing',
    async (name) => {
      let cuts = 0;
      for (let number = 1; ; number++) {
        const world = await repaired(name);
        const id = world.rescues[0]!.steps.at(-1)!.change.id;
        const from = world.entries.length;
        if (!(await world.cutAt(number, () => undoOne(world, change(id))))) break;
        const { conductor } = world.process();
        if (world.entries.length === from) {
          expect([number, conductor.unfinished]).toEqual([number, null]);
          expect(await conductor.undoOne(change(id))).toEqual({ kind: 'undone' });
        } else {
          cuts += 1;
          expect([number, conductor.unfinished?.outcome]).toMatchObject([
            number,
            { kind: 'undoing', alone: { changeId: id } },
          ]);
          expect(undoAlone(world.rescues, change('1')).kind).toBe('undo-unfinished');
          const all = await world.left();
          expect(await all.undoAll()).toEqual({ kind: 'undone' });
          expect([number, await all.state()]).toEqual([number, all.first]);
          await all.close();
          expect(await conductor.resume()).toEqual({ kind: 'undone' });
        }
        const others = progress(world).slice(0, -1);
        expect([number, progress(world).at(-1), outcome(world)]).toEqual([number, 'undone', 'partly-undone']);
        expect(others.every((kind) => kind === 'done')).toBe(true);
      }
      expect(cuts).toBeGreaterThan(2);
    },
  );

  it('is written down as part of the whole, where everything is taken back instead', async () => {
    const world = await repaired('no-self-signed');
    const cut = (about: string) => {
      world.before = (call) => {
        if (call.about === about) throw new Error('cut');
      };
    };
    cut('change-done undo 3');
    await expect(undoOne(world, change('3'))).rejects.toThrow('cut');
    cut('change-done undo 4');
    await expect(world.undoAll()).rejects.toThrow('cut');
    world.before = () => undefined;
    expect(await world.goOn()).toEqual({ kind: 'undone' });
    expect([await world.state(), outcome(world)]).toEqual([world.first, 'undone']);
  });

  it('comes before a newer rescue that stopped', async () => {
    const world = await repaired('expired-certificate');
    await world.meddleWithRecord('0.0.0.0:444', 'gone');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    world.after = ({ about }) => {
      if (about === 'rescue-started') conductor.stopAfterThisChange();
    };
    expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({ because: { kind: 'asked' } });
    world.after = () => undefined;
    world.before = ({ about }) => {
      if (about === 'change-done undo 1') throw new Error('cut');
    };
    await expect(undoOne(world, change('1'))).rejects.toThrow('cut');
    world.before = () => undefined;
    expect(unfinished(world.rescues)?.number).toBe(1);
    expect(await world.goOn()).toEqual({ kind: 'undone' });
    expect(unfinished(world.rescues)?.number).toBe(2);
  });
});

describe('an undo of everything that is asked to stop', () => {
  it('comes to rest after the change that it is at, and goes on', async () => {
    const world = await repaired('no-self-signed');
    const { conductor } = world.process();
    world.after = ({ about }) => {
      if (about === 'change-done undo 4') conductor.stopAfterThisChange();
    };
    expect(await conductor.undoAll()).toEqual({ kind: 'stopped', because: { kind: 'asked' } });
    world.after = () => undefined;
    expect(world.events.at(-1)).toEqual({ kind: 'undo-stopped', rescue: 1, because: { kind: 'asked' } });
    expect(progress(world)).toEqual(['done', 'done', 'done', 'undone', 'undone']);
    const all = await world.left();
    expect(await world.goOn()).toEqual({ kind: 'undone' });
    expect(await all.undoAll()).toEqual({ kind: 'undone' });
    expect([await world.state(), await all.state()]).toEqual([world.first, world.first]);
    await all.close();
  });

  it('while it takes back the last change has come to its end', async () => {
    const world = await repaired('expired-certificate');
    const { conductor } = world.process();
    world.after = ({ about }) => {
      if (about === 'change-about-to undo 1') conductor.stopAfterThisChange();
    };
    expect(await conductor.undoAll()).toEqual({ kind: 'undone' });
  });

  it('between two rescues goes on with the older one', async () => {
    const world = await repaired('expired-certificate');
    await world.meddleWithRecord('0.0.0.0:444', 'gone');
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    const { conductor } = world.process();
    world.after = ({ about }) => {
      if (about === 'undo-ended') conductor.stopAfterThisChange();
    };
    expect(await conductor.undoAll()).toEqual({ kind: 'stopped', because: { kind: 'asked' } });
    world.after = () => undefined;
    expect([outcome(world, 2), unfinished(world.rescues)?.number]).toEqual(['undone', 1]);
    expect(await world.goOn()).toEqual({ kind: 'undone' });
    expect(outcome(world, 1)).toBe('undone');
  });
});
