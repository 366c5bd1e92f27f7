import { describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { commandLineBench, expectSentence } from '../fixtures/command-line-bench.ts';

const { cli } = commandLineBench();
const names = scenarios.map(({ name }) => name);

describe('what was typed wrong', () => {
  const commands = ['diagnose', 'practice', 'inspect', 'rescue', 'undo', 'report', 'rerun-setup'];

  it.each<readonly [readonly string[], readonly string[]]>([
    [[], commands],
    [['resuce'], commands],
    [['__proto__'], commands],
    [['--json'], commands],
    [
      ['rescue', '--pratice', 'healthy'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', 'healthy'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', '--data', 'x', '--yes=no'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', '--data', '--yes'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [['rescue', '--practice', 'helthy', '--data', 'x', '--yes'], names],
    [['inspect', '--practice', 'helthy', '--data', 'x'], names],
    [['inspect', '--practice', 'healthy'], ['--data']],
    [
      ['undo', '--everything'],
      ['--data', '--all', '--yes', '--json'],
    ],
    [['diagnose'], ['--log']],
    [
      ['diagnose', '--file', 'x'],
      ['--log', '--facts', '--json'],
    ],
    [
      ['diagnose', '--facts', 'x', '--log', 'y'],
      ['--log', '--facts'],
    ],
    [['practice'], ['--list']],
    [
      ['practice', '--all'],
      ['--list', '--json'],
    ],
    [['report', '--json', '--data', 'x'], ['--data']],
    [['rerun-setup'], ['--data']],
  ])('is said in one sentence that names what exists: %j', async (words, known) => {
    const ran = await cli().run(words);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /^[^\n]+\.\n$/);
    for (const name of known) expect(ran.stderr).toContain(name);
  });

  it.each(['--help', 'help'])('%s says what there is', async (word) => {
    const ran = await cli().run([word]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    for (const command of commands) expect(ran.stdout).toContain(command);
  });
});
