import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Applied } from '../../electron/server/server.ts';
import { certificateCreation } from '../fixtures/certificate-creation.ts';
import { nightClock } from '../fixtures/practice.ts';
import type { Alterations } from './bridge/altered-windows.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { snapshotOf } from './snapshot.ts';

/** NTE_PERM, as GetLastError gives it. */
const notPermitted = 0x8009_0010;

const creation = certificateCreation('cu-rescue-refused');

describeOnWine('a new certificate that Windows does not let come about', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
  });
  afterAll(() => exchange.dispose());

  async function applied(answers: Alterations['answers'] & object): Promise<Applied> {
    const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered: { answers } });
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    try {
      return await opened.value.apply(creation);
    } finally {
      await opened.value.close();
    }
  }

  it.each<[string, string, NonNullable<Alterations['answers']>]>([
    ['no key is made', 'CryptGenKey', { CryptGenKey: { result: 0, lastError: notPermitted } }],
    [
      'its access list cannot be set',
      'CryptSetProvParam PP_KEYSET_SEC_DESCR',
      { CryptSetProvParam: { result: 0, lastError: notPermitted } },
    ],
    [
      'its key is not found again',
      'CryptGetUserKey',
      { CryptGetUserKey: { result: 0, lastError: notPermitted } },
    ],
    [
      'the certificate is not stored',
      'CertAddCertificateContextToStore',
      { CertAddCertificateContextToStore: { result: 0, lastError: notPermitted } },
    ],
  ])('is refused with its code, and leaves no key behind: %s', async (_, tried, answers) => {
    const before = await snapshotOf(exchange.world);
    expect(await applied(answers)).toEqual({ kind: 'refused', because: { code: '0x80090010', tried } });
    expect(await snapshotOf(exchange.world)).toBe(before);
  });

  it('is refused when others may use its key: the list said to be set is read again', async () => {
    const before = await snapshotOf(exchange.world);
    expect(await applied({ CryptSetProvParam: { result: 1 } })).toEqual({
      kind: 'refused',
      because: { code: '5', tried: expect.stringMatching(/^access list .* of the new key$/) as unknown },
    });
    expect(await snapshotOf(exchange.world)).toBe(before);
  });

  it('is refused when its signature does not verify: it is never stored', async () => {
    const before = await snapshotOf(exchange.world);
    expect(await applied({ CryptSignHashW: { result: 1 } })).toEqual({
      kind: 'refused',
      because: { code: '0x80090006', tried: 'verification of CryptSignHashW' },
    });
    expect(await snapshotOf(exchange.world)).toBe(before);
  });

  it('is unknown where its container is there and may not be opened', async () => {
    const answers = { CryptAcquireContextW: { result: 0, lastError: notPermitted } };
    const opened = await openRemoteServer(exchange.world, { ...exchange.needs, altered: { answers } });
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    expect(await opened.value.read({ kind: 'certificate', target: creation.target })).toEqual({
      kind: 'unknown',
      because: { code: '0x80090010', tried: `CryptAcquireContextW ${creation.target.container}` },
    });
    await opened.value.close();
  });
});
