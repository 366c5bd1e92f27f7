import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLogExcerpt } from '../../electron/log-excerpt.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const folder = temporaryFolders();

function logOf(text: string | Buffer): string {
  const path = join(folder(), 'ExchangeSetup.log');
  writeFileSync(path, text);
  return path;
}

const thousand = Array.from({ length: 1000 }, (_, index) => `line ${index + 1}\r\n`).join('');

describe('an excerpt of a log', () => {
  test('is the lines that are wanted, in the order of the log, with their numbers', () => {
    const excerpt = readLogExcerpt(logOf(thousand), (lines) => {
      // What follows the last line end is a line too, though an empty one.
      expect(lines).toBe(1001);
      return [
        { from: lines - 2, to: lines },
        { from: 500, to: 501 },
      ];
    });
    expect(excerpt).toEqual({
      kind: 'read',
      value: [
        { line: 500, text: 'line 500' },
        { line: 501, text: 'line 501' },
        { line: 999, text: 'line 999' },
        { line: 1000, text: 'line 1000' },
        { line: 1001, text: '' },
      ],
    });
  });

  test('is all of a log that is shorter than what is wanted', () => {
    const excerpt = readLogExcerpt(logOf('one\ntwo'), (lines) => [{ from: lines - 2000, to: lines }]);
    expect(excerpt).toMatchObject({
      value: [
        { line: 1, text: 'one' },
        { line: 2, text: 'two' },
      ],
    });
  });

  test('is text, also of a log in UTF-16', () => {
    const excerpt = readLogExcerpt(logOf(Buffer.from('\ufeffeins\r\nzwölf', 'utf16le')), () => [
      { from: 2, to: 2 },
    ]);
    expect(excerpt).toMatchObject({ value: [{ line: 2, text: 'zwölf' }] });
  });

  test('is unknown where there is no log', () => {
    const path = join(folder(), 'none.log');
    expect(readLogExcerpt(path, () => [])).toEqual({
      kind: 'unknown',
      because: { code: 'ENOENT', tried: path },
    });
  });
});
