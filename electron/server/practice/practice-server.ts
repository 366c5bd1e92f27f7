import { endpointParts, type Endpoint } from '../../../shared/endpoint.ts';
import type { ConcreteChange, Target, TargetState } from '../../../shared/change.ts';
import type { Facts, SetupState } from '../../../shared/facts.ts';
import { read, type Reading } from '../../../shared/reading.ts';
import type { SetupVerdict } from '../../../shared/setup-log/verdict.ts';
import type { Clock } from '../../clock.ts';
import { servedCertificate } from '../../handshake.ts';
import type { Applied, Served, Server } from '../server.ts';
import { factsOf, stepsOf, targetState } from './changes.ts';
import { listens } from './http-sys.ts';
import type { KeyMaker } from './keys.ts';
import { Listeners } from './listeners.ts';
import { shownPace } from './setup-log-writer.ts';
import { runUpdate } from './setup-run.ts';
import type { Fault, PracticeState } from './state.ts';
import type { PracticeStore } from './store.ts';

/** Milliseconds that a handshake on loopback may take before something is wrong. */
const handshakeLimit = 10_000;

export interface PracticeWorld {
  readonly store: PracticeStore;
  readonly clock: Clock;
  readonly keys: KeyMaker;
}

/**
 * A simulated Exchange server that answers as a real one does. It holds nothing between two calls but its
 * listeners: every call reads the state anew, since another process may have changed it.
 */
export class PracticeServer implements Server {
  readonly scenario: string;
  readonly #world: PracticeWorld;
  readonly #listeners: Listeners;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(scenario: string, world: PracticeWorld) {
    this.scenario = scenario;
    this.#world = world;
    this.#listeners = new Listeners(async () => {
      const loaded = await world.store.load();
      return loaded.kind === 'read' ? loaded.value : null;
    });
  }

  async inspect(): Promise<Facts> {
    const { store, clock } = this.#world;
    const loaded = await store.load();
    const part = <T>(of: (state: PracticeState) => T): Reading<T> =>
      loaded.kind === 'read' ? read(of(loaded.value)) : loaded;
    return {
      origin: { kind: 'practice', scenario: this.scenario },
      takenAt: clock.now().toISOString(),
      utcOffsetMinutes: clock.utcOffsetMinutes(),
      server: part(({ server }) => server),
      exchange: part(({ exchange }) => exchange),
      sites: part(({ sites }) => sites),
      records: part(({ records }) => records),
      certificates: part((state) => state.certificates.map((certificate) => factsOf(state, certificate))),
      services: part(({ services }) => services),
      setup: await store.setup(),
      setupState: part(setupStateOf),
      metabaseHashes: part(({ metabaseHashes }) => metabaseHashes),
      clientProtection: part(({ clientProtection }) => clientProtection),
      filesToKeep: read(store.files),
    };
  }

  async read(target: Target): Promise<Reading<TargetState>> {
    const loaded = await this.#world.store.load();
    return loaded.kind === 'read' ? read(targetState(loaded.value, target)) : loaded;
  }

  apply(change: ConcreteChange): Promise<Applied> {
    return this.#oneAtATime(() => this.#apply(change));
  }

  async served(endpoint: Endpoint): Promise<Served> {
    endpointParts(endpoint);
    const loaded = await this.#world.store.load();
    if (loaded.kind === 'unknown') return { kind: 'no-handshake', because: loaded.because };
    const address = listens(loaded.value, endpoint)
      ? await this.#listeners.open(endpoint)
      : await this.#listeners.shut(endpoint);
    return servedCertificate(address, handshakeLimit);
  }

  /** Runs Setup again, against what the server is now, and tells what its log says then. */
  runSetup(): Promise<Reading<SetupVerdict>> {
    return this.#oneAtATime(async () => {
      const { store, clock, keys } = this.#world;
      const loaded = await store.load();
      if (loaded.kind === 'unknown') return loaded;
      const utcOffsetMinutes = clock.utcOffsetMinutes();
      const run = await runUpdate(loaded.value, {
        startedAt: clock.now(),
        pace: shownPace,
        utcOffsetMinutes,
        keys,
      });
      // The state first: services are back before Setup says that it is done.
      const saved = await store.save(run.state);
      if (saved.kind === 'refused') return { kind: 'unknown', because: saved.because };
      const logged = await store.appendToSetupLog(run.log);
      if (logged.kind === 'refused') return { kind: 'unknown', because: logged.because };
      return store.setup();
    });
  }

  async close(): Promise<void> {
    await this.#busy;
    await this.#listeners.close();
  }

  async #apply(change: ConcreteChange): Promise<Applied> {
    const { store, keys } = this.#world;
    const loaded = await store.load();
    if (loaded.kind === 'unknown') return { kind: 'refused', because: loaded.because };
    const fault = faultFor(loaded.value, change);
    let state = withoutFault(loaded.value, fault);
    const steps = stepsOf(change, keys);
    // A change of one step has no half.
    const last = fault?.fails === 'before' ? 0 : fault?.fails === 'halfway' ? steps.length - 1 : steps.length;
    for (const step of steps.slice(0, last)) {
      const stepped = await step(state);
      if (stepped.kind === 'refused') return stepped;
      state = stepped.state;
      const saved = await store.save(state);
      if (saved.kind === 'refused') return saved;
    }
    if (fault === undefined) return { kind: 'applied' };
    const saved = await store.save(state);
    if (saved.kind === 'refused') return saved;
    return { kind: 'refused', because: { code: fault.code, tried: `change of ${change.kind}` } };
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#busy.then(work);
    this.#busy = mine.catch(() => undefined);
    return mine;
  }
}

function setupStateOf({ pendingReboot, incompleteRoles }: PracticeState): SetupState {
  return { processes: [], pendingReboot, incompleteRoles };
}

function faultFor({ faults }: PracticeState, change: ConcreteChange): Fault | undefined {
  return faults.find(({ change: fits }) =>
    fits.kind === 'record'
      ? change.kind === 'record' && change.target.endpoint === fits.endpoint
      : change.kind === fits.kind,
  );
}

function withoutFault(state: PracticeState, spent: Fault | undefined): PracticeState {
  return { ...state, faults: state.faults.filter((fault) => fault !== spent) };
}
