import { describe, expect, it } from 'vitest';
import { lines, World } from '../fixtures/world.ts';

/** How many calls a rescue makes from its first journal line on. */
async function callsOf(name: string): Promise<number> {
  const world = await World.of(name);
  try {
    await world.begin();
    return world.calls.length;
  } finally {
    await world.close();
  }
}

/** The power goes before the call of this number; then somebody starts over instead of going on. */
async function startedOverAfter(name: string, number: number, work: (world: World) => Promise<void>) {
  const world = await World.of(name);
  try {
    await world.cutAt(number, () => world.begin());
    if (world.rescues.length === 0) return;
    await world.process().conductor.leave();
    await work(world);
  } finally {
    await world.close();
  }
}

describe.each(['expired-certificate', 'no-self-signed'])('starting over with %s', async (name) => {
  const cuts = Array.from({ length: await callsOf(name) }, (_, index) => index + 1);

  it.each(cuts)(
    'after a cut before call %i leaves nothing in doubt that the server can tell',
    async (cut) => {
      await startedOverAfter(name, cut, async (world) => {
        const [rescue] = world.rescues;
        // A rescue that had come to its end is left alone.
        expect(['left', 'repaired']).toContain(rescue?.outcome.kind);
        const doubtful = rescue?.steps.filter(({ progress }) => progress.kind === 'about-to') ?? [];
        for (const { change } of doubtful) {
          // Only what is half made stays in doubt: a key without its certificate.
          expect(change.kind).toBe('certificate');
          const { containers, certificates } = await world.state();
          expect(containers.length).toBeGreaterThan(world.first.containers.length);
          expect(certificates.length).toBe(world.first.certificates.length);
        }
      });
    },
  );

  it.each(cuts)(
    'after a cut before call %i ends repaired by a new plan, and all is taken back',
    async (cut) => {
      await startedOverAfter(name, cut, async (world) => {
        const { planned } = await world.look(world.process().server);
        if (planned.kind === 'planned') expect(await world.begin()).toEqual({ kind: 'repaired' });
        expect(await world.undoAll()).toEqual({ kind: 'undone' });
        expect(await world.state()).toEqual(world.first);
      });
    },
  );
});

it('leaves what is over alone, and writes nothing', async () => {
  const world = await World.of('expired-certificate');
  await world.begin();
  const before = world.calls.length;
  await world.process().conductor.leave();
  expect(lines(world.calls.slice(before))).toEqual([]);
  await world.close();
});
