import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { destinationOf, parseLaunch, typedWords } from '../../electron/wizard/launch.ts';
import type { Machine } from '../../electron/wizard/launch.ts';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { scenario } from '../fixtures/practice.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const home = resolve('/home/admin');
const launched = (...words: string[]) => parseLaunch(words, home);

function refusal(...words: string[]): string {
  const launch = launched(...words);
  if (launch.kind !== 'bad-usage') throw new Error(`It was understood: ${launch.kind}`);
  return launch.sentence;
}

describe('the words that the window is started with', () => {
  it('are none: what lies in the practice folder of the user', () => {
    expect(launched()).toEqual({ kind: 'launch', data: null, scenario: null });
  });

  it.each([
    [['--practice', 'healthy', '--data', 'rescue']],
    [['--data=rescue', '--practice=healthy']],
    [['--data', 'other', '--data', `${home}/rescue`, '--practice', 'healthy']],
  ])('name a scenario and a folder: %j', (words) => {
    expect(launched(...words)).toMatchObject({
      kind: 'launch',
      data: resolve(home, 'rescue'),
      scenario: { name: 'healthy' },
    });
  });

  it.each([[['--help']], [['-h']], [['--data', 'x', '--help']]])('ask how it is used: %j', (words) => {
    expect(launched(...words)).toEqual({ kind: 'help' });
  });

  it.each([
    [['--practice', 'helthy'], scenarios.map(({ name }) => name)],
    [['--practice='], scenarios.map(({ name }) => name)],
    [['--practice'], ['--practice']],
    [['--practice', '--data', 'x'], ['--practice']],
    [['--data'], ['--data']],
    [['--data='], ['--data', 'DIR']],
    [['--frobnicate'], ['--frobnicate', '--practice', '--data', '--help']],
    [['healthy'], ['healthy', '--practice', '--data', '--help']],
    // Chromium's own, which would open the locked box.
    [['--remote-debugging-port=9222'], ['--remote-debugging-port']],
    [['--no-sandbox'], ['--no-sandbox']],
  ])('are refused in one sentence that names what exists: %j', (words, known) => {
    const sentence = refusal(...words);
    expect(sentence).toMatch(/^[^\n]+\.$/);
    for (const name of known) expect(sentence).toContain(name);
  });
});

describe('the words that were typed', () => {
  it('come after the folder of the app in a checkout', () => {
    expect(typedWords(['electron', '--disable-gpu', '/app', '--data', 'x'], 'checkout')).toEqual([
      ...['--data', 'x'],
    ]);
    expect(typedWords(['electron', '/app'], 'checkout')).toEqual([]);
  });

  it('come after those of the driver where a test drives the program', () => {
    const ofDriver = ['--inspect=0', '--remote-debugging-port=0'];
    expect(typedWords(['cu-rescue', ...ofDriver, '--data', 'x', '--no-sandbox'], 'driven')).toEqual([
      ...['--data', 'x', '--no-sandbox'],
    ]);
  });

  it('are all of them where the program is installed', () => {
    expect(typedWords(['cu-rescue', '--no-sandbox', '--data', 'x'], 'installed')).toEqual([
      ...['--no-sandbox', '--data', 'x'],
    ]);
  });
});

describe('what the window opens', () => {
  const newFolder = temporaryFolders();
  const nothing = { data: null, scenario: null } as const;
  const programData = String.raw`C:\ProgramData\CU Rescue`;
  const windows = (problem: Machine['problem'] = () => null): Machine => ({
    platform: 'win32',
    // Whoever starts it may have prepared the environment: the machine's folder is not taken from there.
    environment: { ProgramData: String.raw`D:\prepared`, LOCALAPPDATA: String.raw`C:\Users\admin\Local` },
    dataFolder: () => programData,
    problem,
  });
  const linux: Machine = {
    platform: 'linux',
    environment: { XDG_STATE_HOME: '/state' },
    dataFolder: () => expect.fail('Only a Windows has one of its own'),
    problem: () => expect.fail('Only a Windows can be the server'),
  };

  it('is this machine where it is an Exchange server, in the folder that every rescue of it has', () => {
    expect(destinationOf(nothing, windows())).toEqual({
      kind: 'this-machine',
      directory: programData,
      problem: null,
    });
  });

  it('is this machine in another folder where one is named', () => {
    const data = newFolder();
    expect(destinationOf({ ...nothing, data }, windows())).toEqual({
      kind: 'this-machine',
      directory: data,
      problem: null,
    });
  });

  it.each([
    { kind: 'not-elevated' },
    { kind: 'not-64-bit', architecture: 'ia32' },
    { kind: 'windows-lacks', library: 'httpapi.dll', entryPoint: null },
    { kind: 'windows-refused', tried: 'RegOpenKeyExW', code: '5' },
  ] as const)('is this machine where it cannot be opened, which is told: $kind', (problem) => {
    expect(
      destinationOf(
        nothing,
        windows(() => problem),
      ),
    ).toEqual({
      kind: 'this-machine',
      directory: programData,
      problem,
    });
  });

  it('is the practice server on a Windows that is not an Exchange server', () => {
    const machine = windows(() => ({ kind: 'not-exchange' }));
    const directory = join(String.raw`C:\Users\admin\Local\CU Rescue\practice`, '1');
    expect(destinationOf(nothing, machine)).toEqual({ kind: 'practice', directory, scenario: null });
    const data = newFolder();
    expect(destinationOf({ ...nothing, data }, machine)).toMatchObject({ kind: 'practice', directory: data });
  });

  it('is the practice server where a practice is asked for, without a look at the machine', () => {
    const asked = { data: null, scenario: scenario('healthy') };
    const machine = windows(() => expect.fail('Nobody asked for the machine'));
    expect(destinationOf(asked, machine)).toMatchObject({ kind: 'practice', scenario: { name: 'healthy' } });
    expect(destinationOf(asked, machine).directory).not.toContain('ProgramData');
  });

  it('is the practice server where one lies in the folder', () => {
    const data = newFolder();
    mkdirSync(join(data, 'practice'));
    expect(destinationOf({ ...nothing, data }, windows())).toEqual({
      kind: 'practice',
      directory: data,
      scenario: null,
    });
  });

  it('is the practice server on every other system', () => {
    const directory = '/state/cu-rescue/practice/1';
    expect(destinationOf(nothing, linux)).toEqual({ kind: 'practice', directory, scenario: null });
  });
});
