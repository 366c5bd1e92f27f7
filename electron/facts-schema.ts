import { z } from 'zod';
import { endpoint } from '../shared/endpoint.ts';
import type { Endpoint } from '../shared/endpoint.ts';
import type { Facts } from '../shared/facts.ts';
import type { Reading } from '../shared/reading.ts';
import { failureClasses } from '../shared/setup-log.ts';
import type { SetupVerdict } from '../shared/setup-log.ts';
import { parseThumbprint } from '../shared/thumbprint.ts';
import type { Thumbprint } from '../shared/thumbprint.ts';

/** The schema of a value → the schema of its reading, which is written in more than one way. */
export type ReadingOf = <T>(value: z.ZodType<T>) => z.ZodType<Reading<T>>;

export const because = z.strictObject({ code: z.string(), tried: z.string() });
const text = z.string();
const whole = z.int();
/** Minutes; no place on earth is further from UTC. */
const day = 24 * 60;
/** As `toISOString` writes it, also of a year beyond 9999; nothing else can be shown as a time. */
export const moment = text.refine(
  (value) => /^(?:\d{4}|[+-]\d{6})-.+Z$/.test(value) && !Number.isNaN(Date.parse(value)),
);
export const thumbprint = z.custom<Thumbprint>(
  (value) => typeof value === 'string' && parseThumbprint(value) === value,
);
export const endpointText = z.custom<Endpoint>((value) => typeof value === 'string' && isEndpoint(value));

function isEndpoint(value: string): boolean {
  try {
    endpoint(value);
    return true;
  } catch {
    return false;
  }
}

const site = z.strictObject({
  id: whole,
  name: text,
  bindings: z.array(z.strictObject({ information: text, sslFlags: whole, endpoint: endpointText })),
});

/** What a record says besides its certificate. */
export const recordSettings = {
  store: text,
  applicationId: text,
  flags: whole,
  clientCertificates: z.strictObject({
    mode: whole,
    freshnessSeconds: whole,
    retrievalTimeoutMilliseconds: whole,
    listIdentifier: text.nullable(),
    listStore: text.nullable(),
  }),
  extendedParameters: z.array(whole),
};

const record = z.strictObject({ endpoint: endpointText, thumbprint, ...recordSettings });

const quote = z.strictObject({ line: whole, text });

const run = z.strictObject({
  startedAt: moment.nullable(),
  lastLineAt: moment.nullable(),
  line: whole.nullable(),
  product: text.nullable(),
  setupVersion: text.nullable(),
  installationMode: text.nullable(),
  parameters: z.array(z.strictObject({ name: text, value: text })),
  commandLine: text.nullable(),
  media: text.nullable(),
  installedVersion: text.nullable(),
  backupVersion: text.nullable(),
  resumedTask: text.nullable(),
});

const failure = z.strictObject({
  class: z.enum(failureClasses).exclude(['setup-succeeded', 'setup-running', 'no-failure-found']),
  thumbprint: thumbprint.nullable(),
  services: z.array(text),
  quote,
  exception: text.nullable(),
  message: text.nullable(),
  component: text.nullable(),
  installing: quote.nullable(),
});

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('succeeded'), quote }),
  z.strictObject({ kind: z.literal('failed'), failure }),
  z.strictObject({ kind: z.literal('blocked'), rules: z.array(text), quote }),
  z.strictObject({ kind: z.literal('abandoned') }),
  z.strictObject({ kind: z.literal('open') }),
]);

const verdict: z.ZodType<SetupVerdict> = z.strictObject({
  class: z.enum(failureClasses),
  ours: z.boolean(),
  failure: failure.nullable(),
  quote: quote.nullable(),
  run: run.nullable(),
  hiddenBy: z.array(z.strictObject({ run, outcome })),
  lastLineAt: moment.nullable(),
});

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('windows') }),
  z.strictObject({ kind: z.literal('practice'), scenario: text }),
]);

const service = z.strictObject({
  name: text,
  state: z.enum(['running', 'stopped', 'changing']),
  startType: z.enum(['automatic', 'manual', 'disabled']),
});

const setupState = z.strictObject({
  processes: z.array(text),
  pendingReboot: z.array(text),
  incompleteRoles: z.array(
    z.strictObject({ role: text, action: text.nullable(), watermark: text.nullable() }),
  ),
});

const clientProtection = z.strictObject({
  extendedProtection: z.array(z.strictObject({ path: text, mode: text })),
  strictTransportSecurity: z.array(z.strictObject({ site: text, maxAgeSeconds: z.number() })),
});

const rebinders = z.strictObject({
  found: z.array(z.strictObject({ kind: z.enum(['task', 'service']), name: text, program: text })),
  unread: z.array(because),
});

const privateKeyWith = (reading: ReadingOf) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('linked'),
      provider: z.enum(['CSP', 'CNG']),
      providerName: text,
      container: text,
      keySpec: whole,
      location: z.enum(['machine', 'user-profile']),
      access: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('signs') }),
        z.strictObject({ kind: z.literal('not-tried') }),
        z.strictObject({ kind: z.literal('lost'), code: text }),
        z.strictObject({ kind: z.literal('refused'), deed: z.enum(['open', 'change-access']), code: text }),
        z.strictObject({ kind: z.literal('inconclusive'), because }),
      ]),
      file: z.strictObject({ path: text, accessList: reading(text) }).nullable(),
    }),
  ]);

const certificateWith = (reading: ReadingOf) =>
  z.strictObject({
    thumbprint,
    store: text,
    subject: text,
    issuer: text,
    serialNumber: text,
    notBefore: moment,
    notAfter: moment,
    dnsNames: z.array(text),
    friendlyName: text,
    signatureHash: text,
    publicKey: z.strictObject({ algorithm: z.enum(['RSA', 'ECC', 'other']), bits: whole }),
    extendedKeyUsages: z.array(text),
    authority: z.enum(['certificate-authority', 'end-entity']),
    key: reading(privateKeyWith(reading)),
  });

/** Facts in JSON. What it does not know it refuses: a part left out would be a part unseen. */
export const factsSchema = (reading: ReadingOf): z.ZodType<Facts> =>
  z.strictObject({
    origin,
    takenAt: moment,
    utcOffsetMinutes: whole.min(-day).max(day),
    server: reading(z.strictObject({ netbiosName: text, fullyQualifiedName: text, operatingSystem: text })),
    exchange: reading(z.strictObject({ product: text, installedVersion: text, installPath: text })),
    sites: reading(z.array(site)),
    records: reading(z.array(record)),
    httpSys: reading(
      z.strictObject({
        recordReplacement: z.enum(['in-one-step', 'deleted-and-set']),
        unreadRecords: z.array(z.strictObject({ endpoint: endpointText, because })),
      }),
    ),
    certificates: reading(z.array(certificateWith(reading))),
    services: reading(z.array(service)),
    setup: reading(verdict),
    setupState: reading(setupState),
    metabaseHashes: reading(z.array(z.strictObject({ siteId: whole, thumbprint }))),
    clientProtection: reading(clientProtection),
    ipListenList: reading(z.array(text)),
    iis: reading(
      z.strictObject({
        version: text.nullable(),
        metabase: whole.nullable(),
        adsiCompatibility: whole.nullable(),
      }),
    ),
    windowsEvents: reading(
      z.array(z.strictObject({ id: whole, provider: text, at: moment, values: z.array(text) })),
    ),
    rebinders: reading(rebinders),
    machineKeys: reading(z.strictObject({ path: text, owner: text.nullable(), accessList: text })),
    filesToKeep: reading(z.array(z.strictObject({ name: text, path: text }))),
  });
