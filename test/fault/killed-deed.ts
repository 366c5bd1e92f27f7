import { look } from '../../electron/conductor.ts';
import { newIdentity } from '../../electron/identity.ts';
import type { Opened } from '../../electron/server/open-server.ts';
import type { Server } from '../../electron/server/server.ts';
import { openSession } from '../../electron/session.ts';
import { pointsUntil, watchDisk, watchedServer } from './kill-points.ts';

/** What is being done when the process is killed. */
export type Deed = 'begin' | 'continue' | 'undo';

/**
 * Does it by the product's own session, with the lock, the journal and the copies of a real one, and does not survive
 * the point of this name. The product itself has nothing of the kind: only the programs of tests do this.
 * @param directory absolute: the data folder
 */
export async function doUntil<S extends Server>(
  fatal: string,
  directory: string,
  deed: Deed,
  open: (points: ReturnType<typeof pointsUntil>) => Promise<Opened<S>>,
): Promise<void> {
  const points = pointsUntil(fatal);
  const opened = await openSession({
    directory,
    folder: 'make',
    what: 'a rescue that is killed',
    open: async () => {
      const server = await open(points);
      return server.kind === 'opened'
        ? { kind: 'opened', value: watchedServer(server.value, points) }
        : server;
    },
    notice: () => undefined,
  });
  if (opened.kind === 'problem') throw new Error(opened.problem.kind);
  const session = opened.value;
  const { conductor, server } = session;
  watchDisk(points);
  switch (deed) {
    case 'undo':
      await conductor.undoAll();
      break;
    case 'continue':
      await conductor.resume();
      break;
    case 'begin': {
      const { facts, diagnosis, planned } = await look(server, newIdentity);
      if (planned.kind !== 'planned') throw new Error(planned.kind);
      await conductor.begin(facts, diagnosis, planned.plan);
    }
  }
  await session.close();
}
