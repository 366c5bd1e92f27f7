import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatLine, parseJournal } from '../../electron/journal-lines.ts';
import type { Parsed } from '../../electron/journal-lines.ts';
import type { JournalEntry, RescueEvent } from '../../shared/events.ts';

const events: readonly RescueEvent[] = [
  { kind: 'rescue-resumed' },
  // What a line may hold that is not ASCII, and what would break a line that is not escaped.
  {
    kind: 'rescue-stopped',
    because: { kind: 'backup-failed', because: { code: 'ENOSPC', tried: 'C:\\Würzburg\n\u2028🗝 "\uFFFD' } },
  },
  { kind: 'undo-started', rescue: 1 },
];

/** The lines of these events, each with its line end, as one journal has them. */
function linesOf(written: readonly RescueEvent[], at = '2026-03-01T03:12:00.000Z'): readonly string[] {
  const lines: string[] = [];
  let previous = '';
  for (const [index, event] of written.entries()) {
    const { line, checksum } = formatLine({ sequence: index + 1, at, event }, previous);
    lines.push(line);
    previous = checksum;
  }
  return lines;
}

const lines = linesOf(events);
const whole = Buffer.from(lines.join(''));
const entries: readonly JournalEntry[] = events.map((event, index) => ({
  sequence: index + 1,
  at: '2026-03-01T03:12:00.000Z',
  event,
}));

/** How long the first so many lines are. */
function lengthOf(count: number): number {
  return Buffer.byteLength(lines.slice(0, count).join(''));
}

function parsed(bytes: Buffer): Parsed {
  const result = parseJournal(bytes);
  if (result.kind === 'damage') throw new Error(`Damage in line ${result.line}: ${result.why}`);
  return result;
}

