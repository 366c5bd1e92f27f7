import { describe, expect, it, vi } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { unfinished } from '../../shared/rescue.ts';
import { newest, WizardBench } from '../fixtures/wizard-bench.ts';
import { tried } from '../fixtures/tried.ts';
import { World } from '../fixtures/world.ts';
import { expectOffered, expectRightEnd, expectWhole, shapeOf } from './crash-checks.ts';
import { copyOf, explore, type Left } from './crash-exploration.ts';

// Thousands of rescues each: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

/** How many processes are killed one after the other. The same plan as another's is not gone through as far again. */
const mostKills: Readonly<Record<string, number>> = {
  'expired-certificate': 2,
  'unreadable-key': 1,
  'one-binding-expired': Infinity,
  'self-signed-expired': 1,
  'no-self-signed': 2,
  'back-end-lost': 2,
  'retry-hides-cause': 1,
  'guarded-front-end': 1,
};

/** As an undisturbed rescue leaves the server. */
async function undisturbed(name: string) {
  const world = await World.of(name);
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  const end = await shapeOf(world);
  await world.close();
  return end;
}

async function firstLook(name: string) {
  return (await World.of(name)).process().server.inspect();
}

describe('a process that is killed before or after any write of the journal and any call to the server', () => {
  it('is tried in every scenario that has something to rescue', async () => {
    const toRescue: string[] = [];
    for (const { name } of scenarios) {
      const world = await World.of(name);
      const { planned } = await world.look(world.process().server);
      if (planned.kind === 'planned') toRescue.push(name);
    }
    expect(Object.keys(mostKills).toSorted()).toEqual(toRescue.toSorted());
  });

  it.each(Object.entries(mostKills))(
    'leaves only whole states of %s, from which continuing, undoing and starting over end right',
    async (name, most) => {
      const [goal, first] = [await undisturbed(name), await firstLook(name)];
      const { points, states } = await explore(name, most, {
        inEachState: async (left) => {
          await expectWhole(left, first);
          expectOffered(left);
        },
        afterEachMove: (run) => expectRightEnd(run, goal),
      });
      // Fewer would be no sweep: a rescue of one change alone has that many.
      expect(points).toBeGreaterThan(25);
      tried('crash points', points);
      tried('states after a crash', states);
    },
  );
});

describe('the wizard after a kill', () => {
  async function opened(left: Left): Promise<WizardBench> {
    const bench = new WizardBench(await copyOf(left.world));
    await bench.wizard.open();
    return bench;
  }

  it.each(['one-binding-expired', 'no-self-signed'])(
    'opens where it stands in %s, and each of Continue, Undo, Start over ends right',
    async (name) => {
      const cut: Left[] = [];
      await explore(name, 1, {
        inEachState: (left) => {
          if (left.kills === 1) cut.push(left);
          return Promise.resolve();
        },
        afterEachMove: () => Promise.resolve(),
      });
      const stopped = cut.filter(
        ({ world: { rescues } }) => rescues.length === 1 && unfinished(rescues) !== null,
      );
      expect(stopped.length).toBeGreaterThan(3);
      for (const left of stopped) {
        const { path, world } = left;
        const isUndo = unfinished(world.rescues)?.outcome.kind === 'undoing';
        const bench = await opened(left);
        expect([path, bench.state.stage, bench.state.reachable]).toEqual([
          path,
          'rebind',
          ['rebind', 'finish'],
        ]);
        await bench.done('continueRescue', undefined);
        expect([path, newest(bench.state)?.outcome.kind]).toEqual([path, isUndo ? 'undone' : 'repaired']);

        const undone = await opened(left);
        await undone.done('undo', undefined);
        expect([path, newest(undone.state)?.outcome.kind]).toEqual([path, 'undone']);
        expect([path, await undone.world.state()]).toEqual([path, world.first]);

        const anew = await opened(left);
        await anew.done('startOver', undefined);
        expect([path, newest(anew.state)?.outcome.kind, anew.state.stage]).toEqual([
          path,
          'left',
          'diagnose',
        ]);
        await Promise.all([bench, undone, anew].map((one) => one.close()));
      }
    },
  );
});
