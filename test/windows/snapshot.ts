import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WineWorld } from './wine-world.ts';

/** The keys of the registry that a rescue could touch. */
export const touchableKeys = [
  String.raw`HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters`,
  String.raw`HKLM\SOFTWARE\Microsoft\SystemCertificates`,
  String.raw`HKLM\SOFTWARE\Microsoft\ExchangeServer`,
] as const;

const folders = ['ExchangeSetupLogs', 'windows/system32/inetsrv', 'ProgramData/Microsoft/Crypto'] as const;

/** All that a rescue could touch in this Windows, looked at from outside the product, as text. */
export async function snapshotOf(world: WineWorld): Promise<string> {
  const exported: string[] = [];
  for (const key of touchableKeys) exported.push(await world.registry.export(key));
  const containers: string[] = [];
  for (const name of (await world.tools.listContainers()).toSorted()) {
    // By the key itself: Wine seals it anew whenever it is opened.
    containers.push(`${name} ${hashOf((await world.tools.privateKeyOf(name)) ?? 'without a key')}`);
  }
  // Wine keeps who may do what with a file in its mode.
  const files = touchableFiles(world).map(
    (path) => `${path} ${statSync(path).mode} ${hashOf(readFileSync(path))}`,
  );
  return [...exported, ...containers, ...files].join('\n');
}

/** The files that a rescue could touch, absolute, sorted. */
export function touchableFiles({ driveC }: WineWorld): readonly string[] {
  return folders
    .map((folder) => join(driveC, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
