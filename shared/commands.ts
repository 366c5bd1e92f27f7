import { assertNever } from './assert-never.ts';
import type {
  Change,
  CertificateRef,
  CertificateChange,
  RecordChange,
  RecordValue,
  TrustChange,
} from './change.ts';
import { endpointParts } from './endpoint.ts';
import { personalStore } from './facts.ts';
import type { ClientCertificateChecks } from './facts.ts';

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
    default:
      return assertNever(change);
  }
}

function recordCommands(change: RecordChange): readonly string[] {
  const at = endpointWord(change);
  const remove = `netsh http delete sslcert ${at}`;
  return [
    ...(change.before.kind === 'present' ? [remove] : []),
    ...(change.after.kind === 'present'
      ? [`netsh http add sslcert ${at} ${recordWords(change.after.value)}`]
      : []),
  ];
}

function endpointWord(change: RecordChange): string {
  const word = endpointParts(change.target.endpoint).family === 'host-name' ? 'hostnameport' : 'ipport';
  return `${word}=${change.target.endpoint}`;
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
