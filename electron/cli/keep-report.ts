import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Because } from '../../shared/reading.ts';
import { read } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { backupFolder } from '../backup.ts';
import { errorCode } from '../disk.ts';
import { ownerOnly, replaceWhole } from '../whole-file.ts';

/**
 * Saves the report of every rescue as text beside its copies, where the window saves it too: an undo may have changed
 * more than the newest.
 * @returns the path of the newest one's, or why one was not saved
 */
export async function keepReports(rescues: readonly Rescue[], directory: string): Promise<Reading<string>> {
  let path = '';
  for (const rescue of rescues) {
    path = join(directory, backupFolder(rescue.number), 'report.txt');
    const failed = await write(path, renderText(reportOfRescue(rescue, directory)));
    if (failed !== null) return { kind: 'unknown', because: failed };
  }
  return read(path);
}

/** `null` when it is written, otherwise why not. */
async function write(path: string, text: string): Promise<Because | null> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: ownerOnly });
  } catch (error) {
    return { code: errorCode(error), tried: path };
  }
  const written = await replaceWhole(path, text);
  return written.kind === 'applied' ? null : written.because;
}
