import type { Pause } from './pause.ts';

/**
 * The answer, or what stands for it when it takes longer. What was asked is left to itself then.
 * @param limit milliseconds
 */
export async function inTime<T>(pause: Pause, limit: number, answer: Promise<T>, late: () => T): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([answer, pause(limit, over.signal).then(late)]);
  } finally {
    over.abort();
  }
}
