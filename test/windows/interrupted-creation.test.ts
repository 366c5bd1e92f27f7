import { afterAll, beforeAll, expect, it } from 'vitest';
import { inverse, type CertificateChange } from '../../shared/change.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { container } from './material.ts';
import { openRemoteServer } from './remote-server.ts';
import { snapshotOf } from './snapshot.ts';

const creation: CertificateChange = {
  id: '1',
  kind: 'certificate',
  target: { container: 'cu-rescue-interrupted', serialNumber: '4B0C1D2E3F405162738495A6B7C8D9E0' },
  before: { kind: 'absent' },
  after: {
    kind: 'present',
    value: {
      netbiosName: 'EX01',
      fullyQualifiedName: 'EX01.contoso.local',
      friendlyName: 'Microsoft Exchange',
      notBefore: '2026-03-01T03:12:00.000Z',
      notAfter: '2031-03-01T03:12:00.000Z',
    },
  },
};

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
