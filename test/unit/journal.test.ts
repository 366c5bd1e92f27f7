import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../electron/disk.ts';
import type { Disk } from '../../electron/disk.ts';
import { openJournal, readJournal } from '../../electron/journal.ts';
import type { Journal } from '../../electron/journal.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { failingDisk, recordingDisk, sippingDisk } from '../fixtures/disks.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock as clock, World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const resumed: RescueEvent = { kind: 'rescue-resumed' };

function opened(directory: string, disk: Disk = systemDisk): Journal {
  const result = openJournal(directory, { clock, disk });
  if (result.kind !== 'open') throw new Error(result.kind);
  return result.journal;
}

function pathIn(directory: string): string {
  return join(directory, 'journal.jsonl');
}

function bytesIn(directory: string): Buffer {
  return readFileSync(pathIn(directory));
}

/** A folder with a journal of three lines. */
function withThreeLines(): string {
  const directory = newFolder();
  const journal = opened(directory);
  for (const rescue of [1, 2, 3]) journal.append({ kind: 'undo-started', rescue });
  return directory;
}

describe('appending to the journal', () => {
  it('replays as exactly what was appended, in a new process and while it goes on', async () => {
    const world = await World.of('no-self-signed');
    await world.begin();
    await world.undoAll();
    await world.close();
    const directory = newFolder();
    const journal = opened(directory);
    for (const event of world.events) expect(journal.append(event).kind).toBe('durable');
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: journal.entries });
    const reopened = opened(directory);
    reopened.append(resumed);
    expect(reopened.entries.map(({ sequence }) => sequence)).toEqual(
      [...world.events, resumed].map((_event, index) => index + 1),
    );
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: reopened.entries });
  });

  it('opens, writes and syncs, in this order, before it returns', () => {
    const directory = newFolder();
    const { disk, calls } = recordingDisk();
    const journal = opened(directory, disk);
    expect(calls).toEqual([]);
    journal.append(resumed);
    // The first append makes the file, whose name has to last too.
    expect(calls).toEqual(['open a 600', 'write', 'sync', 'close', 'open r 600', 'sync', 'close']);
    calls.length = 0;
    journal.append(resumed);
    // From then on it has to be there: one that has gone away must not begin anew in the middle.
    expect(calls).toEqual(['open r+ 600', 'write', 'sync', 'close']);
  });

  it('completes a write that took only a part', () => {
    const directory = newFolder();
    const journal = opened(directory, sippingDisk(3));
    journal.append(resumed);
    journal.append({ kind: 'undo-started', rescue: 1 });
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: journal.entries });
    expect(journal.entries).toHaveLength(2);
  });

  it.each(['open', 'write', 'sync', 'close'] as const)('is over for good when one %s fails', (call) => {
    const directory = withThreeLines();
    const whole = bytesIn(directory);
    // Only the first call fails: a second try would succeed, and must not be made.
    const journal = opened(directory, failingDisk(call, 'EIO', 1, 1));
    expect(journal.append(resumed)).toEqual({ kind: 'failed', code: 'EIO' });
    const left = bytesIn(directory);
    expect(journal.append(resumed)).toEqual({ kind: 'failed', code: 'EIO' });
    expect(journal.entries).toHaveLength(3);
    expect(bytesIn(directory)).toEqual(left);
    expect(left.subarray(0, whole.length)).toEqual(whole);
  });

  it('goes on in a new process after a full disk cut a line', () => {
    const directory = withThreeLines();
    expect(opened(directory, failingDisk('write', 'ENOSPC')).append(resumed)).toEqual({
      kind: 'failed',
      code: 'ENOSPC',
    });
    const journal = opened(directory);
    expect(journal.append(resumed).kind).toBe('durable');
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: journal.entries });
    expect(journal.entries).toHaveLength(4);
  });

  it('writes the last line of another process once more, in its place, with its own first one', () => {
    const directory = withThreeLines();
    const whole = bytesIn(directory);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const written: (readonly [position: number | null, length: number])[] = [];
    const disk: Disk = {
      ...systemDisk,
      write: (descriptor, bytes, offset, position) => {
        written.push([position, bytes.length]);
        return systemDisk.write(descriptor, bytes, offset, position);
      },
    };
    const journal = opened(directory, disk);
    journal.append(resumed);
    const after = bytesIn(directory);
    // Its fsync may have failed: the system then holds it for written, and would not write it with the next one.
    expect(written).toEqual([[lastLine, after.length - lastLine]]);
    expect(after.subarray(0, whole.length)).toEqual(whole);
    journal.append(resumed);
    expect(written.at(-1)?.[0]).toBe(after.length);
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: journal.entries });
  });

  it.each([
    [
      'is gone',
      (path: string) => {
        rmSync(path);
      },
      'ENOENT',
    ],
    [
      'is another',
      (path: string) => {
        writeFileSync(path, 'another');
      },
      'JOURNAL_CHANGED',
    ],
    [
      'was added to',
      (path: string) => {
        appendFileSync(path, 'x');
      },
      'JOURNAL_CHANGED',
    ],
  ])('stops where the file %s, and neither makes nor changes it', (_what, meddle, code) => {
    const directory = withThreeLines();
    const journal = opened(directory);
    expect(journal.append(resumed).kind).toBe('durable');
    meddle(pathIn(directory));
    const before = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    expect(journal.append(resumed)).toEqual({ kind: 'failed', code });
    expect(readdirSync(directory).map((name) => readFileSync(join(directory, name)))).toEqual(before);
  });

  it('refuses to write what could not be read again', () => {
    const directory = newFolder();
    const journal = opened(directory);
    const strange = { kind: 'undo-started', rescue: 'one' } as unknown as RescueEvent;
    expect(() => journal.append(strange)).toThrow('event.rescue');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('makes a file for its owner alone', () => {
    const directory = newFolder();
    opened(directory).append(resumed);
    expect(statSync(pathIn(directory)).mode & 0o777).toBe(0o600);
  });
});

