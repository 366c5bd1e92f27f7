import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endOfInput } from '../fixtures/console.ts';
import type { Typed } from '../fixtures/console.ts';
import { talkOnConsole, talkedOnConsole } from '../fixtures/console-talk.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { touchable, World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

async function worldOf(scenario: string): Promise<World> {
  const world = await World.of(scenario);
  onTestFinished(() => world.close());
  return world;
}

const recover = { kind: 'recover' } as const;
const talk = (world: World, ...answers: readonly Typed[]) =>
  talkOnConsole(world, { wanted: recover, directory: newFolder() }, ...answers);
const talked = (world: World, ...answers: readonly Typed[]) =>
  talkedOnConsole(world, { wanted: recover, directory: newFolder() }, ...answers);

const kinds = (world: World) => world.events.map(({ kind }) => kind);
const enter = '';

/** A rescue that was stopped after its first change, as Ctrl+C does. */
function stoppedAfterFirst(scenario: string): Promise<World> {
  return stoppedAfter(scenario, '1');
}

async function stoppedAfter(scenario: string, changeId: string): Promise<World> {
  const world = await worldOf(scenario);
  const { conductor, facts, diagnosis, plan } = await world.planned();
  world.after = ({ name, about }) => {
    if (name === 'apply' && about === `apply ${changeId}`) conductor.stopAfterThisChange();
  };
  expect(await conductor.begin(facts, diagnosis, plan)).toEqual({
    kind: 'stopped',
    because: { kind: 'asked' },
  });
  world.after = () => undefined;
  return world;
}