/** A line that says other things, and has the right checksum for them. */
function signed(body: object): string {
  const text = JSON.stringify(body);
  const checksum = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, -1)},"checksum":"${checksum}"}\n`;
}

function checksumIn(line: string): string {
  return (JSON.parse(line) as { checksum: string }).checksum;
}

describe('a journal that is whole', () => {
  it('gives back exactly what was written', () => {
    expect(parsed(whole)).toStrictEqual({
      kind: 'parsed',
      entries,
      lastChecksum: checksumIn(lines[2]!),
      lastLineAt: lengthOf(2),
      wholeBytes: whole.length,
      totalBytes: whole.length,
    });
  });

  it('has no entries when it is empty', () => {
    expect(parsed(Buffer.alloc(0))).toMatchObject({
      entries: [],
      lastChecksum: '',
      wholeBytes: 0,
      totalBytes: 0,
    });
  });

  it('is one line of JSON for each event, whatever the event holds', () => {
    for (const line of lines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(() => JSON.parse(line) as unknown).not.toThrow();
    }
  });
});

describe('a journal whose last write did not end', () => {
  it('keeps every whole line and nothing else, wherever it was cut', () => {
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      const wholeLines = cut.filter((byte) => byte === 0x0a).length;
      const wholeBytes = lengthOf(wholeLines);
      expect(parseJournal(cut)).toStrictEqual({
        kind: 'parsed',
        entries: entries.slice(0, wholeLines),
        lastChecksum: wholeLines === 0 ? '' : checksumIn(lines[wholeLines - 1]!),
        lastLineAt: lengthOf(Math.max(0, wholeLines - 1)),
        wholeBytes,
        totalBytes: length,
      });
    }
  });

  it('keeps every whole line before 1 to 8192 NULs', () => {
    for (let length = 1; length <= 8192; length++) {
      const bytes = Buffer.concat([whole, Buffer.alloc(length)]);
      const { entries: kept, wholeBytes, totalBytes } = parsed(bytes);
      expect([kept.length, wholeBytes, totalBytes]).toEqual([3, whole.length, whole.length + length]);
    }
  });

  it('keeps every whole line before a torn line that NULs follow', () => {
    const two = Buffer.from(lines.slice(0, 2).join(''));
    const last = Buffer.from(lines[2]!);
    for (let length = 0; length < last.length; length++) {
      for (const nulls of [1, 511, 512, 4096]) {
        const bytes = Buffer.concat([two, last.subarray(0, length), Buffer.alloc(nulls)]);
        expect(parsed(bytes)).toMatchObject({ entries: entries.slice(0, 2), wholeBytes: two.length });
      }
    }
  });

  it('has no entries when it is NULs only', () => {
    for (const length of [1, 512, 8192]) {
      expect(parsed(Buffer.alloc(length))).toMatchObject({ entries: [], wholeBytes: 0, totalBytes: length });
    }
  });
});

describe('a journal that was damaged', () => {
  it('never accepts a line in which any byte is any other byte', () => {
    let unfinished = 0;
    for (let at = 0; at < whole.length; at++) {
      // Every single bit, every bit, and the two bytes that mean something to a line.
      const others = [1, 2, 4, 8, 16, 32, 64, 128, 255].map((mask) => whole[at]! ^ mask);
      for (const other of new Set([...others, 0x00, 0x0a])) {
        if (other === whole[at]) continue;
        const bytes = Buffer.from(whole);
        bytes[at] = other;
        const result = parseJournal(bytes);
        if (result.kind === 'damage') continue;
        // The one thing it may be taken for: a last write without its line end, which is not read.
        unfinished++;
        expect([result.entries, at]).toStrictEqual([entries.slice(0, 2), whole.length - 1]);
        expect(result.wholeBytes).toBeLessThan(result.totalBytes);
      }
    }
    expect(unfinished).toBeGreaterThan(0);
  });

  it('says at which line and why, for each thing that can happen to lines', () => {
    const [one, two, three] = [lines[0]!, lines[1]!, lines[2]!];
    const other = linesOf(events, '2027-03-01T03:12:00.000Z');
    const cases: readonly (readonly [string, readonly string[], number, string])[] = [
      ['doubled', [one, two, two, three], 3, 'sequence'],
      ['first missing', [two, three], 1, 'sequence'],
      ['middle missing', [one, three], 2, 'sequence'],
      ['swapped', [one, three, two], 2, 'sequence'],
      ['out of another journal', [one, other[1]!, three], 2, 'chain'],
      ['the rest of another journal', [one, two, other[2]!], 3, 'chain'],
      ['empty line', [one, '\n', two], 2, 'not-json'],
      ['NULs where a line was', [one, `${'\0'.repeat(two.length - 1)}\n`, three], 2, 'not-json'],
      ['cut line inside', [one, `${two.slice(0, 40)}\n`, three], 2, 'not-json'],
      ['two lines in one', [one.trimEnd(), two], 1, 'not-json'],
      ['line end of Windows', [one.replace('\n', '\r\n'), two], 1, 'checksum'],
      ['blank at the end', [one.replace('\n', ' \n'), two], 1, 'checksum'],
      [
        'other spelling of the same',
        [one, two, three.replace('"undo-started"', '"undo\\u002dstarted"')],
        3,
        'checksum',
      ],
      ['JSON that is no line', [one, '{"sequence":2}\n'], 2, 'not-json'],
      ['no object', [one, 'null\n'], 2, 'not-json'],
    ];
    for (const [what, written, line, why] of cases) {
      const parsed = parseJournal(Buffer.from(written.join('')));
      expect([what, parsed]).toMatchObject([what, { kind: 'damage', line, why }]);
      // What stands before it can still be told.
      expect(parsed.entries).toHaveLength(line - 1);
    }
  });

  it('does not read a line of a newer version, however well it is signed', () => {
    const newer = signed({
      version: 2,
      sequence: 2,
      previous: checksumIn(lines[0]!),
      at: '2026-03-01T03:12:00.000Z',
      event: { kind: 'rescue-resumed' },
    });
    expect(parseJournal(Buffer.from(lines[0]! + newer))).toMatchObject({
      kind: 'damage',
      line: 2,
      why: 'newer-version',
    });
    const ours = newer.replace('"version":2', '"version":1').replace(/,"checksum":.*$/s, '}');
    expect(parsed(Buffer.from(lines[0]! + signed(JSON.parse(ours) as object))).entries).toHaveLength(2);
  });
});
