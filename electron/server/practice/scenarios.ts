import type { ClientProtection, Rebinder } from '../../../shared/facts.ts';
import type { Obstacle } from './state.ts';

/** A certificate to be made. Days count from the moment the server is set up; what is over is negative. */
export interface CertificatePlan {
  readonly commonName: string;
  /** `itself` makes it self-signed. */
  readonly issuedBy: 'itself' | 'Practice CA R1';
  readonly dnsNames: readonly string[];
  readonly friendlyName: string;
  readonly validFromDay: number;
  readonly validUntilDay: number;
  readonly key: 'good' | 'administrator-refused' | 'lost' | 'CNG';
  readonly trusted: 'in-root' | 'not-in-root';
}

/** A run of Setup that lies behind. It is really run, against the server as it is set up. */
export type RunPlan =
  | { readonly kind: 'installation'; readonly daysAgo: number }
  | { readonly kind: 'update'; readonly hoursAgo: number; readonly pendingReboot: readonly string[] };

/** A practice server, told in a few words of data. */
export interface Scenario {
  readonly name: string;
  /** One sentence for whoever chooses. */
  readonly description: string;
  readonly certificates: Readonly<Record<string, CertificatePlan>>;
  /** Endpoint → the name of its certificate above. */
  readonly records: Readonly<Record<string, string>>;
  readonly runs: readonly RunPlan[];
  /** Endpoints whose record went away after the last run. */
  readonly recordsLostSince: readonly string[];
  readonly webServer: 'running' | 'disabled';
  /** What lets users feel a self-signed certificate. */
  readonly clientProtection: ClientProtection;
  /** Who may bind another certificate meanwhile. */
  readonly rebinders: readonly Rebinder[];
  readonly obstacles: readonly Obstacle[];
}

const frontEnd = '0.0.0.0:443';
const frontEndLoopback = '127.0.0.1:443';
const backEnd = '0.0.0.0:444';

const fiveYears = 1826;

/** The "Microsoft Exchange" certificate, made when Exchange was installed. */
function exchangeCertificate(validFromDay: number): CertificatePlan {
  return {
    commonName: 'EX01',
    issuedBy: 'itself',
    dnsNames: ['EX01', 'EX01.contoso.local'],
    friendlyName: 'Microsoft Exchange',
    validFromDay,
    validUntilDay: validFromDay + fiveYears,
    key: 'good',
    trusted: 'in-root',
  };
}

function mailCertificate(
  validFromDay: number,
  validUntilDay: number,
  key: CertificatePlan['key'],
): CertificatePlan {
  return {
    commonName: 'mail.contoso.com',
    issuedBy: 'Practice CA R1',
    dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
    friendlyName: 'mail.contoso.com',
    validFromDay,
    validUntilDay,
    key,
    trusted: 'not-in-root',
  };
}

/** Every server has these; none of them is ever the right one. */
const lookAlikes: Scenario['certificates'] = {
  management: {
    commonName: 'WMSvc-SHA2-EX01',
    issuedBy: 'itself',
    dnsNames: [],
    friendlyName: 'WMSVC-SHA2',
    validFromDay: -700,
    validUntilDay: 2950,
    key: 'good',
    trusted: 'not-in-root',
  },
  auth: {
    commonName: 'Microsoft Exchange Server Auth Certificate',
    issuedBy: 'itself',
    dnsNames: [],
    friendlyName: 'Microsoft Exchange Server Auth Certificate',
    validFromDay: -700,
    validUntilDay: 1100,
    key: 'good',
    trusted: 'not-in-root',
  },
};

const installed: RunPlan = { kind: 'installation', daysAgo: 700 };
const updatedTonight: RunPlan = { kind: 'update', hoursAgo: 2, pendingReboot: [] };

const expiredMail = mailCertificate(-410, -12, 'good');
const goodMail = mailCertificate(-30, 168, 'good');
const goodExchange = exchangeCertificate(-700);

/** What most of them share. */
const usual = {
  runs: [installed, updatedTonight],
  recordsLostSince: [],
  webServer: 'running',
  clientProtection: { extendedProtection: [], strictTransportSecurity: [] },
  rebinders: [],
  obstacles: [],
} as const satisfies Partial<Scenario>;

