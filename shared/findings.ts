import type { SiteRole } from './bound.ts';
import type { LookAlike } from './candidates.ts';
import type { CertificateFault } from './certificate-health.ts';
import type { Endpoint } from './endpoint.ts';
import type { Facts, Rebinder } from './facts.ts';
import type { Because } from './reading.ts';
import type { FailureClass } from './setup-log/verdict.ts';
import type { Thumbprint } from './thumbprint.ts';

/**
 * How much a finding weighs. `blocks`: the rescue must not begin. `fault`: it is what a rescue repairs.
 * `warning`: to be known before 443 or Setup is touched. `note`: worth knowing.
 */
export type Severity = 'blocks' | 'fault' | 'warning' | 'note';

/** Why an old record could not be put back by an undo: http.sys refuses a certificate whose key it cannot use. */
export type NotRestorable = 'certificate-gone' | 'key-lost' | 'key-in-user-profile';

/** What a certificate is needed for that no covered binding holds. */
export type OtherUse =
  'exchange-authentication' | 'web-management-service' | 'made-by-setup' | 'other-binding';

type WithSeverity<S extends Severity, Body> = Body & { readonly severity: S };

interface AtEndpoint {
  readonly endpoint: Endpoint;
  readonly role: SiteRole;
  readonly site: string;
}