describe('a rescue on a console', () => {
  it('goes through all six stages, and is repaired', async () => {
    const world = await worldOf('expired-certificate');
    const { status, text, directory } = await talked(world, enter, enter, 'yes');
    expect(status).toBe(0);
    expect(kinds(world).at(-1)).toBe('rescue-repaired');
    expect(text.match(/^Stage \d of 6/gm)).toEqual(
      [1, 2, 3, 4, 4, 5, 6].map((n) => `Stage ${String(n)} of 6`),
    );
    expect(text).toContain('Setup stopped because the certificate on Default Web Site expired 12 days ago');
    expect(text).toContain('by hand netsh http add sslcert ipport=0.0.0.0:443');
    expect(text).toContain(
      String.raw`    D:\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF`,
    );
    const report = join(directory, 'rescue-1', 'report.txt');
    expect(text).toContain(`The report is saved as text: ${report}`);
    expect(readFileSync(report, 'utf8')).toContain('Repaired.');
  });

  it('says before the first question that nothing is changed yet, and offers what the window offers', async () => {
    const { text } = await talked(await worldOf('expired-certificate'), enter, endOfInput);
    expect(text).toMatch(/^CU Rescue\. Nothing is changed before you have seen a plan and said yes to it\./);
    expect(text).toMatch(/ 1\) Microsoft Exchange \(.*\), recommended\n/);
    expect(text).toMatch(/ 2\) Create a new one\n/);
    expect(text).toMatch(/not offered:\n(?:.*\n)*- .*expired 12 days/);
  });

  it.each<readonly [string, readonly Typed[]]>([
    ['at the first question', [endOfInput]],
    ['by no to the first', ['2']],
    ['at the certificate', [enter, endOfInput]],
    ['at the trust', [enter, '2', endOfInput]],
    ['at the plan', [enter, enter, endOfInput]],
    ['by Enter at the plan', [enter, enter, enter]],
    ['by answers that are none', [enter, enter, '8', 'yessir', endOfInput]],
  ])('changes nothing when it is ended %s', async (_how, answers) => {
    const world = await worldOf('expired-certificate');
    const { status, text, directory } = await talked(world, ...answers);
    expect(status).toBe(3);
    expect(world.events).toEqual([]);
    expect(world.calls.filter(({ name }) => name !== 'inspect')).toEqual([]);
    expect(text).toMatch(/Ended\. Nothing was changed\.\n$/);
    expect(existsSync(join(directory, 'rescue-1'))).toBe(false);
  });

  it('goes back to the certificate, and carries out what was chosen last', async () => {
    const world = await worldOf('expired-certificate');
    const { status, text } = await talked(world, enter, enter, 'back', '2', '2', 'yes');
    expect(status).toBe(0);
    expect(text).toContain('The plan: 2 changes');
    const [started] = world.events;
    if (started?.kind !== 'rescue-started') throw new Error('It has not begun');
    expect(started.plan.choice).toEqual({ kind: 'create', trust: 'leave-untrusted' });
    expect(text).toContain(`The plan: ${String(started.plan.changes.length)} changes`);
    expect(started.plan.changes.map(({ kind }) => kind)).toEqual(['certificate', 'record', 'record']);
  });

  it('repairs the access to the key where that was chosen, and says when to choose it', async () => {
    const world = await worldOf('unreadable-key');
    const { status, text, directory } = await talked(world, enter, '2', 'yes');
    expect(status).toBe(0);
    expect(kinds(world).at(-1)).toBe('rescue-repaired');
    expect(world.rescues[0]?.start.plan.choice?.kind).toBe('repair-key');
    expect(text).toMatch(/ 1\) Microsoft Exchange \(.*\), recommended\n/);
    expect(text).toMatch(/ 2\) Keep mail.contoso.com, and repair the access to its key\n/);
    expect(text).toMatch(
      /Choose this where users must not be warned[^]*Bind another certificate where you are/,
    );
    expect(text).toMatch(/by hand icacls ".*" \/grant "\*S-1-5-32-544:F"/);
    const report = readFileSync(join(directory, 'rescue-1', 'report.txt'), 'utf8');
    expect(report.replaceAll(/\s+/g, ' ')).toContain(
      'Look at what renews the certificate of Default Web Site',
    );
    expect(report).not.toContain('Tell users');
  });

  it('binds where Enter alone answers, also where the key could be repaired', async () => {
    const world = await worldOf('unreadable-key');
    await talked(world, enter, enter, 'yes');
    expect(world.rescues[0]?.start.plan.choice?.kind).toBe('use');
  });

  it.each([
    ['not-the-certificate', 1, 'This is not the certificate'],
    ['healthy', 0, 'There is nothing to repair.'],
  ])('asks nothing where there is nothing to be decided: %s', async (scenario, expected, words) => {
    const { status, text, prompts } = await talked(await worldOf(scenario));
    expect([status, prompts]).toEqual([expected, 0]);
    expect(text).toContain(words);
  });

  it('asks what to do where a change was refused', async () => {
    const world = await worldOf('expired-certificate');
    let refusals = 1;
    world.disguise = (server) => ({
      ...server,
      inspect: () => server.inspect(),
      read: (target) => server.read(target),
      missing: (change) => server.missing(change),
      tidy: () => server.tidy(),
      served: (endpoint) => server.served(endpoint),
      followSetup: (told, until) => server.followSetup(told, until),
      close: () => server.close(),
      apply: (change) =>
        refusals-- > 0
          ? Promise.resolve({ kind: 'refused', because: { code: '5', tried: 'HttpSetServiceConfiguration' } })
          : server.apply(change),
    });
    const { status, text } = await talked(world, enter, enter, 'yes', 'continue');
    expect(text).toMatch(
      /Stopped: the server refused a change[^]*What now\?[^]*The certificates are in order/,
    );
    expect(status).toBe(0);
  });

  it('tells what is known when the journal can be written no more', async () => {
    const world = await worldOf('expired-certificate');
    world.refuseAppend = ({ kind }) => (kind === 'change-done' ? 'ENOSPC' : null);
    const { status, text } = await talked(world, enter, enter, 'yes');
    expect(status).toBe(3);
    expect(text).toMatch(/The journal could not be written/);
  });
});

