import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Disk } from '../../electron/disk.ts';
import { systemDisk, withFile, writeWhole } from '../../electron/disk.ts';
import { openJournal, readJournal } from '../../electron/journal.ts';
import { Medium } from '../fixtures/medium.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { tried } from '../fixtures/tried.ts';
import { everyKindOfEvent, linesOf } from '../fixtures/whole-journal.ts';
import { testClock as clock } from '../fixtures/world.ts';

const inside = temporaryFolders()();
const newFolder = () => mkdtempSync(join(inside, 'cut-'));
const fileName = 'journal.jsonl';
const events = await everyKindOfEvent();

/** The end of the power: nothing after it is done. */
class Cut extends Error {}

/** Lets the call of this number fail for good, as the power does. */
function cutBefore(number: number): (call: keyof Disk) => void {
  let count = 0;
  return () => {
    if (++count >= number) throw new Cut();
  };
}

/** Runs until the power is cut; whether it was. */
function runs(work: () => void): 'to-its-end' | 'cut' {
  try {
    work();
    return 'to-its-end';
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    return 'cut';
  }
}

function entriesIn(folder: string): number {
  const read = readJournal(folder);
  if (read.kind !== 'read') throw new Error(`${read.kind}: ${JSON.stringify(read)}`);
  return read.entries.length;
}

/** Which sectors arrived: each way there is where they are few; otherwise none, all, all but one, and some by chance. */
function* arrivals(sectors: number): Generator<(sector: number) => boolean> {
  if (sectors <= 6) {
    for (let mask = 0; mask < 2 ** sectors; mask++) yield (sector) => ((mask >> sector) & 1) === 1;
    return;
  }
  yield () => false;
  for (let one = 0; one < sectors; one++) {
    yield (sector) => sector !== one;
    yield (sector) => sector === one;
    yield (sector) => sector < one;
  }
  let state = 12_345;
  for (let count = 0; count < 40; count++) {
    const chosen = Array.from({ length: sectors }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state > 2 ** 30;
    });
    yield (sector) => chosen[sector] === true;
  }
}

