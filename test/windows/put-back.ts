import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { orderedFaults } from './http-sys-faults.ts';
import { keysOf, type Keys } from './registry-keys.ts';
import { snapshotOf, touchableFiles, touchableKeys } from './snapshot.ts';
import type { WineWorld } from './wine-world.ts';

/** Where Wine keeps the machine's keys. */
const containers = String.raw`HKLM\Software\Wine\Crypto\RSA`;

/** What a test may change in a Windows, as it was when it was kept. */
export interface Kept {
  /**
   * Puts back what has been changed since. `not-had-back`: a look from outside still shows a difference, so this Windows
   * is of no use to another test.
   */
  putBack(): Promise<'as-it-was' | 'not-had-back'>;
}

export async function keep(world: WineWorld): Promise<Kept> {
  const look = async () => [await snapshotOf(world), await orderedFaults(world)].join('\n');
  const seen = await look();
  const keys = await keysNow(world);
  const files = new Map(
    touchableFiles(world).map((path) => [path, { content: readFileSync(path), mode: statSync(path).mode }]),
  );
  return {
    async putBack() {
      if ((await look()) === seen) return 'as-it-was';
      await world.registry.import(registryChange(await keysNow(world), keys));
      for (const path of touchableFiles(world)) if (!files.has(path)) rmSync(path);
      for (const [path, { content, mode }] of files) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
        chmodSync(path, mode);
      }
      return (await look()) === seen ? 'as-it-was' : 'not-had-back';
    },
  };
}

async function keysNow(world: WineWorld): Promise<Keys> {
  const texts = [await orderedFaults(world)];
  for (const key of [...touchableKeys, containers]) texts.push(await world.registry.export(key));
  return new Map(texts.flatMap((text) => [...keysOf(text)]));
}

/** What `reg import` takes to make the one the other. */
function registryChange(from: Keys, to: Keys): string {
  const gone = [...from.keys()].filter((key) => !to.has(key)).map((key) => `[-${key}]`);
  const changed = [...to].map(([key, values]) => {
    const former = from.get(key) ?? new Map<string, string>();
    const removed = [...former.keys()].filter((name) => !values.has(name)).map((name) => `${name}=-`);
    const written = [...values].filter(([name, value]) => former.get(name) !== value);
    return [`[${key}]`, ...removed, ...written.map(([name, value]) => `${name}=${value}`)].join('\r\n');
  });
  return ['Windows Registry Editor Version 5.00', ...gone, ...changed, ''].join('\r\n\r\n');
}
