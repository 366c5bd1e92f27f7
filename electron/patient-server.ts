import { targetOf } from '../shared/change.ts';
import type { ConcreteChange } from '../shared/change.ts';
import type { Origin } from '../shared/facts.ts';
import { unknown } from '../shared/reading.ts';
import type { Asked, Waiting } from '../shared/waiting.ts';
import { countUntilAnswered } from './calls-at-work.ts';
import type { Clock } from './clock.ts';
import type { Pause } from './pause.ts';
import { unknownFacts } from './server/unknown-facts.ts';
import type { Applied, Server } from './server/server.ts';

/** Milliseconds that a call may take. */
export interface TimeLimits {
  readonly inspect: number;
  readonly read: number;
  readonly served: number;
  readonly apply: Readonly<Record<ConcreteChange['kind'], number>>;
  readonly tidy: number;
  readonly close: number;
}

/**
 * Generous: a call that is given up may still be at work, so none is given up that is only slow. Each is many times
 * what it takes on a server that is well, where a call is answered within a second.
 */
export const timeLimits: TimeLimits = {
  // Every part of it, hundreds of certificates, configuration files on another server: its parts end before it does.
  inspect: 120_000,
  read: 60_000,
  // The handshake gives up by itself after 10 s; the records are read before it.
  served: 60_000,
  apply: {
    // Where Windows cannot replace a record in one step, it is six calls one after the other.
    record: 90_000,
    // A key of 2048 bits: seconds on a busy virtual machine, longer where little is going on to draw chance from.
    certificate: 180_000,
    trust: 60_000,
    'key-access': 60_000,
  },
  // Two calls, and nothing hangs on them.
  tidy: 20_000,
  // Nobody waits for it, and the program's end gives back what it would have.
  close: 10_000,
};

/** After so many milliseconds somebody who watches is told what is waited for. */
export const toldAfter = 3_000;

/** A change that the server was asked for, and has not answered yet: it may still be made, at any moment. */
export interface Unanswered {
  readonly change: ConcreteChange;
  /** Milliseconds since then. */
  readonly waited: number;
}

/** The call was given up, the server was not: only reading tells what became of it. */
export type NoAnswer = { readonly kind: 'no-answer' } & Unanswered;

/** A server whose every call ends: with its answer, or with the word that none came in time. */
export interface PatientServer extends Omit<Server, 'apply'> {
  apply(change: ConcreteChange): Promise<Applied | NoAnswer>;
  /** While there is one, nothing else may be asked for; reading may. */
  readonly unanswered: Unanswered | null;
}

export interface Patience {
  readonly clock: Clock;
  readonly pause: Pause;
  readonly limits: TimeLimits;
  /** What stands for the origin of facts that did not come. */
  readonly origin: Origin;
  /** Told what is waited for, as soon as that takes long; `null` when it is over. */
  readonly told: (waiting: Waiting | null) => void;
}

type Ended<T> = { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'late' };

const late = 'ETIMEDOUT';

/** Gives every call of a server its time limit. Following Setup has none: that lasts as long as Setup does. */
export function patientServer(server: Server, patience: Patience): PatientServer {
  const { clock, pause, limits, origin, told } = patience;
  let pending: { readonly change: ConcreteChange; readonly since: number } | null = null;

  async function inTime<T>(asked: Asked, limit: number, call: () => Promise<T>): Promise<Ended<T>> {
    const since = clock.now().toISOString();
    const over = new AbortController();
    const giveUp = async (): Promise<Ended<T>> => {
      const silent = Math.min(toldAfter, limit);
      await pause(silent, over.signal);
      if (over.signal.aborted) return { kind: 'late' };
      told({ asked, since, limit });
      await pause(limit - silent, over.signal);
      return { kind: 'late' };
    };
    const answering = (async (): Promise<Ended<T>> => ({ kind: 'answered', value: await call() }))();
    countUntilAnswered(answering);
    try {
      return await Promise.race([answering, giveUp()]);
    } finally {
      over.abort();
      told(null);
    }
  }

  const unanswered = (): Unanswered | null =>
    pending === null ? null : { change: pending.change, waited: clock.now().getTime() - pending.since };

  return {
    get unanswered() {
      return unanswered();
    },

    async inspect() {
      const ended = await inTime({ kind: 'inspect' }, limits.inspect, () => server.inspect());
      return ended.kind === 'answered'
        ? ended.value
        : unknownFacts(origin, clock, { code: late, tried: 'inspect' });
    },

    async read(target) {
      const asked = { kind: 'read', target } as const;
      const ended = await inTime(asked, limits.read, () => server.read(target));
      return ended.kind === 'answered' ? ended.value : unknown(late, `read ${target.kind}`);
    },

    async missing(change) {
      const asked = { kind: 'read', target: targetOf(change) } as const;
      const ended = await inTime(asked, limits.read, () => server.missing(change));
      return ended.kind === 'answered' ? ended.value : unknown(late, `certificate for ${change.kind}`);
    },

    async tidy() {
      // While a change is at work nothing else is begun; what it leaves is taken away the next time.
      if (pending !== null) return { kind: 'refused', because: { code: 'EBUSY', tried: 'tidy' } };
      const ended = await inTime({ kind: 'tidy' }, limits.tidy, () => server.tidy());
      if (ended.kind === 'answered') return ended.value;
      return { kind: 'refused', because: { code: late, tried: 'tidy' } };
    },

    async apply(change) {
      const earlier = unanswered();
      if (earlier !== null) return { kind: 'no-answer', ...earlier };
      const mine = { change, since: clock.now().getTime() };
      const ended = await inTime(
        { kind: 'apply', target: targetOf(change) },
        limits.apply[change.kind],
        async () => {
          pending = mine;
          try {
            return await server.apply(change);
          } finally {
            // Also when nobody waits any more: from here on the server is free again.
            pending = null;
          }
        },
      );
      if (ended.kind === 'answered') return ended.value;
      return { kind: 'no-answer', change, waited: clock.now().getTime() - mine.since };
    },

    async served(endpoint) {
      const ended = await inTime({ kind: 'served', endpoint }, limits.served, () => server.served(endpoint));
      if (ended.kind === 'answered') return ended.value;
      return { kind: 'no-handshake', because: { code: late, tried: `handshake with ${endpoint}` } };
    },

    followSetup: (following, until) => server.followSetup(following, until),

    async close() {
      // Windows may make whoever gives something back wait for the call that is at work in it.
      if (pending !== null) return;
      await inTime({ kind: 'close' }, limits.close, () => server.close());
    },
  };
}