/** One thing that is wrong, or worth knowing, as data. */
export type Finding =
  // What the bindings hold.
  | WithSeverity<
      'fault' | 'warning',
      AtEndpoint & {
        readonly kind: 'bound-certificate-fault';
        readonly thumbprint: Thumbprint;
        readonly fault: CertificateFault;
      }
    >
  | WithSeverity<'fault', AtEndpoint & { readonly kind: 'binding-without-record' }>
  | WithSeverity<
      'fault',
      AtEndpoint & {
        readonly kind: 'record-certificate-gone';
        readonly thumbprint: Thumbprint;
        readonly store: string;
      }
    >
  | WithSeverity<
      'fault',
      AtEndpoint & {
        readonly kind: 'record-certificate-in-other-store';
        readonly thumbprint: Thumbprint;
        /** Where the record looks, and where the certificate lies. */
        readonly recordStore: string;
        readonly foundIn: readonly string[];
      }
    >
  | WithSeverity<'fault', { readonly kind: 'back-end-without-good-certificate'; readonly endpoint: Endpoint }>
  | WithSeverity<
      'warning',
      {
        readonly kind: 'front-end-bindings-differ';
        readonly bound: readonly { readonly endpoint: Endpoint; readonly thumbprint: Thumbprint }[];
      }
    >
  | WithSeverity<
      'warning' | 'note',
      {
        readonly kind: 'shadowing-record';
        readonly endpoint: Endpoint;
        readonly by: 'exact-address' | 'host-name' | 'ipv6';
        readonly thumbprint: Thumbprint;
        /** What is wrong with its certificate; `gone` when it is not in the store. */
        readonly faults: readonly (CertificateFault | { readonly kind: 'gone' })[];
      }
    >
  | WithSeverity<
      'warning',
      AtEndpoint & { readonly kind: 'foreign-application-id'; readonly applicationId: string }
    >
  | WithSeverity<
      'warning',
      {
        readonly kind: 'endpoint-shared-by-sites';
        readonly endpoint: Endpoint;
        readonly sites: readonly string[];
      }
    >
  | WithSeverity<
      'warning',
      AtEndpoint & {
        readonly kind: 'record-not-restorable';
        readonly thumbprint: Thumbprint;
        readonly because: NotRestorable;
      }
    >
  | WithSeverity<
      'blocks',
      /** Deleting it to set it anew would lose these parameters, by kind, and this Windows knows no other way. */
      AtEndpoint & {
        readonly kind: 'record-not-replaceable';
        readonly extendedParameters: readonly number[];
      }
    >
  | WithSeverity<
      'blocks' | 'note',
      /** It blocks where a plan may have to change it. */
      { readonly kind: 'record-unread'; readonly endpoint: Endpoint; readonly because: Because }
    >
  | WithSeverity<
      'warning',
      AtEndpoint & {
        readonly kind: 'expires-soon';
        readonly thumbprint: Thumbprint;
        readonly notAfter: string;
      }
    >
  | WithSeverity<
      'warning',
      {
        /** No covered binding holds it, and it has expired, or does within weeks. */
        readonly kind: 'other-certificate-expires';
        readonly use: OtherUse;
        /** The records on the ports of Exchange that hold it. */
        readonly endpoints: readonly Endpoint[];
        readonly thumbprint: Thumbprint;
        readonly notAfter: string;
      }
    >
  | WithSeverity<'warning', AtEndpoint & { readonly kind: 'weak-signature'; readonly thumbprint: Thumbprint }>
  | WithSeverity<
      'note',
      {
        readonly kind: 'look-alike';
        readonly thumbprint: Thumbprint;
        readonly subject: string;
        readonly of: LookAlike;
      }
    >
  // What keeps a rescue from beginning.
  | WithSeverity<
      'blocks',
      { readonly kind: 'stale-metabase-hash'; readonly siteId: number; readonly thumbprint: Thumbprint }
    >
  | WithSeverity<
      'blocks',
      { readonly kind: 'front-end-not-site-1'; readonly id: number; readonly siteOne: string | null }
    >
  | WithSeverity<'blocks', { readonly kind: 'front-end-missing' }>
  | WithSeverity<'blocks', AtEndpoint & { readonly kind: 'central-certificate-store' }>
  | WithSeverity<
      'warning',
      AtEndpoint & {
        readonly kind: 'binding-missing';
        /** The site's https bindings on that port all the same, such as one on a single address. */
        readonly others: readonly string[];
      }
    >
  | WithSeverity<
      'blocks' | 'warning',
      { readonly kind: 'part-unknown'; readonly part: keyof Facts; readonly because: Because }
    >
  | WithSeverity<
      'blocks' | 'warning',
      /** A warning where the log shows that Setup has ended and only its window is still open. */
      {
        readonly kind: 'setup-is-running';
        readonly processes: readonly string[];
        readonly lastLineAt: string | null;
        /** From then on an open log means nothing any more, if no line has come since; `null` while a process is there. */
        readonly silentFrom: string | null;
      }
    >
  // The log against the live server.
  | WithSeverity<
      'warning',
      {
        readonly kind: 'log-disagrees-with-server';
        readonly logClass: FailureClass;
        /** What the log blames is fine now; it blames something else than what is wrong; it names another certificate. */
        readonly how: 'server-is-good-now' | 'other-cause-as-well' | 'other-certificate';
        readonly logThumbprint: Thumbprint | null;
      }
    >
  | WithSeverity<
      'warning',
      { readonly kind: 'clock-set-back'; readonly lastLineAt: string; readonly takenAt: string }
    >
  | WithSeverity<'warning', { readonly kind: 'pending-reboot'; readonly traces: readonly string[] }>
  | WithSeverity<
      'note',
      { readonly kind: 'incomplete-role'; readonly role: string; readonly action: string | null }
    >
  | WithSeverity<'note', { readonly kind: 'web-service-stopped'; readonly startType: string }>
  // What a self-signed certificate on 443 would mean for users.
  | WithSeverity<'warning', { readonly kind: 'extended-protection'; readonly paths: readonly string[] }>
  | WithSeverity<
      'warning',
      { readonly kind: 'strict-transport-security'; readonly site: string; readonly maxAgeSeconds: number }
    >
  // What Windows around the bindings does to them.
  | WithSeverity<
      'warning',
      { readonly kind: 'ip-listen-list-without-loopback'; readonly addresses: readonly string[] }
    >
  | WithSeverity<
      'warning',
      {
        readonly kind: 'iis-6-compatibility-missing';
        readonly missing: readonly ('metabase' | 'adsi')[];
      }
    >
  | WithSeverity<'warning', { readonly kind: 'rebinders'; readonly rebinders: readonly Rebinder[] }>
  | WithSeverity<'note', { readonly kind: 'tasks-unread'; readonly tasks: readonly string[] }>
  | WithSeverity<
      'warning',
      {
        readonly kind: 'machine-keys-folder-closed';
        readonly path: string;
        readonly closedTo: readonly ('administrators' | 'system')[];
      }
    >
  | WithSeverity<
      'note',
      {
        /** Windows has lately said that it could not use a certificate (15021) or the private key of one (36870). */
        readonly kind: 'certificate-event';
        readonly id: number;
        /** `null`: the event names none. */
        readonly of: Endpoint | null;
        readonly lastAt: string;
      }
    >;

/** A bound certificate whose key could not be looked at: neither good nor bad. */
export function isUnknownKey(finding: Finding): finding is UnknownKey {
  return finding.kind === 'bound-certificate-fault' && finding.fault.kind === 'key-unknown';
}

type UnknownKey = Extract<Finding, { kind: 'bound-certificate-fault' }> & {
  readonly fault: Extract<CertificateFault, { kind: 'key-unknown' }>;
};

export type Expiring = Extract<Finding, { kind: 'expires-soon' | 'other-certificate-expires' }>;

/** What ends within weeks, or has ended without anything being broken by it yet. */
export function isExpiring(finding: Finding): finding is Expiring {
  return finding.kind === 'expires-soon' || finding.kind === 'other-certificate-expires';
}
