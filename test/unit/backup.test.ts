import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupInto } from '../../electron/backup.ts';
import type { Disk } from '../../electron/disk.ts';
import { systemDisk } from '../../electron/disk.ts';
import type { Facts, FileToKeep } from '../../shared/facts.ts';
import { read, unknown } from '../../shared/reading.ts';
import { failingDisk, recordingDisk } from '../fixtures/disks.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

async function factsWith(filesToKeep: readonly FileToKeep[]): Promise<Facts> {
  const world = await World.of('expired-certificate');
  const facts = await world.process().server.inspect();
  await world.close();
  return { ...facts, filesToKeep: read(filesToKeep) };
}

/** Two files of a server: one as text, one that is no text. */
function serverFiles(): readonly FileToKeep[] {
  const folder = newFolder();
  const files = [
    { name: 'applicationHost.config', path: join(folder, 'a') },
    { name: 'ServiceControl.log', path: join(folder, 'b') },
  ];
  writeFileSync(files[0]!.path, '<configuration/>');
  writeFileSync(files[1]!.path, Buffer.from([0, 255, 13, 10, 128]));
  return files;
}

describe('the backup', () => {
  it('copies nothing where not all of it has room', async () => {
    const directory = newFolder();
    const files = serverFiles();
    const asked: unknown[] = [];
    const made = backupInto(directory, systemDisk, (folder, given) => {
      asked.push(folder, given);
      return { kind: 'full', directory: folder, code: 'ENOSPC' };
    })(2, await factsWith(files));
    expect(made).toEqual({ kind: 'failed', because: { code: 'ENOSPC', tried: directory } });
    expect(asked).toEqual([directory, files]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('keeps the records and every file, byte for byte, and says what it kept', async () => {
    const directory = newFolder();
    const files = serverFiles();
    const facts = await factsWith(files);
    const made = backupInto(directory, systemDisk)(2, facts);
    if (made.kind === 'failed') throw new Error(made.because.code);
    expect(made).toMatchObject({ folder: 'rescue-2', missing: [] });
    expect(made.files.map(({ name }) => name)).toEqual([
      'records.json',
      'applicationHost.config',
      'ServiceControl.log',
    ]);
    for (const { name, bytes, sha256 } of made.files) {
      const copy = readFileSync(join(directory, 'rescue-2', name));
      expect([name, bytes, sha256]).toEqual([
        name,
        copy.length,
        createHash('sha256').update(copy).digest('hex'),
      ]);
    }
    for (const { name, path } of files) {
      expect(readFileSync(join(directory, 'rescue-2', name))).toEqual(readFileSync(path));
    }
    const records: unknown = JSON.parse(readFileSync(join(directory, 'rescue-2', 'records.json'), 'utf8'));
    expect(records).toEqual(facts.records);
  });

  it('syncs every file it wrote, and the folder that names them', async () => {
    const { disk, calls } = recordingDisk();
    backupInto(newFolder(), disk)(1, await factsWith(serverFiles()));
    const file = ['open w 600', 'write', 'sync', 'close'];
    const folder = ['open r 600', 'sync', 'close'];
    expect(calls).toEqual([...file, ...file, ...file, ...folder, ...folder]);
  });

  it('says which files were not there, and keeps the others', async () => {
    const directory = newFolder();
    const [first, second] = [
      serverFiles()[0]!,
      { name: 'ServiceStartupMode.xml', path: join(newFolder(), 'none') },
    ];
    const made = backupInto(directory, systemDisk)(1, await factsWith([second, first]));
    expect(made).toMatchObject({ kind: 'made', missing: ['ServiceStartupMode.xml'] });
    expect(readdirSync(join(directory, 'rescue-1')).sort()).toEqual([
      'applicationHost.config',
      'records.json',
    ]);
  });

  it('replaces what an interrupted backup of the same rescue left', async () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'rescue-1'));
    writeFileSync(join(directory, 'rescue-1', 'records.json'), 'half a rec');
    const facts = await factsWith([]);
    expect(backupInto(directory, systemDisk)(1, facts).kind).toBe('made');
    expect(JSON.parse(readFileSync(join(directory, 'rescue-1', 'records.json'), 'utf8'))).toEqual(
      facts.records,
    );
  });

  it.each(['open', 'write', 'sync'] as const)('is none when %s fails', async (call) => {
    const made = backupInto(newFolder(), failingDisk(call, 'ENOSPC'))(1, await factsWith([]));
    expect(made).toMatchObject({ kind: 'failed', because: { code: 'ENOSPC' } });
  });

  it('is none when a later file cannot be written: half a backup is no backup', async () => {
    const disk: Disk = failingDisk('sync', 'EIO', 3);
    const made = backupInto(newFolder(), disk)(1, await factsWith(serverFiles()));
    expect(made).toMatchObject({ kind: 'failed', because: { code: 'EIO' } });
  });

  it('is none when a file is there and cannot be read', async () => {
    const folder = newFolder();
    const made = backupInto(newFolder(), systemDisk)(1, await factsWith([{ name: 'a', path: folder }]));
    expect(made).toEqual({ kind: 'failed', because: { code: 'EISDIR', tried: folder } });
  });

  it('is none when a file is in the way of its folder, or the files to keep are not known', async () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'rescue-1'), '');
    const facts = await factsWith([]);
    expect(backupInto(directory, systemDisk)(1, facts)).toMatchObject({
      kind: 'failed',
      because: { code: 'EEXIST' },
    });
    const filesToKeep = unknown<readonly FileToKeep[]>('ERROR_ACCESS_DENIED', 'RegOpenKeyEx');
    const fresh = newFolder();
    expect(backupInto(fresh, systemDisk)(1, { ...facts, filesToKeep })).toEqual({
      kind: 'failed',
      because: { code: 'ERROR_ACCESS_DENIED', tried: 'RegOpenKeyEx' },
    });
    expect(existsSync(join(fresh, 'rescue-1'))).toBe(false);
  });
});
