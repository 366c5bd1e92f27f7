import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WineWorld } from './wine-world.ts';

/** The keys of the registry that a rescue could touch. */
const keys = [
  String.raw`HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters`,
  String.raw`HKLM\SOFTWARE\Microsoft\SystemCertificates`,
  String.raw`HKLM\SOFTWARE\Microsoft\ExchangeServer`,
] as const;

const folders = ['ExchangeSetupLogs', 'windows/system32/inetsrv', 'ProgramData/Microsoft/Crypto'] as const;

/** All that a rescue could touch in this Windows, looked at from outside the product, as text. */
export async function snapshotOf(world: WineWorld): Promise<string> {
  const exported: string[] = [];
  for (const key of keys) exported.push(await world.registry.export(key));
  // By name alone: Wine seals each key anew whenever it is opened.
  const containers = (await world.tools.listContainers()).toSorted();
  return [
    ...exported,
    ...containers,
    ...folders.flatMap((folder) => filesIn(join(world.driveC, folder))),
  ].join('\n');
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
}
