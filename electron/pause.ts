import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal aborts. Passed in, so that a test does not have to wait. */
export type Pause = (milliseconds: number, until: AbortSignal) => Promise<void>;

export const systemPause: Pause = async (milliseconds, until) => {
  try {
    await setTimeout(Math.max(0, milliseconds), undefined, { signal: until });
  } catch (error) {
    if (!until.aborted) throw error;
  }
};
