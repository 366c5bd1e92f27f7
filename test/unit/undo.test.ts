import { afterEach, describe, expect, it } from 'vitest';
import type { RescueEvent } from '../../shared/events.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { unknown } from '../../shared/reading.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { lines, touchable, World } from '../fixtures/world.ts';

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function worldOf(...given: Parameters<typeof World.of>): Promise<World> {
  const world = await World.of(...given);
  worlds.push(world);
  return world;
}

/** A world in which the scenario was rescued. */
async function repaired(...given: Parameters<typeof World.of>): Promise<World> {
  const world = await worldOf(...given);
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  return world;
}

function eventsOf<Kind extends RescueEvent['kind']>(world: World, kind: Kind) {
  return world.events.filter((event): event is Extract<RescueEvent, { kind: Kind }> => event.kind === kind);
}

/** Why each change is not undone, by its id. */
function notUndone(world: World): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    eventsOf(world, 'change-not-undone').map(({ changeId, because }) => [changeId, because]),
  );
}

/** The certificate that the newest rescue made. */
function madeCertificate(world: World) {
  return world.rescues.at(-1)!.created.get('1')!;
}

describe('taking everything back', () => {
  it('goes newest change first, each written down before and after', async () => {
    const world = await repaired('no-self-signed');
    const from = world.calls.length;
    await world.undoAll();
    const deeds = world.calls.slice(from).filter(({ name }) => name === 'append' || name === 'apply');
    expect(lines(deeds)).toEqual([
      'append undo-started',
      ...['5', '4', '3', '2', '1'].flatMap((id) => [
        `append change-about-to undo ${id}`,
        `apply undo ${id}`,
        `append change-done undo ${id}`,
      ]),
      'append undo-ended',
    ]);
    expect(await world.state()).toEqual(world.first);
  });

  it('says what an endpoint serves then, be it good or not', async () => {
    const world = await repaired('expired-certificate');
    await world.undoAll();
    const expired = world.first.records.find(({ endpoint }) => endpoint === '0.0.0.0:443')!.thumbprint;
    expect(
      eventsOf(world, 'change-done')
        .filter(({ direction }) => direction === 'undo')
        .map(({ verification }) => verification),
    ).toEqual([
      { kind: 'served', thumbprint: expired },
      { kind: 'served', thumbprint: expired },
    ]);
  });

  it('has nothing to do where nothing was ever done', async () => {
    const world = await worldOf('expired-certificate');
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(world.entries).toEqual([]);
  });

  it('finds a record that somebody put back already as it should be', async () => {
    const world = await repaired('expired-certificate');
    await world.meddle((state) => ({ ...state, records: world.first.records }));
    const from = world.calls.length;
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(world.calls.slice(from).filter(({ name }) => name === 'apply')).toEqual([]);
    expect(eventsOf(world, 'change-done').filter(({ how }) => how === 'already-there')).toHaveLength(2);
  });

  it('lets a new rescue begin afterwards, which is taken back as well', async () => {
    const world = await repaired('no-self-signed');
    await world.undoAll();
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
    expect(world.rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone', 'undone']);
  });
});

describe('taking back over two rescues', () => {
  /** After the first rescue the back end loses its record, and a second rescue gives it one. */
  async function twice(name: string): Promise<World> {
    const world = await repaired(name);
    await world.meddleWithRecord('0.0.0.0:444', 'gone');
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    return world;
  }

  it('goes newest rescue first, and ends before the oldest', async () => {
    const world = await twice('expired-certificate');
    const back = world.first.records.filter(({ endpoint }) => endpoint !== '0.0.0.0:444');
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(eventsOf(world, 'undo-started').map(({ rescue }) => rescue)).toEqual([2, 1]);
    expect(touchable(await world.state())).toEqual(touchable({ ...world.first, records: back }));
  });

  it('is unfinished wherever it is cut off, and goes on', async () => {
    for (let number = 1; ; number++) {
      const world = await twice('expired-certificate');
      const back = world.first.records.filter(({ endpoint }) => endpoint !== '0.0.0.0:444');
      const from = world.entries.length;
      if (!(await world.cutAt(number, () => world.undoAll()))) {
        expect(number).toBeGreaterThan(20);
        break;
      }
      const { conductor } = world.process();
      // Between the end of one and the beginning of the next there is nothing that was begun.
      const between =
        world.events.at(-1)?.kind === 'undo-ended' && world.rescues[0]!.outcome.kind === 'repaired';
      if (world.entries.length > from && !between) {
        expect([number, conductor.unfinished?.outcome.kind]).toEqual([number, 'undoing']);
        expect(await conductor.resume()).toEqual({ kind: 'undone' });
      } else {
        expect(await conductor.undoAll()).toEqual({ kind: 'undone' });
      }
      expect(touchable(await world.state())).toEqual(touchable({ ...world.first, records: back }));
    }
  });
});

describe('what somebody else changed since', () => {
  it('is left alone and said, and the rest is taken back', async () => {
    const world = await repaired('expired-certificate');
    await world.meddleWithRecord('127.0.0.1:443', { thumbprint: thumbprint('AB'.repeat(20)) });
    const meddled = (await world.state()).records.find(({ endpoint }) => endpoint === '127.0.0.1:443');
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toMatchObject({ 2: { kind: 'moved' } });
    const { records } = await world.state();
    expect(records.find(({ endpoint }) => endpoint === '127.0.0.1:443')).toEqual(meddled);
    expect(records.find(({ endpoint }) => endpoint === '0.0.0.0:443')).toEqual(
      world.first.records.find(({ endpoint }) => endpoint === '0.0.0.0:443'),
    );
  });

  it('keeps the certificate that we made, and its trust, while a record still has it', async () => {
    const world = await repaired('no-self-signed');
    await world.meddleWithRecord('127.0.0.1:443', { flags: 2 });
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toMatchObject({
      4: { kind: 'moved' },
      2: { kind: 'in-use', endpoints: ['127.0.0.1:443'] },
      1: { kind: 'in-use', endpoints: ['127.0.0.1:443'] },
    });
    const { server } = world.process();
    expect(await server.served('127.0.0.1:443' as Parameters<typeof server.served>[0])).toEqual({
      kind: 'certificate',
      thumbprint: madeCertificate(world),
    });
  });

  it('can be taken back by another try, once it is as we left it', async () => {
    const world = await repaired('no-self-signed');
    await world.meddleWithRecord('127.0.0.1:443', { flags: 2 });
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    await world.meddleWithRecord('127.0.0.1:443', { flags: 0 });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it('keeps a certificate that somebody bound before its making was written down as done', async () => {
    const world = await worldOf('no-self-signed');
    const done = (about: string) => about === 'change-done apply 1';
    world.before = ({ about }) => {
      if (done(about)) throw new Error('cut');
    };
    await expect(world.begin()).rejects.toThrow('cut');
    world.before = () => undefined;
    const { certificates } = await world.process().server.inspect();
    if (certificates.kind !== 'read') throw new Error('Not read');
    const made = certificates.value.find(({ serialNumber }) => serialNumber.startsWith('4F0000000000000'))!;
    await world.meddleWithRecord('0.0.0.0:444', { thumbprint: made.thumbprint });
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toEqual({ 1: { kind: 'in-use', endpoints: ['0.0.0.0:444'] } });
  });

  it('keeps the certificate when nobody can tell what still has it', async () => {
    const world = await repaired('no-self-signed');
    const because = { code: 'ERROR_ACCESS_DENIED', tried: 'HttpQueryServiceConfiguration' };
    world.disguise = (server) => ({
      ...sameServer(server),
      inspect: async () => ({ ...(await server.inspect()), records: unknown(because.code, because.tried) }),
    });
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toEqual({
      2: { kind: 'unreadable', because },
      1: { kind: 'unreadable', because },
    });
    expect((await world.state()).containers).toHaveLength(world.first.containers.length + 1);
  });
});

describe('a record that Windows would not take back', () => {
  /** The key of the expired certificate is lost as well. */
  const keyLost: NonNullable<Parameters<typeof World.of>[1]> = (state) => ({
    ...state,
    containers: state.containers.filter(({ name }) => !name.startsWith('mail-')),
  });

  it('is said before, is not tried, and stays at the last working state', async () => {
    const world = await repaired('expired-certificate', keyLost);
    expect(world.rescues[0]!.start.plan.changes.map(({ undo }) => undo.kind)).toEqual([
      'ends-at-last-working',
      'ends-at-last-working',
    ]);
    const after = await world.state();
    const from = world.calls.length;
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toEqual({
      1: { kind: 'would-not-be-taken-back' },
      2: { kind: 'would-not-be-taken-back' },
    });
    expect(world.calls.slice(from).filter(({ name }) => name === 'apply')).toEqual([]);
    expect(await world.state()).toEqual(after);
  });
});

describe('a server that does not take back', () => {
  it('is said to have refused, and the other changes are taken back', async () => {
    const world = await repaired('expired-certificate');
    await world.meddle((state) => ({
      ...state,
      faults: [
        { change: { kind: 'record', endpoint: state.records[0]!.endpoint }, fails: 'before', code: '1450' },
      ],
    }));
    expect((await world.state()).records[0]!.endpoint).toBe('0.0.0.0:443');
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(notUndone(world)).toMatchObject({ 1: { kind: 'refused', because: { code: '1450' } } });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it('is not believed when it says that it did and did not', async () => {
    const world = await repaired('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      apply: () => Promise.resolve({ kind: 'applied' }),
    });
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    const because = { kind: 'refused', because: { code: 'NOT_DONE', tried: 'apply record' } };
    expect(notUndone(world)).toEqual({ 1: because, 2: because });
  });

  it('is believed when it says no and did it all the same', async () => {
    const world = await repaired('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      apply: async (change) => {
        await server.apply(change);
        return { kind: 'refused', because: { code: '1460', tried: 'a call that timed out' } };
      },
    });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });
});
