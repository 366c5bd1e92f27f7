import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, errorCode } from './disk.ts';
import { linkAt } from './link.ts';

/**
 * A folder inside the data folder, made where it is not there yet, for its owner alone. What is written into it has to
 * lie there and nowhere else, so no folder on the way may be a link. Throws the system's error, or `ELOOP`.
 * @param below absolute: the data folder, which must be there
 * @param names of the folders on the way, none of them with a path in it
 * @returns its path
 */
export function plainFolder(below: string, ...names: readonly string[]): string {
  let path = below;
  for (const name of names) {
    path = join(path, name);
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (linkAt(path) !== null) throw diskError('ELOOP', path);
      if (!lstatSync(path).isDirectory()) throw error;
    }
  }
  return path;
}
