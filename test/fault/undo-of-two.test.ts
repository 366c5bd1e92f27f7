import { describe, expect, it, onTestFinished } from 'vitest';
import { tried } from '../fixtures/tried.ts';
import { touchable, World } from '../fixtures/world.ts';

const endpoint = '127.0.0.1:443';

/** A server that was rescued, got its old certificate back at one endpoint from somebody else, and was rescued again. */
async function rescuedTwice(): Promise<World> {
  const world = await World.of('expired-certificate');
  onTestFinished(() => world.close());
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  const old = world.first.records.find((record) => record.endpoint === endpoint)!;
  await world.meddleWithRecord(endpoint, { thumbprint: old.thumbprint });
  expect(await world.begin()).toEqual({ kind: 'repaired' });
  expect(world.rescues.map(({ outcome }) => outcome.kind)).toEqual(['repaired', 'repaired']);
  return world;
}

describe('an undo of two rescues', () => {
  it('that is cut off anywhere is known as unfinished, and goes on to the end of both', async () => {
    const twice = await rescuedTwice();
    let points = 0;
    for (let number = 1; ; number++) {
      const world = await twice.left();
      onTestFinished(() => world.close());
      if (!(await world.cutAt(number, () => world.undoAll()))) break;
      points++;
      const { conductor } = world.process();
      // From its first word on it is not forgotten, not even between the two.
      const begun = world.events.filter(({ kind }) => kind === 'undo-started').length;
      const ended = world.events.filter(({ kind }) => kind === 'undo-ended').length;
      const unfinished = conductor.unfinished?.outcome.kind;
      if (begun > 0 && ended < 2) expect([number, unfinished]).toEqual([number, 'undoing']);
      if (unfinished !== undefined) {
        expect([number, await conductor.resume()]).toEqual([number, { kind: 'undone' }]);
      }
      expect([number, await world.undoAll()]).toEqual([number, { kind: 'undone' }]);
      expect(touchable(await world.state())).toEqual(touchable(world.first));
    }
    expect(points).toBeGreaterThan(10);
    tried('crash points', points);
  });

  it('is written down for both before the server is touched for either', async () => {
    const world = await rescuedTwice();
    const from = world.calls.length;
    await world.undoAll();
    const calls = world.calls.slice(from).map(({ name, about }) => `${name} ${about}`);
    const firstChange = calls.findIndex((call) => call.startsWith('apply'));
    expect(calls.slice(0, firstChange).filter((call) => call === 'append undo-started')).toHaveLength(2);
  });

  it('of which the older was taken back in part only says so, and leaves what somebody else made', async () => {
    const world = await rescuedTwice();
    await world.meddleWithRecord('0.0.0.0:443', { flags: 2 });
    const stood = (await world.state()).records.find((record) => record.endpoint === '0.0.0.0:443');
    expect(await world.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(world.rescues.map(({ outcome }) => outcome.kind)).toEqual(['partly-undone', 'undone']);
    const after = await world.state();
    expect(after.records.find((record) => record.endpoint === '0.0.0.0:443')).toEqual(stood);
    // What was left is taken back as soon as it stands as we left it.
    await world.meddleWithRecord('0.0.0.0:443', { flags: 0 });
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });
});
