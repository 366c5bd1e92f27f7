import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../electron/cli/arguments.ts';

const options = {
  log: { type: 'string', multiple: true },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

function parse(...words: readonly string[]) {
  return parseArguments('diagnose', words, options, 'positionals');
}

function complaint(...words: readonly string[]): string {
  try {
    parseArguments('rescue', words, options, 'no-positionals');
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('No complaint');
}

describe('the words after a command', () => {
  it('keep the order in which they were typed, options and plain words alike', () => {
    expect(parse('--log', 'a', 'b', '--json', '--log=c', '-').words).toEqual([
      { option: 'log', value: 'a' },
      { option: null, value: 'b' },
      { option: 'json', value: null },
      { option: 'log', value: 'c' },
      { option: null, value: '-' },
    ]);
  });

  it('take a lone dash as a value, and after two dashes everything as plain words', () => {
    expect(parse('--log', '-').value('log')).toBe('-');
    expect(parse('--', '--json').words).toEqual([{ option: null, value: '--json' }]);
  });

  it('know what was given, the last one when twice, and what was not', () => {
    const given = parse('--data', 'one', '--data', 'two', '--json');
    expect([given.value('data'), given.has('json'), given.has('log'), given.value('log')]).toEqual([
      'two',
      true,
      false,
      null,
    ]);
    expect(given.required('data', 'DIR')).toBe('two');
  });

  it.each([[[]], [['--data=']], [['--data', '']]])('miss what is required: %j', (words) => {
    expect(() => parse(...words).required('data', 'DIR, the folder')).toThrow(
      new UsageError('diagnose needs --data DIR, the folder.'),
    );
  });

  it.each([
    [['--verbose'], '--verbose'],
    [['-x'], '-x'],
    [['--json=yes'], '--json'],
    [['--data'], '--data'],
    [['--data', '--json'], '--data'],
    [['somewhere'], 'somewhere'],
    [['--no-json'], '--no-json'],
  ])('are refused in one sentence that names the wrong one and what exists: %j', (words, wrong) => {
    const text = complaint(...words);
    expect(text).toMatch(/^rescue: [^\n]+ It knows --log, --data, --json\.$/);
    expect(text).toContain(wrong);
  });
});