describe('opening a journal', () => {
  it('makes nothing where there is none, neither to read nor to append', () => {
    const directory = newFolder();
    expect(readJournal(directory)).toEqual({ kind: 'read', entries: [] });
    expect(opened(directory).entries).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    ['half a line', Buffer.from('{"version":1,"sequ')],
    ['NULs', Buffer.alloc(512)],
    ['half a line and NULs', Buffer.concat([Buffer.from('{"vers'), Buffer.alloc(4096)])],
  ])('drops an unfinished last write (%s), after a copy beside it', (_what, tail) => {
    const directory = withThreeLines();
    const whole = bytesIn(directory);
    appendFileSync(pathIn(directory), tail);
    const torn = bytesIn(directory);
    const journal = opened(directory);
    expect(journal.entries).toHaveLength(3);
    expect(bytesIn(directory)).toEqual(whole);
    expect(readFileSync(`${pathIn(directory)}.unfinished-4`)).toEqual(torn);
    expect(journal.append(resumed).kind).toBe('durable');
    expect(readJournal(directory)).toStrictEqual({ kind: 'read', entries: journal.entries });
  });

  it('cuts an unfinished last write off after its copy and the name of it are on the medium', () => {
    const directory = withThreeLines();
    const whole = bytesIn(directory).length;
    const tear = () => {
      appendFileSync(pathIn(directory), '{"vers');
      const { disk, calls } = recordingDisk();
      opened(directory, disk);
      return calls;
    };
    const cutOff = ['open r+ 600', `truncate ${String(whole)}`, 'sync', 'close'];
    const named = ['open r 600', 'sync', 'close'];
    expect(tear()).toEqual(['open wx 600', 'write', 'sync', 'close', ...named, ...cutOff]);
    // The same copy of a process that was killed may not be on the medium yet.
    expect(tear()).toEqual(['open r+ 600', 'sync', 'close', ...named, ...cutOff]);
  });

  it('leaves an unfinished last write where it is when the copy cannot be made', () => {
    const directory = withThreeLines();
    appendFileSync(pathIn(directory), '{"vers');
    const torn = bytesIn(directory);
    for (const call of ['open', 'write', 'sync', 'close'] as const) {
      expect(openJournal(directory, { clock, disk: failingDisk(call, 'ENOSPC', 1, 1) })).toMatchObject({
        kind: 'unreadable',
        code: 'ENOSPC',
      });
      expect([call, bytesIn(directory)]).toEqual([call, torn]);
      expect([call, readdirSync(directory)]).toEqual([call, ['journal.jsonl']]);
    }
  });

  it('leaves an unfinished last write where it is when it cannot be cut off, and the copy is found again', () => {
    const directory = withThreeLines();
    appendFileSync(pathIn(directory), '{"vers');
    const torn = bytesIn(directory);
    expect(openJournal(directory, { clock, disk: failingDisk('truncate', 'EIO') })).toMatchObject({
      kind: 'unreadable',
      code: 'EIO',
    });
    expect(bytesIn(directory)).toEqual(torn);
    expect(opened(directory).entries).toHaveLength(3);
    expect(readdirSync(directory)).toEqual(['journal.jsonl', 'journal.jsonl.unfinished-4']);
  });

  it('never writes over what has the name of the copy, and is not kept from opening by it', () => {
    const directory = withThreeLines();
    const name = `${pathIn(directory)}.unfinished-4`;
    mkdirSync(name);
    writeFileSync(`${name}-2`, 'half a copy');
    appendFileSync(pathIn(directory), '{"vers');
    const torn = bytesIn(directory);
    expect(opened(directory).entries).toHaveLength(3);
    expect(readFileSync(`${name}-2`, 'utf8')).toBe('half a copy');
    expect(readFileSync(`${name}-3`)).toEqual(torn);
  });

  it('only reading changes nothing, not even an unfinished last write', () => {
    const directory = withThreeLines();
    appendFileSync(pathIn(directory), '{"vers');
    const torn = bytesIn(directory);
    expect(readJournal(directory)).toMatchObject({ kind: 'read', entries: { length: 3 } });
    expect(bytesIn(directory)).toEqual(torn);
    expect(readdirSync(directory)).toEqual(['journal.jsonl']);
  });

  it('gives damage as a problem that says where, and leaves the file alone', () => {
    const directory = withThreeLines();
    const bytes = bytesIn(directory);
    bytes[bytes.indexOf(0x0a) + 30]! ^= 1;
    writeFileSync(pathIn(directory), bytes);
    const damaged = { kind: 'damaged', path: pathIn(directory), damage: { line: 2 } };
    expect(openJournal(directory, { clock, disk: systemDisk })).toMatchObject(damaged);
    expect(readJournal(directory)).toMatchObject(damaged);
    expect(bytesIn(directory)).toEqual(bytes);
    expect(readdirSync(directory)).toEqual(['journal.jsonl']);
  });

  it('does not take a journal that cannot be read for one that is not there', () => {
    const folder = newFolder();
    mkdirSync(pathIn(folder));
    expect(readJournal(folder)).toEqual({ kind: 'unreadable', path: pathIn(folder), code: 'EISDIR' });
    const loop = newFolder();
    symlinkSync(pathIn(loop), pathIn(loop));
    expect(readJournal(loop)).toEqual({ kind: 'unreadable', path: pathIn(loop), code: 'ELOOP' });
    expect(openJournal(loop, { clock, disk: systemDisk })).toMatchObject({
      kind: 'unreadable',
      code: 'ELOOP',
    });
  });
});
