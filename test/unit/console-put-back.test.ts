import { describe, expect, it, onTestFinished } from 'vitest';
import type { Wanted } from '../../electron/cli/console-needs.ts';
import type { Typed } from '../fixtures/console.ts';
import { talkedOnConsole } from '../fixtures/console-talk.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { hash } from '../fixtures/facts.ts';
import { World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const enter = '';
const best: Wanted = { kind: 'put-back', certificate: null };

async function worldOf(scenario: string): Promise<World> {
  const world = await World.of(scenario);
  onTestFinished(() => world.close());
  return world;
}

const talked = (world: World, wanted: Wanted, ...answers: readonly Typed[]) =>
  talkedOnConsole(world, { wanted, directory: newFolder() }, ...answers);

describe('a put-back on a console', () => {
  it('asks for the certificate, shows the plan, and carries it out on a yes', async () => {
    const world = await worldOf('renewed-certificate');
    const { status, text } = await talked(world, best, enter, 'yes');
    expect(status).toBe(0);
    expect(world.rescues.map(({ start, outcome }) => [start.purpose, outcome.kind])).toEqual([
      ['put-back', 'repaired'],
    ]);
    expect(text).toContain('Choose the certificate to put back');
    expect(text).not.toContain('Create a new one');
    expect(text).toContain('Put the certificate back on 2 bindings.');
    expect(text).toContain('Exchange Back End stays on its self-signed certificate on purpose');
    expect(text).toContain('The real certificate is back');
    expect(text).not.toContain('Run Setup again');
    expect(text).toMatch(/undo --data ".*" --put-back --yes/);
  });

  it('changes nothing on Enter alone', async () => {
    const world = await worldOf('renewed-certificate');
    const { status } = await talked(world, best, enter, enter);
    expect(status).toBe(3);
    expect(world.entries).toEqual([]);
  });

  it('shows the plan of a certificate that was named at once', async () => {
    const world = await worldOf('renewed-certificate');
    const { facts, putBack } = await world.look(world.process().server);
    if (putBack.kind !== 'offered') throw new Error(facts.takenAt);
    const wanted: Wanted = { kind: 'put-back', certificate: putBack.choice.thumbprint };
    const { status, text } = await talked(world, wanted, 'yes');
    expect(status).toBe(0);
    expect(text).not.toContain('Choose the certificate to put back');
  });

  it('says why a certificate that was named cannot be put back', async () => {
    const world = await worldOf('renewed-certificate');
    const { status, text } = await talked(world, { kind: 'put-back', certificate: hash('F') });
    expect(status).toBe(3);
    expect(text).toContain('is not in LocalMachine\\My.');
  });

  it.each([
    ['healthy', 0, 'Nothing is to be put back'],
    ['expired-certificate', 3, 'A certificate that IIS is bound to is not valid now'],
    ['self-signed-expired', 3, 'It is put back once nothing else is wrong.'],
  ])('of %s ends with %i, and says why', async (scenario, expected, why) => {
    const world = await worldOf(scenario);
    const { status, text } = await talked(world, best);
    expect(status).toBe(expected);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(why);
    expect(world.entries).toEqual([]);
  });

  it('that was stopped asks what now, and can be undone by itself', async () => {
    const world = await worldOf('renewed-certificate');
    await world.cutAt(12, async () => {
      await talked(world, best, enter, 'yes');
    });
    expect(world.rescues[0]?.outcome.kind).toBe('open');
    const { status, text } = await talked(world, best, 'undo', 'yes');
    expect(status).toBe(0);
    expect(text).toContain('Putting the certificate back is unfinished');
    expect(text).toContain('Undo the put-back?');
    expect(await world.state()).toEqual(world.first);
  });
});

describe('a rescue on a console', () => {
  it('offers to put the real certificate back where nothing else is to be done', async () => {
    const world = await worldOf('renewed-certificate');
    const { status } = await talked(world, { kind: 'recover' }, 'yes', enter, 'yes');
    expect(status).toBe(0);
    expect(world.rescues[0]?.start.purpose).toBe('put-back');
  });

  it('and leaves it on Enter alone', async () => {
    const world = await worldOf('renewed-certificate');
    const { status, text } = await talked(world, { kind: 'recover' }, enter);
    expect(status).toBe(0);
    expect(text).toContain('Put the real certificate back?');
    expect(world.entries).toEqual([]);
  });
});
