import { z } from 'zod';
import { endpointParts, type Endpoint } from '../../../shared/endpoint.ts';
import { parseThumbprint, type Thumbprint } from '../../../shared/thumbprint.ts';

/**
 * All that a practice server is, as one document. The shapes follow Windows: certificates lie in stores and link
 * to a key container by its name; the containers lie apart, so that a link can point at nothing.
 */
const thumbprintSchema = z.custom<Thumbprint>(
  (value) => typeof value === 'string' && parseThumbprint(value) === value,
);
const endpointSchema = z.custom<Endpoint>((value) => {
  try {
    endpointParts(value as Endpoint);
    return true;
  } catch {
    return false;
  }
});

const locationSchema = z.enum(['machine', 'user-profile']);

const keyLinkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('linked'),
    provider: z.enum(['CSP', 'CNG']),
    providerName: z.string(),
    container: z.string(),
    keySpec: z.number().int(),
    location: locationSchema,
  }),
]);

const certificateSchema = z.strictObject({
  store: z.string(),
  /** DER in base64. */
  der: z.base64(),
  friendlyName: z.string(),
  key: keyLinkSchema,
});

/**
 * A key container. On a real server it is Windows' key store and nobody sees inside; here the practice folder
 * stands for it, and is closed to everybody but its owner. The key never goes into facts or answers.
 */
const containerSchema = z.strictObject({
  name: z.string(),
  location: locationSchema,
  /** PKCS#8. */
  privateKey: z.string(),
  /** Of its file, in SDDL: who may use the key, and who may change that. */
  accessList: z.string(),
});

const recordSchema = z.strictObject({
  endpoint: endpointSchema,
  thumbprint: thumbprintSchema,
  store: z.string(),
  applicationId: z.string(),
  flags: z.number().int(),
  clientCertificates: z.strictObject({
    mode: z.number().int(),
    freshnessSeconds: z.number().int(),
    retrievalTimeoutMilliseconds: z.number().int(),
    listIdentifier: z.string().nullable(),
    listStore: z.string().nullable(),
  }),
  extendedParameters: z.array(z.number().int()).readonly(),
});

const siteSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  bindings: z.array(
    z.strictObject({ information: z.string(), sslFlags: z.number().int(), endpoint: endpointSchema }),
  ),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['running', 'stopped', 'changing']),
  startType: z.enum(['automatic', 'manual', 'disabled']),
});

const incompleteRoleSchema = z.strictObject({
  role: z.string(),
  action: z.string().nullable(),
  watermark: z.string().nullable(),
});

/** Something that goes wrong once: the next change it fits fails, and it is spent. */
const faultSchema = z.strictObject({
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('record'), endpoint: endpointSchema }),
    z.strictObject({ kind: z.literal('certificate') }),
    z.strictObject({ kind: z.literal('trust') }),
    z.strictObject({ kind: z.literal('key-access') }),
  ]),
  /** `before`: nothing is done. `halfway`: what a change does first is done. `after`: all is done, and it still says no. */
  fails: z.enum(['before', 'halfway', 'after']),
  code: z.string(),
});

export const practiceStateSchema = z.strictObject({
  version: z.literal(1),
  scenario: z.string(),
  server: z.strictObject({
    netbiosName: z.string(),
    fullyQualifiedName: z.string(),
    operatingSystem: z.string(),
  }),
  exchange: z.strictObject({ product: z.string(), installedVersion: z.string(), installPath: z.string() }),
  /** The update that Setup installs when it runs, and the version it finds. */
  media: z.strictObject({ version: z.string(), path: z.string(), replaces: z.string() }),
  sites: z.array(siteSchema),
  records: z.array(recordSchema),
  certificates: z.array(certificateSchema),
  containers: z.array(containerSchema),
  services: z.array(serviceSchema),
  /** The services as they were before Setup touched them: what ServiceStartupMode.xml remembers. */
  servicesBefore: z.array(serviceSchema),
  pendingReboot: z.array(z.string()),
  incompleteRoles: z.array(incompleteRoleSchema),
  metabaseHashes: z.array(z.strictObject({ siteId: z.number().int(), thumbprint: thumbprintSchema })),
  clientProtection: z.strictObject({
    extendedProtection: z.array(z.strictObject({ path: z.string(), mode: z.string() })),
    strictTransportSecurity: z.array(z.strictObject({ site: z.string(), maxAgeSeconds: z.number() })),
  }),
  ipListenList: z.array(z.string()),
  iis: z.strictObject({
    version: z.string().nullable(),
    metabase: z.number().int().nullable(),
    adsiCompatibility: z.number().int().nullable(),
  }),
  windowsEvents: z.array(
    z.strictObject({
      id: z.number().int(),
      provider: z.string(),
      at: z.string(),
      values: z.array(z.string()),
    }),
  ),
  rebinders: z.array(
    z.strictObject({ kind: z.enum(['task', 'service']), name: z.string(), program: z.string() }),
  ),
  machineKeys: z.strictObject({
    path: z.string(),
    owner: z.string().nullable(),
    accessList: z.string(),
  }),
  /** What stops Setup and has nothing to do with the certificates of IIS. */
  obstacles: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('receive-connector-conflict'), connector: z.string() }),
      z.strictObject({ kind: z.literal('internal-transport-certificate') }),
    ]),
  ),
  faults: z.array(faultSchema),
});

export type PracticeState = z.infer<typeof practiceStateSchema>;
export type StateCertificate = PracticeState['certificates'][number];
export type KeyLink = StateCertificate['key'];
export type Container = PracticeState['containers'][number];
export type Obstacle = PracticeState['obstacles'][number];
export type Fault = PracticeState['faults'][number];
