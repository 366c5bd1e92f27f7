import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportFiles } from '../../electron/wizard/report-files.ts';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { journal, started } from '../fixtures/rescues.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

/** Of a second that is over, so that what is saved now is newer. */
const rescue: Rescue = {
  ...reduce(journal(started(expiredServer())))[0]!,
  lastEventAt: '2020-01-01T00:00:00.000Z',
};

function reportsWith(pdf: Reading<Uint8Array> = read(Buffer.from('%PDF'))) {
  return reportFiles({
    html: () => '<!doctype html>',
    pdf: () => Promise.resolve(pdf),
    askWhere: () => Promise.resolve(null),
    print: () => Promise.resolve(read(null)),
  });
}

async function saved() {
  const directory = newFolder();
  const files = await reportsWith().save(rescue, directory);
  if (files.kind !== 'read') throw new Error(files.because.code);
  return { directory, files: files.value };
}

describe('a report that is saved', () => {
  it('lies in three forms beside the copies of its rescue, for its owner alone', async () => {
    const { directory, files } = await saved();
    expect(readdirSync(join(directory, 'rescue-1')).sort()).toEqual([
      'report.html',
      'report.pdf',
      'report.txt',
    ]);
    expect(statSync(join(directory, 'rescue-1')).mode & 0o777).toBe(0o700);
    for (const path of Object.values(files) as string[]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(reportsWith().savedOf(rescue, directory)).toEqual(files);
  });

  it('is not there any more when one of its forms is gone', async () => {
    for (const form of ['html', 'pdf', 'text'] as const) {
      const { directory, files } = await saved();
      rmSync(files[form]);
      expect(reportsWith().savedOf(rescue, directory)).toBeNull();
    }
  });

  it('is not the report of what has happened since', async () => {
    const { directory, files } = await saved();
    const before = new Date('2019-12-31T23:59:59.000Z');
    utimesSync(files.pdf, before, before);
    expect(reportsWith().savedOf(rescue, directory)).toBeNull();
  });

  it('takes the place of a link, and leaves alone what that points to', async () => {
    const { directory, files } = await saved();
    const other = join(newFolder(), 'other');
    writeFileSync(other, 'not ours');
    rmSync(files.text);
    symlinkSync(other, files.text);
    await reportsWith().save(rescue, directory);
    expect(readFileSync(other, 'utf8')).toBe('not ours');
    expect(readFileSync(files.text, 'utf8')).toContain('Recovery of EX01');
  });
});

describe('a report that cannot be made a PDF', () => {
  it('is saved in its other forms all the same, and says why', async () => {
    const directory = newFolder();
    const files = await reportsWith(unknown('crashed', 'print')).save(rescue, directory);
    expect(files).toEqual(unknown('crashed', 'print'));
    expect(readdirSync(join(directory, 'rescue-1')).sort()).toEqual(['report.html', 'report.txt']);
    expect(reportsWith().savedOf(rescue, directory)).toBeNull();
  });
});
