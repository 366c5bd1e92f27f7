import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../../electron/patient-server.ts';
import { nodeRefusal } from '../../scripts/windows/node-version.mjs';
import { tried } from '../fixtures/tried.ts';
import { describeOnWine } from './describe-on-wine.ts';
import type { ExchangeWorld } from './exchange-world.ts';
import { builtExecutable, installExecutable, valuesOf } from './executable-world.ts';
import { orderFaults } from './http-sys-faults.ts';
import { startFaultyWorld } from './rescue-world.ts';

const isHere = nodeRefusal() === null || process.env['CI'] === 'true';

/** It waits as long as the program itself does, which nobody can shorten for it. */
const longest = timeLimits.apply.record + 120_000;
vi.setConfig({ testTimeout: longest, hookTimeout: 300_000 });

describe.skipIf(!isHere)(`cu-rescue.exe${isHere ? '' : ` (${nodeRefusal() ?? ''})`}`, () => {
  beforeAll(() => void builtExecutable());

  describeOnWine('while a call of Windows never answers', () => {
    let exchange: ExchangeWorld;
    beforeAll(async () => {
      exchange = await startFaultyWorld('expired-certificate', 'with-update');
    });
    afterAll(() => exchange.dispose());

    it('gives it up, says so, and ends', async () => {
      const { world } = exchange;
      installExecutable(world, builtExecutable());
      await orderFaults(world, { call: 'Update', of: '127.0.0.1:443', code: 0, how: 'NeverAnswers' });
      const program = String.raw`C:\Program Files\CU Rescue\cu-rescue.exe`;
      // A program that waited for the call at its end would be ended from outside, and the run throw.
      const ran = await world.run(program, ['rescue', '--yes', '--json'], { timeLimit: longest - 60_000 });
      expect([ran.status, valuesOf(ran).at(-1)]).toMatchObject([
        3,
        { outcome: 'stopped', because: { kind: 'no-answer', changeId: '2' } },
      ]);
      expect(ran.stderr).toMatch(/has not answered/);
      tried('misbehaviours', 1);
    });
  });
});
