import { stoppingText } from '../../shared/text/english/console.ts';
import type { UnderWay } from '../../shared/text/english/console.ts';
import type { Clock } from '../clock.ts';

/**
 * How a program is told to end: Ctrl+C; by another program; Ctrl+Break on Windows; its console was closed, after which
 * Windows leaves it a few seconds.
 */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP'] as const;

/** A process, as far as it is told to end. */
export interface SignalSource {
  on(signal: (typeof endSignals)[number], listener: () => void): unknown;
  off(signal: (typeof endSignals)[number], listener: () => void): unknown;
}

export interface InterruptNeeds {
  readonly signals: SignalSource;
  readonly clock: Clock;
  /** A sentence for whoever interrupts. */
  readonly say: (text: string) => void;
  /** Nothing is under way: ends the program. */
  readonly endNow: () => void;
}

/** Something that is not torn off. */
export interface Work {
  readonly underWay: UnderWay;
  /** Asks it to come to rest. */
  readonly stop: () => void;
}

/** Ctrl+C and its like: between changes they end the program at once, and never in the middle of one. */
export class Interrupt {
  readonly #needs: InterruptNeeds;
  #work: Work | null = null;
  /** Milliseconds since 1970: when it was asked for first. */
  #askedAt: number | null = null;
  #ending: 'no' | 'yes' = 'no';

  constructor(needs: InterruptNeeds) {
    this.#needs = needs;
    for (const signal of endSignals) needs.signals.on(signal, this.#signalled);
  }

  /** Somebody wants this to end: nothing more is asked or begun. */
  get wasAsked(): boolean {
    return this.#askedAt !== null;
  }

  /** Does something that is not torn off. */
  async during<Outcome>(work: Work, move: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#work !== null) throw new Error('One work at a time');
    this.#work = work;
    try {
      return await move();
    } finally {
      this.#work = null;
    }
  }

  /** Signals are again what they are without this. */
  close(): void {
    for (const signal of endSignals) this.#needs.signals.off(signal, this.#signalled);
  }

  readonly #signalled = (): void => {
    const { clock, say, endNow } = this.#needs;
    const work = this.#work;
    const now = clock.now().getTime();
    const waited = this.#askedAt === null ? null : now - this.#askedAt;
    this.#askedAt ??= now;
    if (work !== null) {
      work.stop();
      say(stoppingText(work.underWay, waited));
    } else if (this.#ending === 'no') {
      this.#ending = 'yes';
      endNow();
    }
  };
}
