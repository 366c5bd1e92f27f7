import type { IisInstallation } from '../../../shared/facts.ts';
import type { Registry } from './registry.ts';

const key = 'SOFTWARE\\Microsoft\\InetStp';

/** What IIS has written of itself and of its parts. Throws `WindowsError`. */
export function iisInstallation(registry: Registry): IisInstallation {
  const major = registry.number(key, 'MajorVersion');
  const minor = registry.number(key, 'MinorVersion');
  return {
    version: major === null ? null : `${major}.${minor ?? 0}`,
    metabase: registry.number(`${key}\\Components`, 'Metabase'),
    adsiCompatibility: registry.number(`${key}\\Components`, 'ADSICompatibility'),
  };
}
