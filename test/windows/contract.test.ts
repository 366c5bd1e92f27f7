import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeServer } from '../contract/server-contract.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { shareWorld } from './shared-world.ts';
import { snapshotOf } from './snapshot.ts';

describeOnWine('under Wine', () => {
  const shared = shareWorld(() => startExchangeWorld('one-binding-expired', nightClock));

  describeServer('the Windows server', async () => {
    const { world, needs } = await shared.take();
    const opened = await openRemoteServer(world, needs);
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    const server = opened.value;
    return {
      server,
      // Wine's wevtutil prints nothing.
      unknownHere: ['windowsEvents'],
      // Wine keeps the bits of a Unix mode: what its owner may do, and what everybody may.
      otherAccessList: (list) => list.replace('(A;;0x1200a9;;;WD)', ''),
      snapshot: () => snapshotOf(world),
      appendToSetupLog: (text) => {
        appendFileSync(join(world.driveC, 'ExchangeSetupLogs/ExchangeSetup.log'), text);
        return Promise.resolve();
      },
      async dispose() {
        await server.close();
        await shared.giveBack();
      },
    };
  });
});
