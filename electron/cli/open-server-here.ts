import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderGuard } from '../data-folder.ts';
import { openServer, practiceFolder } from '../server/open-server.ts';
import type { Opened } from '../server/open-server.ts';
import type { PracticeServer, SetupPace } from '../server/practice/practice-server.ts';
import type { Scenario } from '../server/practice/scenarios.ts';
import type { WindowsServer } from '../server/windows/windows-server.ts';

/** A server that a rescue may work on. */
export type AnyServer = PracticeServer | WindowsServer;

/** Whether a data folder is that of this very machine: a Windows, with no practice asked for or begun in it. */
export function isOfThisMachine(directory: string, scenario: Scenario | null): boolean {
  const isPractice = scenario !== null || existsSync(join(directory, practiceFolder));
  return !isPractice && process.platform === 'win32';
}

/** This machine where the data folder is its own; otherwise the practice server of the folder. */
export async function openServerHere(
  directory: string,
  scenario: Scenario | null,
  setupPace: SetupPace,
): Promise<Opened<AnyServer>> {
  if (!isOfThisMachine(directory, scenario)) return openServer(directory, scenario, setupPace);
  // Its part of the program is read only where it is needed.
  const { openThisMachine } = await import('../server/windows/this-machine.ts');
  const { WindowsServer } = await import('../server/windows/windows-server.ts');
  return openThisMachine((world) => new WindowsServer(world));
}

/** How this machine keeps the folder of its rescues. */
export async function guardHere(): Promise<FolderGuard> {
  return (await import('../server/windows/this-machine.ts')).guardOfThisMachine;
}
