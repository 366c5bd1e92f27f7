import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  readSetupLogBytes,
  readSetupLogDescriptor,
  readSetupLogFile,
  readSetupLogSource,
  type ByteSource,
  type LogReaderOptions,
} from '../../electron/log-reader.ts';
import { readSetupLog, type SetupVerdict } from '../../shared/setup-log.ts';
import { encodeAs } from '../fixtures/code-pages.ts';
import { languages } from '../fixtures/setup-log-languages.ts';
import {
  blockedRun,
  expired,
  failedRun,
  keyNotOpened,
  logText,
  scripts,
  thumbprint,
} from '../fixtures/setup-logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-reader-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = logText([
  ...failedRun(keyNotOpened(scripts.iisPopImap, languages.german)),
  ...blockedRun(['RebootPending']),
]);
const known = readSetupLog(text);

function verdictOf(bytes: Uint8Array, options: LogReaderOptions = {}): SetupVerdict {
  const read = readSetupLogBytes(bytes, options);
  if (read.kind === 'unreadable') throw new Error(read.code);
  return read.verdict;
}

const bigEndian = (content: string): Buffer => Buffer.from(content, 'utf16le').swap16();

describe('the encoding of a log', () => {
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE without one', Buffer.from(text, 'utf16le')],
    ['UTF-16BE with a mark', bigEndian(`\ufeff${text}`)],
    ['UTF-16BE without one', bigEndian(text)],
    ['windows-1252', encodeAs('windows-1252', text)],
    ['UTF-8 with line feeds', Buffer.from(text.replaceAll('\r\n', '\n'))],
  ])('is found: %s', (_, bytes) => {
    expect(verdictOf(bytes)).toEqual(known);
  });

  test('may change from line to line', () => {
    const half = text.indexOf('\n', text.length / 2) + 1;
    const bytes = Buffer.concat([
      encodeAs('windows-1252', text.slice(0, half)),
      Buffer.from(text.slice(half)),
    ]);
    expect(verdictOf(bytes)).toEqual(known);
  });

  test.each([
    ['shift_jis', languages.japanese],
    ['gbk', languages.chinese],
    ['windows-1251', languages.russian],
    ['windows-1250', languages.czech],
    ['windows-1254', languages.turkish],
    ['euc-kr', languages.korean],
    ['big5', languages.chineseTraditional],
  ])('%s is read with its code page, and understood without', (ansi, language) => {
    for (const [content, kind, hash] of [
      [logText(failedRun(expired(scripts.iis, language))), 'certificate-expired', null],
      [
        logText(failedRun(keyNotOpened(scripts.iisPopImap, language))),
        'private-key-inaccessible',
        thumbprint,
      ],
      [logText(failedRun(expired(scripts.backEnd, language))), 'back-end-certificate', null],
      [logText(failedRun(expired(scripts.smtp, language))), 'internal-transport-certificate', null],
    ] as const) {
      const bytes = encodeAs(ansi, content);
      expect(verdictOf(bytes, { ansi })).toEqual(readSetupLog(content));
      const guessed = verdictOf(bytes);
      expect([guessed.class, guessed.failure?.thumbprint, guessed.quote?.line]).toEqual([
        kind,
        hash,
        readSetupLog(content).quote?.line,
      ]);
    }
  });
});

describe('what a power cut leaves', () => {
  test('NULs behind the last line change nothing', () => {
    expect(verdictOf(Buffer.concat([Buffer.from(text), Buffer.alloc(700_000)]))).toEqual(known);
  });

  test.each([1, 4095, 200_000, 262_144, 300_000, 524_289, 700_001])(
    '%i NULs between two lines change nothing',
    (count) => {
      const at = text.indexOf('\n', text.length / 3) + 1;
      const bytes = Buffer.concat([
        Buffer.from(text.slice(0, at)),
        Buffer.alloc(count),
        Buffer.from(text.slice(at)),
      ]);
      expect(verdictOf(bytes)).toEqual(known);
      expect(verdictOf(bytes, { blockSize: 100_000 })).toEqual(known);
    },
  );

  test('NULs behind the last line of UTF-16 change nothing', () => {
    expect(verdictOf(Buffer.concat([Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.alloc(9001)]))).toEqual(
      known,
    );
  });

  test('nothing but NULs is no failure', () => {
    expect(verdictOf(Buffer.alloc(600_000)).class).toBe('no-failure-found');
  });
});

