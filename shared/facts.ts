import type { Endpoint } from './endpoint.ts';
import type { Because, Reading } from './reading.ts';
import type { SetupVerdict } from './setup-log/verdict.ts';
import type { Thumbprint } from './thumbprint.ts';

/** One snapshot of the server, read only. Each part is read by itself: one that fails leaves the others known. */
export interface Facts {
  readonly origin: Origin;
  /** ISO 8601, UTC, by the server's own clock. */
  readonly takenAt: string;
  /** Minutes that the server's local time is ahead of UTC. */
  readonly utcOffsetMinutes: number;
  readonly server: Reading<ServerIdentity>;
  readonly exchange: Reading<ExchangeInstallation>;
  readonly sites: Reading<readonly Site[]>;
  /** The certificate records of http.sys, but for those in `httpSys.unreadRecords`. */
  readonly records: Reading<readonly CertificateRecord[]>;
  readonly httpSys: Reading<HttpSysFacts>;
  /** The certificates of the machine's stores; one that lies in two stores is listed twice. */
  readonly certificates: Reading<readonly Certificate[]>;
  readonly services: Reading<readonly Service[]>;
  /** What ExchangeSetup.log says. */
  readonly setup: Reading<SetupVerdict>;
  readonly setupState: Reading<SetupState>;
  /** Property 5506 of the legacy metabase, per site: a certificate hash that Windows may write back (KB2025598). */
  readonly metabaseHashes: Reading<readonly MetabaseHash[]>;
  readonly clientProtection: Reading<ClientProtection>;
  /** The addresses that http.sys listens on, and no other; empty means all of them. */
  readonly ipListenList: Reading<readonly string[]>;
  readonly iis: Reading<IisInstallation>;
  /** Of the last seven days, what the System log says of certificates: newest first, at most 20 of each id. */
  readonly windowsEvents: Reading<readonly WindowsEvent[]>;
  readonly rebinders: Reading<Rebinders>;
  /** The folder that holds the machine's keys. */
  readonly machineKeys: Reading<MachineKeysFolder>;
  /** The files that are copied before the first change. */
  readonly filesToKeep: Reading<readonly FileToKeep[]>;
}

export type Origin = { readonly kind: 'windows' } | { readonly kind: 'practice'; readonly scenario: string };

export interface ServerIdentity {
  readonly netbiosName: string;
  readonly fullyQualifiedName: string;
  readonly operatingSystem: string;
}

export interface ExchangeInstallation {
  /** Such as `Microsoft Exchange Server 2019`. */
  readonly product: string;
  readonly installedVersion: string;
  readonly installPath: string;
}

export interface Site {
  readonly id: number;
  readonly name: string;
  readonly bindings: readonly Binding[];
}

/** One https binding of a site. */
export interface Binding {
  /** As IIS keeps it: `:443:`, `*:444:`, `127.0.0.1:443:`, `:443:mail.contoso.com`. */
  readonly information: string;
  /** 1 SNI, 2 central certificate store, 4 no HTTP/2, 8 no OCSP stapling, 16 no QUIC, 32 no TLS 1.3, 64 no legacy TLS. */
  readonly sslFlags: number;
  /** Where http.sys looks for its certificate. */
  readonly endpoint: Endpoint;
}

/** The http.sys certificate record of one endpoint. */
export interface CertificateRecord extends RecordSettings {
  readonly endpoint: Endpoint;
  readonly thumbprint: Thumbprint;
}

/** What is known of http.sys besides the records that could be read. */
export interface HttpSysFacts {
  /** How a record is given another certificate. An older Windows has to delete it, and to set it anew. */
  readonly recordReplacement: 'in-one-step' | 'deleted-and-set';
  readonly unreadRecords: readonly UnreadRecord[];
}

/** A record that is there, and says what this program does not understand. */
export interface UnreadRecord {
  readonly endpoint: Endpoint;
  readonly because: Because;
}

/** What a record says besides its certificate. */
export interface RecordSettings {
  /** The store under LocalMachine that http.sys looks in; `MY` where Windows names none. */
  readonly store: string;
  /** `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}`: the program that owns the record. */
  readonly applicationId: string;
  /** DefaultFlags of the record; not the numbering of a binding's sslFlags. */
  readonly flags: number;
  readonly clientCertificates: ClientCertificateChecks;
  /** The kinds of newer parameters that it carries besides (ExParamType of http.h); they can be kept, not set anew. */
  readonly extendedParameters: readonly number[];
}

/** A record's settings alone. */
export function settingsOf({
  store,
  applicationId,
  flags,
  clientCertificates,
  extendedParameters,
}: RecordSettings): RecordSettings {
  return { store, applicationId, flags, clientCertificates, extendedParameters };
}

/** How http.sys checks a client's certificate at an endpoint. */
export interface ClientCertificateChecks {
  /** DefaultCertCheckMode: 0 the usual, 1 no revocation check, 2 from the cache only, 4 its own freshness time. */
  readonly mode: number;
  readonly freshnessSeconds: number;
  readonly retrievalTimeoutMilliseconds: number;
  /** The list of certificate authorities that is sent to clients, by identifier and store; usually none. */
  readonly listIdentifier: string | null;
  readonly listStore: string | null;
}

