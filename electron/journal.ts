import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry, RescueEvent } from '../shared/events.ts';
import { backupFolder } from './backup.ts';
import type { Clock } from './clock.ts';
import { errorCode, syncFolderOf, writeDurably } from './disk.ts';
import type { Disk } from './disk.ts';
import { formatLine, parseJournal } from './journal-lines.ts';
import type { Damage, Parsed } from './journal-lines.ts';

const fileName = 'journal.jsonl';

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
  | { readonly kind: 'lost'; readonly path: string; readonly backup: string };

export type JournalRead =
  { readonly kind: 'read'; readonly entries: readonly JournalEntry[] } | JournalProblem;

/** Reads the journal of a data folder and changes nothing; a folder without one has no entries. */
export function readJournal(directory: string): JournalRead {
  const loaded = load(directory);
  return loaded.kind === 'loaded' ? { kind: 'read', entries: loaded.parsed.entries } : loaded;
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
  const path = join(directory, fileName);
  const { parsed } = loaded;
  try {
    if (parsed.wholeBytes < parsed.totalBytes) {
      copyFileSync(path, `${path}.unfinished-${String(parsed.entries.length + 1)}`);
      truncateSync(path, parsed.wholeBytes);
    }
  } catch (error) {
    return { kind: 'unreadable', path, code: errorCode(error) };
  }
  return { kind: 'open', journal: appendable(path, parsed, clock, disk) };
}

function appendable(path: string, parsed: Parsed, clock: Clock, disk: Disk): Journal {
  const entries = [...parsed.entries];
  let previous = parsed.lastChecksum;
  let failure: string | null = null;
  return {
    entries,
    append(event) {
      if (failure !== null) return { kind: 'failed', code: failure };
      const entry: JournalEntry = { sequence: entries.length + 1, at: clock.now().toISOString(), event };
      const { line, checksum } = formatLine(entry, previous);
      try {
        writeDurably(disk, path, Buffer.from(line), 'a');
      } catch (error) {
        // Whether the line is on the medium is not known, and asking again proves nothing: stop for good.
        failure = errorCode(error);
        return { kind: 'failed', code: failure };
      }
      if (entries.length === 0) syncFolderOf(disk, path);
      entries.push(entry);
      previous = checksum;
      return { kind: 'durable', entry };
    },
  };
}

function load(directory: string): { readonly kind: 'loaded'; readonly parsed: Parsed } | JournalProblem {
  const path = join(directory, fileName);
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
  const rescues = parsed.entries.filter(({ event }) => event.kind === 'rescue-started').length;
  const backup = backupFolder(rescues + 1);
  return isFolder(join(directory, backup)) ? { kind: 'lost', path, backup } : { kind: 'loaded', parsed };
}

/** Whether somebody can look into it as a folder; one below a file is none. */
function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
