/** How a line begins, also of another version. */
const beginning = Buffer.from('{"version":');
const lineEnd = 0x0a;
/** What a disk writes whole or not at all. */
const sectorBytes = 512;

/**
 * Whether what follows the last whole line can be what is left of one write that a power cut ended: it is cut, or it
 * is NULs where the file had its new length before its content, to the end or sector by sector. Anything else was
 * not left by a write of ours.
 * @param offset where it begins in the file, which the sectors are counted from
 */
export function isUnfinishedWrite(bytes: Buffer, offset: number): boolean {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  const written = bytes.subarray(0, length);
  if (!beginsLikeALine(written)) return false;
  const end = written.indexOf(lineEnd);
  if (end === -1) return true;
  // It has come to its end, so a part of it has to be missing; what follows another line is no single write.
  return end === written.length - 1 && lacksASector(written, offset);
}

/** NULs stand for what did not get to the disk. */
function beginsLikeALine(written: Buffer): boolean {
  return beginning.every((byte, index) => {
    const found = written[index];
    return found === undefined || found === 0 || found === byte;
  });
}

function lacksASector(written: Buffer, offset: number): boolean {
  for (let at = 0; at < written.length;) {
    const next = at + sectorBytes - ((offset + at) % sectorBytes);
    if (written.subarray(at, next).every((byte) => byte === 0)) return true;
    at = next;
  }
  return false;
}
