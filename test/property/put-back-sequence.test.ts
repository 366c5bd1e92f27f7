import fc from 'fast-check';
import { expect, test } from 'vitest';
import { undoAlone } from '../../shared/undo-alone.ts';
import { lookAt } from '../../shared/look.ts';
import { undoScope, unfinished } from '../../shared/rescue.ts';
import { identity } from '../fixtures/rescues.ts';
import { World } from '../fixtures/world.ts';

/** What a person may ask for; the power is cut before the call of that number, where there is one. */
const anyStep = fc.record({
  deed: fc.constantFrom('put-back', 'put-back', 'continue', 'undo', 'undo-one', 'start-over'),
  cutAt: fc.option(fc.integer({ min: 1, max: 24 })),
});

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Does what is asked for where the wizard would offer it; otherwise nothing. */
async function carryOut(world: World, deed: Step['deed']): Promise<void> {
  const { server, conductor } = world.process();
  const { rescues } = conductor;
  switch (deed) {
    case 'put-back': {
      if (conductor.unfinished !== null) return;
      const { facts, putBack } = await world.look(server);
      if (putBack.kind !== 'offered') return;
      const { diagnosis, planned } = lookAt(facts, identity, putBack.choice);
      if (planned.kind !== 'planned') throw new Error(planned.kind);
      await conductor.begin(facts, diagnosis, planned.plan);
      return;
    }
    case 'continue':
      if (conductor.unfinished !== null) await conductor.resume();
      return;
    case 'undo':
      await conductor.undo(undoScope(rescues));
      return;
    case 'undo-one': {
      const name = { rescue: rescues.length, changeId: '2' };
      if (undoAlone(rescues, name).kind === 'may') await conductor.undoOne(name);
      return;
    }
    case 'start-over':
      if (conductor.unfinished !== null) await conductor.leave();
      return;
  }
}

/** What was bound when the rescue before the put-backs had ended. */
async function rescued(): Promise<World> {
  const world = await World.of('one-binding-expired');
  await world.begin();
  return world;
}

test('whatever is asked for and cut off after a rescue, 444 stays, and one undo leads back to that rescue', async () => {
  const before = await rescued();
  const first = await before.state();
  const isBackEnd = ({ endpoint }: { readonly endpoint: string }) => endpoint.endsWith(':444');
  let putBacks = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 8 }), async (steps) => {
      const world = await before.left();
      try {
        for (const { deed, cutAt } of steps) {
          // Undoing everything is another story: it would take back the rescue as well.
          if (deed.startsWith('undo') && undoScope(world.rescues) === 'everything') continue;
          const work = () => carryOut(world, deed);
          await (cutAt === null ? work() : world.cutAt(cutAt, work));
          const { records } = await world.state();
          expect(records.filter(isBackEnd)).toEqual(first.records.filter(isBackEnd));
          expect(world.rescues[0]?.outcome.kind).toBe('repaired');
        }
        if (undoScope(world.rescues) === 'put-back') {
          putBacks += 1;
          expect(await world.process().conductor.undo('put-back')).toEqual({ kind: 'undone' });
        }
        expect(unfinished(world.rescues)).toBeNull();
        expect(await world.state()).toEqual(first);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 40 },
  );
  expect(putBacks).toBeGreaterThan(10);
  await before.close();
});
