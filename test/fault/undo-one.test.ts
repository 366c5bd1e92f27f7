import { afterEach, describe, expect, it, vi } from 'vitest';
import { isUnfinished } from '../../shared/rescue.ts';
import { undoableAlone } from '../../shared/undo-alone.ts';
import { tried } from '../fixtures/tried.ts';
import { World } from '../fixtures/world.ts';
import { expectWhole } from './crash-checks.ts';
import { copyOf } from './crash-exploration.ts';

// Hundreds of undos: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function copy(world: World): Promise<World> {
  const one = await copyOf(world);
  worlds.push(one);
  return one;
}

/** After a rescue that was begun: to its end, or stopped before its last change. */
async function rescued(name: string, until: 'its end' | 'its last change'): Promise<World> {
  const world = await copy(await World.of(name));
  const { conductor, facts, diagnosis, plan } = await world.planned();
  const last = plan.changes.at(-2)!.id;
  world.after = ({ about }) => {
    if (until === 'its last change' && about === `change-done apply ${last}`) conductor.stopAfterThisChange();
  };
  const ended = await conductor.begin(facts, diagnosis, plan);
  expect(ended.kind).toBe(until === 'its end' ? 'repaired' : 'stopped');
  world.after = () => undefined;
  return world;
}

/** How every change stands. */
function standing(world: World): Readonly<Record<string, string>> {
  return Object.fromEntries(
    world.rescues[0]!.steps.map(({ change, progress }) => [change.id, progress.kind]),
  );
}

describe('a process that is killed while it takes back one change', () => {
  it.each([
    ['expired-certificate', 'its end'],
    ['expired-certificate', 'its last change'],
    ['no-self-signed', 'its end'],
    ['no-self-signed', 'its last change'],
  ] as const)(
    'leaves only whole states in %s after a rescue up to %s, from which every way on ends right',
    async (name, until) => {
      const first = await (await copy(await World.of(name))).process().server.inspect();
      const base = await rescued(name, until);
      const undoable = undoableAlone(base.rescues).map(({ step }) => step.change.id);
      expect(undoable.length).toBeGreaterThan(0);
      let points = 0;
      for (const changeId of undoable) {
        const one = { rescue: 1, changeId };
        const uncut = await copy(base);
        const wanted = await uncut.process().conductor.undoOne(one);
        for (let number = 1; ; number++) {
          const cut = await copy(base);
          if (!(await cut.cutAt(number, () => cut.process().conductor.undoOne(one)))) break;
          points += 1;
          const path = `${name}, ${until}, ${changeId} cut at ${number}`;
          await expectWhole({ world: cut, path, kills: 1 }, first);

          const again = await copy(cut);
          const { conductor } = again.process();
          const half = conductor.unfinished?.outcome.kind === 'undoing';
          // Where nothing of it was written down, it is asked for once more.
          const ended = half ? await conductor.resume() : await conductor.undoOne(one);
          expect([path, ended]).toEqual([path, wanted]);
          expect([path, standing(again)]).toEqual([path, standing(uncut)]);
          expect([path, await again.state()]).toEqual([path, await uncut.state()]);

          const all = await copy(cut);
          expect([path, await all.undoAll()]).toEqual([path, { kind: 'undone' }]);
          expect([path, await all.state()]).toEqual([path, all.first]);

          if (!cut.rescues.some(isUnfinished)) continue;
          const left = await copy(cut);
          expect([path, await left.process().conductor.leave()]).toEqual([path, { kind: 'left' }]);
          expect([path, await left.undoAll()]).toEqual([path, { kind: 'undone' }]);
          expect([path, await left.state()]).toEqual([path, left.first]);
        }
      }
      // Fewer would be no sweep: one record alone has that many.
      expect(points).toBeGreaterThan(5);
      tried('crash points of an undo of one change', points);
    },
  );
});
