// The signature of a Windows program. Who changes a signed program has to take it away: one that does not fit is worse
// for Windows than none.
import { Buffer } from 'node:buffer';
import { directoryEntry } from './portable-executable.mjs';

const certificateTable = 4;

/** The program without its signature, which is the last thing in the file. */
export function withoutSignature(program) {
  const entry = directoryEntry(program, certificateTable);
  const [start, length] = [program.readUInt32LE(entry), program.readUInt32LE(entry + 4)];
  if (start === 0) return program;
  if (start + length !== program.length) throw new Error('The signature is not the last thing in the file');
  const unsigned = Buffer.from(program.subarray(0, start));
  unsigned.fill(0, entry, entry + 8);
  return unsigned;
}
