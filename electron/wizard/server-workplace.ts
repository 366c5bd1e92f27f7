import type { Opened } from '../server/open-server.ts';
import type { Server } from '../server/server.ts';
import { openSessionOfMachine } from '../session.ts';
import type { SessionNeeds } from '../session.ts';
import type { WizardNeeds } from './wizard.ts';

/**
 * Opens a real server for the window, as often as asked. Setup is left to the administrator there, and there is no
 * other server to switch to.
 * @param directory absolute: the data folder
 */
export function serverWorkplaces(
  directory: string,
  openServer: () => Promise<Opened<Server>>,
): WizardNeeds['open'] {
  let folder: SessionNeeds<Server>['folder'] = 'make';
  return async (_scenario, tell) => {
    const session = await openSessionOfMachine({
      directory,
      folder,
      what: 'CU Rescue, the window',
      open: openServer,
      ...tell,
    });
    if (session.kind === 'problem') return session;
    // From here on it may hold a rescue: one that has gone away since is told, not made anew.
    folder = 'must-be-there';
    return { kind: 'opened', value: { session: session.value, runSetup: null } };
  };
}
