import { afterEach, describe, expect, it } from 'vitest';
import { shape, touchable, World } from '../fixtures/world.ts';

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function worldOf(name: string): Promise<World> {
  const world = await World.of(name);
  worlds.push(world);
  return world;
}

async function shapeOf(world: World) {
  return shape(await world.process().server.inspect(), await world.state());
}

/** As an undisturbed rescue leaves the server, and how many calls it took. */
async function undisturbed(name: string) {
  const world = await worldOf(name);
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  const calls = world.calls.length;
  return { calls, shape: await shapeOf(world) };
}

/** No call is left out: what comes after the last one, nothing can cut off. */
async function eachCut(calls: number, name: string, check: (world: World, number: number) => Promise<void>) {
  expect(calls).toBeGreaterThan(10);
  for (let number = 1; number <= calls; number++) {
    const world = await worldOf(name);
    expect([number, await world.cutAt(number, () => world.begin())]).toEqual([number, true]);
    await check(world, number);
  }
}

/** Every change that was touched had been written down. */
function expectWrittenFirst(world: World): void {
  expect(world.calls.filter(({ about }) => about.startsWith('untold'))).toEqual([]);
}

describe.each(['expired-certificate', 'no-self-signed'])(
  'a power cut before any call of a rescue of %s',
  (name) => {
    it('leaves a rescue that goes on to the same end', async () => {
      const goal = await undisturbed(name);
      await eachCut(goal.calls, name, async (world, number) => {
        expect([number, await world.goOn()]).toEqual([number, { kind: 'repaired' }]);
        expect([number, await shapeOf(world)]).toEqual([number, goal.shape]);
        expect(world.rescues).toHaveLength(1);
        expectWrittenFirst(world);
      });
    });

    it('leaves a rescue that is taken back at once, without a trace on the server', async () => {
      const goal = await undisturbed(name);
      await eachCut(goal.calls, name, async (world, number) => {
        expect([number, await world.undoAll()]).toEqual([number, { kind: 'undone' }]);
        expect([number, touchable(await world.state())]).toEqual([number, touchable(world.first)]);
        expectWrittenFirst(world);
      });
    });

    it('leaves a rescue that goes on and is then taken back, without a trace on the server', async () => {
      const goal = await undisturbed(name);
      await eachCut(goal.calls, name, async (world, number) => {
        await world.goOn();
        expect([number, await world.undoAll()]).toEqual([number, { kind: 'undone' }]);
        expect([number, touchable(await world.state())]).toEqual([number, touchable(world.first)]);
      });
    });
  },
);

describe.each(['expired-certificate', 'no-self-signed'])(
  'a power cut before any call of an undo of %s',
  (name) => {
    it('leaves an undo that goes on to its end', async () => {
      for (let number = 1; ; number++) {
        const world = await worldOf(name);
        await world.begin();
        const from = world.entries.length;
        if (!(await world.cutAt(number, () => world.undoAll()))) {
          expect(number).toBeGreaterThan(10);
          return;
        }
        const { conductor } = world.process();
        const begun = world.entries.length > from;
        expect([number, conductor.unfinished?.outcome.kind ?? null]).toEqual([
          number,
          begun ? 'undoing' : null,
        ]);
        expect(await (begun ? conductor.resume() : conductor.undoAll())).toEqual({ kind: 'undone' });
        expect([number, touchable(await world.state())]).toEqual([number, touchable(world.first)]);
        expectWrittenFirst(world);
      }
    });
  },
);

describe('a power cut while a rescue goes on after a power cut', () => {
  it('leaves a rescue that goes on to the same end', async () => {
    const name = 'no-self-signed';
    const goal = await undisturbed(name);
    // The making of the certificate is where a half of something can be left: cut there, then everywhere after.
    const probe = await worldOf(name);
    await probe.begin();
    const saves = probe.calls.flatMap(({ name: call }, index) => (call === 'save' ? [index + 1] : []));
    for (const first of saves.slice(0, 3)) {
      for (let second = 1; ; second++) {
        const world = await worldOf(name);
        expect(await world.cutAt(first, () => world.begin())).toBe(true);
        if (!(await world.cutAt(second, () => world.goOn()))) break;
        expect([first, second, await world.goOn()]).toEqual([first, second, { kind: 'repaired' }]);
        expect([first, second, await shapeOf(world)]).toEqual([first, second, goal.shape]);
      }
    }
  });
});
