import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptFile } from '../shared/events.ts';
import type { Facts } from '../shared/facts.ts';
import type { Because } from '../shared/reading.ts';
import { checkRoom } from './data-folder.ts';
import { errorCode, syncFolderOf, writeDurably } from './disk.ts';
import type { Disk } from './disk.ts';
import { plainFolder } from './plain-folder.ts';

export type BackupMade =
  | {
      readonly kind: 'made';
      readonly folder: string;
      readonly files: readonly KeptFile[];
      readonly missing: readonly string[];
    }
  | { readonly kind: 'failed'; readonly because: Because };

/** Copies what must not be lost, all records among it, into the rescue's folder; durable when it returns. */
export type Backup = (rescue: number, facts: Facts) => BackupMade;

/** The folder of a rescue's copies, inside the data folder. */
export function backupFolder(rescue: number): string {
  return `rescue-${String(rescue)}`;
}

/** @param room of the data folder for these files; asked before the first of them is copied */
export function backupInto(directory: string, disk: Disk, room: typeof checkRoom = checkRoom): Backup {
  return (rescue, facts) => {
    if (facts.filesToKeep.kind === 'unknown') return { kind: 'failed', because: facts.filesToKeep.because };
    const full = room(directory, facts.filesToKeep.value);
    if (full?.kind === 'full') return { kind: 'failed', because: { code: full.code, tried: directory } };
    const folder = backupFolder(rescue);
    const files: KeptFile[] = [];
    const missing: string[] = [];
    const keep = (name: string, bytes: Buffer) => {
      writeDurably(disk, join(directory, folder, name), bytes, 'w');
      files.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    };
    try {
      plainFolder(directory, folder);
      keep('records.json', Buffer.from(`${JSON.stringify(facts.records, null, 2)}\n`));
    } catch (error) {
      return { kind: 'failed', because: { code: errorCode(error), tried: folder } };
    }
    for (const { name, path } of facts.filesToKeep.value) {
      try {
        keep(name, readFileSync(path));
      } catch (error) {
        const code = errorCode(error);
        if (code !== 'ENOENT') return { kind: 'failed', because: { code, tried: path } };
        missing.push(name);
      }
    }
    syncFolderOf(disk, join(directory, folder, 'records.json'));
    syncFolderOf(disk, join(directory, folder));
    return { kind: 'made', folder, files, missing };
  };
}
