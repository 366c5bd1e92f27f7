import { dataFolderOfMachine } from '../data-folder.ts';
import type { Arguments } from './arguments.ts';

/** The folder of a rescue: the one that was typed; on Windows otherwise the one that every rescue of this server has. */
export function dataFolder(
  given: Arguments,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): string {
  // A practice there would be taken for the server's own rescue ever after.
  const isOwn = !given.has('data') && !given.has('practice');
  if (platform === 'win32' && isOwn) return dataFolderOfMachine(env);
  return given.required('data', 'DIR, the folder that keeps the rescue');
}