describe('a line or an entry too long to hold', () => {
  const letters = 'x'.repeat(1_000_000);

  test('keeps its head', () => {
    const lines = text.split('\r\n');
    const stop = lines.findIndex((line) => line.includes('was run') || line.includes('ausgeführt wurde'));
    lines[stop] = `${lines[stop] ?? ''}${letters}`;
    const verdict = verdictOf(Buffer.from(lines.join('\r\n')));
    expect([verdict.class, verdict.quote?.line]).toEqual([known.class, known.quote?.line]);
  });

  test('does not hide the line above it', () => {
    const verdict = verdictOf(Buffer.from(`${text}${letters}\n${letters}\n${letters}`));
    expect([verdict.class, verdict.quote]).toEqual([known.class, known.quote]);
  });

  test('a megabyte without a stamp behind the last run is another text', () => {
    expect(verdictOf(Buffer.from(text + 'Something else.\n'.repeat(70_000))).class).toBe('no-failure-found');
  });
});

describe('a file', () => {
  const path = join(folder, 'ExchangeSetup.log');
  writeFileSync(path, text);

  test('is read as its text is', async () => {
    expect(await readSetupLogFile(path)).toEqual({ kind: 'read', verdict: known });
  });

  test('that is open is read from its end, too', () => {
    const file = openSync(path, 'r');
    try {
      expect(readSetupLogDescriptor(file)).toEqual({ kind: 'read', verdict: known });
    } finally {
      closeSync(file);
    }
  });

  test('that is not there is a value', async () => {
    expect(await readSetupLogFile(join(folder, 'nothing.log'))).toEqual({
      kind: 'unreadable',
      code: 'ENOENT',
    });
  });

  test('that is a folder is a value', async () => {
    expect(await readSetupLogFile(folder)).toEqual({ kind: 'unreadable', code: 'EISDIR' });
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read is a value', async () => {
    const secret = join(folder, 'secret.log');
    writeFileSync(secret, text);
    chmodSync(secret, 0);
    expect(await readSetupLogFile(secret)).toEqual({ kind: 'unreadable', code: 'EACCES' });
  });

  test('that is empty tells of nothing', async () => {
    const empty = join(folder, 'empty.log');
    writeFileSync(empty, '');
    expect(await readSetupLogFile(empty)).toMatchObject({
      kind: 'read',
      verdict: { class: 'no-failure-found' },
    });
  });
});

describe('a source of bytes', () => {
  const bytes = Buffer.from(text);
  const source = (read: ByteSource['read']): ByteSource => ({ size: bytes.length, read });

  test('that gives a few bytes at a time is read as one that gives all', () => {
    const slowly = source((into, offset) =>
      bytes.copy(into, 0, offset, Math.min(offset + 7, offset + into.length)),
    );
    expect(readSetupLogSource(slowly)).toEqual({ kind: 'read', verdict: known });
  });

  test('that grows while it is read is read as it was', () => {
    const grown = Buffer.concat([bytes, Buffer.from(logText(blockedRun(['InstallWatermark'])))]);
    const growing = source((into, offset) => grown.copy(into, 0, offset, offset + into.length));
    expect(readSetupLogSource(growing)).toEqual({ kind: 'read', verdict: known });
  });

  test('that shrinks while it is read is a value', () => {
    const shrunk = bytes.subarray(0, 100);
    const shrinking = source((into, offset) =>
      shrunk.copy(into, 0, Math.min(offset, 100), offset + into.length),
    );
    expect(readSetupLogSource(shrinking)).toEqual({ kind: 'unreadable', code: 'ESHRUNK' });
  });

  test.each(['EACCES', 'EBUSY', 'EIO'])('that fails with %s in the middle is a value', (code) => {
    let reads = 0;
    const failing = source((into, offset) => {
      reads += 1;
      if (reads > 5) throw Object.assign(new Error(code), { code });
      return bytes.copy(into, 0, offset, offset + into.length);
    });
    expect(readSetupLogSource(failing, { blockSize: 512 })).toEqual({ kind: 'unreadable', code });
  });

  test('that has a bug throws', () => {
    const buggy = source(() => {
      throw new TypeError('A bug');
    });
    expect(() => readSetupLogSource(buggy)).toThrow('A bug');
  });
});
