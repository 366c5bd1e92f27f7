import { describe, expect, test } from 'vitest';
import { commandLine } from '../../electron/server/windows/new-process.ts';

/** Cuts a line as the C runtime of Windows does after the program. Source: Microsoft, "Parsing C command-line arguments". */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    const backslashes = /^\\+(?=")/.exec(line.slice(at))?.[0].length ?? 0;
    if (backslashes > 0) {
      word = `${word ?? ''}${'\\'.repeat(Math.floor(backslashes / 2))}`;
      at += backslashes - 1;
      if (backslashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (character === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (/\s/.test(character) && !quoted) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  return word === null ? words : [...words, word];
}

describe('a command line', () => {
  test('is as one would type it where nothing is special', () => {
    expect(commandLine('D:\\setup.exe', ['/m:Upgrade', '/DoNotEnableEP'])).toBe(
      '"D:\\setup.exe" /m:Upgrade /DoNotEnableEP',
    );
  });

  test.each([
    [[]],
    [['']],
    [['two words', 'x']],
    [['a "quote"', '"', '\\"', 'a\\\\"b']],
    [['ends\\', 'two words\\', '\\\\']],
    [['a\tb', '%PATH%', 'a&b|c>d', "it's"]],
  ])('is cut into these very words again: %j', (words: readonly string[]) => {
    const line = commandLine('C:\\CU 14 (1)\\setup.exe', words);
    expect(wordsOf(line)).toEqual(['C:\\CU 14 (1)\\setup.exe', ...words]);
  });
});
