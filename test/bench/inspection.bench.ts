import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nightClock } from '../fixtures/practice.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from '../windows/describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from '../windows/exchange-world.ts';
import { certificateFor, container } from '../windows/material.ts';
import { ratioOf, report } from './report.ts';

const certificates = 50;
const pairs = 9;

/** The whole life of a process, from Wine's start of it to its end. */
describeOnWine('a process that inspects a server with 50 certificates once and ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cu-rescue-bench-'));
  let exchange: ExchangeWorld;
  beforeAll(async () => {
    exchange = await startExchangeWorld('one-binding-expired', nightClock);
    await fillUp(exchange);
    copyFileSync(bundle(folder), join(exchange.world.driveC, 'cu-rescue-bridge/inspect-once.cjs'));
  });
  afterAll(async () => {
    await exchange.dispose();
    rmSync(folder, { recursive: true });
  });

  it('against one that does nothing', async () => {
    const run = async (words: readonly string[], says: string) => {
      expect(await exchange.world.run('node.exe', words)).toMatchObject({ status: 0, stdout: says });
    };
    const listed = (await inStores()).toString();
    const ratio = await ratioOf(
      () => run(['inspect-once.cjs'], listed),
      () => run(['-e', '0'], ''),
      pairs,
    );
    report({ name: 'inspection of a server with 50 certificates', ratio, wanted: 1.5 }, 'node.exe -e 0');
  });

  /** How many certificates the stores hold that are looked at. */
  async function inStores(): Promise<number> {
    const stores = await Promise.all(
      ['MY', 'WebHosting', 'Root'].map((store) => exchange.world.tools.listCertificates(store)),
    );
    return stores.flat().length;
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
    const { der } = certificateFor(pkcs8Pem);
    await world.tools.addCertificate({ der, store: 'MY', friendlyName: `Bench ${index}`, key });
    writeFileSync(join(keys, key.container), '');
  }
}

/** The process' program as one file, made as the bridge's. */
function bundle(folder: string): string {
  const vite = join(import.meta.dirname, '../../node_modules/vite/bin/vite.js');
  const words = ['build', '--config', 'test/windows/bridge/vite.config.ts'];
  const entry = ['--ssr', 'test/bench/inspect-once.ts', '--outDir', folder];
  const ran = spawnSync(process.execPath, [vite, ...words, ...entry], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return join(folder, 'bridge.cjs');
}
