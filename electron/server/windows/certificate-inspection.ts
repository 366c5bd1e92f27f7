import { hangsOnItsKey } from '../../../shared/certificate-health.ts';
import { personalStore } from '../../../shared/facts.ts';
import type { Certificate, CertificateRecord } from '../../../shared/facts.ts';
import { read } from '../../../shared/reading.ts';
import type { Reading } from '../../../shared/reading.ts';
import type { Thumbprint } from '../../../shared/thumbprint.ts';
import type { Clock } from '../../clock.ts';
import { parsedCertificate } from '../certificate-facts.ts';
import type { ParsedCertificate } from '../certificate-facts.ts';
import { certificatesIn } from './certificates.ts';
import type { StoredCertificate } from './certificates.ts';
import type { Folders } from './folders.ts';
import { keyFilesOf } from './key-files.ts';
import { linkedKey, privateKeyOf } from './private-keys.ts';
import type { Registry } from './registry.ts';
import { trustedStore } from './targets.ts';
import type { Win32 } from './win32.ts';

/** The stores under LocalMachine that are looked at. */
const stores = [personalStore, 'WebHosting', trustedStore] as const;

/** Keys that are tried at the same time: as many as there are worker threads. */
const atOnce = 4;

/** The certificates that have been seen before: parsing those of Root takes longer than all the rest of a look. */
export type ParsedCertificates = Map<Thumbprint, ParsedCertificate>;

interface CertificateWorld {
  readonly win32: Win32;
  readonly registry: Registry;
  readonly folders: Folders;
  readonly clock: Clock;
  readonly parsed: ParsedCertificates;
}

/** One certificate out of a store, and whether its key is worth a try. */
interface Found {
  readonly stored: StoredCertificate;
  readonly untried: Certificate;
}

/**
 * The certificates of this machine, in the order of the stores. Keys are tried where a record names the certificate, or
 * where the key decides whether it may be bound. Throws `WindowsError`.
 * @param records when they are unknown, every key may be one that is bound
 */
export async function inspectCertificates(
  { win32, registry, folders, clock, parsed }: CertificateWorld,
  records: Reading<readonly CertificateRecord[]>,
): Promise<readonly Certificate[]> {
  const now = clock.now().toISOString();
  const files = keyFilesOf(registry, folders.programData);
  const isBound = ({ thumbprint }: StoredCertificate) =>
    records.kind === 'unknown' || records.value.some((record) => record.thumbprint === thumbprint);
  const whole = async ({ stored, untried }: Found): Promise<Certificate> =>
    stored.store !== trustedStore && (isBound(stored) || hangsOnItsKey(untried, now))
      ? { ...untried, key: await privateKeyOf(win32, files, stored.key) }
      : untried;
  return inLanes(
    stores.flatMap((store) => certificatesIn(win32, store)).map((stored) => withoutTrying(stored, parsed)),
    whole,
  );
}

function withoutTrying(stored: StoredCertificate, parsed: ParsedCertificates): Found {
  const { store, friendlyName, thumbprint, der } = stored;
  const certificate = parsed.get(thumbprint) ?? parsedCertificate(der);
  parsed.set(thumbprint, certificate);
  // A copy in Root is there to be trusted: whatever key it is linked to, nothing uses it from there.
  const key = read(linkedKey(store === trustedStore ? null : stored.key));
  return { stored, untried: { ...certificate, store, friendlyName, key } };
}

/** The work on each, a few at the same time; the results in the order of the items. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
