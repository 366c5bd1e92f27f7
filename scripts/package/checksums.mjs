// SHA256SUMS: the hash of every file, as `sha256sum -c SHA256SUMS` reads it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const name = 'SHA256SUMS';

/** See checksums.d.mts. */
export function writeChecksums(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== name)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const lines = files.map((path) => `${hashOf(path)}  ${relative(folder, path).split(sep).join('/')}\n`);
  writeFileSync(join(folder, name), lines.join(''));
}

function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
