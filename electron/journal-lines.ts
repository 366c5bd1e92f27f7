import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JournalEntry, RescueEvent } from '../shared/events.ts';
import type { JournalDamage } from '../shared/start-problem.ts';
import { eventSchema } from './event-schema.ts';
import { moment } from './facts-schema.ts';
import { isUnfinishedWrite } from './unfinished-write.ts';

/**
 * Of the shapes that the events have. A journal of a newer version is not read: what it says may mean something else.
 * What stands around an event (version, number, checksums) stays as it is in every version, so that a newer line and
 * a damaged one are told apart.
 */
const version = 1;
const noPrevious = '';
const checksumField = ',"checksum":"';
const lineEnd = 0x0a;
const closingBrace = 0x7d;

/** One line: its number, the checksum of the line before, and its own over everything else. */
const lineSchema = z.object({
  version: z.int(),
  sequence: z.number(),
  previous: z.string(),
  at: z.string(),
  event: z.looseObject({ kind: z.string() }),
  checksum: z.string(),
});

const entrySchema = z.object({ at: moment, event: eventSchema });

export interface Parsed {
  readonly kind: 'parsed';
  readonly entries: readonly JournalEntry[];
  readonly lastChecksum: string;
  /** Where the last whole line begins and ends, in bytes; what follows it is an unfinished last write. */
  readonly lastLineAt: number;
  readonly wholeBytes: number;
  readonly totalBytes: number;
}

/** Where a journal stops being trustworthy, and why. */
export interface Damage extends JournalDamage {
  readonly kind: 'damage';
  /** What the whole lines before it say. */
  readonly entries: readonly JournalEntry[];
}

/** The line for an entry, with its line end. Throws (a bug) for one that could not be read again */
export function formatLine(
  entry: JournalEntry,
  previous: string,
): { readonly line: string; readonly checksum: string } {
  const { sequence, at, event } = entry;
  const body = JSON.stringify({ version, sequence, previous, at, event });
  const checksum = checksumOf(body);
  const place = placeNotUnderstood({ at, event }, checksum);
  if (place !== null) throw new Error(`This could not be read again: ${place}`);
  return { line: `${signed(body.slice(0, -1), checksum)}\n`, checksum };
}

/** The text of a line without its closing brace → the line with its checksum, byte for byte. */
function signed(unsigned: string, checksum: string): string {
  return `${unsigned}${checksumField}${checksum}"}`;
}

/**
 * Bytes → entries. What follows the last whole line may be an unfinished write, which is not read; whatever else
 * does not fit is damage.
 */
export function parseJournal(bytes: Buffer): Parsed | Damage {
  const entries: JournalEntry[] = [];
  let previous = noPrevious;
  let lastLineAt = 0;
  let wholeBytes = 0;
  while (wholeBytes < bytes.length) {
    const end = bytes.indexOf(lineEnd, wholeBytes);
    const line = bytes.subarray(wholeBytes, end === -1 ? bytes.length : end);
    const parsed =
      end === -1
        ? withoutEnd(line, entries.length + 1, previous)
        : parseLine(line, entries.length + 1, previous);
    if (parsed.kind === 'not-whole') {
      if (parsed.why !== 'line-end' && isUnfinishedWrite(bytes.subarray(wholeBytes), wholeBytes)) break;
      const { why, where } = parsed;
      return { kind: 'damage', line: entries.length + 1, why, where, entries };
    }
    entries.push(parsed.entry);
    previous = parsed.checksum;
    lastLineAt = wholeBytes;
    wholeBytes = end + 1;
  }
  return {
    kind: 'parsed',
    entries,
    lastChecksum: previous,
    lastLineAt,
    wholeBytes,
    totalBytes: bytes.length,
  };
}

type Line =
  | { readonly kind: 'whole'; readonly entry: JournalEntry; readonly checksum: string }
  | ({ readonly kind: 'not-whole' } & Pick<JournalDamage, 'why' | 'where'>);

function notWhole(
  why: JournalDamage['why'],
  where: string | null = null,
): Extract<Line, { kind: 'not-whole' }> {
  return { kind: 'not-whole', why, where };
}

/** A line that is whole but for its line end, which something else stands in the place of, was finished once. */
function withoutEnd(line: Buffer, sequence: number, previous: string): Extract<Line, { kind: 'not-whole' }> {
  const isSpoilt =
    line.at(-1) !== 0 &&
    line.at(-2) === closingBrace &&
    parseLine(line.subarray(0, -1), sequence, previous).kind === 'whole';
  return notWhole(isSpoilt ? 'line-end' : 'not-json');
}

function parseLine(bytes: Buffer, sequence: number, previous: string): Line {
  // Bytes that are no text would all be read as the same character.
  if (!isUtf8(bytes)) return notWhole('not-json');
  const line = bytes.toString('utf8');
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return notWhole('not-json');
  const { checksum, ...body } = parsed.data;
  const unsigned = line.slice(0, line.lastIndexOf(checksumField));
  if (line !== signed(unsigned, checksum) || checksumOf(`${unsigned}}`) !== checksum)
    return notWhole('checksum');
  if (body.version > version) return notWhole('newer-version');
  if (body.sequence !== sequence) return notWhole('sequence');
  if (body.previous !== previous) return notWhole('chain');
  // Another version of this program may have written what this one does not understand.
  const place = placeNotUnderstood(body, checksum);
  if (place !== null) return notWhole('event', place);
  return {
    kind: 'whole',
    entry: { sequence, at: body.at, event: body.event as unknown as RescueEvent },
    checksum,
  };
}

/** Checksums of lines that were understood: a journal is read more often than it is written. */
const understood = new Set<string>();
const mostRemembered = 10_000;

/** The first place that does not fit, such as `event.plan.changes.0.kind`; `null` where all is understood. */
function placeNotUnderstood(
  entry: { readonly at: string; readonly event: object },
  checksum: string,
): string | null {
  if (understood.has(checksum)) return null;
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? '';
  if (understood.size >= mostRemembered) understood.clear();
  understood.add(checksum);
  return null;
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
