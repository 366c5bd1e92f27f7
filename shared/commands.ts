import { assertNever } from './assert-never.ts';
import type {
  Change,
  CertificateRef,
  CertificateChange,
  CertificateTarget,
  KeyAccessChange,
  KeyAccessTarget,
  RecordChange,
  RecordTarget,
  RecordValue,
  TrustChange,
  TrustTarget,
} from './change.ts';
import { endpointParts } from './endpoint.ts';
import { personalStore } from './facts.ts';
import type { ClientCertificateChecks } from './facts.ts';
import { accounts, granting, sameAccessList } from './security-descriptor.ts';
import type { Thumbprint } from './thumbprint.ts';

/** DefaultFlags of a record → the words that `netsh http add sslcert` has for them. */
const flagWords: readonly (readonly [number, string])[] = [
  [0x1, 'dsmapperusage=enable'],
  [0x2, 'clientcertnegotiation=enable'],
  [0x8, 'reject=enable'],
  [0x10, 'disablehttp2=enable'],
  [0x20, 'disablequic=enable'],
  [0x40, 'disabletls13=enable'],
  [0x80, 'disableocspstapling=enable'],
  [0x400, 'disablelegacytls=enable'],
  [0x800, 'enablesessionticket=enable'],
  [0x1000, 'disabletls12=enable'],
];

/** DefaultCertCheckMode of a record → the same. */
const checkModeWords: readonly (readonly [number, string])[] = [
  [0x1, 'verifyclientcertrevocation=disable'],
  [0x2, 'verifyrevocationwithcachedclientcertonly=enable'],
  [0x10000, 'usagecheck=disable'],
];

/**
 * The commands that do the same by hand, for an elevated prompt, in order. They are shown and exported, never run.
 * A thumbprint that is not known yet stands as `<thumbprint of change N>`.
 */
export function commandsFor(change: Change): readonly string[] {
  switch (change.kind) {
    case 'record':
      return recordCommands(change);
    case 'certificate':
      return certificateCommands(change);
    case 'trust':
      return trustCommands(change);
    case 'key-access':
      return keyAccessCommands(change);
    default:
      return assertNever(change);
  }
}

/** What is shown: a change, or what it is about. */
type Shown =
  | { readonly kind: 'record'; readonly target: RecordTarget }
  | { readonly kind: 'certificate'; readonly target: CertificateTarget }
  | { readonly kind: 'trust'; readonly target: TrustTarget<CertificateRef | Thumbprint> }
  | { readonly kind: 'key-access'; readonly target: KeyAccessTarget };

/** The commands that show what stands there now and change nothing, for an elevated prompt. */
export function lookCommandsFor(shown: Shown): readonly string[] {
  switch (shown.kind) {
    case 'record':
      return [`netsh http show sslcert ${endpointWord(shown.target)}`];
    case 'certificate': {
      const { container, serialNumber } = shown.target;
      return [
        `certutil -store My ${serialNumber}`,
        `certutil -csp "Microsoft RSA SChannel Cryptographic Provider" -key ${container}`,
      ];
    }
    case 'trust': {
      const { certificate } = shown.target;
      return [`certutil -store Root ${typeof certificate === 'string' ? certificate : refWord(certificate)}`];
    }
    case 'key-access':
      return [`icacls "${shown.target.path}"`];
    default:
      return assertNever(shown);
  }
}

function recordCommands(change: RecordChange): readonly string[] {
  const at = endpointWord(change.target);
  const remove = `netsh http delete sslcert ${at}`;
  return [
    ...(change.before.kind === 'present' ? [remove] : []),
    ...(change.after.kind === 'present'
      ? [`netsh http add sslcert ${at} ${recordWords(change.after.value)}`]
      : []),
  ];
}

function endpointWord({ endpoint }: RecordTarget): string {
  const word = endpointParts(endpoint).family === 'host-name' ? 'hostnameport' : 'ipport';
  return `${word}=${endpoint}`;
}

