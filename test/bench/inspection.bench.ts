import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { nightClock } from '../fixtures/practice.ts';
import { describeOnWine } from '../windows/describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from '../windows/exchange-world.ts';
import { certificateFor, container } from '../windows/material.ts';
import { ratioOf } from './pairs.ts';
import { itMeasures } from './it-measures.ts';

/** In MY. Whatever Wine takes over from the machine below lies in Root besides. */
const certificates = 50;
/** So many of them are good; the others have been renewed and left behind. */
const good = 10;
const expired = '2026-06-01T03:12:00.000Z';
const pairs = 15;

describeOnWine('an inspection of a server with 50 certificates', () => {
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    await fillUp(exchange);
  });
  afterAll(() => exchange.dispose());

  itMeasures('inspection', () => ratioOf(inspect, runNothing, pairs));

  /** As the wizard does it: the process and its server are there. */
  async function inspect(): Promise<void> {
    const facts = await exchange.server.inspect();
    if (facts.certificates.kind === 'unknown') throw new Error(facts.certificates.because.code);
    const inMy = facts.certificates.value.filter(({ store }) => store === 'MY');
    expect(inMy).toHaveLength(certificates);
  }

  async function runNothing(): Promise<void> {
    expect(await exchange.world.run('node.exe', ['-e', '0'])).toMatchObject({ status: 0, stdout: '' });
  }
});

/** The rest of the 50 in MY, each with a key of its own in a container of its own. */
async function fillUp({ world }: ExchangeWorld): Promise<void> {
  const keys = join(world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys');
  mkdirSync(keys, { recursive: true });
  const there = (await world.tools.listCertificates('MY')).length;
  for (let index = there; index < certificates; index += 1) {
    const pkcs8Pem = fixedKey(index);
    const key = { ...container(`bench-${index}`), pkcs8Pem };
    const { der } = index < good ? certificateFor(pkcs8Pem) : certificateFor(pkcs8Pem, expired);
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: `Bench ${index}`, key });
    writeFileSync(join(keys, key.container), '');
  }
}
