import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JournalEntry, RescueEvent } from '../shared/events.ts';

/** Of the line format. A journal of a newer version is not read: what it says may mean something else. */
const version = 1;
const noPrevious = '';
const checksumField = ',"checksum":"';

/** One line: its number, the checksum of the line before, and its own over everything else. */
const lineSchema = z.object({
  version: z.number(),
  sequence: z.number(),
  previous: z.string(),
  at: z.string(),
  event: z.looseObject({ kind: z.string() }),
  checksum: z.string(),
});

export interface Parsed {
  readonly kind: 'parsed';
  readonly entries: readonly JournalEntry[];
  readonly lastChecksum: string;
  /** Bytes up to the end of the last whole line, and of the file: what lies between is an unfinished last write. */
  readonly wholeBytes: number;
  readonly totalBytes: number;
}

/** Where a journal stops being trustworthy, and why. */
export interface Damage {
  readonly kind: 'damage';
  /** Counted from 1. */
  readonly line: number;
  readonly why: 'not-json' | 'newer-version' | 'checksum' | 'sequence' | 'chain';
  /** What the whole lines before it say. */
  readonly entries: readonly JournalEntry[];
}

/** The line for an entry, with its line end. */
export function formatLine(
  entry: JournalEntry,
  previous: string,
): { readonly line: string; readonly checksum: string } {
  const body = JSON.stringify({
    version,
    sequence: entry.sequence,
    previous,
    at: entry.at,
    event: entry.event,
  });
  const checksum = checksumOf(body);
  return { line: `${signed(body.slice(0, -1), checksum)}\n`, checksum };
}

/** The text of a line without its closing brace → the line with its checksum, byte for byte. */
function signed(unsigned: string, checksum: string): string {
  return `${unsigned}${checksumField}${checksum}"}`;
}

/**
 * Bytes → entries. What follows the last line end is an unfinished write (cut, or the NULs that NTFS leaves after
 * a power cut) and is not read; a whole line that does not fit is damage.
 */
export function parseJournal(bytes: Buffer): Parsed | Damage {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines =
    wholeBytes === 0
      ? []
      : bytes
          .subarray(0, wholeBytes - 1)
          .toString('utf8')
          .split('\n');
  const entries: JournalEntry[] = [];
  let previous = noPrevious;
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line, index + 1, previous);
    if (typeof parsed === 'string') return { kind: 'damage', line: index + 1, why: parsed, entries };
    entries.push(parsed.entry);
    previous = parsed.checksum;
  }
  return { kind: 'parsed', entries, lastChecksum: previous, wholeBytes, totalBytes: bytes.length };
}

function parseLine(
  line: string,
  sequence: number,
  previous: string,
): { readonly entry: JournalEntry; readonly checksum: string } | Damage['why'] {
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return 'not-json';
  const { checksum, ...body } = parsed.data;
  if (body.version > version) return 'newer-version';
  const unsigned = line.slice(0, line.lastIndexOf(checksumField));
  if (line !== signed(unsigned, checksum) || checksumOf(`${unsigned}}`) !== checksum) return 'checksum';
  if (body.sequence !== sequence) return 'sequence';
  if (body.previous !== previous) return 'chain';
  // The checksum says that this program wrote it, so the event has the shape it was written with.
  const event = body.event as unknown as RescueEvent;
  return { entry: { sequence, at: body.at, event }, checksum };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
