import { afterAll } from 'vitest';
import type { ExchangeWorld } from './exchange-world.ts';
import { keep, type Kept } from './put-back.ts';

/** A Windows that one test after the other works on. */
export interface SharedWorld {
  /** The Windows, as every test gets it: no test sees what another has left. */
  take(): Promise<ExchangeWorld>;
  /** Puts back what the test has changed; where that cannot be done the next one gets a Windows of its own. */
  giveBack(): Promise<void>;
}

/**
 * One Windows for the tests of a file: starting one takes longer than most of them. To be called where tests are
 * described; it goes when they are done.
 */
export function shareWorld(start: () => Promise<ExchangeWorld>): SharedWorld {
  let shared: { readonly exchange: ExchangeWorld; readonly kept: Kept } | null = null;

  async function end(): Promise<void> {
    await shared?.exchange.dispose();
    shared = null;
  }
  afterAll(end);

  return {
    async take() {
      if (shared === null) {
        const exchange = await start();
        shared = { exchange, kept: await keep(exchange.world) };
      }
      return shared.exchange;
    },
    async giveBack() {
      if (shared === null) return;
      // One whose process has ended is not had back either.
      const put = await shared.kept.putBack().catch(() => 'not-had-back' as const);
      if (put === 'not-had-back') await end();
    },
  };
}
