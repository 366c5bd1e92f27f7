import { systemDisk } from '../../../electron/disk.ts';
import type { Disk } from '../../../electron/disk.ts';
import type { OutsideChange } from './outside.ts';

/** What may come between while a command works: at the call of this number, or at the next one where it can. */
export interface Disturbance {
  readonly at: number;
  readonly what:
    | { readonly kind: 'power-cut' | 'torn-write' | 'stop-asked' }
    | { readonly kind: 'outside'; readonly change: OutsideChange };
}

type Call = 'inspect' | 'read' | 'apply' | 'served' | 'save' | 'write' | 'sync';

/** Whatever ran is gone. What was saved and written stays. */
export class PowerCut extends Error {}

/** Between a process and all that outlives it: every call over it is counted, and at one of them something happens. */
export class Boundary {
  readonly #deeds: { stopAsked(): void; outside(change: OutsideChange): void };
  #disturbance: Disturbance | null = null;
  #calls = 0;
  #power: 'on' | 'cut' = 'on';

  constructor(deeds: { stopAsked(): void; outside(change: OutsideChange): void }) {
    this.#deeds = deeds;
  }

  get power(): 'on' | 'cut' {
    return this.#power;
  }

  powerOn(): void {
    this.#power = 'on';
  }

  /** Counts from one, and lets this come between; `null`: nothing does. */
  expect(disturbance: Disturbance | null): void {
    this.#disturbance = disturbance;
    this.#calls = 0;
  }

  /** `torn`: only a part of what is written is, and then the power goes. Throws when it is gone. */
  called(name: Call): 'whole' | 'torn' {
    this.#needPower();
    this.#calls += 1;
    const disturbance = this.#disturbance;
    if (disturbance === null || this.#calls < disturbance.at) return 'whole';
    const { what } = disturbance;
    if (what.kind === 'torn-write' && name !== 'write') return 'whole';
    // What comes between a look and the deed that follows it, no program can see on Windows.
    if (what.kind === 'outside' && name !== 'read') return 'whole';
    this.#disturbance = null;
    if (what.kind === 'torn-write') return 'torn';
    if (what.kind === 'power-cut') this.#cutPower();
    if (what.kind === 'stop-asked') this.#deeds.stopAsked();
    if (what.kind === 'outside') this.#deeds.outside(what.change);
    return 'whole';
  }

  /** The system's disk without its waiting: a process that is gone leaves what was handed to the system. */
  readonly disk: Disk = {
    ...systemDisk,
    open: (path, flags, mode) => {
      this.#needPower();
      return systemDisk.open(path, flags, mode);
    },
    write: (descriptor, bytes, offset, position) => {
      const torn = this.called('write') === 'torn';
      const taken = torn ? bytes.subarray(0, bytes.length >> 1) : bytes;
      const written = systemDisk.write(descriptor, taken, offset, position);
      if (torn) this.#cutPower();
      return written;
    },
    sync: () => {
      this.called('sync');
    },
  };

  #cutPower(): never {
    this.#power = 'cut';
    throw new PowerCut();
  }

  /** Whoever catches a power cut gets no further. */
  #needPower(): void {
    if (this.#power === 'cut') throw new PowerCut();
  }
}
