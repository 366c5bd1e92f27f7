import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { numberLines, SetupLogScan, type SetupVerdict } from '../shared/setup-log.ts';
import { detectEncoding, type Encoding, type Units } from './log-encoding.ts';
import { countLineEnds, feedBackwards, type LineScan, type UnitBlocks } from './log-lines.ts';

/** Bytes whose number is fixed when the reading begins, although Setup may be writing more. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from an offset and returns how many bytes there were; throws as the file system does. */
  read(into: Uint8Array, offset: number): number;
}

/** A log and its verdict, or why it cannot be read: Node's code, `EISDIR` for a folder, `ESHRUNK` when it got shorter meanwhile. */
export type LogRead =
  | { readonly kind: 'read'; readonly verdict: SetupVerdict }
  | { readonly kind: 'unreadable'; readonly code: string };

export interface LogReaderOptions {
  /** The code page of lines that are not UTF-8, as TextDecoder names it. */
  readonly ansi?: string;
  readonly blockSize?: number;
  /** Of what the verdict does not need, so many bytes at most are read to count the lines from the log's start. */
  readonly longestRest?: number;
}

/** Small enough to stay in the processor's own memory. */
const usualBlockSize = 65_536;
/** Counted while nobody notices, even from a disk that is slow; and an editor that shows line numbers opens no more. */
const usualLongestRest = 4_194_304;

/** The verdict on an ExchangeSetup.log, which may be huge and which Setup may be writing. */
export function readSetupLogFile(path: string, options: LogReaderOptions = {}): Promise<LogRead> {
  return Promise.resolve(
    asLogRead(() => {
      const file = openSync(path, 'r');
      try {
        return verdictOn(openFile(file), options);
      } finally {
        closeSync(file);
      }
    }),
  );
}

/** The verdict on a log that is already open as a file; it stays open. */
export function readSetupLogDescriptor(file: number, options: LogReaderOptions = {}): LogRead {
  return asLogRead(() => verdictOn(openFile(file), options));
}

/** The verdict on a log in memory. */
export function readSetupLogBytes(bytes: Uint8Array, options: LogReaderOptions = {}): LogRead {
  return readSetupLogSource(
    {
      size: bytes.length,
      read: (into, offset) => {
        const part = bytes.subarray(offset, offset + into.length);
        into.set(part);
        return part.length;
      },
    },
    options,
  );
}

/** The verdict on a log, wherever its bytes come from. */
export function readSetupLogSource(source: ByteSource, options: LogReaderOptions = {}): LogRead {
  return asLogRead(() => verdictOn(source, options));
}

/** The bytes of a file that is open, as many as there are now. */
export function openFile(file: number): ByteSource {
  return {
    size: fstatSync(file).size,
    read: (into, offset) => readSync(file, into, 0, into.length, offset),
  };
}

class Shrunk extends Error {
  readonly code = 'ESHRUNK';
}

function asLogRead(read: () => SetupVerdict): LogRead {
  try {
    return { kind: 'read', verdict: read() };
  } catch (error) {
    // Only what the file system says is an error of the world; the rest is ours.
    if (
      error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' &&
      /^E[A-Z0-9]+$/.test(error.code)
    ) {
      return { kind: 'unreadable', code: error.code };
    }
    throw error;
  }
}

function verdictOn(source: ByteSource, options: LogReaderOptions): SetupVerdict {
  const scan = new SetupLogScan();
  const { blocks, encoding } = blocksOf(source, options);
  const { lineEnds, rest } = feedBackwards(blocks, encoding, scan);
  const isCounted = rest * encoding.unitSize <= (options.longestRest ?? usualLongestRest);
  return numberLines(scan.verdict(), isCounted ? lineEnds + countLineEnds(blocks, rest) : null);
}

/** Feeds a log's lines to the scan, the last one first, until it has enough. Throws what the source throws. */
export function scanBackwards(source: ByteSource, scan: LineScan): void {
  const { blocks, encoding } = blocksOf(source, {});
  feedBackwards(blocks, encoding, scan);
}

/** How many lines a log has, the one behind its last line end counted as well. Throws what the source throws. */
export function countLines(source: ByteSource): number {
  const { blocks } = blocksOf(source, {});
  return countLineEnds(blocks, blocks.length) + 1;
}

function blocksOf(
  source: ByteSource,
  { ansi = 'windows-1252', blockSize = usualBlockSize }: LogReaderOptions,
): { readonly blocks: Blocks; readonly encoding: Encoding } {
  const encoding = encodingOf(source, ansi);
  return { blocks: new Blocks(source, encoding, blockSize), encoding };
}

const sampleSize = 4096;

function encodingOf(source: ByteSource, ansi: string): Encoding {
  const head = readBytes(source, 0, Math.min(sampleSize, source.size));
  const tailStart = Math.max(0, source.size - sampleSize);
  const tail = readBytes(source, tailStart - (tailStart % 2), source.size);
  return detectEncoding(head, tail, ansi);
}

/** The source in blocks of units. A block is good until the next is read. */
class Blocks implements UnitBlocks {
  readonly length: number;
  readonly blockLength: number;
  readonly #source: ByteSource;
  readonly #encoding: Encoding;
  readonly #buffer: Uint8Array<ArrayBuffer>;

  constructor(source: ByteSource, encoding: Encoding, blockSize: number) {
    this.#source = source;
    this.#encoding = encoding;
    this.length = Math.floor(source.size / encoding.unitSize);
    this.blockLength = Math.max(1, Math.floor(blockSize / encoding.unitSize));
    this.#buffer = new Uint8Array(this.blockLength * encoding.unitSize);
  }

  read(start: number, end: number): Units {
    const { unitSize } = this.#encoding;
    const bytes = this.#buffer.subarray(0, (end - start) * unitSize);
    fill(this.#source, bytes, start * unitSize);
    return this.#encoding.units(bytes);
  }
}

function readBytes(source: ByteSource, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start);
  fill(source, bytes, start);
  return bytes;
}

/** One read may give less than there is. */
function fill(source: ByteSource, into: Uint8Array, offset: number): void {
  for (let filled = 0; filled < into.length;) {
    const count = source.read(into.subarray(filled), offset + filled);
    if (count === 0) throw new Shrunk('The log got shorter while it was read');
    filled += count;
  }
}
