import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeServer } from '../contract/server-contract.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld } from './exchange-world.ts';
import { snapshotOf } from './snapshot.ts';

describeOnWine('under Wine', () => {
  describeServer('the Windows server', async () => {
    const exchange = await startExchangeWorld('one-binding-expired', nightClock);
    const { server, world } = exchange;
    return {
      server,
      // Wine's wevtutil prints nothing.
      unknownHere: ['windowsEvents'],
      snapshot: () => snapshotOf(world),
      appendToSetupLog: (text) => {
        appendFileSync(join(world.driveC, 'ExchangeSetupLogs/ExchangeSetup.log'), text);
        return Promise.resolve();
      },
      dispose: () => exchange.dispose(),
    };
  });
});
