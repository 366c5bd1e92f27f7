import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Facts } from '../../shared/facts.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { orderFaults } from './http-sys-faults.ts';
import { certificateFor, container } from './material.ts';

const expired = '2026-03-02T03:12:00.000Z';
const accessDenied = 5;

describeOnWine('which private keys an inspection tries', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    await add('good', 'MY');
    await add('expired', 'MY', expired);
    await add('hosted', 'WebHosting');
    await add('trusted', 'Root');
  });
  afterEach(() => orderFaults(exchange.world));
  afterAll(() => exchange.dispose());

  /** Puts a certificate with a key of its own into a store; its friendly name is that of its container. */
  async function add(name: string, store: string, notAfter?: string): Promise<void> {
    const keys = join(exchange.world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys');
    mkdirSync(keys, { recursive: true });
    writeFileSync(join(keys, name), '');
    const pkcs8Pem = fixedKey(0);
    const { der } = certificateFor(pkcs8Pem, notAfter);
    const key = { ...container(name), pkcs8Pem };
    await exchange.world.tools.addCertificate({ der, store, friendlyName: name, key });
  }

  /** How each key was found, by its container or, in Root, by nothing. */
  async function keys(): Promise<Readonly<Record<string, string>>> {
    const { certificates } = await exchange.server.inspect();
    if (certificates.kind === 'unknown') throw new Error(certificates.because.code);
    const ours = certificates.value.filter(({ friendlyName }) =>
      ['good', 'expired', 'hosted', 'trusted'].includes(friendlyName),
    );
    return Object.fromEntries(
      ours.map(({ friendlyName, key }) => {
        if (key.kind === 'unknown') return [friendlyName, key.because.code];
        const { value } = key;
        if (value.kind === 'none') return [friendlyName, 'none'];
        return [friendlyName, `${value.access.kind}, ${value.file === null ? 'no file' : 'a file'}`];
      }),
    );
  }

  it('is each that decides whether its certificate may be bound, in whatever store but Root', async () => {
    expect(await keys()).toEqual({
      good: 'signs, a file',
      expired: 'not-tried, no file',
      hosted: 'signs, a file',
      trusted: 'none',
    });
  });

  it('is that of an expired certificate too when a record names it', async () => {
    const facts = await exchange.server.inspect();
    const bound = boundIn(facts).filter(({ notAfter }) => notAfter < facts.takenAt);
    expect(bound).not.toHaveLength(0);
    for (const { key } of bound) expect(key).toMatchObject({ value: { access: { kind: 'signs' } } });
  });

  it('is every one when the records cannot be read', async () => {
    await orderFaults(exchange.world, { call: 'Query', of: '*', code: accessDenied });
    expect((await exchange.server.inspect()).records.kind).toBe('unknown');
    expect(await keys()).toMatchObject({ expired: 'signs, a file', trusted: 'none' });
  });
});

function boundIn({ records, certificates }: Facts) {
  if (records.kind === 'unknown' || certificates.kind === 'unknown') throw new Error('Not read');
  const named = new Set(records.value.map(({ thumbprint }) => thumbprint));
  return certificates.value.filter(({ store, thumbprint }) => store === 'MY' && named.has(thumbprint));
}
