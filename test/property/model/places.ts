import { createHash, X509Certificate } from 'node:crypto';
import { remembered } from './remembered.ts';
import type { PracticeState, StateCertificate } from '../../../electron/server/practice/state.ts';

/** Every place of a server that a rescue may touch → what stands there, whole. What is not in it is `absent`. */
export type Places = ReadonlyMap<string, string>;

export const absent = 'absent';

/** What a certificate's bytes say, as far as two of them may differ here. */
export interface Described {
  readonly thumbprint: string;
  readonly serialNumber: string;
  readonly subject: string;
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
}

// Bytes say the same for ever, so every certificate is taken apart once.
const byBytes = new Map<string, Described>();
const byThumbprint = new Map<string, Described>();

export function described({ der }: Pick<StateCertificate, 'der'>): Described {
  const known = byBytes.get(der);
  if (known !== undefined) return known;
  const x509 = new X509Certificate(Buffer.from(der, 'base64'));
  const found: Described = {
    thumbprint: x509.fingerprint.replaceAll(':', ''),
    serialNumber: x509.serialNumber,
    subject: x509.subject,
    names: (x509.subjectAltName ?? '').split(', ').map((name) => name.replace('DNS:', '')),
    notBefore: new Date(x509.validFrom).toISOString(),
    notAfter: new Date(x509.validTo).toISOString(),
  };
  byBytes.set(der, found);
  byThumbprint.set(found.thumbprint, found);
  return found;
}

/** A certificate that has stood on a server since the tests began; throws when none has. */
export function describedBy(thumbprint: string): Described {
  const found = byThumbprint.get(thumbprint);
  if (found === undefined) throw new Error(`No server has ever had the certificate ${thumbprint}`);
  return found;
}

/** `null` for a certificate that has never stood on a server. */
export function serialNumberOf(thumbprint: string): string | null {
  return byThumbprint.get(thumbprint)?.serialNumber ?? null;
}

export const place = {
  record: (endpoint: string) => `record ${endpoint}`,
  certificate: (store: string, serialNumber: string) => `certificate ${store.toUpperCase()} ${serialNumber}`,
  key: (container: string) => `key ${container.toLowerCase()}`,
  keyAccess: (container: string) => `key access ${container.toLowerCase()}`,
};

export const text = {
  record: (settings: object) => ordered(settings),
  certificate: (
    { subject, names, notBefore, notAfter }: Omit<Described, 'thumbprint' | 'serialNumber'>,
    beside: object,
  ) => ordered({ subject, names, notBefore, notAfter, ...beside }),
  key: (privateKey: string, location: string) => `${location} ${fingerprint(privateKey)}`,
};

// A state is never changed, only replaced: it is taken apart once, and so is what it keeps of the one before.
const taken = new WeakMap<PracticeState, Places>();

export function placesOf(state: PracticeState): Places {
  const known = taken.get(state);
  if (known !== undefined) return known;
  const { records, certificates, containers } = state;
  const places = new Map([
    ...records.map(({ endpoint, ...rest }) => [place.record(endpoint), text.record(rest)] as const),
    ...certificates.map(({ store, der, friendlyName, key }) => {
      const found = described({ der });
      return [
        place.certificate(store, found.serialNumber),
        text.certificate(found, { friendlyName, key }),
      ] as const;
    }),
    ...containers.flatMap(({ name, location, privateKey, accessList }) => [
      [place.key(name), text.key(privateKey, location)] as const,
      [place.keyAccess(name), accessList] as const,
    ]),
  ]);
  taken.set(state, places);
  return places;
}

/** Everything that a rescue has no business with. */
export function restOf(state: PracticeState): object {
  return { ...state, records: [], certificates: [], containers: [] };
}

export function at(places: Places, name: string): string {
  return places.get(name) ?? absent;
}

/** The names of the places that differ. */
export function differing(one: Places, other: Places): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => at(one, name) !== at(other, name));
}

const fingerprint = remembered(
  (privateKey: string) => createHash('sha256').update(privateKey).digest('hex'),
  (privateKey) => privateKey,
);

/** As JSON whose fields stand in one order. */
function ordered(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