function recordWords(value: RecordValue): string {
  const words = [
    `certhash=${refWord(value.certificate)}`,
    // The braces of an application id are special in PowerShell, so the whole word is quoted.
    `"appid=${value.applicationId}"`,
    /\s/.test(value.store) ? `"certstorename=${value.store}"` : `certstorename=${value.store}`,
    ...flagWords.filter(([bit]) => (value.flags & bit) !== 0).map(([, word]) => word),
    ...clientCertificateWords(value.clientCertificates),
  ];
  return words.join(' ');
}

/** Only what is not the usual: netsh leaves the rest as it is. */
function clientCertificateWords(checks: ClientCertificateChecks): readonly string[] {
  const { mode, freshnessSeconds, retrievalTimeoutMilliseconds, listIdentifier, listStore } = checks;
  return [
    ...checkModeWords.filter(([bit]) => (mode & bit) !== 0).map(([, word]) => word),
    ...(freshnessSeconds === 0 ? [] : [`revocationfreshnesstime=${freshnessSeconds}`]),
    ...(retrievalTimeoutMilliseconds === 0 ? [] : [`urlretrievaltimeout=${retrievalTimeoutMilliseconds}`]),
    ...(listIdentifier === null ? [] : [`"sslctlidentifier=${listIdentifier}"`]),
    ...(listStore === null ? [] : [`"sslctlstorename=${listStore}"`]),
  ];
}

function refWord(certificate: CertificateRef): string {
  return certificate.kind === 'thumbprint'
    ? certificate.thumbprint
    : `<thumbprint of change ${certificate.createdBy}>`;
}

function certificateCommands(change: CertificateChange): readonly string[] {
  if (change.after.kind === 'absent') {
    return [
      `certutil -delstore My ${change.target.serialNumber}`,
      `certutil -csp "Microsoft RSA SChannel Cryptographic Provider" -delkey ${change.target.container}`,
    ];
  }
  const { netbiosName, fullyQualifiedName, friendlyName, notAfter } = change.after.value;
  const { container, serialNumber } = change.target;
  return [
    `New-SelfSignedCertificate -Subject "CN=${netbiosName}" -DnsName "${netbiosName}","${fullyQualifiedName}"` +
      ` -FriendlyName "${friendlyName}" -NotAfter "${notAfter}" -KeyAlgorithm RSA -KeyLength 2048 -HashAlgorithm SHA256` +
      ` -Provider "Microsoft RSA SChannel Cryptographic Provider" -KeySpec KeyExchange -KeyExportPolicy NonExportable` +
      ` -Container "${container}" -SerialNumber "${serialNumber}"` +
      ` -CertStoreLocation Cert:\\LocalMachine\\${personalStore}`,
  ];
}

// Spelt out: what stands for the folder in one kind of prompt means nothing in the other.
const exported = 'C:\\Windows\\Temp\\exchange-self-signed.cer';

function trustCommands(change: TrustChange): readonly string[] {
  const certificate = refWord(change.target.certificate);
  if (change.after.kind === 'absent') return [`certutil -delstore Root ${certificate}`];
  return [`certutil -store My ${certificate} ${exported}`, `certutil -addstore Root ${exported}`];
}

const system = { account: 'SY', sid: accounts.system } as const;
const administrators = { account: 'BA', sid: accounts.administrators } as const;

/** Whom full control is given by their identifiers: names are translated. */
const grants = [[system], [administrators], [system, administrators]] as const;

function keyAccessCommands({ target, before, after }: KeyAccessChange): readonly string[] {
  const path = `"${target.path}"`;
  for (const accounts of grants) {
    const granted = accounts.reduce<string | null>(
      (list, { account }) => (list === null ? null : granting(list, account)),
      before.value.accessList,
    );
    if (granted !== null && sameAccessList(granted, after.value.accessList))
      return [`icacls ${path} /grant ${accounts.map(({ sid }) => `"*${sid}:F"`).join(' ')}`];
  }
  // icacls would take away every right of the account, also what it had before: the list is put back whole.
  return [
    `$key = Get-Item -LiteralPath ${path} -Force; $list = $key.GetAccessControl("Access");` +
      ` $list.SetSecurityDescriptorSddlForm("${after.value.accessList}", "Access"); $key.SetAccessControl($list)`,
  ];
}
