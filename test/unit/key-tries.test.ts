import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { callsAtWork } from '../../electron/calls-at-work.ts';
import type { Pause } from '../../electron/pause.ts';
import { keyLimit, keyTries } from '../../electron/server/windows/key-tries.ts';
import { read } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';

const late = (container: string) => ({
  kind: 'unknown',
  because: { code: 'ETIMEDOUT', tried: `private key ${container}` },
});

/** Keys by their names, which answer when a test says so, and patience that ends when it says so. */
function bench() {
  const tries = keyTries();
  const begun: string[] = [];
  const answers = new Map<string, { give: (key: Reading<string>) => void; fail: (error: Error) => void }>();
  const ends = new Set<() => void>();
  const limits: number[] = [];
  const pause: Pause = (milliseconds, until) =>
    new Promise((go) => {
      limits.push(milliseconds);
      ends.add(go);
      until.addEventListener('abort', () => {
        ends.delete(go);
        go();
      });
    });
  return {
    begun,
    limits,
    ask: (name: string, provider = `provider of ${name}`) =>
      tries.inTime({ container: name, provider }, pause, () => {
        begun.push(name);
        return new Promise<Reading<string>>((give, fail) => answers.set(name, { give, fail }));
      }),
    answer: (name: string) => {
      answers.get(name)!.give(read(name));
    },
    fail: (name: string, error: Error) => {
      answers.get(name)!.fail(error);
    },
    /** For every key that is waited for now. */
    patienceEnds: () => {
      for (const go of ends) go();
    },
  };
}

describe('keys that are tried', () => {
  test('are tried two at a time, each with its limit, and answered as they are', async () => {
    const { ask, answer, begun, limits } = bench();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => ask(name));
    await setImmediate();
    expect(begun).toEqual(['one', 'two']);
    answer('two');
    expect(await two).toEqual(read('two'));
    await setImmediate();
    expect(begun).toEqual(['one', 'two', 'three']);
    answer('one');
    answer('three');
    expect(await Promise.all([one, three])).toEqual([read('one'), read('three')]);
    expect(limits).toEqual([keyLimit, keyLimit, keyLimit]);
  });

  test('and one that hangs is not known, while the others are', async () => {
    const { ask, answer, patienceEnds } = bench();
    const hanging = ask('hangs');
    await setImmediate();
    const atWork = callsAtWork();
    patienceEnds();
    expect(await hanging).toEqual(late('hangs'));
    expect(callsAtWork()).toBe(atWork + 1);
    for (const name of ['one', 'two']) {
      const asked = ask(name);
      await setImmediate();
      answer(name);
      expect(await asked).toEqual(read(name));
    }
    answer('hangs');
    await setImmediate();
    expect(callsAtWork()).toBe(atWork);
  });

  test('are tried no more where another of their provider hangs', async () => {
    const { ask, begun, answer, patienceEnds } = bench();
    const hanging = [ask('one', 'card'), ask('two', 'card')];
    const waiting = [ask('three', 'card'), ask('four', 'disk')];
    await setImmediate();
    patienceEnds();
    expect(await Promise.all(hanging)).toEqual(['one', 'two'].map((name) => late(name)));
    expect(await waiting[0]).toEqual(late('three'));
    await setImmediate();
    answer('four');
    expect(await waiting[1]).toEqual(read('four'));
    expect(begun).toEqual(['one', 'two', 'four']);
    expect(await ask('five', 'card')).toEqual(late('five'));
  });

  test('leave a thread to everything else, however many hang', async () => {
    const { ask, begun, answer, patienceEnds } = bench();
    const asked = ['one', 'two', 'three', 'four', 'five'].map((name) => ask(name));
    await setImmediate();
    patienceEnds();
    await Promise.all(asked.slice(0, 2));
    await setImmediate();
    expect(begun).toEqual(['one', 'two', 'three']);
    patienceEnds();
    expect(await Promise.all(asked)).toEqual(
      ['one', 'two', 'three', 'four', 'five'].map((name) => late(name)),
    );
    expect(await ask('six')).toEqual(late('six'));
    expect(begun).toEqual(['one', 'two', 'three']);

    // One that answers after all gives its thread back.
    answer('one');
    await setImmediate();
    const seven = ask('seven');
    await setImmediate();
    answer('seven');
    expect(await seven).toEqual(read('seven'));
  });

  test('and a mistake among them is thrown on, and takes no thread', async () => {
    const { ask, answer, fail } = bench();
    for (const name of ['one', 'two', 'three']) {
      const asked = ask(name);
      await setImmediate();
      fail(name, new TypeError(name));
      await expect(asked).rejects.toThrow(name);
    }
    const four = ask('four');
    await setImmediate();
    answer('four');
    expect(await four).toEqual(read('four'));
  });
});
