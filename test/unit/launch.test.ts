import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLaunch, typedWords } from '../../electron/wizard/launch.ts';
import { scenarios } from '../../electron/server/practice/scenarios.ts';

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

  it('are all of them where the program is installed', () => {
    expect(typedWords(['cu-rescue', '--no-sandbox', '--data', 'x'], 'installed')).toEqual([
      ...['--no-sandbox', '--data', 'x'],
    ]);
  });
});
