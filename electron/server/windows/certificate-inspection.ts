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
import type { KeyTrier } from './private-keys.ts';
import type { Registry } from './registry.ts';
import { trustedStore } from './targets.ts';

/** The stores under LocalMachine that are looked at. */
const stores = [personalStore, 'WebHosting', trustedStore] as const;

/** The certificates that have been seen before: parsing those of Root takes longer than all the rest of a look. */
export type ParsedCertificates = Map<Thumbprint, ParsedCertificate>;

interface CertificateWorld extends KeyTrier {
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
  world: CertificateWorld,
  records: Promise<Reading<readonly CertificateRecord[]>>,
): Promise<readonly Certificate[]> {
  const { win32, registry, folders, clock, parsed } = world;
  const now = clock.now().toISOString();
  const files = keyFilesOf(registry, folders.programData);
  const isBound = async ({ thumbprint }: StoredCertificate) => {
    const listed = await records;
    return listed.kind === 'unknown' || listed.value.some((record) => record.thumbprint === thumbprint);
  };
  const whole = async ({ stored, untried }: Found): Promise<Certificate> =>
    stored.store !== trustedStore && (hangsOnItsKey(untried, now) || (await isBound(stored)))
      ? { ...untried, key: await privateKeyOf(world, files, stored.key) }
      : untried;
  const listed = await Promise.all(stores.map((store) => certificatesIn(win32, store)));
  return Promise.all(
    listed
      .flat()
      .map((stored) => withoutTrying(stored, parsed))
      .map(whole),
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
