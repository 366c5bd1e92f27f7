import type { ConfirmedSetup } from '../../shared/setup-start.ts';
import type { Opened } from '../../electron/server/open-server.ts';
import type { Server } from '../../electron/server/server.ts';
import type { SetupStarter } from '../../electron/server/setup-starter.ts';
import type { SetupProgress } from '../../shared/setup-progress.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import type { OpenNeeds } from './bridge/open-server.ts';
import type { WineWorld } from './wine-world.ts';

type OpenedThere =
  | { readonly kind: 'opened'; readonly index: number }
  | { readonly kind: 'problem'; readonly problem: StartProblem };

/** What leads into a Windows process. */
type Way = Pick<WineWorld, 'call'>;

/** Opens the server under test in a Windows, and gives its port here. */
export async function openRemoteServer(world: Way, needs: OpenNeeds): Promise<Opened<Server & SetupStarter>> {
  const opened = (await world.call('server.open', [needs])) as OpenedThere;
  return opened.kind === 'problem'
    ? opened
    : { kind: 'opened', value: new RemoteServer(world, opened.index) };
}

/** The port of a server that lives in a Windows process: everything is forwarded, nothing is known here. */
class RemoteServer implements Server, SetupStarter {
  readonly #world: Way;
  readonly #index: number;

  constructor(world: Way, index: number) {
    this.#world = world;
    this.#index = index;
  }

  inspect() {
    return this.#call('inspect') as ReturnType<Server['inspect']>;
  }

  read(...words: Parameters<Server['read']>) {
    return this.#call('read', ...words) as ReturnType<Server['read']>;
  }

  missing(...words: Parameters<Server['missing']>) {
    return this.#call('missing', ...words) as ReturnType<Server['missing']>;
  }

  tidy() {
    return this.#call('tidy') as ReturnType<Server['tidy']>;
  }

  apply(...words: Parameters<Server['apply']>) {
    return this.#call('apply', ...words) as ReturnType<Server['apply']>;
  }

  served(...words: Parameters<Server['served']>) {
    return this.#call('served', ...words) as ReturnType<Server['served']>;
  }

  async followSetup(told: (progress: SetupProgress) => void, until: AbortSignal): Promise<void> {
    await this.#world.call('server.followSetup', [this.#index], {
      told: (notice) => {
        told(notice as SetupProgress);
      },
      until,
    });
  }

  judgeSetup(...words: Parameters<SetupStarter['judgeSetup']>) {
    return this.#call('judgeSetup', ...words) as ReturnType<SetupStarter['judgeSetup']>;
  }

  startSetup(confirmed: ConfirmedSetup, until: AbortSignal) {
    const words = [this.#index, confirmed, !until.aborted];
    const call = this.#world.call('server.startSetup', words, { until });
    return call as ReturnType<SetupStarter['startSetup']>;
  }

  async close(): Promise<void> {
    await this.#call('close');
  }

  #call(method: keyof Server | 'judgeSetup', ...words: readonly unknown[]): Promise<unknown> {
    return this.#world.call(`server.${method}`, [this.#index, ...words]);
  }
}