export interface Certificate {
  readonly thumbprint: Thumbprint;
  /** The store under LocalMachine, such as `MY`, `WebHosting`, `Root`. */
  readonly store: string;
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, upper case. */
  readonly serialNumber: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly dnsNames: readonly string[];
  /** Free text that lies beside the certificate, not in it; empty when there is none. */
  readonly friendlyName: string;
  /** Of the signature, such as `SHA-256`. */
  readonly signatureHash: string;
  readonly publicKey: { readonly algorithm: 'RSA' | 'ECC' | 'other'; readonly bits: number };
  /** Object identifiers; empty means every use is allowed. */
  readonly extendedKeyUsages: readonly string[];
  readonly authority: 'certificate-authority' | 'end-entity';
  readonly key: Reading<PrivateKey>;
}

/** The private key, as the store links it and as this administrator, who will run Setup, finds it. */
export type PrivateKey =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'linked';
      /** CSP: the CryptoAPI of old, which Exchange wants. CNG: a key storage provider. */
      readonly provider: 'CSP' | 'CNG';
      readonly providerName: string;
      readonly container: string;
      /** 1 key exchange, 2 signature, 0 not a CSP key. */
      readonly keySpec: number;
      readonly location: 'machine' | 'user-profile';
      readonly access: KeyAccess;
      /** The file that Windows keeps it in; `null` where none was found or looked for. */
      readonly file: KeyFile | null;
    };

export interface KeyFile {
  /** Absolute. */
  readonly path: string;
  /** Who may use the key, in SDDL: `D:(A;;FA;;;SY)`. */
  readonly accessList: Reading<string>;
}

export type KeyAccess =
  /** It was opened, it signed, and its access list may be changed: all that Setup needs. */
  | { readonly kind: 'signs' }
  /** No record names its certificate, which could not be bound whatever its key: trying hundreds takes minutes. */
  | { readonly kind: 'not-tried' }
  /** The container is not there. */
  | { readonly kind: 'lost'; readonly code: string }
  /** It is there, but this administrator may not open it, or not change its access list. */
  | { readonly kind: 'refused'; readonly deed: 'open' | 'change-access'; readonly code: string }
  /** It was tried, and what came of it tells neither. Of a key in CNG, which is never bound: another is not known at all. */
  | { readonly kind: 'inconclusive'; readonly because: Because };

export interface Service {
  readonly name: string;
  readonly state: 'running' | 'stopped' | 'changing';
  readonly startType: 'automatic' | 'manual' | 'disabled';
}

/** What a failed or running Setup leaves around, besides its log. */
export interface SetupState {
  /** Names of running Setup processes. */
  readonly processes: readonly string[];
  /** The traces that say a restart of Windows is pending, such as `PendingFileRenameOperations`. */
  readonly pendingReboot: readonly string[];
  readonly incompleteRoles: readonly {
    readonly role: string;
    readonly action: string | null;
    readonly watermark: string | null;
  }[];
}

export interface MetabaseHash {
  readonly siteId: number;
  readonly thumbprint: Thumbprint;
}

/** What makes a self-signed certificate on 443 hurt more than a warning in the browser. */
export interface ClientProtection {
  /** Virtual directories with Extended Protection, and the mode as configured (`Allow`, `Require`). */
  readonly extendedProtection: readonly { readonly path: string; readonly mode: string }[];
  /** Sites that tell browsers to refuse untrusted certificates (HSTS). */
  readonly strictTransportSecurity: readonly { readonly site: string; readonly maxAgeSeconds: number }[];
}

/** IIS itself, and what lets Setup read a binding through the metabase of old. */
export interface IisInstallation {
  /** Such as `10.0`; `null` where the registry does not tell. */
  readonly version: string | null;
  /** IIS 6 Metabase Compatibility: 1 installed; `null` where the registry does not name it. */
  readonly metabase: number | null;
  /** The same of its ADSI part, which Setup asks. */
  readonly adsiCompatibility: number | null;
}

/** One event of the System log, without its text, which is translated. */
export interface WindowsEvent {
  /** HttpEvent: 15021 a certificate could not be used, 15300 a record deleted, 15301 one made; Schannel: 36870. */
  readonly id: number;
  /** Such as `Microsoft-Windows-HttpEvent`. */
  readonly provider: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Its data, in their order: an endpoint, a code. */
  readonly values: readonly string[];
}

/** Who may bind another certificate while nobody looks. */
export interface Rebinders {
  /** Those that are switched on. */
  readonly found: readonly Rebinder[];
  /** Scheduled tasks and services that could not be read, so that it is not known what they do. */
  readonly unread: readonly Because[];
}

export interface Rebinder {
  readonly kind: 'task' | 'service';
  /** A task's with its folder: `\win-acme renew`. */
  readonly name: string;
  /** The command line that it starts. */
  readonly program: string;
}

export interface MachineKeysFolder {
  /** Absolute. */
  readonly path: string;
  /** Security identifier; `null` when it has none. */
  readonly owner: string | null;
  /** Who may do what in it, in SDDL: `D:PAI(A;;0x12019f;;;WD)(A;;FA;;;BA)`. */
  readonly accessList: string;
}

export interface FileToKeep {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** The application id of IIS, which its records carry. */
export const iisApplicationId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

/** The friendly name of the self-signed certificate that Setup makes; free text, so never enough to know it by. */
export const exchangeFriendlyName = 'Microsoft Exchange';

/** The store that IIS and Exchange use: LocalMachine\My, as http.sys spells it. */
export const personalStore = 'MY';

/** What a record says besides its certificate when IIS makes it. */
export const iisRecordSettings: RecordSettings = {
  store: personalStore,
  applicationId: iisApplicationId,
  flags: 0,
  clientCertificates: {
    mode: 0,
    freshnessSeconds: 0,
    retrievalTimeoutMilliseconds: 0,
    listIdentifier: null,
    listStore: null,
  },
  extendedParameters: [],
};
