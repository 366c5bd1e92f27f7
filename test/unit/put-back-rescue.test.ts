import { describe, expect, it, onTestFinished } from 'vitest';
import type { Ended } from '../../electron/conductor.ts';
import { lookAt } from '../../shared/look.ts';
import { putBackOf } from '../../shared/put-back.ts';
import { read } from '../../shared/reading.ts';
import { undoScope, unfinished } from '../../shared/rescue.ts';
import { rebindScreen, waysOn } from '../../shared/screens/rebind-screen.ts';
import { rebindHeading } from '../../shared/text/english/rebind.ts';
import { undoTexts } from '../../shared/text/english/undo-scope.ts';
import { stageAtStart } from '../../shared/wizard.ts';
import { setupVerdict } from '../fixtures/facts.ts';
import { identity } from '../fixtures/rescues.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { lines, testClock, World } from '../fixtures/world.ts';

async function worldOf(...given: Parameters<typeof World.of>): Promise<World> {
  const world = await World.of(...given);
  onTestFinished(() => world.close());
  return world;
}

/** A process that has looked, and the put-back that it shows. */
async function shownIn(world: World) {
  const { server, conductor } = world.process();
  const { facts, putBack } = await world.look(server);
  if (putBack.kind !== 'offered') throw new Error(putBack.kind);
  const { diagnosis, planned } = lookAt(facts, identity, putBack.choice);
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  return { server, conductor, facts, diagnosis, plan: planned.plan, choice: putBack.choice };
}

async function putBack(world: World): Promise<Ended> {
  const { conductor, facts, diagnosis, plan } = await shownIn(world);
  return conductor.begin(facts, diagnosis, plan);
}

const undo = (world: World): Promise<Ended> => world.process().conductor.undo(undoScope(world.rescues));

/** The thumbprints that its endpoints hold. */
async function bound(world: World): Promise<Readonly<Record<string, string>>> {
  const { records } = await world.state();
  return Object.fromEntries(records.map(({ endpoint, thumbprint }) => [endpoint, thumbprint]));
}

/** What the first screen of the next start says, and what it offers. */
function firstScreen(world: World) {
  const { rescues } = world;
  const screen = rebindScreen({ rescues, activity: { kind: 'idle' } });
  const now = { takenAt: testClock.now().toISOString(), utcOffsetMinutes: 60 };
  return {
    stage: stageAtStart(rescues),
    title: rebindHeading(screen, now).title,
    ways: waysOn(screen, rescues),
    undo: undoTexts[undoScope(rescues)].deed,
  };
}

/** A put-back that was cut off before each of its calls, one after the other. */
async function cutOffs(work: (world: World) => Promise<void>): Promise<number> {
  for (let number = 1; ; number += 1) {
    const world = await World.of('renewed-certificate');
    const cut = await world.cutAt(number, () => putBack(world));
    if (!cut) {
      await world.close();
      return number - 1;
    }
    await work(world);
    await world.close();
  }
}

