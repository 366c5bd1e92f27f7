import { settingsOf, type CertificateRecord, type SetupState } from '../../shared/facts.ts';
import { endpointParts } from '../../shared/endpoint.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';

const http = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\HTTP\Parameters`;
const exchange = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\ExchangeServer\v15`;
const computerName = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName`;
const network = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`;
const inetStp = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\InetStp`;
const sessionManager = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager`;

/** What an Exchange server has in its registry, as `reg import` takes it. */
export function exchangeRegistry(state: PracticeState): string {
  const [major, minor, build, revision] = state.exchange.installedVersion.split('.').map(Number);
  const { netbiosName, fullyQualifiedName } = state.server;
  const [host = '', ...domain] = fullyQualifiedName.split('.');
  return registryText([
    key(computerName, { ComputerName: text(netbiosName) }),
    key(network, { Hostname: text(host), Domain: text(domain.join('.')) }),
    key(`${exchange}\\Setup`, {
      MsiInstallPath: text(state.exchange.installPath),
      MsiProductMajor: number(major),
      MsiProductMinor: number(minor),
      MsiBuildMajor: number(build),
      MsiBuildMinor: number(revision),
    }),
    ...roleKeys(state),
    ...iisKeys(state),
    ...pendingReboot(state),
    ...state.records.map(recordKey),
  ]);
}

/** Certificate records of http.sys, as `reg import` takes them. */
export function recordRegistry(records: readonly CertificateRecord[]): string {
  return registryText(records.map(recordKey));
}

function recordKey(record: CertificateRecord): string {
  const list = endpointParts(record.endpoint).family === 'host-name' ? 'SslSniBindingInfo' : 'SslBindingInfo';
  const { store, applicationId, flags, clientCertificates } = settingsOf(record);
  return key(`${http}\\${list}\\${record.endpoint}`, {
    SslCertHash: binary(Buffer.from(record.thumbprint, 'hex')),
    AppId: binary(guidBytes(applicationId)),
    SslCertStoreName: text(store),
    DefaultFlags: number(flags),
    DefaultSslCertCheckMode: number(clientCertificates.mode),
    DefaultSslRevocationFreshnessTime: number(clientCertificates.freshnessSeconds),
    DefaultSslRevocationUrlRetrievalTimeout: number(clientCertificates.retrievalTimeoutMilliseconds),
    ...(clientCertificates.listIdentifier === null
      ? {}
      : { DefaultSslCtlIdentifier: text(clientCertificates.listIdentifier) }),
    ...(clientCertificates.listStore === null
      ? {}
      : { DefaultSslCtlStoreName: text(clientCertificates.listStore) }),
  });
}

function roleKeys({ exchange: { installedVersion }, incompleteRoles }: PracticeState): readonly string[] {
  const complete = ['MailboxRole', 'CafeRole'].filter((role) =>
    incompleteRoles.every((incomplete) => incomplete.role !== role),
  );
  const version = text(installedVersion);
  return [
    ...complete.map((role) =>
      key(`${exchange}\\${role}`, { UnpackedVersion: version, ConfiguredVersion: version }),
    ),
    ...incompleteRoles.map((incomplete) =>
      key(`${exchange}\\${incomplete.role}`, marksOf(incomplete, version)),
    ),
  ];
}

function marksOf({ action, watermark }: SetupState['incompleteRoles'][number], version: string) {
  return {
    UnpackedVersion: version,
    ...(action === null ? {} : { Action: text(action) }),
    ...(watermark === null ? {} : { Watermark: text(watermark) }),
  };
}

/** What IIS writes of itself and of its parts; what the scenario does not have is not there. */
function iisKeys({ iis: { version, metabase, adsiCompatibility } }: PracticeState): readonly string[] {
  if (version === null) return [];
  const [major, minor] = version.split('.').map(Number);
  return [
    key(inetStp, { MajorVersion: number(major), MinorVersion: number(minor) }),
    key(`${inetStp}\\Components`, {
      ...(metabase === null ? {} : { Metabase: number(metabase) }),
      ...(adsiCompatibility === null ? {} : { ADSICompatibility: number(adsiCompatibility) }),
    }),
  ];
}

function pendingReboot({ pendingReboot: traces }: PracticeState): readonly string[] {
  const renames = Buffer.from('\\??\\C:\\old.dll\0\0', 'utf16le');
  return traces.includes('PendingFileRenameOperations')
    ? [key(sessionManager, { PendingFileRenameOperations: `hex(7):${bytes(renames)}` })]
    : [];
}

function registryText(keys: readonly string[]): string {
  return ['Windows Registry Editor Version 5.00', ...keys, ''].join('\r\n\r\n');
}

function key(path: string, values: Readonly<Record<string, string>>): string {
  return [`[${path}]`, ...Object.entries(values).map(([name, value]) => `"${name}"=${value}`)].join('\r\n');
}

const text = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const number = (value = 0) => `dword:${value.toString(16).padStart(8, '0')}`;
const binary = (value: Buffer) => `hex:${bytes(value)}`;
const bytes = (value: Buffer) => [...value].map((byte) => byte.toString(16).padStart(2, '0')).join(',');

/** As Windows lays a GUID out: its first three parts with their lowest byte first. */
function guidBytes(guid: string): Buffer {
  const [one = '', two = '', three = '', ...rest] = guid.slice(1, -1).split('-');
  const reversed = [one, two, three].map((part) => Buffer.from(part, 'hex').reverse());
  return Buffer.concat([...reversed, Buffer.from(rest.join(''), 'hex')]);
}
