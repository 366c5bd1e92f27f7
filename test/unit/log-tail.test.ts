import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { growingFile, LogTail, type GrowingLog } from '../../electron/log-tail.ts';
import { encodeAs } from '../fixtures/code-pages.ts';

/** A log in memory, in which a test writes and which it may let fail. */
class Log implements GrowingLog {
  bytes: Buffer;
  fails: { readonly what: 'size' | 'read'; readonly error: Error } | null = null;
  unreadableFrom = Infinity;
  largestRead = 0;

  constructor(text = '') {
    this.bytes = Buffer.from(text);
  }

  append(more: string | Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(more as string)]);
  }

  size(): number {
    if (this.fails?.what === 'size') throw this.fails.error;
    return this.bytes.length;
  }

  read(into: Uint8Array, offset: number): number {
    if (this.fails !== null) throw this.fails.error;
    if (offset >= this.unreadableFrom) throw failure('EIO');
    this.largestRead = Math.max(this.largestRead, into.length);
    return this.bytes.copy(into, 0, offset);
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function newLines(tail: LogTail): readonly string[] {
  return [...tail.newLines()].flat();
}

describe('the tail of a log', () => {
  test('is what is appended, not what stood there before', () => {
    const log = new Log('old\r\n');
    const tail = new LogTail(log);
    expect(newLines(tail)).toEqual([]);
    log.append('one\r\ntwo\n');
    expect(newLines(tail)).toEqual(['one', 'two']);
    expect(newLines(tail)).toEqual([]);
  });

  test('tells a line when it is whole', () => {
    const log = new Log();
    const tail = new LogTail(log);
    log.append('half a li');
    expect(newLines(tail)).toEqual([]);
    log.append('ne\r');
    expect(newLines(tail)).toEqual([]);
    log.append('\nand');
    expect(newLines(tail)).toEqual(['half a line']);
  });

  const text = [
    'Überprüfung läuft',
    '',
    '   „Zertifikat“ – 40 %',
    'größer ਊ als',
    'x'.repeat(300),
    'Schluß',
    '',
  ];
  const written = text.join('\r\n');
  const withoutGurmukhi = written.replace('ਊ', 'o');
  test.each([
    ['UTF-8', Buffer.from(written)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${written}`)],
    ['UTF-8 with line feeds', Buffer.from(text.join('\n'))],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${written}`, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${written}`, 'utf16le').swap16()],
    ['windows-1252', encodeAs('windows-1252', withoutGurmukhi)],
  ])('is the same wherever the writing pauses: %s', (name, bytes) => {
    const expected = name === 'windows-1252' ? withoutGurmukhi.split('\r\n') : text;
    const cuts = fc.uniqueArray(fc.nat({ max: bytes.length }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, fc.nat({ max: 12 }), (places, before) => {
        const ends = [...places.sort((one, other) => one - other), bytes.length];
        const log = new Log();
        const tail = new LogTail(log);
        const lines: string[] = [];
        for (const [index, end] of ends.entries()) {
          log.bytes = bytes.subarray(0, end);
          if (index !== before) lines.push(...newLines(tail));
        }
        lines.push(...newLines(tail));
        expect(lines).toEqual(expected.slice(0, -1));
      }),
      { numRuns: 300 },
    );
  });

  test('of UTF-16 begins at a whole character, also behind half of one', () => {
    const log = new Log();
    log.bytes = Buffer.from('\ufeffold\r\n', 'utf16le');
    log.append(Buffer.from('Ω\r\n[new]\r\n', 'utf16le').subarray(0, 1));
    const tail = new LogTail(log);
    log.append(Buffer.from('Ω\r\n[new]\r\n', 'utf16le').subarray(1));
    expect(newLines(tail)).toEqual(['Ω', '[new]']);
    log.append(Buffer.from('[next]\r\n', 'utf16le'));
    expect(newLines(tail)).toEqual(['[next]']);
  });

  test('takes the NULs of a power cut for no text', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.append(`torn\0\0\0\0[new]\n`);
    expect(newLines(tail)).toEqual(['[new]']);
  });

  test('is empty while the log is not there, and all of it once it is', () => {
    const log = new Log();
    log.fails = { what: 'size', error: failure('ENOENT') };
    const tail = new LogTail(log);
    expect(newLines(tail)).toEqual([]);
    log.fails = null;
    log.append('one\n');
    expect(newLines(tail)).toEqual(['one']);
  });

  test.each(['size', 'read'] as const)('misses nothing while the %s cannot be told', (what) => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.append('one\n');
    log.fails = { what, error: failure('EBUSY') };
    expect(newLines(tail)).toEqual([]);
    log.append('two\n');
    log.fails = null;
    expect(newLines(tail)).toEqual(['one', 'two']);
  });

  test('begins at the end of what could not be read at first', () => {
    const log = new Log('old\n');
    log.fails = { what: 'read', error: failure('EACCES') };
    const tail = new LogTail(log);
    log.fails = null;
    log.append('new\n');
    expect(newLines(tail)).toEqual(['new']);
  });

  test('finds what could not be read at first shorter than it was, and begins with it', () => {
    const log = new Log('an old line\n');
    log.fails = { what: 'read', error: failure('EACCES') };
    const tail = new LogTail(log);
    log.fails = null;
    log.bytes = Buffer.from('new\n');
    expect(newLines(tail)).toEqual(['new']);
  });

  test('misses nothing when the log can be read in part only', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.append('one\n');
    log.unreadableFrom = 4;
    expect(newLines(tail)).toEqual([]);
    log.unreadableFrom = Infinity;
    expect(newLines(tail)).toEqual(['one']);
  });

  test('is all of a log that was gone and is back, though it is as long as it was', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.fails = { what: 'size', error: failure('ENOENT') };
    expect(newLines(tail)).toEqual([]);
    log.fails = null;
    log.bytes = Buffer.from('new\n');
    expect(newLines(tail)).toEqual(['new']);
  });

  test('throws what is no word of the file system', () => {
    const log = new Log();
    const tail = new LogTail(log);
    log.append('one\n');
    log.fails = { what: 'read', error: new TypeError('a mistake') };
    expect(() => newLines(tail)).toThrow('a mistake');
  });

  test.each([
    ['shorter', 'new\n'],
    ['of the same length and grown since', `${'n'.repeat(19)}\nmore\n`],
    ['longer', 'new line\n'.repeat(40)],
    ['other in its last bytes only', 'an old line\nan old lin!\nnew\n'],
  ])('is a replaced log from its beginning: %s', (_, replaced) => {
    const log = new Log('an old line\nan old line\n');
    const tail = new LogTail(log);
    log.append('seen\n');
    newLines(tail);
    log.bytes = Buffer.from(replaced);
    expect(newLines(tail)).toEqual(replaced.split('\n').slice(0, -1));
    log.append('and on\n');
    expect(newLines(tail)).toEqual(['and on']);
  });

  test('goes on where a copy with more in it takes the place of the log', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.append('one\n');
    newLines(tail);
    log.bytes = Buffer.from('old\none\ntwo\n');
    expect(newLines(tail)).toEqual(['two']);
  });

  test('follows into another encoding', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.append('one\n');
    newLines(tail);
    log.bytes = Buffer.from('\ufeffold\r\none\r\ntwo\r\n', 'utf16le');
    expect(newLines(tail)).toEqual(['old', 'one', 'two']);
  });

  test('has the head of a line without end once, and the line behind it', () => {
    const log = new Log();
    const tail = new LogTail(log);
    log.append(`[head] ${'x'.repeat(100_000)}`);
    const first = newLines(tail);
    log.append('x'.repeat(200_000));
    const meanwhile = newLines(tail);
    log.append('\n[next]\n');
    expect(first.map((line) => line.slice(0, 9))).toEqual(['[head] xx']);
    expect(meanwhile).toEqual([]);
    expect(newLines(tail)).toEqual(['[next]']);
  });

  test('asks for little at a time, however much there is', () => {
    const log = new Log('old\n');
    const tail = new LogTail(log);
    log.bytes = Buffer.from('0123456789abcde\n'.repeat(300_000));
    let count = 0;
    for (const lines of tail.newLines()) count += lines.length;
    expect(count).toBe(300_000);
    expect(log.largestRead).toBeLessThanOrEqual(65_536);
  });
});

describe('the tail of a file', () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'log-tail-'));
    onTestFinished(() => {
      rmSync(path, { recursive: true });
    });
    return path;
  }

  test('follows it from before it is there, through truncation, replacement and removal', () => {
    const path = join(folder(), 'ExchangeSetup.log');
    const tail = new LogTail(growingFile(path));
    expect(newLines(tail)).toEqual([]);
    writeFileSync(path, 'one\r\n');
    expect(newLines(tail)).toEqual(['one']);
    appendFileSync(path, 'two\r\n');
    expect(newLines(tail)).toEqual(['two']);
    truncateSync(path);
    expect(newLines(tail)).toEqual([]);
    appendFileSync(path, 'three\r\n');
    expect(newLines(tail)).toEqual(['three']);
    writeFileSync(`${path}.new`, 'another\r\nlog\r\n');
    renameSync(`${path}.new`, path);
    expect(newLines(tail)).toEqual(['another', 'log']);
    rmSync(path);
    expect(newLines(tail)).toEqual([]);
    writeFileSync(path, 'another\r\nlog\r\nof the same name\r\n');
    expect(newLines(tail)).toEqual(['another', 'log', 'of the same name']);
  });

  test('is empty where a folder stands in its place', () => {
    const path = join(folder(), 'ExchangeSetup.log');
    const tail = new LogTail(growingFile(path));
    mkdirSync(path);
    expect(newLines(tail)).toEqual([]);
    rmSync(path, { recursive: true });
    expect(newLines(tail)).toEqual([]);
    writeFileSync(path, 'one\n');
    expect(newLines(tail)).toEqual(['one']);
  });
});
