import { expect, it } from 'vitest';
import { setupByHand } from '../fixtures/setup-by-hand.ts';
import { head, upgradeHead } from '../fixtures/setup-logs.ts';
import { wizardBenches } from '../fixtures/wizard-bench.ts';

const { benchOf } = wizardBenches();

it('tells of each word of Setup without making anew what no word of it changes', async () => {
  const { bench, write } = await setupByHand();
  bench.told.length = 0;
  await bench.call('followSetup', undefined);
  await write(...head(), ...upgradeHead);
  for (const task of ['Install-Languages', 'Install-CafeRole', 'Install-MailboxRole']) {
    await write([1, `Beginning processing ${task}`]);
    await bench.until(({ setup }) => setup?.kind === 'running' && setup.progress.task === task);
  }
  const states = bench.told.filter((state) => state.kind === 'open');
  expect(new Set(states.map(({ setup }) => JSON.stringify(setup))).size).toBeGreaterThan(3);
  for (const part of ['map', 'rows', 'byHand', 'told', 'rescues'] as const) {
    expect(new Set(states.map((state) => state[part])).size, part).toBe(1);
  }
});

it('makes anew what a change, a stage or another plan changes', async () => {
  const bench = await benchOf('expired-certificate');
  const before = bench.state;
  await bench.call('goTo', { stage: 'review' });
  expect(bench.state.map).not.toEqual(before.map);
  await bench.accept();
  expect(bench.state.rescues).toHaveLength(1);
  expect(bench.state.rows.map(({ state }) => state.kind)).toContain('done');
  expect(bench.state.told).not.toEqual(before.told);
});
