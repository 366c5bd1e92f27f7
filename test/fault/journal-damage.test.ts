import { describe, expect, it } from 'vitest';
import { parseJournal } from '../../electron/journal-lines.ts';
import type { JournalDamage } from '../../shared/start-problem.ts';
import { tried } from '../fixtures/tried.ts';
import { checksumIn, everyKindOfEvent, linesOf, signed } from '../fixtures/whole-journal.ts';

const events = await everyKindOfEvent();
const lines = linesOf(events);
const whole = Buffer.from(lines.join(''));
/** Where each line begins, and last where the file ends. */
const starts = lines.reduce((all, line) => [...all, all.at(-1)! + Buffer.byteLength(line)], [0]);

/** How many whole lines so many bytes hold. */
function linesWithin(bytes: number): number {
  return starts.findLastIndex((start) => start <= bytes);
}

/** What is read of a journal, in a few words: so many events, and where it stops being trustworthy. */
function readOf(bytes: Buffer): string {
  const parsed = parseJournal(bytes);
  const count = String(parsed.entries.length);
  if (parsed.kind === 'damage') return `${count} and damage in line ${String(parsed.line)}`;
  const rest = parsed.totalBytes - parsed.wholeBytes;
  return rest === 0 ? count : `${count} and an unfinished write`;
}

function damageOf(bytes: Buffer): JournalDamage | null {
  const parsed = parseJournal(bytes);
  if (parsed.kind === 'parsed') return null;
  const { line, why, where } = parsed;
  return { line, why, where };
}

it('has events of every kind in this journal', () => {
  expect(parseJournal(whole).entries.map(({ event }) => event)).toEqual(events);
  expect(new Set(events.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(13);
});

describe('a journal that was cut', () => {
  // In four parts, since it takes its time.
  it.each([0, 1, 2, 3])(
    'at any byte keeps every whole line, the rest is an unfinished write (part %i)',
    (part) => {
      const wrong: string[] = [];
      let count = 0;
      for (let length = part; length < whole.length; length += 4) {
        const wholeLines = linesWithin(length);
        const rest = length > starts[wholeLines]! ? ' and an unfinished write' : '';
        const found = readOf(whole.subarray(0, length));
        count++;
        if (found !== `${String(wholeLines)}${rest}`) wrong.push(`cut at ${String(length)}: ${found}`);
      }
      expect(wrong).toEqual([]);
      tried('byte cuts', count);
    },
  );

  it('keeps every whole line before 1 to 8,192 NULs, and before a torn line that NULs follow', () => {
    const short = linesOf(events.slice(-4));
    const some = Buffer.from(short.slice(0, 3).join(''));
    const next = Buffer.from(short[3]!.trimEnd());
    const wrong: string[] = [];
    for (let nulls = 1; nulls <= 8192; nulls++) {
      // A different cut each time, so that every length of the torn line meets many lengths of what follows.
      for (const torn of [0, nulls % next.length]) {
        const bytes = Buffer.concat([some, next.subarray(0, torn), Buffer.alloc(nulls)]);
        const found = readOf(bytes);
        if (found !== '3 and an unfinished write')
          wrong.push(`${String(torn)}, ${String(nulls)} NULs: ${found}`);
      }
      if (readOf(Buffer.alloc(nulls)) !== '0 and an unfinished write')
        wrong.push(`${String(nulls)} NULs only`);
    }
    expect(wrong).toEqual([]);
    tried('tails of NULs', 3 * 8192);
  });

  it('drops a last write of which any sectors did not get to the disk, though later ones did', () => {
    let count = 0;
    // The first line is the longest by far; the others begin and end anywhere in a sector.
    for (let line = 0; line < lines.length; line++) {
      const [start, end] = [starts[line]!, starts[line + 1]!];
      for (let from = start; from < end; from = nextSector(from)) {
        for (let to = nextSector(from); ; to = nextSector(to)) {
          const bytes = Buffer.from(whole.subarray(0, end)).fill(0, from, Math.min(to, end));
          expect([line, from, to, readOf(bytes)]).toEqual([
            line,
            from,
            to,
            `${String(line)} and an unfinished write`,
          ]);
          count++;
          if (to >= end) break;
        }
      }
    }
    tried('torn sectors', count);
  });

  it('is damage where a sector is missing and whole lines follow: that was no last write', () => {
    let count = 0;
    for (let from = 0; from < starts.at(-2)!; from = nextSector(from)) {
      const to = nextSector(from);
      if (to >= starts.at(-2)!) break;
      const bytes = Buffer.from(whole).fill(0, from, to);
      expect(damageOf(bytes)).toMatchObject({ line: linesWithin(from) + 1 });
      count++;
    }
    tried('damaged journals', count);
  });
});

function nextSector(at: number): number {
  return at + 512 - (at % 512);
}

describe('a journal in which a byte was changed', () => {
  it('is damaged in that line, wherever the byte is and whatever it became', () => {
    // Of a short journal every byte, with every bit flipped, all of them, and what means something to a line.
    const short = Buffer.from(linesOf(events.slice(-6)).join(''));
    const lineOf = (at: number) => short.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
    let count = 0;
    for (let at = 0; at < short.length; at++) {
      const others = [1, 2, 4, 8, 16, 32, 64, 128, 255].map((mask) => short[at]! ^ mask);
      for (const other of new Set([...others, 0x00, 0x0a, 0x20, 0x7d])) {
        if (other === short[at]) continue;
        const bytes = Buffer.from(short);
        bytes[at] = other;
        count++;
        // A NUL for the last line end is what a power cut leaves, and nothing tells the two apart.
        if (at === short.length - 1 && other === 0) {
          expect(readOf(bytes)).toBe('5 and an unfinished write');
        } else {
          expect([at, other, damageOf(bytes)?.line]).toEqual([at, other, lineOf(at)]);
        }
      }
    }
    tried('damaged journals', count);
  });

  it('is damaged in that line of a long one as well', () => {
    let count = 0;
    for (let at = 0; at < whole.length; at += 41) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 + (at % 255);
      expect([at, damageOf(bytes)?.line]).toEqual([at, linesWithin(at) + 1]);
      count++;
    }
    tried('damaged journals', count);
  });

  it('never passes for a line of a newer version', () => {
    const at = whole.indexOf('"version":1') + '"version":'.length;
    const bytes = Buffer.from(whole);
    bytes[at] = '3'.charCodeAt(0);
    expect(damageOf(bytes)).toMatchObject({ line: 1, why: 'checksum' });
  });

  it('is damaged where bytes that are no text would be read as the same character', () => {
    const [line] = linesOf([
      { kind: 'rescue-stopped', because: { kind: 'backup-failed', because: { code: 'x', tried: '\uFFFD' } } },
    ]);
    const bytes = Buffer.from(line!);
    bytes[bytes.indexOf(0xef)] = 0xf1;
    expect(bytes.toString('utf8')).toBe(line);
    expect(damageOf(bytes)).toMatchObject({ line: 1 });
  });
});

describe('a journal whose lines were doubled, lost or moved', () => {
  it('is damaged at the first line that does not follow', () => {
    let count = 0;
    const expectDamage = (written: readonly string[], line: number) => {
      expect([written.length, damageOf(Buffer.from(written.join('')))?.line]).toEqual([written.length, line]);
      count++;
    };
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index]!;
      expectDamage([...lines.slice(0, index + 1), line, ...lines.slice(index + 1)], index + 2);
      // Without its last line it is a shorter journal, and nothing tells that.
      if (index < lines.length - 1) expectDamage(lines.toSpliced(index, 1), index + 1);
      for (let other = index + 1; other < lines.length; other++) {
        const swapped = [...lines];
        [swapped[index], swapped[other]] = [lines[other]!, line];
        expectDamage(swapped, index + 1);
      }
    }
    tried('damaged journals', count);
  });

  it('is damaged where lines of another journal stand in it', () => {
    const other = linesOf(events, '2027-03-01T03:12:00.000Z');
    for (let index = 1; index < lines.length; index++) {
      const spliced = [...lines.slice(0, index), ...other.slice(index)];
      expect(damageOf(Buffer.from(spliced.join('')))).toEqual({ line: index + 1, why: 'chain', where: null });
    }
    tried('damaged journals', lines.length - 1);
  });
});

