// A built folder that is there wholly, or not at all, whatever ends the process that makes it.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './places.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * Puts what is made in the place of a folder below `out`, in one step.
 * @param make works in a folder that is gone afterwards, and gives the one in it that is to be kept
 */
export async function replaceFolder(folder, make) {
  mkdirSync(dirname(folder), { recursive: true });
  const work = temporaryFolder(join(root, 'out'));
  try {
    const made = await make(work);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
