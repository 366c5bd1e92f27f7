import { lstatSync, readlinkSync } from 'node:fs';

/** Where a link leads, a junction among them; `null` for everything else, and for what is not there or cannot be seen. */
export function linkAt(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch {
    // Whoever opens it is told why.
    return null;
  }
}