export const scenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'expired-certificate',
    description: 'The certificate of Default Web Site expired 12 days ago, and the update stopped at it.',
    certificates: {
      ...lookAlikes,
      mail: expiredMail,
      exchange: goodExchange,
      // Renewed in time, but imported into CNG: tempting, and no cure.
      renewed: mailCertificate(-20, 178, 'CNG'),
    },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
  },
  {
    ...usual,
    name: 'unreadable-key',
    description: 'The certificate is good and served, but the administrator cannot open its private key.',
    certificates: {
      ...lookAlikes,
      mail: mailCertificate(-40, 50, 'administrator-refused'),
      exchange: goodExchange,
    },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
  },
  {
    ...usual,
    name: 'one-binding-expired',
    description: 'The certificate was renewed, but one binding, 127.0.0.1:443, still holds the expired one.',
    certificates: { ...lookAlikes, mail: expiredMail, renewed: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'renewed', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
  },
  {
    ...usual,
    name: 'self-signed-expired',
    description:
      'All bindings hold the "Microsoft Exchange" certificate, whose five years ended three days ago.',
    certificates: { ...lookAlikes, exchange: exchangeCertificate(-fiveYears - 3) },
    records: { [frontEnd]: 'exchange', [frontEndLoopback]: 'exchange', [backEnd]: 'exchange' },
    runs: [{ kind: 'installation', daysAgo: fiveYears + 3 }, updatedTonight],
  },
  {
    ...usual,
    name: 'no-self-signed',
    description:
      'All bindings hold an expired certificate, and there is no "Microsoft Exchange" certificate.',
    certificates: { ...lookAlikes, mail: expiredMail, renewed: mailCertificate(-20, 178, 'lost') },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'mail' },
  },
  {
    ...usual,
    name: 'back-end-lost',
    description: 'The update succeeded, but the back end has no certificate: Outlook on the web stays blank.',
    certificates: { ...lookAlikes, mail: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
    recordsLostSince: [backEnd],
  },
  {
    ...usual,
    name: 'retry-hides-cause',
    description: 'The expired certificate stopped the update; a second run stopped before it got that far.',
    certificates: { ...lookAlikes, mail: expiredMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
    runs: [
      installed,
      { kind: 'update', hoursAgo: 4, pendingReboot: [] },
      { kind: 'update', hoursAgo: 1, pendingReboot: ['PendingFileRenameOperations'] },
    ],
    webServer: 'disabled',
  },
  {
    ...usual,
    name: 'guarded-front-end',
    description:
      'The certificate expired where Extended Protection and HSTS are on, and a task renews certificates by itself.',
    certificates: { ...lookAlikes, mail: expiredMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
    clientProtection: {
      extendedProtection: ['API', 'ECP', 'EWS', 'mapi', 'OAB', 'OWA', 'PowerShell', 'Rpc'].map((name) => ({
        path: `Default Web Site/${name}`,
        mode: 'Require',
      })),
      strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 31_536_000 }],
    },
    rebinders: [
      {
        kind: 'task',
        name: '\\win-acme renew (acme-v02.api.letsencrypt.org)',
        program: 'C:\\Program Files\\win-acme\\wacs.exe --renew',
      },
    ],
  },
  {
    ...usual,
    name: 'internal-transport',
    description: 'The update stopped at the certificate of mail transport; those of the web sites are good.',
    certificates: { ...lookAlikes, mail: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
    obstacles: [{ kind: 'internal-transport-certificate' }],
  },
  {
    ...usual,
    name: 'not-the-certificate',
    description: 'The update stopped at a receive connector; the certificates have nothing to do with it.',
    certificates: { ...lookAlikes, mail: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
    obstacles: [{ kind: 'receive-connector-conflict', connector: 'EX01\\Relay of the scanners' }],
  },
  {
    ...usual,
    name: 'healthy',
    description: 'The update succeeded and every certificate is good: a server to look at.',
    certificates: { ...lookAlikes, mail: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'mail', [frontEndLoopback]: 'mail', [backEnd]: 'exchange' },
  },
  {
    ...usual,
    name: 'renewed-certificate',
    description:
      'The morning after a rescue: the update succeeded, and the renewed certificate can be put back.',
    certificates: { ...lookAlikes, mail: expiredMail, renewed: goodMail, exchange: goodExchange },
    records: { [frontEnd]: 'exchange', [frontEndLoopback]: 'exchange', [backEnd]: 'exchange' },
  },
];

/** The scenario of this name; `null` when there is none. */
export function scenarioNamed(name: string): Scenario | null {
  return scenarios.find((scenario) => scenario.name === name) ?? null;
}
