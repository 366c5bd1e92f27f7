import { win32 } from 'node:path';
import type { Arguments } from './arguments.ts';

/** The folder of a rescue: the one that was typed; on Windows otherwise the one that every rescue of this server has. */
export function dataFolder(given: Arguments): string {
  const common = process.platform === 'win32' ? process.env['ProgramData'] : undefined;
  // A practice there would be taken for the server's own rescue ever after.
  const isOwn = !given.has('data') && !given.has('practice');
  if (common !== undefined && isOwn) return win32.join(common, 'CU Rescue');
  return given.required('data', 'DIR, the folder that keeps the rescue');
}