describe('a put-back', () => {
  it('binds the renewed certificate on 443, verifies it there, and leaves 444 alone', async () => {
    const world = await worldOf('renewed-certificate');
    const before = await bound(world);
    expect(await putBack(world)).toEqual({ kind: 'repaired' });
    const [rescue] = world.rescues;
    const chosen = rescue?.start.plan.choice;
    if (rescue === undefined || chosen?.kind !== 'put-back') throw new Error(chosen?.kind);
    const { thumbprint } = chosen;
    expect(await bound(world)).toEqual({
      '0.0.0.0:443': thumbprint,
      '127.0.0.1:443': thumbprint,
      '0.0.0.0:444': before['0.0.0.0:444'],
    });
    expect(rescue.start.purpose).toBe('put-back');
    expect(rescue.steps.map(({ progress }) => progress)).toMatchObject([
      { kind: 'done', verification: { kind: 'served', thumbprint } },
      { kind: 'done', verification: { kind: 'served', thumbprint } },
    ]);
  });

  it('backs up before all, and writes each change down before and after it', async () => {
    const world = await worldOf('renewed-certificate');
    await putBack(world);
    const deeds = world.calls.filter(
      ({ name }) => name === 'apply' || name === 'append' || name === 'backup',
    );
    expect(lines(deeds)).toEqual([
      'append rescue-started',
      'backup 1',
      'append backup-made',
      ...['1', '2'].flatMap((id) => [
        `append change-about-to apply ${id}`,
        `apply apply ${id}`,
        `append change-done apply ${id}`,
      ]),
      'append rescue-repaired',
    ]);
  });

  it('is offered no more once it is done, and again once it is taken back', async () => {
    const world = await worldOf('renewed-certificate');
    await putBack(world);
    const seen = async () => {
      const { facts, diagnosis } = await world.look(world.process().server);
      return putBackOf(facts, diagnosis).kind;
    };
    expect(await seen()).toBe('not-called-for');
    expect(await undo(world)).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
    expect(await seen()).toBe('offered');
  });

  it('can be taken back one binding alone', async () => {
    const world = await worldOf('renewed-certificate');
    const before = await bound(world);
    await putBack(world);
    const undone = await world.process().conductor.undoOne({ rescue: 1, changeId: '2' });
    expect(undone).toEqual({ kind: 'undone' });
    const now = await bound(world);
    expect(now['127.0.0.1:443']).toBe(before['127.0.0.1:443']);
    expect(now['0.0.0.0:443']).not.toBe(before['0.0.0.0:443']);
  });

  it('does not begin while Setup is at work', async () => {
    const world = await worldOf('renewed-certificate');
    const { facts, diagnosis, plan } = await shownIn(world);
    world.disguise = (inner) => ({
      ...sameServer(inner),
      inspect: async () => ({
        ...(await inner.inspect()),
        setup: read(setupVerdict('setup-running', { failure: null })),
        setupState: read({ processes: ['ExSetup.exe'], pendingReboot: [], incompleteRoles: [] }),
      }),
    });
    const ended = await world.process().conductor.begin(facts, diagnosis, plan);
    expect(ended).toEqual({ kind: 'stopped', because: { kind: 'setup-running' } });
    expect(world.entries).toEqual([]);
  });

  it('does not touch a binding that somebody else has changed since it was shown', async () => {
    const world = await worldOf('renewed-certificate');
    const { conductor, facts, diagnosis, plan } = await shownIn(world);
    await world.meddleWithRecord('127.0.0.1:443', 'gone');
    const ended = await conductor.begin(facts, diagnosis, plan);
    expect(ended).toMatchObject({ kind: 'stopped', because: { kind: 'moved', changeId: '2' } });
    expect((await bound(world))['127.0.0.1:443']).toBeUndefined();
  });

  it('does not begin a change whose certificate is not there any more', async () => {
    const world = await worldOf('renewed-certificate');
    const { conductor, facts, diagnosis, plan } = await shownIn(world);
    await world.meddle((state) => ({
      ...state,
      certificates: state.certificates.filter(({ friendlyName }) => friendlyName !== 'mail.contoso.com'),
    }));
    const ended = await conductor.begin(facts, diagnosis, plan);
    expect(ended).toMatchObject({ because: { kind: 'certificate-missing', changeId: '1' } });
    expect(await bound(world)).toEqual(
      Object.fromEntries(world.first.records.map(({ endpoint, thumbprint }) => [endpoint, thumbprint])),
    );
  });
});

