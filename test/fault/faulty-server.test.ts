import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../electron/server/practice/state.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { withSetupRunning } from '../fixtures/setup-runs.ts';
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

function withFault(
  change: Fault['change'],
  fails: Fault['fails'],
): NonNullable<Parameters<typeof World.of>[1]> {
  return (state) => ({ ...state, faults: [{ change, fails, code: '1450' }] });
}

const record = { kind: 'record', endpoint: endpoint('127.0.0.1:443') } as const;
const every = [
  ['record', record, '4'],
  ['certificate', { kind: 'certificate' }, '1'],
  ['trust', { kind: 'trust' }, '2'],
] as const;

function events(world: World): readonly string[] {
  return lines(world.calls.filter(({ name }) => name === 'append'));
}

describe.each(every)('a server that refuses the change of a %s', (_kind, change, id) => {
  it('before it did anything: stops, touches nothing more, and goes on when asked to', async () => {
    const world = await worldOf('no-self-signed', withFault(change, 'before'));
    expect(await world.begin()).toEqual({
      kind: 'stopped',
      because: {
        kind: 'refused',
        changeId: id,
        because: { code: '1450', tried: `change of ${change.kind}` },
      },
    });
    expect(events(world).slice(-3)).toEqual([
      `append change-about-to apply ${id}`,
      `append change-not-done ${id}`,
      'append rescue-stopped',
    ]);
    expect(world.calls.at(-1)?.about).toBe('rescue-stopped');
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
  });

  it('before it did anything: what was done until then can be taken back', async () => {
    const world = await worldOf('no-self-signed', withFault(change, 'before'));
    await world.begin();
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });

  it('after it did all: what counts is what it shows', async () => {
    const world = await worldOf('no-self-signed', withFault(change, 'after'));
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });
});

describe('a record that is deleted and not set again', () => {
  /** As Windows without the one-step update does it, cut off between the two. */
  async function halfChanged(): Promise<World> {
    const world = await worldOf('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      apply: async () => {
        await world.meddle((state) => ({
          ...state,
          records: state.records.filter(({ endpoint }) => endpoint !== '0.0.0.0:443'),
        }));
        return { kind: 'refused', because: { code: '1312', tried: 'set' } };
      },
    });
    expect(await world.begin()).toMatchObject({
      because: { kind: 'uncertain', found: { state: { kind: 'absent' } }, refusal: { code: '1312' } },
    });
    world.disguise = (server) => server;
    return world;
  }

  it('goes on to its end', async () => {
    const world = await halfChanged();
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
  });

  it('is put back by an undo', async () => {
    const world = await halfChanged();
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });
});

describe('a change that completes after it was given up', () => {
  it('is known as ours, and taken back', async () => {
    const world = await worldOf('no-self-signed');
    const late: (() => Promise<unknown>)[] = [];
    world.disguise = (server) => ({
      ...sameServer(server),
      apply: (change) => {
        late.push(() => server.apply(change));
        return Promise.resolve({ kind: 'refused', because: { code: 'ETIMEDOUT', tried: 'CryptGenKey' } });
      },
    });
    expect(await world.begin()).toMatchObject({ because: { kind: 'refused', changeId: '1' } });
    for (const complete of late) await complete();
    world.disguise = (server) => server;
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });
});

describe('while Setup runs', () => {
  it('nothing is begun, gone on with, or taken back', async () => {
    const running = { kind: 'stopped', because: { kind: 'setup-running' } };
    const world = await worldOf(
      'expired-certificate',
      withFault({ kind: 'record', endpoint: endpoint('127.0.0.1:443') }, 'before'),
    );
    const { facts, diagnosis, plan } = await world.planned();
    world.disguise = withSetupRunning;
    expect(await world.process().conductor.begin(facts, diagnosis, plan)).toEqual(running);
    world.disguise = (server) => server;
    await world.begin();
    const before = await world.state();
    world.disguise = withSetupRunning;
    expect(await world.goOn()).toEqual(running);
    expect(await world.undoAll()).toEqual(running);
    expect(await world.state()).toEqual(before);
  });
});