describe('a journal that ends in something else', () => {
  it.each(['hello', '\n', '\0\0\nx', ' ', '{"event":1}', '{"version":1}\n', '{"version":1,"seq\n'])(
    'is damaged, and not taken for an unfinished write: %j',
    (tail) => {
      expect(damageOf(Buffer.concat([whole, Buffer.from(tail)]))).toMatchObject({ line: lines.length + 1 });
    },
  );
});

describe('a line whose checksum is right', () => {
  const first = lines[0]!;
  function after(event: unknown, at: unknown = '2026-03-01T03:12:00.000Z', version = 1): Buffer {
    const body = { version, sequence: 2, previous: checksumIn(first), at, event };
    return Buffer.from(first + signed(body));
  }
  const event = (kind: string) =>
    ({ ...events.find((one) => one.kind === kind)! }) as Record<string, unknown>;

  it.each([
    ['a kind that this version does not know', { kind: 'rescue-postponed' }, 'event.kind'],
    ['a field too few', { kind: 'undo-started' }, 'event.rescue'],
    ['a field of another shape', { kind: 'undo-started', rescue: '1' }, 'event.rescue'],
    ['a rescue that cannot be', { kind: 'undo-started', rescue: 0 }, 'event.rescue'],
    ['no change', { ...event('change-about-to'), change: null }, 'event.change'],
    [
      'a kind of change that nobody knows',
      { ...event('change-about-to'), change: { kind: 'mailbox' } },
      'event.change.kind',
    ],
    ['facts without their parts', { ...event('rescue-started'), facts: {} }, 'event.facts.origin'],
    [
      'a stop for no known reason',
      { kind: 'rescue-stopped', because: { kind: 'tired' } },
      'event.because.kind',
    ],
  ])('says where when it tells of %s', (_what, told, where) => {
    expect(damageOf(after(told))).toEqual({ line: 2, why: 'event', where });
    tried('damaged journals', 1);
  });

  it('says where when its time is none', () => {
    expect(damageOf(after({ kind: 'rescue-resumed' }, 'yesterday'))).toEqual({
      line: 2,
      why: 'event',
      where: 'at',
    });
  });

  it('is of a newer version where it says so, whatever it tells', () => {
    expect(damageOf(after({ kind: 'rescue-postponed' }, 'yesterday', 2))).toEqual({
      line: 2,
      why: 'newer-version',
      where: null,
    });
  });

  it('is read where every part of its event is known', () => {
    expect(damageOf(after({ kind: 'rescue-resumed' }))).toBeNull();
  });
});
