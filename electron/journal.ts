import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../shared/assert-never.ts';
import type { JournalEntry, RescueEvent } from '../shared/events.ts';
import { backupFolder } from './backup.ts';
import type { Clock } from './clock.ts';
import { diskError, errorCode, syncFolderOf, withFile, writeDurably, writeWhole } from './disk.ts';
import type { Disk } from './disk.ts';
import { linkAt } from './link.ts';
import { formatLine, parseJournal } from './journal-lines.ts';
import type { Damage, Parsed } from './journal-lines.ts';

/** The file of the journal in a data folder. */
export function journalPath(directory: string): string {
  return join(directory, 'journal.jsonl');
}

/** The events of one server on disk: appended, never rewritten. */
export interface Journal {
  /** All entries, oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Returns when the event is on the medium. After a failure nothing is ever appended again. */
  append(event: RescueEvent): Appended;
}

export type Appended =
  | { readonly kind: 'durable'; readonly entry: JournalEntry }
  | { readonly kind: 'failed'; readonly code: string };

export type JournalProblem =
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string }
  /** Damaged inside: it can be read as far as it is whole, and nothing may be applied on it. */
  | { readonly kind: 'damaged'; readonly path: string; readonly damage: Damage }
  /** A backup folder stands beside it that it does not tell of. */
  | {
      readonly kind: 'lost';
      readonly path: string;
      readonly backup: string;
      readonly entries: readonly JournalEntry[];
    };

export type JournalRead =
  { readonly kind: 'read'; readonly entries: readonly JournalEntry[] } | JournalProblem;

/** Reads the journal of a data folder and changes nothing; a folder without one has no entries. */
export function readJournal(directory: string): JournalRead {
  const loaded = load(directory);
  return loaded.kind === 'loaded' ? { kind: 'read', entries: loaded.parsed.entries } : loaded;
}

/** What is whole of a journal, to be told; nothing may be done on it where it is not whole. */
export function wholeEntries(journal: JournalRead): readonly JournalEntry[] {
  switch (journal.kind) {
    case 'read':
    case 'lost':
      return journal.entries;
    case 'damaged':
      return journal.damage.entries;
    case 'unreadable':
      return [];
    default:
      return assertNever(journal);
  }
}

/**
 * Opens the journal for appending. An unfinished last write is dropped, after a copy of the file beside it; any
 * other damage is a problem, and the server is not touched.
 */
export function openJournal(
  directory: string,
  { clock, disk }: { readonly clock: Clock; readonly disk: Disk },
): { readonly kind: 'open'; readonly journal: Journal } | JournalProblem {
  const loaded = load(directory);
  if (loaded.kind !== 'loaded') return loaded;
  const path = journalPath(directory);
  const { bytes, parsed } = loaded;
  try {
    if (parsed.wholeBytes < bytes.length) dropUnfinished(path, bytes, parsed, disk);
  } catch (error) {
    return { kind: 'unreadable', path, code: errorCode(error) };
  }
  return { kind: 'open', journal: appendable(path, bytes, parsed, clock, disk) };
}

function appendable(path: string, bytes: Buffer, parsed: Parsed, clock: Clock, disk: Disk): Journal {
  const entries = [...parsed.entries];
  let previous = parsed.lastChecksum;
  let length = parsed.wholeBytes;
  // What a process before this one could not sync may be read all the same, and a second fsync would not write it:
  // the system holds it for written. So it is written once more, in its place, with the first line of this process.
  let unproven = bytes.subarray(parsed.lastLineAt, parsed.wholeBytes);
  let isNamed = false;
  let failure: string | null = null;

  const write = (line: Buffer) => {
    // Without making it: a journal that has gone away meanwhile must not begin anew in the middle.
    withFile(disk, path, length === 0 ? 'a' : 'r+', (descriptor) => {
      if (disk.size(descriptor) !== length) throw diskError('JOURNAL_CHANGED', path);
      writeWhole(disk, descriptor, Buffer.concat([unproven, line]), length - unproven.length);
      disk.sync(descriptor);
    });
  };

  return {
    entries,
    append(event) {
      if (failure !== null) return { kind: 'failed', code: failure };
      const entry: JournalEntry = { sequence: entries.length + 1, at: clock.now().toISOString(), event };
      const { line, checksum } = formatLine(entry, previous);
      const written = Buffer.from(line);
      try {
        write(written);
      } catch (error) {
        // Whether the line is on the medium is not known, and asking again proves nothing: stop for good.
        failure = errorCode(error);
        return { kind: 'failed', code: failure };
      }
      if (!isNamed) syncFolderOf(disk, path);
      isNamed = true;
      unproven = Buffer.alloc(0);
      length += written.length;
      entries.push(entry);
      previous = checksum;
      return { kind: 'durable', entry };
    },
  };
}

/** Cuts off what no line end follows. The copy is on the medium before; a power cut between leaves both. */
function dropUnfinished(path: string, bytes: Buffer, { entries, wholeBytes }: Parsed, disk: Disk): void {
  keepCopy(`${path}.unfinished-${String(entries.length + 1)}`, bytes, disk);
  withFile(disk, path, 'r+', (descriptor) => {
    if (disk.size(descriptor) !== bytes.length) throw diskError('JOURNAL_CHANGED', path);
    disk.truncate(descriptor, wholeBytes);
    disk.sync(descriptor);
  });
}

/** Under this name, or the next where something else has it: a copy cut off itself, or that of another write. */
function keepCopy(name: string, bytes: Buffer, disk: Disk, attempt = 1): void {
  const path = attempt === 1 ? name : `${name}-${String(attempt)}`;
  if (existsSync(path)) {
    if (holds(path, bytes)) {
      // Whoever made it may have got neither it nor its name to the medium.
      withFile(disk, path, 'r+', (descriptor) => {
        disk.sync(descriptor);
      });
      syncFolderOf(disk, path);
    } else {
      keepCopy(name, bytes, disk, attempt + 1);
    }
    return;
  }
  try {
    writeDurably(disk, path, bytes, 'wx');
  } catch (error) {
    // Half a copy is none, and would only be in the way; where it cannot be taken away, it stays.
    rmSync(path, { force: true });
    throw error;
  }
  syncFolderOf(disk, path);
}

function holds(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch (error) {
    errorCode(error);
    return false;
  }
}

function load(
  directory: string,
): { readonly kind: 'loaded'; readonly bytes: Buffer; readonly parsed: Parsed } | JournalProblem {
  const path = journalPath(directory);
  // What it leads to was not written here, and nothing would be written there.
  if (linkAt(path) !== null) return { kind: 'unreadable', path, code: 'ELOOP' };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = errorCode(error);
    // Only one that is not there has no entries; one that cannot be seen may have any.
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return { kind: 'unreadable', path, code };
    bytes = Buffer.alloc(0);
  }
  const parsed = parseJournal(bytes);
  if (parsed.kind === 'damage') return { kind: 'damaged', path, damage: parsed };
  const { entries } = parsed;
  const rescues = entries.filter(({ event }) => event.kind === 'rescue-started').length;
  const backup = backupFolder(rescues + 1);
  return isFolder(join(directory, backup))
    ? { kind: 'lost', path, backup, entries }
    : { kind: 'loaded', bytes, parsed };
}

/** Whether somebody can look into it as a folder; one below a file is none. */
function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
