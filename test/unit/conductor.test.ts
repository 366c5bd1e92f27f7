import { afterEach, describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { unknown } from '../../shared/reading.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { lines, touchable, World } from '../fixtures/world.ts';

const notOurs = ['internal-transport', 'not-the-certificate', 'healthy', 'renewed-certificate'];
const ours = scenarios.map(({ name }) => name).filter((name) => !notOurs.includes(name));

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function worldOf(...given: Parameters<typeof World.of>): Promise<World> {
  const world = await World.of(...given);
  worlds.push(world);
  return world;
}

/** The calls that touch the server or the journal, without those that only look. */
function deeds(world: World): readonly string[] {
  return lines(world.calls.filter(({ name }) => name === 'apply' || name === 'append' || name === 'backup'));
}

function applied(world: World): readonly string[] {
  return lines(world.calls.filter(({ name }) => name === 'apply'));
}

describe('looking', () => {
  it.each(scenarios.map(({ name }) => name))('touches nothing and writes nothing: %s', async (name) => {
    const world = await worldOf(name);
    await world.look(world.process().server);
    expect(lines(world.calls)).toEqual(['inspect']);
    expect(world.entries).toEqual([]);
    expect(await world.state()).toEqual(world.first);
  });

  it.each(notOurs)('plans nothing where it is not the certificate: %s', async (name) => {
    const world = await worldOf(name);
    const { planned } = await world.look(world.process().server);
    expect(planned).toEqual({ kind: 'nothing-planned', plan: { choice: null, changes: [] } });
  });
});

describe.each(ours)('a rescue of %s', (name) => {
  it('ends repaired, and a look afterwards finds no fault', async () => {
    const world = await worldOf(name);
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    const { diagnosis } = await world.look(world.process().server);
    expect(diagnosis.findings.filter(({ severity }) => severity === 'fault')).toEqual([]);
    expect(world.rescues).toHaveLength(1);
    expect(world.rescues[0]!.outcome.kind).toBe('repaired');
    expect(world.rescues[0]!.steps.every(({ progress }) => progress.kind === 'done')).toBe(true);
  });

  it('backs up before all, and writes each change down before and after it', async () => {
    const world = await worldOf(name);
    await world.begin();
    const ids = world.rescues[0]!.start.plan.changes.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(deeds(world)).toEqual([
      'append rescue-started',
      'backup 1',
      'append backup-made',
      ...ids.flatMap((id) => [
        `append change-about-to apply ${id}`,
        `apply apply ${id}`,
        `append change-done apply ${id}`,
      ]),
      'append rescue-repaired',
    ]);
  });

  it('compares before each change, reads back after it, and shakes hands where a record changed', async () => {
    const world = await worldOf(name);
    await world.begin();
    for (const { change } of world.rescues[0]!.steps) {
      const from = world.calls.findIndex(({ about }) => about === `change-about-to apply ${change.id}`);
      const to = world.calls.findIndex(({ about }) => about === `change-done apply ${change.id}`);
      const around = lines(world.calls.slice(from - 1, to).filter((call) => call.name !== 'save'));
      expect(around).toEqual([
        `read ${change.kind}`,
        `append change-about-to apply ${change.id}`,
        `apply apply ${change.id}`,
        `read ${change.kind}`,
        ...(change.kind === 'record' ? [`served ${change.target.endpoint}`] : []),
      ]);
    }
  });

  it('changes exactly what the plan shows', async () => {
    const world = await worldOf(name);
    await world.begin();
    const planned = world.rescues[0]!.start.plan.changes.flatMap((change) =>
      change.kind === 'record' ? [change.target.endpoint as string] : [],
    );
    const now = await world.state();
    const differing = now.records.filter(
      (record) => !world.first.records.some((before) => JSON.stringify(before) === JSON.stringify(record)),
    );
    expect(differing.map(({ endpoint }) => endpoint as string).sort()).toEqual(planned.sort());
    const { certificates, containers } = world.first;
    expect(now.certificates.slice(0, certificates.length)).toEqual(certificates);
    expect(now.containers.slice(0, containers.length)).toEqual(containers);
    // What a rescue may touch is compared above; all the rest is as it was.
    expect({ ...now, ...touchable(world.first) }).toEqual(world.first);
  });

  it('is taken back whole, and twice is once', async () => {
    const world = await worldOf(name);
    await world.begin();
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
    const before = world.calls.length;
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(world.calls.slice(before)).toEqual([]);
    expect(await world.state()).toEqual(world.first);
  });

  it('finds everything there already when the same plan is carried out again', async () => {
    const world = await worldOf(name);
    await world.begin();
    const after = await world.state();
    const before = applied(world).length;
    const { facts, diagnosis, plan } = world.rescues[0]!.start;
    expect(await world.process().conductor.begin(facts, diagnosis, plan)).toEqual({ kind: 'repaired' });
    expect(applied(world)).toHaveLength(before);
    expect(await world.state()).toEqual(after);
    expect(world.rescues[1]!.steps.map(({ progress }) => progress)).toMatchObject(
      plan.changes.map(() => ({ kind: 'done', how: 'already-there', since: null })),
    );
  });
});

describe('compare and swap', () => {
  it.each([
    ['another certificate', { thumbprint: thumbprint('AB'.repeat(20)) }],
    ['other flags', { flags: 2 }],
    ['another store', { store: 'WebHosting' }],
    ['another owner', { applicationId: '{00000000-0000-0000-0000-000000000001}' }],
    ['no record any more', 'gone'],
  ] as const)(
    'stops before a record that has %s since the plan, and touches nothing after',
    async (_what, moved) => {
      const world = await worldOf('expired-certificate');
      const { conductor, facts, diagnosis, plan } = await world.planned();
      const [first, second] = plan.changes;
      if (first?.kind !== 'record' || second?.kind !== 'record') throw new Error('Two records were expected');
      await world.meddleWithRecord(second.target.endpoint, moved);
      const meddled = await world.state();
      expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({
        kind: 'stopped',
        because: { kind: 'moved', changeId: second.id },
      });
      expect(applied(world)).toEqual([`apply apply ${first.id}`]);
      const now = await world.state();
      const others = (state: typeof now) =>
        state.records.filter(({ endpoint }) => endpoint !== first.target.endpoint);
      expect(others(now)).toEqual(others(meddled));
      expect(world.events.at(-1)).toMatchObject({ kind: 'rescue-stopped', because: { kind: 'moved' } });
    },
  );

  it('stops as well where the record cannot be read: what is not known has not stayed the same', async () => {
    const world = await worldOf('expired-certificate');
    world.disguise = (server) => ({
      ...sameServer(server),
      read: () => Promise.resolve(unknown('ERROR_ACCESS_DENIED', 'HttpQueryServiceConfiguration')),
    });
    expect(await world.begin()).toMatchObject({
      kind: 'stopped',
      because: { kind: 'unreadable', because: { code: 'ERROR_ACCESS_DENIED' } },
    });
    expect(applied(world)).toEqual([]);
  });

  it('takes a record that only spells its store and owner otherwise for the same', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    await world.meddle((state) => ({
      ...state,
      records: state.records.map((record) => ({
        ...record,
        store: 'My',
        applicationId: record.applicationId.toUpperCase(),
      })),
    }));
    expect(await conductor.begin(facts, diagnosis, plan)).toEqual({ kind: 'repaired' });
  });

  it('goes on from where it stopped once the record is as it was', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    await world.meddleWithRecord('127.0.0.1:443', { flags: 2 });
    expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({ kind: 'stopped' });
    await world.meddleWithRecord('127.0.0.1:443', { flags: 0 });
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
    expect(applied(world)).toEqual(['apply apply 1', 'apply apply 2']);
  });
});

