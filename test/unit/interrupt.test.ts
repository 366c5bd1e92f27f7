import { describe, expect, it } from 'vitest';
import type { Clock } from '../../electron/clock.ts';
import { endSignals, Interrupt } from '../../electron/cli/interrupt.ts';
import type { Work } from '../../electron/cli/interrupt.ts';
import { FakeSignals } from '../fixtures/console.ts';

function bench() {
  const signals = new FakeSignals();
  const told: string[] = [];
  let seconds = 0;
  const clock: Clock = { now: () => new Date(seconds * 1000), utcOffsetMinutes: () => 0 };
  const say = (text: string) => told.push(text);
  const interrupt = new Interrupt({ signals, clock, say, endNow: () => told.push('ended') });
  const work = (underWay: Work['underWay']): Work => ({ underWay, stop: () => told.push('stop') });
  const pass = (passed: number) => (seconds += passed);
  return { signals, told, interrupt, work, pass };
}

describe('Ctrl+C', () => {
  it.each(endSignals)('ends the program at once where nothing is under way, and only once: %s', (signal) => {
    const { signals, told, interrupt } = bench();
    signals.emit(signal);
    signals.emit(signal);
    expect(told).toEqual(['ended']);
    expect(interrupt.wasAsked).toBe(true);
  });

  it.each(endSignals)('lets a change come to its end: %s', async (signal) => {
    const { signals, told, interrupt, work } = bench();
    const outcome = await interrupt.during(work('change'), () => {
      signals.emit(signal);
      expect(told).toEqual(['stop', 'Stopping after this change: nothing is left half done.']);
      return Promise.resolve('made');
    });
    expect(outcome).toBe('made');
    expect(told).not.toContain('ended');
    expect(interrupt.wasAsked).toBe(true);
  });

  it('again says how long it has been waited for, and tears nothing off', async () => {
    const { signals, told, interrupt, work, pass } = bench();
    await interrupt.during(work('change'), () => {
      signals.emit('SIGINT');
      pass(7.6);
      signals.emit('SIGINT');
      pass(60);
      signals.emit('SIGTERM');
      return Promise.resolve();
    });
    const said = told.filter((text) => text !== 'stop');
    expect(said).toHaveLength(3);
    expect(said[1]).toMatch(/^Still stopping after this change, for 7 s now\./);
    expect(said[2]).toMatch(/, for 1 min 7 s now\./);
    expect(told).not.toContain('ended');
  });

  it.each<[Work['underWay'], RegExp, RegExp]>([
    [
      'undo',
      /^Stopping after this change: nothing is left half taken back/,
      /^Still stopping after this change, for 0 s now/,
    ],
    ['settling', /^What was interrupted is looked up/, /^Still looking up what was interrupted/],
  ])('is told what is under way: %s', async (underWay, first, second) => {
    const { signals, told, interrupt, work } = bench();
    await interrupt.during(work(underWay), () => {
      signals.emit('SIGINT');
      signals.emit('SIGINT');
      return Promise.resolve();
    });
    const said = told.filter((text) => text !== 'stop');
    expect(said[0]).toMatch(first);
    expect(said[1]).toMatch(second);
  });

  it('ends at once again when the work is over, also when it failed', async () => {
    const { signals, told, interrupt, work } = bench();
    const failing = interrupt.during(work('change'), () => Promise.reject(new Error('a bug')));
    await expect(failing).rejects.toThrow('a bug');
    signals.emit('SIGINT');
    expect(told).toEqual(['ended']);
  });

  it('is what it was before when this is closed', () => {
    const { signals, interrupt } = bench();
    interrupt.close();
    for (const signal of endSignals) expect(signals.listenerCount(signal)).toBe(0);
  });
});
