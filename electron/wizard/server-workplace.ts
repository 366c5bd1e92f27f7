import type { Opened } from '../server/open-server.ts';
import type { Server } from '../server/server.ts';
import { openSession } from '../session.ts';
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
  return async (_scenario, notice) => {
    // First of all: whoever may not touch the server must not have made its data folder either.
    const opened = await openServer();
    if (opened.kind === 'problem') return opened;
    const session = await openSession({
      directory,
      folder,
      what: 'CU Rescue, the window',
      open: () => Promise.resolve(opened),
      notice,
    });
    if (session.kind === 'problem') {
      await opened.value.close();
      return session;
    }
    // From here on it may hold a rescue: one that has gone away since is told, not made anew.
    folder = 'must-be-there';
    return { kind: 'opened', value: { session: session.value, runSetup: null } };
  };
}
