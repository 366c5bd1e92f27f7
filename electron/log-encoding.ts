import { isAscii, isUtf8 } from 'node:buffer';

/** The code units of a text: bytes, or the 16-bit units of UTF-16. */
export type Units = Uint8Array | Uint16Array;

/** How the bytes of a log are text. */
export interface Encoding {
  readonly unitSize: 1 | 2;
  allocate(length: number): Units;
  /** The units of a block of bytes, which it may change. */
  units(bytes: Uint8Array<ArrayBuffer>): Units;
  decode(units: Units): string;
}

function eightBit(ansi: string): Encoding {
  const utf8 = new TextDecoder('utf-8');
  const codePage = new TextDecoder(ansi);
  const repaired = codePage.encoding === 'windows-1252' ? repairWindows1252 : (text: string) => text;
  return {
    unitSize: 1,
    allocate: (length) => Buffer.alloc(length),
    // As a Buffer it is searched a good deal faster.
    units: bufferOf,
    decode(units) {
      if (isAscii(units)) return bufferOf(units).toString('latin1');
      return isUtf8(units) ? utf8.decode(units) : repaired(codePage.decode(units));
    },
  };
}

function bufferOf(bytes: Units): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Node 20 takes windows-1252 for ISO 8859-1: control characters where quotes and dashes are. */
function repairWindows1252(text: string): string {
  return text.replaceAll(/[\u0080-\u009f]/g, (character) =>
    windows1252.charAt(character.charCodeAt(0) - 0x80),
  );
}

function utf16(order: 'little-endian' | 'big-endian'): Encoding {
  const decoder = new TextDecoder('utf-16le');
  return {
    unitSize: 2,
    allocate: (length) => new Uint16Array(length),
    units: (bytes) => {
      if (order === 'big-endian') Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap16();
      return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    },
    decode: (units) => decoder.decode(units),
  };
}

/**
 * The encoding of a log by its first and its last bytes.
 * @param ansi the code page of lines that are not UTF-8, as TextDecoder names it
 */
export function detectEncoding(head: Uint8Array, tail: Uint8Array, ansi: string): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return utf16('little-endian');
  if (head[0] === 0xfe && head[1] === 0xff) return utf16('big-endian');
  const order = byteOrder(head) ?? byteOrder(tail);
  return order === null ? eightBit(ansi) : utf16(order);
}

/** UTF-16 without its mark: of most pairs of bytes, the same one is NUL. */
function byteOrder(sample: Uint8Array): 'little-endian' | 'big-endian' | null {
  let pairs = 0;
  let highFirst = 0;
  let lowFirst = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0 && sample[at + 1] === 0) continue;
    pairs += 1;
    if (sample[at] === 0) highFirst += 1;
    if (sample[at + 1] === 0) lowFirst += 1;
  }
  if (lowFirst > pairs * 0.5 && highFirst < pairs * 0.1) return 'little-endian';
  return highFirst > pairs * 0.5 && lowFirst < pairs * 0.1 ? 'big-endian' : null;
}
