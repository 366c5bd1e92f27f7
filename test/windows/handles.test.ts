import { afterAll, beforeAll, expect, it } from 'vitest';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';

const inspections = 200;
const megabyte = 1024 * 1024;

describeOnWine('what 200 inspections leave behind', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());

  const inspect = async (times: number) => {
    for (let time = 0; time < times; time += 1) await exchange.server.inspect();
    return exchange.world.tools.resources();
  };

  it('is no handle, and no memory that grows without end', { timeout: 600_000 }, async () => {
    // The first ones load what stays loaded, and start the threads that calls run on.
    const before = await inspect(10);
    const after = await inspect(inspections);
    expect(after.handles).toBe(before.handles);
    // A certificate's bytes or one buffer of a query kept each time would be more.
    expect(after.memory.rss - before.memory.rss).toBeLessThan(64 * megabyte);
    expect(after.memory.external - before.memory.external).toBeLessThan(8 * megabyte);
  });
});
