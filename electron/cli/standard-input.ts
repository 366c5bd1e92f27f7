import { fstatSync } from 'node:fs';

/** The word that stands for standard input where a file is named. */
export const standardInput = '-';

/** What a pipe brings is kept in memory, so it has an end; a file has none. */
const mostFromPipe = 256 * 1024 * 1024;

/** A folder as well: as a stream it would be an empty file. */
export function isFileOnStandardInput(): boolean {
  const input = fstatSync(process.stdin.fd);
  return input.isFile() || input.isDirectory();
}

/** All that a pipe brings; `null` when it is too long to be held. */
export async function pipedBytes(): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostFromPipe) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
