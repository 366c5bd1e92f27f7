import { afterAll, beforeAll, expect, it } from 'vitest';
import { inverse } from '../../shared/change.ts';
import { certificateCreation } from '../fixtures/certificate-creation.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { container } from './material.ts';
import { openRemoteServer } from './remote-server.ts';
import { snapshotOf } from './snapshot.ts';

const creation = certificateCreation('cu-rescue-interrupted');

describeOnWine('the making of a certificate that was interrupted', () => {
  let exchange: ExchangeWorld;
  let untouched: string;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    untouched = await snapshotOf(exchange.world);
  });
  afterAll(() => exchange.dispose());

  const target = { kind: 'certificate', target: creation.target } as const;
  const powerCut = () => exchange.world.tools.generateKey(container(creation.target.container));

  it('after its key is told, and begun anew', async () => {
    await powerCut();
    expect(await exchange.server.read(target)).toMatchObject({ value: { state: { kind: 'partly' } } });
    expect(await exchange.server.apply(creation)).toEqual({ kind: 'applied' });
    expect(await exchange.server.read(target)).toMatchObject({ value: { state: { kind: 'present' } } });
    expect(await exchange.server.apply(inverse(creation))).toEqual({ kind: 'applied' });
    expect(await snapshotOf(exchange.world)).toBe(untouched);
  });

  it('after its key leaves nothing when it is taken back instead', async () => {
    await powerCut();
    expect(await exchange.server.apply(inverse(creation))).toEqual({ kind: 'applied' });
    expect(await snapshotOf(exchange.world)).toBe(untouched);
  });

  it('by a store that cannot be written is told, and taken back as soon as it can', async () => {
    const answers = { CertControlStore: { result: 0, lastError: 5 } };
    const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered: { answers } });
    if (opened.kind === 'problem') throw new Error(`Not opened: ${opened.problem.kind}`);
    expect(await opened.value.apply(creation)).toEqual({
      kind: 'refused',
      because: { code: '5', tried: 'CertControlStore MY' },
    });
    await opened.value.close();
    expect(await exchange.server.apply(inverse(creation))).toEqual({ kind: 'applied' });
    expect(await snapshotOf(exchange.world)).toBe(untouched);
  });
});
