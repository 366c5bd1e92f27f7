import type { Arguments } from './arguments.ts';

/** What the folder depends on besides what was typed. */
export interface FolderNeeds {
  readonly platform: NodeJS.Platform;
  /** The one that every rescue of this Windows has; asked of a Windows only. */
  readonly ofThisMachine: () => Promise<string>;
}

/** The folder of a rescue: the one that was typed; on Windows otherwise the one that every rescue of this server has. */
export async function dataFolder(
  given: Arguments,
  { platform, ofThisMachine }: FolderNeeds = { platform: process.platform, ofThisMachine: ofWindows },
): Promise<string> {
  // A practice there would be taken for the server's own rescue ever after.
  const isOwn = !given.has('data') && !given.has('practice');
  if (platform === 'win32' && isOwn) return ofThisMachine();
  return given.required('data', 'DIR, the folder that keeps the rescue');
}

/** Its part of the program is read only where it is needed. */
async function ofWindows(): Promise<string> {
  return (await import('../server/windows/this-machine.ts')).dataFolderOfThisMachine();
}
