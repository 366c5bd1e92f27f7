import { endpointParts, type Endpoint } from '../../../shared/endpoint.ts';
import type { ConcreteChange, MissingCertificate, Target, TargetState } from '../../../shared/change.ts';
import type { Facts, SetupState } from '../../../shared/facts.ts';
import { read, type Reading } from '../../../shared/reading.ts';
import type { SetupVerdict } from '../../../shared/setup-log/verdict.ts';
import type { SetupProgress } from '../../../shared/setup-progress.ts';
import type { Clock } from '../../clock.ts';
import { followSetupLog } from '../../follow-setup.ts';
import { servedCertificate } from '../../handshake.ts';
import type { Pause } from '../../pause.ts';
import type { Applied, Served, Server } from '../server.ts';
import { factsOf, missingFor, stepsOf, targetState } from './changes.ts';
import { listens } from './http-sys.ts';
import type { KeyMaker } from './keys.ts';
import { Listeners } from './listeners.ts';
import { shownPace, textOf, watchedPace, type Pace, type WrittenEntry } from './setup-log-writer.ts';
import { runUpdate } from './setup-run.ts';
import type { Fault, PracticeState } from './state.ts';
import type { PracticeStore } from './store.ts';

/** Milliseconds that a handshake on loopback may take before something is wrong. */
const handshakeLimit = 10_000;

/** `at-once`: a run of Setup is over in a moment. `watched`: its log grows with the clock, so that one can follow it. */
export type SetupPace = 'at-once' | 'watched';

const paces: Readonly<Record<SetupPace, Pace>> = { 'at-once': shownPace, watched: watchedPace };

const setupProcess = 'ExSetup.exe';

export interface PracticeWorld {
  readonly store: PracticeStore;
  readonly clock: Clock;
  readonly keys: KeyMaker;
  readonly pause: Pause;
  readonly setupPace: SetupPace;
}

/**
 * A simulated Exchange server that answers as a real one does. It holds nothing between two calls but its
 * listeners: every call reads the state anew, since another process may have changed it.
 */
export class PracticeServer implements Server {
  readonly scenario: string;
  readonly #world: PracticeWorld;
  readonly #listeners: Listeners;
  readonly #closing = new AbortController();
  #busy: Promise<unknown> = Promise.resolve();
  #processes: readonly string[] = [];

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
      httpSys: part(() => ({ recordReplacement: 'in-one-step', unreadRecords: [] })),
      certificates: part((state) => state.certificates.map((certificate) => factsOf(state, certificate))),
      services: part(({ services }) => services),
      setup: await store.setup(),
      setupState: part((state) => setupStateOf(state, this.#processes)),
      metabaseHashes: part(({ metabaseHashes }) => metabaseHashes),
      clientProtection: part(({ clientProtection }) => clientProtection),
      ipListenList: part(({ ipListenList }) => ipListenList),
      iis: part(({ iis }) => iis),
      windowsEvents: part(({ windowsEvents }) => windowsEvents),
      rebinders: part(({ rebinders }) => ({ found: rebinders, unread: [] })),
      machineKeys: part(({ machineKeys }) => machineKeys),
      filesToKeep: read(store.files),
    };
  }

  async read(target: Target): Promise<Reading<TargetState>> {
    const loaded = await this.#world.store.load();
    return loaded.kind === 'read' ? targetState(loaded.value, target) : loaded;
  }

  async missing(change: ConcreteChange): Promise<Reading<MissingCertificate | null>> {
    const loaded = await this.#world.store.load();
    return loaded.kind === 'read' ? read(missingFor(loaded.value, change)) : loaded;
  }

  /** It tries nothing out beforehand. */
  tidy(): Promise<Applied> {
    return Promise.resolve({ kind: 'applied' });
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

  followSetup(told: (progress: SetupProgress) => void, until: AbortSignal): Promise<void> {
    const { store } = this.#world;
    return followSetupLog(store.setupLog, told, until, this.#world);
  }

  /** Runs Setup again, against what the server is when it starts, and tells what its log says then. */
  runSetup(): Promise<Reading<SetupVerdict>> {
    return this.#oneAtATime(async () => {
      this.#processes = [setupProcess];
      try {
        return await this.#runSetup();
      } finally {
        this.#processes = [];
      }
    });
  }

  /** A run of Setup that is on its way pauses no more: it comes to its end first. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#busy;
    await this.#listeners.close();
  }

  async #runSetup(): Promise<Reading<SetupVerdict>> {
    const { store, clock, keys, setupPace } = this.#world;
    const loaded = await store.load();
    if (loaded.kind === 'unknown') return loaded;
    const utcOffsetMinutes = clock.utcOffsetMinutes();
    const startedAt = clock.now();
    const run = await runUpdate(loaded.value, { startedAt, pace: paces[setupPace], utcOffsetMinutes, keys });
    for (const step of [
      () => this.#write(run.work),
      () => store.save(run.state),
      () => this.#write(run.end),
    ]) {
      const stepped = await step();
      if (stepped.kind === 'refused') return { kind: 'unknown', because: stepped.because };
    }
    return store.setup();
  }

  /** Where somebody watches, every entry is written when its moment has come. */
  async #write(entries: readonly WrittenEntry[]): Promise<Applied> {
    const { store, clock, pause, setupPace } = this.#world;
    if (setupPace === 'at-once') return store.appendToSetupLog(textOf(entries));
    // A clock that is set back meanwhile must not make the run longer.
    const longest = watchedPace.line + watchedPace.task;
    for (const { at, text } of entries) {
      await pause(Math.min(at - clock.now().getTime(), longest), this.#closing.signal);
      const appended = await store.appendToSetupLog(text);
      if (appended.kind === 'refused') return appended;
    }
    return { kind: 'applied' };
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

function setupStateOf(
  { pendingReboot, incompleteRoles }: PracticeState,
  processes: readonly string[],
): SetupState {
  return { processes, pendingReboot, incompleteRoles };
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
