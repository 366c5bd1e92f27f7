// The signature of a Windows program. Who changes a signed program has to take it away: one that does not fit is worse
// for Windows than none.
import { Buffer } from 'node:buffer';

/** From the start of the PE header: the optional header, and in it the entry that says where the signature lies. */
const optionalHeader = 24;
const pe32Plus = 0x20b;
const certificateTable = 112 + 4 * 8;

/** The program without its signature, which is the last thing in the file. */
export function withoutSignature(program) {
  const header = program.readUInt32LE(0x3c);
  if (program.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error('Not a Windows program');
  if (program.readUInt16LE(header + optionalHeader) !== pe32Plus) throw new Error('Not a 64-bit program');
  const entry = header + optionalHeader + certificateTable;
  const [start, length] = [program.readUInt32LE(entry), program.readUInt32LE(entry + 4)];
  if (start === 0) return program;
  if (start + length !== program.length) throw new Error('The signature is not the last thing in the file');
  const unsigned = Buffer.from(program.subarray(0, start));
  unsigned.fill(0, entry, entry + 8);
  return unsigned;
}
