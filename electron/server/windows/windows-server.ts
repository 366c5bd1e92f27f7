import type { ConcreteChange, MissingCertificate, Target, TargetState } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { Facts } from '../../../shared/facts.ts';
import type { Reading } from '../../../shared/reading.ts';
import type { SetupProgress } from '../../../shared/setup-progress.ts';
import { followSetupLog } from '../../follow-setup.ts';
import { servedCertificate } from '../../handshake.ts';
import type { Address } from '../../handshake.ts';
import { growingFile } from '../../log-tail.ts';
import type { Applied, Served, Server } from '../server.ts';
import { addressFor, localAddresses } from './addresses.ts';
import { inspectWindows } from './inspection.ts';
import type { InspectedWindows } from './inspection.ts';
import { ipListenList } from './ip-listen-list.ts';
import { applyChange, missingFor, readTarget } from './targets.ts';
import { asReading, becauseOf } from './windows-error.ts';

/** Milliseconds that a handshake with this very machine may take. */
const handshakeLimit = 10_000;

export interface WindowsWorld extends InspectedWindows {
  /** Where an address of this machine is reached: itself, unless a test puts something before it. */
  readonly dial: (address: Address) => Address;
}

/** The real server, through the Windows API. */
export class WindowsServer implements Server {
  readonly #world: WindowsWorld;

  constructor(world: WindowsWorld) {
    this.#world = world;
  }

  inspect(): Promise<Facts> {
    return inspectWindows(this.#world);
  }

  read(target: Target): Promise<Reading<TargetState>> {
    return asReading(() => readTarget(this.#world, target));
  }

  missing(change: ConcreteChange): Promise<Reading<MissingCertificate | null>> {
    return asReading(() => missingFor(this.#world, change));
  }

  tidy(): Promise<Applied> {
    return asApplied(() => this.#world.httpSys.sweep());
  }

  apply(change: ConcreteChange): Promise<Applied> {
    return asApplied(() => applyChange(this.#world, change));
  }

  async served(endpoint: Endpoint): Promise<Served> {
    const { win32, httpSys, dial } = this.#world;
    const records = await asReading(() => httpSys.records());
    if (records.kind === 'unknown') return { kind: 'no-handshake', because: records.because };
    const recorded = [...records.value.records, ...records.value.unread].map((record) => record.endpoint);
    const listening = await asReading(() => ipListenList(win32));
    if (listening.kind === 'unknown') return { kind: 'no-handshake', because: listening.because };
    const surroundings = { recorded, local: localAddresses(), listenList: listening.value };
    return servedCertificate(dial(addressFor(endpoint, surroundings)), handshakeLimit);
  }

  followSetup(told: (progress: SetupProgress) => void, until: AbortSignal): Promise<void> {
    return followSetupLog(growingFile(this.#world.folders.setupLog), told, until, this.#world);
  }

  close(): Promise<void> {
    this.#world.httpSys.close();
    return Promise.resolve();
  }
}

async function asApplied(work: () => Promise<void>): Promise<Applied> {
  try {
    await work();
    return { kind: 'applied' };
  } catch (error) {
    return { kind: 'refused', because: becauseOf(error) };
  }
}
