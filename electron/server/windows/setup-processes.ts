import { win32 as windowsPath } from 'node:path';
import type { RunningProcess } from './processes.ts';

/** What tells Exchange's setup.exe from anybody else's. */
export interface SetupPlaces {
  /** The media that the log names; `null` where it names none. */
  readonly media: string | null;
  /** Whether there is a folder of that name. */
  readonly isThere: (path: string) => Promise<boolean>;
}

/** The names of the processes that are Setup's: ExSetup and ExSetupUI, and its setup.exe, by the place it runs from. */
export async function setupProcesses(
  processes: readonly RunningProcess[],
  places: SetupPlaces,
): Promise<readonly string[]> {
  const ofSetup = await Promise.all(processes.map((one) => isSetup(one, places)));
  return processes.filter((_, index) => ofSetup[index]).map(({ name }) => name);
}

async function isSetup({ name, path }: RunningProcess, { media, isThere }: SetupPlaces): Promise<boolean> {
  if (/^exsetup.*\.exe$/i.test(name)) return true;
  if (!/^setup\.exe$/i.test(name) || path === null) return false;
  // Where Setup copies itself to, where the media keep it, and where it is installed.
  if (/\\ExchangeSetup\\|\\Setup\\ServerRoles\\|\\V15\\bin\\setup\.exe$/i.test(path)) return true;
  const folder = windowsPath.dirname(path);
  // From the media itself: of this run it is the one that the log names, of any other it is known by what lies there.
  if (media !== null && sameFolder(folder, media)) return true;
  return isThere(windowsPath.join(folder, 'Setup', 'ServerRoles'));
}

/** Windows compares paths without case. */
function sameFolder(one: string, other: string): boolean {
  const plain = (folder: string) => windowsPath.normalize(`${folder}\\`).toLowerCase();
  return plain(one) === plain(other);
}
