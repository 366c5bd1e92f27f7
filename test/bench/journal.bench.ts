import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { systemDisk } from '../../electron/disk.ts';
import { journalPath, openJournal } from '../../electron/journal.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { itMeasures } from './it-measures.ts';
import { ratioOf } from './pairs.ts';

const newFolder = temporaryFolders();
const pairs = 1001;

itMeasures('journal', async () => {
  const folder = newFolder();
  const opened = openJournal(folder, { clock: systemClock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const { journal } = opened;
  const append = () => {
    const appended = journal.append({ kind: 'setup-run', outcome: 'failed', class: 'certificate-expired' });
    if (appended.kind === 'failed') throw new Error(appended.code);
  };
  append();
  const line = readFileSync(journalPath(folder));
  // In the same folder: the same disk takes them.
  const file = openSync(join(folder, 'yardstick'), 'a');
  try {
    return await ratioOf(
      append,
      () => {
        writeSync(file, line);
        fsyncSync(file);
      },
      pairs,
    );
  } finally {
    closeSync(file);
  }
});
