import { modeGuard } from '../data-folder.ts';
import type { Opened } from '../server/open-server.ts';
import type { Server } from '../server/server.ts';
import type { SetupStarter } from '../server/setup-starter.ts';
import { openSessionOfMachine } from '../session.ts';
import type { SessionNeeds } from '../session.ts';
import type { WizardNeeds } from './wizard.ts';

/**
 * Opens a real server for the window, as often as asked. Setup runs there by itself, once the administrator has
 * started it, and there is no other server to switch to.
 * @param directory absolute: the data folder
 * @param guard how that is kept from others
 */
export function serverWorkplaces(
  directory: string,
  openServer: () => Promise<Opened<Server & SetupStarter>>,
  guard = modeGuard,
): WizardNeeds['open'] {
  let folder: SessionNeeds<Server>['folder'] = 'make';
  return async (_scenario, tell) => {
    const session = await openSessionOfMachine({
      directory,
      folder,
      guard,
      what: 'CU Rescue, the window',
      open: openServer,
      ...tell,
    });
    if (session.kind === 'problem') return session;
    // From here on it may hold a rescue: one that has gone away since is told, not made anew.
    folder = 'must-be-there';
    const starter = session.value.opened;
    return { kind: 'opened', value: { session: session.value, runSetup: null, starter } };
  };
}