describe('a certificate whose making stops half way', () => {
  const halfway = withFault({ kind: 'certificate' }, 'halfway');

  it('is uncertain, goes on, and ends with one key and one certificate', async () => {
    const world = await worldOf('no-self-signed', halfway);
    expect(await world.begin()).toMatchObject({
      kind: 'stopped',
      because: {
        kind: 'uncertain',
        found: { state: { kind: 'partly' } },
        refusal: { code: expect.any(String) as string },
      },
    });
    expect((await world.state()).containers).toHaveLength(world.first.containers.length + 1);
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    const { containers, certificates } = await world.state();
    expect(containers).toHaveLength(world.first.containers.length + 1);
    // One in the store, one copy in Root.
    expect(certificates).toHaveLength(world.first.certificates.length + 2);
  });

  it('is taken back without leaving the key', async () => {
    const world = await worldOf('no-self-signed', halfway);
    await world.begin();
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });

  it('is taken back without leaving the key when the taking back stops half way too', async () => {
    const world = await worldOf('no-self-signed');
    await world.begin();
    await world.meddle(halfway);
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect((await world.state()).containers).toHaveLength(world.first.containers.length + 1);
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });

  it('is not ours when a key of that name was there before we began', async () => {
    const world = await worldOf('no-self-signed');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    await world.meddle((state) => ({
      ...state,
      containers: [...state.containers, { ...state.containers[0]!, name: 'cu-rescue-new-1' }],
    }));
    const before = await world.state();
    expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({
      kind: 'stopped',
      because: { kind: 'moved', changeId: '1' },
    });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(before);
  });
});

describe('a server that lies', () => {
  it('and did not do what it says it did, is treated as one that refused', async () => {
    const world = await worldOf('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      apply: () => Promise.resolve({ kind: 'applied' }),
    });
    expect(await world.begin()).toEqual({
      kind: 'stopped',
      because: { kind: 'refused', changeId: '1', because: { code: 'NOT_DONE', tried: 'apply record' } },
    });
    expect(world.rescues[0]!.steps[0]!.progress).toMatchObject({ kind: 'waiting' });
    world.disguise = (server) => server;
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
  });

  it('and did something else, stops for a person to look at', async () => {
    const world = await worldOf('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      async apply(change) {
        const applied = await server.apply(change);
        await world.meddleWithRecord('0.0.0.0:443', { flags: 4 });
        return applied;
      },
    });
    expect(await world.begin()).toMatchObject({
      kind: 'stopped',
      because: { kind: 'uncertain', changeId: '1' },
    });
    expect(world.calls.filter(({ name }) => name === 'apply')).toHaveLength(1);
    // Still neither the one nor the other: going on says so again, and touches nothing.
    expect(await world.goOn()).toMatchObject({
      kind: 'stopped',
      because: { kind: 'uncertain', changeId: '1' },
    });
    expect(world.calls.filter(({ name }) => name === 'apply')).toHaveLength(1);
  });

  it('and serves another certificate than its record says, is not believed', async () => {
    const world = await worldOf('expired-certificate');
    const other = { kind: 'certificate', thumbprint: thumbprint('AB'.repeat(20)) } as const;
    world.disguise = (server) => ({ ...sameServer(server), served: () => Promise.resolve(other) });
    expect(await world.begin()).toEqual({
      kind: 'stopped',
      because: { kind: 'served-otherwise', changeId: '1', served: other },
    });
    expect(world.events.filter(({ kind }) => kind === 'change-done')).toEqual([]);
    world.disguise = (server) => server;
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    expect(world.rescues[0]!.steps[0]!.progress).toMatchObject({ kind: 'done', how: 'settled' });
  });

  it('and shakes no hands where it listens, is not believed', async () => {
    const world = await worldOf('expired-certificate');
    const served = { kind: 'no-handshake', because: { code: 'ECONNRESET', tried: 'TLS handshake' } } as const;
    world.disguise = (server) => ({ ...sameServer(server), served: () => Promise.resolve(served) });
    expect(await world.begin()).toEqual({
      kind: 'stopped',
      because: { kind: 'served-otherwise', changeId: '1', served },
    });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });
});

describe('a server on which nothing listens', () => {
  it('is repaired all the same, and the journal says that nothing could be served', async () => {
    const world = await worldOf('retry-hides-cause');
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    expect(
      world.rescues[0]!.steps.map(({ progress }) =>
        progress.kind === 'done' ? progress.verification : null,
      ),
    ).toEqual([{ kind: 'nothing-listens' }, { kind: 'nothing-listens' }]);
  });
});

describe('a backup that cannot be made', () => {
  it('stops before anything is touched, and goes on with a backup', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned((rescue) => ({
      kind: 'failed',
      because: { code: 'ENOSPC', tried: `rescue-${rescue}` },
    }));
    expect(await conductor.begin(facts, diagnosis, plan)).toEqual({
      kind: 'stopped',
      because: { kind: 'backup-failed', because: { code: 'ENOSPC', tried: 'rescue-1' } },
    });
    expect(world.calls.filter(({ name }) => name === 'apply' || name === 'read')).toEqual([]);
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    expect(world.rescues[0]!.backup).toEqual({ folder: 'rescue-1', files: [], missing: [] });
  });
});