describe('a put-back that was cut off anywhere', () => {
  it('is the first screen, and is continued to the same end', async () => {
    const whole = await worldOf('renewed-certificate');
    await putBack(whole);
    const screens = new Set<string>();
    const cuts = await cutOffs(async (world) => {
      if (unfinished(world.rescues) !== null) {
        const { ways, ...screen } = firstScreen(world);
        expect(screen).toEqual({
          stage: 'rebind',
          title: 'Putting the certificate back is unfinished',
          undo: 'Undo the put-back',
        });
        screens.add(ways.join());
      }
      const { conductor } = world.process();
      const ended = conductor.unfinished === null ? null : await conductor.resume();
      if (world.rescues.length === 0) expect(await putBack(world)).toEqual({ kind: 'repaired' });
      else if (ended !== null) expect(ended).toEqual({ kind: 'repaired' });
      expect(await bound(world)).toEqual(await bound(whole));
      expect(world.rescues.map(({ outcome }) => outcome.kind)).toEqual(['repaired']);
    });
    expect(cuts).toBeGreaterThan(15);
    // Before anything was touched there is nothing to be undone.
    expect([...screens]).toEqual(['continue,start-over', 'continue,undo,start-over']);
  });

  it('is undone to where it began', async () => {
    await cutOffs(async (world) => {
      expect(await undo(world)).toEqual({ kind: 'undone' });
      expect(await world.state()).toEqual(world.first);
      expect(unfinished(world.rescues)).toBeNull();
    });
  });

  it('is started over: what is left can be put back then', async () => {
    const whole = await worldOf('renewed-certificate');
    await putBack(whole);
    await cutOffs(async (world) => {
      expect(await world.process().conductor.leave()).toEqual({ kind: 'left' });
      expect(unfinished(world.rescues)).toBeNull();
      const { facts, diagnosis } = await world.look(world.process().server);
      if (putBackOf(facts, diagnosis).kind === 'offered') {
        expect(await putBack(world)).toEqual({ kind: 'repaired' });
      }
      expect(await bound(world)).toEqual(await bound(whole));
      expect(await undo(world)).toEqual({ kind: 'undone' });
      expect(await world.state()).toEqual(world.first);
    });
  });
});

describe('after a rescue', () => {
  /** A rescue that bound the self-signed certificate to 127.0.0.1:443, and the put-back after it. */
  async function rescuedAndPutBack(): Promise<{ readonly world: World; readonly rescued: object }> {
    const world = await worldOf('one-binding-expired');
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    const rescued = await world.state();
    expect(await putBack(world)).toEqual({ kind: 'repaired' });
    return { world, rescued };
  }

  it('is undone by itself first, and everything only after that', async () => {
    const { world, rescued } = await rescuedAndPutBack();
    expect(undoScope(world.rescues)).toBe('put-back');
    expect(await undo(world)).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(rescued);
    expect(world.rescues.map(({ outcome }) => outcome.kind)).toEqual(['repaired', 'undone']);
    expect(undoScope(world.rescues)).toBe('everything');
    expect(await undo(world)).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it('is undone with everything where that is asked for', async () => {
    const { world } = await rescuedAndPutBack();
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(await world.state()).toEqual(world.first);
  });

  it.each([
    ['the put-back alone', 'put-back'],
    ['everything', 'everything'],
  ] as const)(
    'an undo of %s that is cut off anywhere goes on with that, and no further',
    async (_what, scope) => {
      const { world, rescued } = await rescuedAndPutBack();
      let cuts = 0;
      for (let number = 1; ; number += 1) {
        const left = await world.left();
        const cut = await left.cutAt(number, () => left.process().conductor.undo(scope));
        if (!cut) break;
        cuts += 1;
        const isBegun = unfinished(left.rescues) !== null;
        if (isBegun) expect(await left.process().conductor.resume()).toEqual({ kind: 'undone' });
        else if (left.events.at(-1)?.kind !== 'undo-ended') await left.process().conductor.undo(scope);
        expect(await left.state()).toEqual(scope === 'everything' ? world.first : rescued);
        await left.close();
      }
      expect(cuts).toBeGreaterThan(5);
    },
  );

  it('is not told of the run of Setup that the rescue before it waits for', async () => {
    const { world } = await rescuedAndPutBack();
    world.process().conductor.noteSetupRun({
      kind: 'setup-run',
      outcome: 'succeeded',
      class: 'setup-succeeded',
    });
    expect(world.rescues.map(({ setupRuns }) => setupRuns.length)).toEqual([1, 0]);
  });
});