describe('one rescue at a time', () => {
  it('begins no second one while the first is unfinished', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    await world.meddleWithRecord('0.0.0.0:443', { flags: 2 });
    expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({ kind: 'stopped' });
    const entries = world.entries.length;
    await expect(conductor.begin(facts, diagnosis, plan)).rejects.toThrow('unfinished');
    expect(world.entries).toHaveLength(entries);
  });

  it('has nothing to go on with where nothing is unfinished', async () => {
    const world = await worldOf('expired-certificate');
    await expect(world.process().conductor.resume()).rejects.toThrow('No rescue is unfinished');
    await world.begin();
    await expect(world.process().conductor.resume()).rejects.toThrow('No rescue is unfinished');
  });
});

describe('what Setup said when it ran again', () => {
  it('is written down with the newest rescue, and nowhere when there is none', async () => {
    const world = await worldOf('expired-certificate');
    const run = { kind: 'setup-run', outcome: 'succeeded', class: 'setup-succeeded' } as const;
    expect(world.process().conductor.noteSetupRun(run)).toBeNull();
    expect(world.entries).toEqual([]);
    await world.begin();
    expect(world.process().conductor.noteSetupRun(run)).toBeNull();
    expect(world.rescues[0]!.setupRuns).toMatchObject([{ outcome: 'succeeded', class: 'setup-succeeded' }]);
  });
});

describe('the last look', () => {
  it('does not say repaired while a bound endpoint still has a fault', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    const one = { ...plan, changes: plan.changes.slice(0, 1) };
    expect(await conductor.begin(facts, diagnosis, one)).toEqual({
      kind: 'stopped',
      because: { kind: 'still-faulty', endpoints: ['127.0.0.1:443'] },
    });
  });

  it.each(['records', 'sites', 'certificates'] as const)(
    'does not say repaired when the %s cannot be read',
    async (part) => {
      const world = await worldOf('expired-certificate');
      const { facts, diagnosis, plan } = await world.planned();
      world.disguise = (inner) => ({
        ...sameServer(inner),
        inspect: async () => ({ ...(await inner.inspect()), [part]: unknown('ERROR_ACCESS_DENIED', part) }),
      });
      const blind = world.process().conductor;
      expect(await blind.begin(facts, diagnosis, plan)).toMatchObject({
        kind: 'stopped',
        because: { kind: 'not-seen-again', because: { tried: part } },
      });
      world.disguise = (inner) => inner;
      expect(await world.goOn()).toEqual({ kind: 'repaired' });
    },
  );
});

describe('one command at a time', () => {
  it('a second one while the first moves is a bug, and changes nothing', async () => {
    const world = await worldOf('expired-certificate');
    const { conductor, facts, diagnosis, plan } = await world.planned();
    const first = conductor.begin(facts, diagnosis, plan);
    await expect(conductor.undoAll()).rejects.toThrow('one command at a time');
    expect(await first).toEqual({ kind: 'repaired' });
    expect(await conductor.undoAll()).toEqual({ kind: 'undone' });
  });
});