describe('an unfinished rescue on a console', () => {
  it('is asked about first, and Enter alone leaves it as it is', async () => {
    const world = await stoppedAfterFirst('no-self-signed');
    const before = world.events;
    const { status, text } = await talked(world, enter);
    expect(status).toBe(3);
    expect(world.events).toEqual(before);
    expect(text).toMatch(/ 1\) Continue\.[^]* 2\) Undo\.[^]* 3\) Start over\.[^]* 4\) Nothing\./);
    expect(text).toMatch(/1\. Create a new self-signed[^-]*Done/);
    expect(text).toMatch(/2\. Trust the new certificate[^-]*Not begun/);
    expect(text).toMatch(/1 change stands, and all of it is written down[^]*rescue --data[^]*undo --data/);
  });

  it('goes on to its end', async () => {
    const world = await stoppedAfterFirst('no-self-signed');
    const { status } = await talked(world, '1');
    expect([status, kinds(world).at(-1)]).toEqual([0, 'rescue-repaired']);
  });

  it('is taken back, after one more question', async () => {
    const world = await stoppedAfterFirst('no-self-signed');
    const { status, text } = await talked(world, 'undo', enter, 'undo', 'yes');
    expect([status, kinds(world).at(-1)]).toEqual([0, 'undo-ended']);
    expect(touchable(await world.state())).toEqual(touchable(world.first));
    expect(text).toMatch(/Everything has been taken back/);
    expect(text).not.toMatch(/undo --data/);
  });

  it('is taken back by one change, and continued then', async () => {
    const world = await stoppedAfter('no-self-signed', '3');
    const { status, text } = await talked(world, 'undo one', '1', '1');
    expect(text).toMatch(/ 3\) Undo one\.[^]*Which change\?[^]* 1\) 1\/3\. Put the old certificate back/);
    expect(text).toMatch(/One change is being taken back[^]*3\. Bind the certificate[^-]*Taken back/);
    const directions = world.events.flatMap((event) =>
      event.kind === 'change-done' && event.changeId === '3' ? [event.direction] : [],
    );
    expect([status, directions]).toEqual([0, ['apply', 'undo', 'apply']]);
  });

  it('is left, and looked at anew', async () => {
    const world = await stoppedAfterFirst('no-self-signed');
    const { status, text } = await talked(world, 'start over', 'no');
    expect([status, kinds(world).at(-1)]).toEqual([3, 'rescue-left']);
    expect(text).toMatch(/Stage 1 of 6 · one change stands/);
    expect(text).not.toMatch(/Nothing was changed/);
  });

  it('whose undo was cut off goes on with the undo', async () => {
    const world = await worldOf('no-self-signed');
    await world.begin();
    await world.cutAt(6, () => world.undoAll());
    const { status, text } = await talked(world, '1');
    expect(text).toMatch(
      /An undo is unfinished[^]* 1\) Continue\. Reads the server, settles what was interrupted, and takes/,
    );
    expect(text).not.toMatch(/ Undo\. Takes back/);
    expect([status, kinds(world).at(-1)]).toEqual([0, 'undo-ended']);
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  });
});

describe('Ctrl+C while a change is carried out on a console', () => {
  async function interruptedAt(about: string) {
    const world = await worldOf('no-self-signed');
    const { console, signals, ended } = talk(world, enter, enter, enter, 'yes');
    world.before = (call) => {
      if (call.name === 'apply' && call.about === about) signals.emit('SIGINT');
    };
    return { world, status: await ended, text: console.text, prompts: console.prompts };
  }

  it('lets that change end and be verified, begins no other, and asks nothing more', async () => {
    const { world, status, text, prompts } = await interruptedAt('apply 2');
    expect(status).toBe(3);
    expect(kinds(world).slice(-3)).toEqual(['change-about-to', 'change-done', 'rescue-stopped']);
    expect(world.calls.filter(({ name }) => name === 'apply').map(({ about }) => about)).toEqual([
      'apply 1',
      'apply 2',
    ]);
    expect(text).toMatch(
      /Stopping after this change: nothing is left half done\.[^]*2 changes stand, and all/,
    );
    expect(prompts).toBe(4);
  });

  it('at the last one is a rescue that has come to its end', async () => {
    const { world, status, text } = await interruptedAt('apply 5');
    expect([status, kinds(world).at(-1)]).toEqual([0, 'rescue-repaired']);
    expect(text).toContain('Run Setup again');
  });
});
