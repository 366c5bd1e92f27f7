import { join } from 'node:path';
import { read } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { backupFolder } from '../backup.ts';
import { replaceInFolder } from '../whole-file.ts';

/**
 * Saves the report of every rescue as text beside its copies, where the window saves it too: an undo may have changed
 * more than the newest.
 * @returns the path of the newest one's, or why one was not saved
 */
export async function keepReports(rescues: readonly Rescue[], directory: string): Promise<Reading<string>> {
  let path = '';
  for (const rescue of rescues) {
    path = join(directory, backupFolder(rescue.number), 'report.txt');
    const written = await replaceInFolder(path, renderText(reportOfRescue(rescue, directory)));
    if (written.kind === 'refused') return { kind: 'unknown', because: written.because };
  }
  return read(path);
}
