import type { Facts, Origin } from '../../shared/facts.ts';
import type { Because, Reading } from '../../shared/reading.ts';
import type { Clock } from '../clock.ts';

/** The facts of a server of which nothing could be read, for one reason. */
export function unknownFacts(origin: Origin, clock: Clock, because: Because): Facts {
  const unknown: Reading<never> = { kind: 'unknown', because };
  return {
    origin,
    takenAt: clock.now().toISOString(),
    utcOffsetMinutes: clock.utcOffsetMinutes(),
    server: unknown,
    exchange: unknown,
    sites: unknown,
    records: unknown,
    httpSys: unknown,
    certificates: unknown,
    services: unknown,
    setup: unknown,
    setupState: unknown,
    metabaseHashes: unknown,
    clientProtection: unknown,
    ipListenList: unknown,
    iis: unknown,
    windowsEvents: unknown,
    rebinders: unknown,
    machineKeys: unknown,
    filesToKeep: unknown,
  };
}
