import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { callsAtWork } from '../../electron/calls-at-work.ts';
import { timeLimits, toldAfter } from '../../electron/patient-server.ts';
import type { Pause } from '../../electron/pause.ts';
import type { Applied, Server } from '../../electron/server/server.ts';
import type { ConcreteChange } from '../../shared/change.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { valueOr } from '../../shared/reading.ts';
import type { Waiting } from '../../shared/waiting.ts';
import { server as facts } from '../fixtures/facts.ts';
import { patient } from '../fixtures/patient.ts';

const at = '2026-03-01T03:12:00.000Z';
const target = { endpoint: endpoint('0.0.0.0:443'), site: 'Default Web Site' };
const change = {
  id: '1',
  kind: 'record',
  target,
  before: { kind: 'absent' },
  after: { kind: 'absent' },
} as ConcreteChange;
const record = { kind: 'record', target } as const;

/** A call that the test answers when it wants. */
function open<T>() {
  const hands: { answer: (value: T) => void; fail: (error: Error) => void } = {
    answer: () => undefined,
    fail: () => undefined,
  };
  const call = new Promise<T>((answer, fail) => Object.assign(hands, { answer, fail }));
  return { call, ...hands };
}

/** A server of which nothing is answered but what a test gives, and the time that its calls are waited for. */
function bench(calls: Partial<Server>, passes: 'no-time' | 'the-silence' | 'the-limit') {
  const pauses: number[] = [];
  const told: (Waiting | null)[] = [];
  const pause: Pause = async (milliseconds, until) => {
    pauses.push(milliseconds);
    const isPast = passes === 'the-limit' || (passes === 'the-silence' && milliseconds === toldAfter);
    if (isPast) return;
    await new Promise<void>((go) => {
      until.addEventListener('abort', () => {
        go();
      });
    });
  };
  const never = () => new Promise<never>(() => undefined);
  const server: Server = {
    inspect: never,
    read: never,
    missing: never,
    tidy: never,
    apply: never,
    served: never,
    followSetup: never,
    close: never,
    ...calls,
  };
  return { server: patient(server, { pause, told: (waiting) => told.push(waiting) }), pauses, told };
}

describe('a call that is answered', () => {
  test('is waited for by its limit, tells nobody, and is given as it is', async () => {
    const found = facts();
    const { server, pauses, told } = bench({ inspect: () => Promise.resolve(found) }, 'no-time');
    expect(await server.inspect()).toBe(found);
    expect(pauses).toEqual([toldAfter]);
    expect(told).toEqual([null]);
  });

  test('is told while it takes long, and that it is over', async () => {
    const { call, answer } = open<Applied>();
    const { server, told } = bench({ apply: () => call }, 'the-silence');
    const applied = server.apply(change);
    await setImmediate();
    expect(told).toEqual([
      { asked: { kind: 'apply', target: record }, since: at, limit: timeLimits.apply.record },
    ]);
    answer({ kind: 'applied' });
    expect(await applied).toEqual({ kind: 'applied' });
    expect(told.at(-1)).toBeNull();
  });

  test('with a mistake throws it on', async () => {
    const { server } = bench({ read: () => Promise.reject(new Error('A bug')) }, 'no-time');
    await expect(server.read(record)).rejects.toThrow('A bug');
  });
});

describe('a call that is not answered in time', () => {
  test.each([
    ['inspect', timeLimits.inspect],
    ['read', timeLimits.read],
    ['served', timeLimits.served],
    ['apply', timeLimits.apply.record],
    ['close', timeLimits.close],
  ] as const)('%s is given up at its own limit', async (name, limit) => {
    const { server, pauses } = bench({}, 'the-limit');
    const calls = {
      inspect: () => server.inspect(),
      read: () => server.read(record),
      served: () => server.served(target.endpoint),
      apply: () => server.apply(change),
      close: () => server.close(),
    };
    await calls[name]();
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(limit);
  });

  test('leaves nothing known, and says why', async () => {
    const { server } = bench({}, 'the-limit');
    const late = { kind: 'unknown', because: { code: 'ETIMEDOUT', tried: 'inspect' } };
    const { takenAt, utcOffsetMinutes, origin, ...parts } = await server.inspect();
    expect([takenAt, utcOffsetMinutes, origin]).toEqual([at, 60, { kind: 'windows' }]);
    expect(Object.values(parts)).toEqual(Object.keys(parts).map(() => late));
    expect(valueOr(await server.read(record), 'unknown')).toBe('unknown');
    expect(await server.served(target.endpoint)).toMatchObject({ kind: 'no-handshake' });
    const tooLate = { code: 'ETIMEDOUT', tried: 'certificate for record' };
    expect(await server.missing(change)).toEqual({ kind: 'unknown', because: tooLate });
    expect(await server.tidy()).toEqual({ kind: 'refused', because: { code: 'ETIMEDOUT', tried: 'tidy' } });
  });

  test('and while a change is at work nothing is tidied', async () => {
    const { server } = bench({ tidy: () => Promise.resolve({ kind: 'applied' }) }, 'the-limit');
    expect(await server.apply(change)).toMatchObject({ kind: 'no-answer' });
    expect(await server.tidy()).toMatchObject({ kind: 'refused', because: { code: 'EBUSY' } });
  });

  test('is at work from the moment it is asked for: whoever ends the program then does not wait for it', async () => {
    const { call, answer } = open<Applied>();
    const { server } = bench({ apply: () => call }, 'no-time');
    const before = callsAtWork();
    const applied = server.apply(change);
    expect(callsAtWork()).toBe(before + 1);
    answer({ kind: 'applied' });
    await applied;
    expect(callsAtWork()).toBe(before);
  });

  test('is at work until it is answered, and what it throws then is lost in peace', async () => {
    const { call, fail } = open<Applied>();
    const { server } = bench({ apply: () => call }, 'the-limit');
    const before = callsAtWork();
    await server.apply(change);
    expect(callsAtWork()).toBe(before + 1);
    fail(new Error('Too late'));
    await setImmediate();
    expect(callsAtWork()).toBe(before);
  });
});

describe('a change that is not answered in time', () => {
  test('is known as unanswered, nothing else is asked for, and then the server is free again', async () => {
    const { call, answer } = open<Applied>();
    let asked = 0;
    const { server } = bench(
      {
        apply: () => {
          asked += 1;
          return asked === 1 ? call : Promise.resolve({ kind: 'applied' });
        },
      },
      'the-limit',
    );
    const noAnswer = { kind: 'no-answer', change, waited: 0 };
    expect(await server.apply(change)).toEqual(noAnswer);
    expect(await server.apply({ ...change, id: '2' })).toEqual(noAnswer);
    expect(asked).toBe(1);
    expect(server.unanswered).toEqual({ change, waited: 0 });
    answer({ kind: 'applied' });
    await setImmediate();
    expect(server.unanswered).toBeNull();
  });

  test('keeps the server from being closed under it', async () => {
    let closed = 0;
    const close = () => {
      closed += 1;
      return Promise.resolve();
    };
    const { server } = bench({ close }, 'the-limit');
    await server.apply(change);
    await server.close();
    expect(closed).toBe(0);
  });
});
