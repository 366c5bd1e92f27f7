import { win32 as windowsPath } from 'node:path';

/** The code of a path whose access list is none of ours to read or to change. */
export const notAKeyFile = 'NOT_A_KEY_FILE';

/**
 * Whether a path of Windows names something directly in one of these folders, and nothing else could be meant by it: no
 * way round by `..`, no stream behind a colon. Whether a file is there, and a plain one, only Windows can tell.
 * @param folders absolute
 */
export function namesFileIn(folders: readonly string[], path: string): boolean {
  const { dir, base } = windowsPath.parse(path);
  return (
    windowsPath.normalize(path) === path &&
    /^[^:*?"<>|]+$/.test(base) &&
    folders.some((folder) => folder.toLowerCase() === dir.toLowerCase())
  );
}
