import { unknown } from '../../../shared/reading.ts';
import type { Reading } from '../../../shared/reading.ts';
import { countUntilAnswered } from '../../calls-at-work.ts';
import type { Pause } from '../../pause.ts';

/** Milliseconds that a key may take: a smart card or a security module may never answer. */
export const keyLimit = 10_000;

/**
 * How many keys are tried at the same time, and how many may be given up: of the four worker threads of a process one is
 * left in any case, so that whatever else is read goes on. More of them cannot be had from within: on Windows,
 * `UV_THREADPOOL_SIZE` counts only where it is set before the start.
 */
const atOnce = 2;
const threads = 3;

/** A key that is to be tried. */
export interface KeyToTry {
  readonly container: string;
  readonly provider: string;
}

/** Tries keys so that one which hangs takes nothing with it but the other keys of its provider. */
export interface KeyTries {
  /** `ETIMEDOUT` when it takes too long, when another of its provider hangs, and when no thread is left for it. */
  inTime<T>(key: KeyToTry, pause: Pause, work: () => Promise<Reading<T>>): Promise<Reading<T>>;
}

/** One for a process: a try that was given up keeps its thread until its call comes back. */
export function keyTries(): KeyTries {
  let trying = 0;
  /** The provider of each. */
  const hanging: string[] = [];
  const waiting: (() => void)[] = [];

  const lookAgain = () => {
    for (const go of waiting.splice(0)) go();
  };
  const turn = async (provider: string): Promise<'begun' | 'in-vain'> => {
    for (;;) {
      if (hanging.includes(provider) || hanging.length === threads) return 'in-vain';
      if (trying < atOnce && trying + hanging.length < threads) {
        trying += 1;
        return 'begun';
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const giveUp = (provider: string, call: Promise<unknown>) => {
    hanging.push(provider);
    const cameBack = () => {
      hanging.splice(hanging.indexOf(provider), 1);
      lookAgain();
    };
    call.then(cameBack, cameBack);
    countUntilAnswered(call);
  };

  return {
    async inTime<T>({ container, provider }: KeyToTry, pause: Pause, work: () => Promise<Reading<T>>) {
      const tooLate = unknown<T>('ETIMEDOUT', `private key ${container}`);
      if ((await turn(provider)) === 'in-vain') return tooLate;
      const over = new AbortController();
      const call = work();
      const late = pause(keyLimit, over.signal).then(() => 'late' as const);
      try {
        const ended = await Promise.race([call, late]);
        if (ended !== 'late') return ended;
        giveUp(provider, call);
        return tooLate;
      } finally {
        over.abort();
        trying -= 1;
        lookAgain();
      }
    },
  };
}
