import { describe, expect, it, onTestFinished } from 'vitest';
import type { Server } from '../../electron/server/server.ts';
import { read, unknown } from '../../shared/reading.ts';
import type { Rebinder } from '../../shared/facts.ts';
import type { RecordNews } from '../../shared/record-news.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { promptPause } from '../fixtures/staged-time.ts';
import { repairedIn } from '../fixtures/setup-by-hand.ts';
import { newest, WizardBench } from '../fixtures/wizard-bench.ts';
import { World } from '../fixtures/world.ts';

const renewal: Rebinder = { kind: 'task', name: '\\win-acme renew', program: 'wacs.exe --renew' };
const autoRebind: Rebinder = { kind: 'task', name: '\\Certificate Rebind', program: 'appcmd.exe' };
const place = '127.0.0.1:443';

/** A repaired server of which Setup is at work until the test lets it end. */
async function atWork(
  rebinders: readonly Rebinder[] = [],
  otherwise: (server: Server) => Partial<Server> = () => ({}),
) {
  const world = await World.of('expired-certificate', (state) => ({
    ...state,
    rebinders: [...rebinders],
  }));
  let endSetup: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    endSetup = resolve;
  });
  world.disguise = (server) => ({
    ...sameServer(server),
    followSetup: (_told, until) =>
      Promise.race([
        released,
        new Promise<void>((resolve) => {
          until.addEventListener('abort', () => {
            resolve();
          });
        }),
      ]),
    ...otherwise(server),
  });
  const bench = await repairedIn(world);
  const rescue = newest(bench.state);
  if (rescue === undefined) throw new Error('Nothing was repaired');
  const [step] = rescue.start.plan.changes.filter(({ kind }) => kind === 'record');
  if (step?.kind !== 'record' || step.before.kind === 'absent' || step.after.kind === 'absent') {
    throw new Error('Not the scenario that this test wants');
  }
  const [old, bound] = [step.before, step.after].map(({ value: { certificate } }) => {
    if (certificate.kind !== 'thumbprint') throw new Error('Not the scenario that this test wants');
    return certificate.thumbprint;
  });
  if (old === undefined || bound === undefined) throw new Error('Nothing was bound');
  const begun = world.calls.length;
  await bench.call('followSetup', undefined);
  return { world, bench, old, bound, endSetup, callsSince: () => world.calls.slice(begun) };
}

const told =
  (kind: RecordNews['kind'] | 'nothing') =>
  ({ recordNews }: OpenWizard) =>
    kind === 'nothing' ? recordNews.length === 0 : recordNews.some((news) => news.kind === kind);

describe('while Setup runs', () => {
  it('a binding that somebody changes back is told at once, with who may have done it', async () => {
    const { world, bench, old, bound } = await atWork([renewal]);
    await world.meddleWithRecord(place, { thumbprint: old });
    await bench.until(told('other-certificate'));
    expect(bench.state.recordNews).toMatchObject([
      { kind: 'other-certificate', endpoint: place, bound, found: old, by: renewal },
    ]);
    expect(bench.state.activity.kind).toBe('following-setup');
  });

  it.each([
    ['none is known', []],
    ['several are known', [renewal, autoRebind]],
  ])('nobody is named where %s that does such things', async (_what, rebinders) => {
    const { world, bench, old } = await atWork(rebinders);
    await world.meddleWithRecord(place, { thumbprint: old });
    await bench.until(told('other-certificate'));
    expect(bench.state.recordNews).toMatchObject([{ by: null }]);
  });

  it('a record that goes away is told, and no longer when it is back', async () => {
    const { world, bench } = await atWork();
    const before = await world.state();
    await world.meddleWithRecord(place, 'gone');
    await bench.until(told('gone'));
    await world.meddle((state) => ({ ...state, records: before.records }));
    await bench.until(told('nothing'));
  });

  it('a record that is only being written anew is no news', async () => {
    let reads = -1;
    const { world, bench } = await atWork([], (server) => ({
      read: (target) => {
        const isOurs = target.kind === 'record' && target.target.endpoint === place;
        if (!isOurs || reads === -1) return server.read(target);
        reads += 1;
        return reads % 2 === 1
          ? Promise.resolve(read({ kind: 'record', state: { kind: 'absent' } }))
          : server.read(target);
      },
    }));
    reads = 0;
    const before = world.calls.length;
    while (world.calls.length < before + 12) await promptPause(0, new AbortController().signal);
    expect(reads).toBeGreaterThan(4);
    expect(bench.told.filter((state) => state.kind === 'open' && state.recordNews.length > 0)).toEqual([]);
  });

  it('a record that cannot be read is told as not known', async () => {
    let readable: 'yes' | 'no' = 'yes';
    const { bench } = await atWork([renewal], (server) => ({
      read: (target) =>
        readable === 'yes'
          ? server.read(target)
          : Promise.resolve(unknown('5', 'HttpQueryServiceConfiguration')),
    }));
    readable = 'no';
    await bench.until(({ recordNews }) => recordNews.length === 2);
    expect(bench.state.recordNews).toMatchObject([
      { kind: 'unread', because: { code: '5' } },
      { kind: 'unread', because: { code: '5' } },
    ]);
  });

  it('nothing is written to the server or the journal, and only the changed records are read', async () => {
    const { world, bench, old, callsSince } = await atWork();
    await world.meddleWithRecord(place, { thumbprint: old });
    await bench.until(told('other-certificate'));
    expect([...new Set(callsSince().map(({ name, about }) => `${name} ${about}`.trim()))].sort()).toEqual([
      'inspect',
      'read record',
    ]);
    const served = newest(bench.state)?.steps.map(({ change }) => change.kind);
    expect(served).toEqual(['record', 'record']);
  });

  it('is told until something else is begun, also after Setup has ended', async () => {
    const { world, bench, old } = await atWork();
    await world.meddleWithRecord(place, { thumbprint: old });
    await bench.until(told('other-certificate'));
    await bench.done('stopFollowing', undefined);
    expect(bench.state.recordNews).toHaveLength(1);
    await bench.done('lookAgain', undefined);
    expect(bench.state.recordNews).toEqual([]);
  });

  it('a practice Setup is watched in the same way', async () => {
    const bench = await WizardBench.of('expired-certificate');
    onTestFinished(() => bench.close());
    await bench.accept();
    const pauses: number[] = [];
    bench.pause = (milliseconds, until) => {
      pauses.push(milliseconds);
      return promptPause(milliseconds, until);
    };
    await bench.done('runSetup', undefined);
    expect(new Set(pauses)).toEqual(new Set([5000]));
    expect(bench.state.recordNews).toEqual([]);
  });
});