/** Nothing but the last write may be missing, and the journal can be gone on with. */
function expectTrustworthy(folder: string, least: number, most: number, what: string): void {
  const before = readFileSync(join(folder, fileName), { flag: 'a+' });
  const names = new Set(readdirSync(folder));
  const opened = openJournal(folder, { clock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(`${what}: ${JSON.stringify(opened)}`);
  const { journal } = opened;
  if (journal.entries.length < least || journal.entries.length > most) {
    throw new Error(
      `${what}: ${String(journal.entries.length)} events, not ${String(least)} to ${String(most)}`,
    );
  }
  const whole = readFileSync(join(folder, fileName));
  if (!before.equals(whole)) {
    // What was cut off is in a copy, whatever lay there already.
    const copies = readdirSync(folder).filter((name) => name.includes('.unfinished-'));
    const kept = copies.some((name) => readFileSync(join(folder, name)).equals(before));
    expect([what, kept, before.subarray(0, whole.length).equals(whole)]).toEqual([what, true, true]);
    expect(
      copies.length - [...names].filter((name) => name.includes('.unfinished-')).length,
    ).toBeLessThanOrEqual(1);
  }
  expect(journal.append({ kind: 'rescue-resumed' }).kind).toBe('durable');
  expect(entriesIn(folder)).toBe(journal.entries.length);
}

describe('a power cut at any call to the disk', () => {
  it('while a line is appended leaves that line or none of it, whatever of it got to the medium in any order', () => {
    let count = 0;
    // Of few lines before, of a long line and of short ones, beginning anywhere in a sector.
    for (const before of [0, 1, 4, 9, 14]) {
      for (let number = 1; ; number++) {
        const folder = newFolder();
        writeFileSync(join(folder, fileName), linesOf(events.slice(0, before)).join(''));
        const medium = new Medium(folder, [fileName], cutBefore(number));
        const opened = openJournal(folder, { clock, disk: medium.disk });
        if (opened.kind !== 'open') throw new Error(opened.kind);
        const ended = runs(() => opened.journal.append(events[before]!));
        medium.closeAll();
        let way = 0;
        for (const arrived of arrivals(medium.sectors)) {
          const left = newFolder();
          medium.leaveIn(left, arrived);
          const what = `line ${String(before + 1)}, cut before call ${String(number)}, way ${String(++way)}`;
          expectTrustworthy(left, ended === 'cut' ? before : before + 1, before + 1, what);
          count++;
        }
        if (ended === 'to-its-end') break;
      }
    }
    expect(count).toBeGreaterThan(200);
    tried('power cuts with unsynced sectors in any order', count);
  });

  it('while an unfinished write is dropped leaves it with or without its copy, and it is dropped the next time', () => {
    let count = 0;
    const whole = linesOf(events.slice(0, 5)).join('');
    for (const tail of ['{"version":1,"sequ', `{"version":1${'\0'.repeat(900)}`, '\0'.repeat(600)]) {
      for (let number = 1; ; number++) {
        const folder = newFolder();
        writeFileSync(join(folder, fileName), whole + tail);
        const medium = new Medium(folder, [fileName], cutBefore(number));
        const ended = runs(() => openJournal(folder, { clock, disk: medium.disk }));
        medium.closeAll();
        let way = 0;
        for (const arrived of arrivals(medium.sectors)) {
          const left = newFolder();
          medium.leaveIn(left, arrived);
          expectTrustworthy(left, 5, 5, `cut before call ${String(number)}, way ${String(++way)}`);
          const copies = readdirSync(left).filter((name) => name.includes('.unfinished-'));
          // Not before the copy is on the medium is the write cut off.
          const kept = copies.some((name) => readFileSync(join(left, name), 'utf8') === whole + tail);
          expect([number, way, kept]).toEqual([number, way, true]);
          count++;
        }
        if (ended === 'to-its-end') break;
      }
    }
    tried('power cuts with unsynced sectors in any order', count);
  });

  it('while the next line is appended leaves nothing of an unfinished write behind it', () => {
    let count = 0;
    const whole = linesOf(events.slice(0, 5)).join('');
    // Longer than the line that comes in its place.
    const tail = `{"version":1${'x'.repeat(3_000)}`;
    const short = { kind: 'rescue-resumed' } as const;
    for (let number = 1; ; number++) {
      const folder = newFolder();
      writeFileSync(join(folder, fileName), whole + tail);
      let isOpen = false;
      const cut = cutBefore(number);
      const medium = new Medium(folder, [fileName], (call) => {
        if (isOpen) cut(call);
      });
      const opened = openJournal(folder, { clock, disk: medium.disk });
      if (opened.kind !== 'open') throw new Error(opened.kind);
      isOpen = true;
      const ended = runs(() => opened.journal.append(short));
      medium.closeAll();
      let way = 0;
      for (const arrived of arrivals(medium.sectors)) {
        const left = newFolder();
        medium.leaveIn(left, arrived);
        const what = `cut before call ${String(number)}, way ${String(++way)}`;
        expectTrustworthy(left, ended === 'cut' ? 5 : 6, 6, what);
        count++;
      }
      if (ended === 'to-its-end') break;
    }
    tried('power cuts with unsynced sectors in any order', count);
  });

  it('after an unfinished write was dropped leaves its copy, also one that a killed process did not sync', () => {
    const folder = newFolder();
    const torn = Buffer.from(`${linesOf(events.slice(0, 5)).join('')}{"version":1,"sequ`);
    writeFileSync(join(folder, fileName), torn);
    const medium = new Medium(folder, [fileName], () => undefined);
    const copy = `${fileName}.unfinished-6`;
    withFile(medium.disk, join(folder, copy), 'wx', (descriptor) => {
      writeWhole(medium.disk, descriptor, torn, null);
    });
    expect(openJournal(folder, { clock, disk: medium.disk }).kind).toBe('open');
    const left = newFolder();
    medium.leaveIn(left, () => false);
    expect(readFileSync(join(left, copy))).toEqual(torn);
    tried('power cuts with unsynced sectors in any order', 1);
  });
});

describe('a data folder', () => {
  it('with an empty journal, or without one, has no events, and is begun', () => {
    for (const make of [
      () => undefined,
      (path: string) => {
        writeFileSync(path, '');
      },
    ]) {
      const folder = newFolder();
      make(join(folder, fileName));
      expect(entriesIn(folder)).toBe(0);
      expectTrustworthy(folder, 0, 0, 'nothing');
    }
    tried('damaged journals', 2);
  });
});
