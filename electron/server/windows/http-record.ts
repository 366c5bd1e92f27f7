import { isIPv6 } from 'node:net';
import { endpoint, endpointParts } from '../../../shared/endpoint.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { personalStore } from '../../../shared/facts.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';
import { constants } from './headers.ts';
import type { Pointer, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** HTTP_SERVICE_CONFIG_SSL_PARAM as it is decoded. */
interface SslParameters {
  readonly SslHashLength: number;
  readonly pSslHash: Pointer | null;
  readonly AppId: Guid;
  readonly pSslCertStoreName: string | null;
  readonly DefaultCertCheckMode: number;
  readonly DefaultRevocationFreshnessTime: number;
  readonly DefaultRevocationUrlRetrievalTimeout: number;
  readonly pDefaultSslCtlIdentifier: string | null;
  readonly pDefaultSslCtlStoreName: string | null;
  readonly DefaultFlags: number;
}

interface Guid {
  readonly Data1: number;
  readonly Data2: number;
  readonly Data3: number;
  readonly Data4: ArrayLike<number>;
}

/** Which of http.sys's two lists holds the record of an endpoint: by address, or by host name. */
export type RecordList = 'by-address' | 'by-host-name';

/** The numbers that http.sys has for its lists. */
export const listIds: Readonly<Record<RecordList, number>> = {
  'by-address': constants.HttpServiceConfigSSLCertInfo,
  'by-host-name': constants.HttpServiceConfigSslSniCertInfo,
};

/** A record as the simple form shows it. */
export type ListedRecord = Omit<CertificateRecord, 'extendedParameters'>;

export function listOf(at: Endpoint): RecordList {
  return endpointParts(at).family === 'host-name' ? 'by-host-name' : 'by-address';
}

/** The key of a record as http.sys takes it. */
export function keyDescription(at: Endpoint): object {
  const { family, host, port } = endpointParts(at);
  if (family !== 'host-name') return { pIpPort: socketAddress(family, host, port) };
  const anyAddress = Buffer.alloc(128);
  socketAddress('ipv4', '0.0.0.0', port).copy(anyAddress);
  return { IpPort: socketAddressStorage(anyAddress), Host: host };
}

/** The key by address as the lists of extended parameters take it: the address itself, not a pointer to it. */
export function addressKeyOf(at: Endpoint): object {
  const { family, host, port } = endpointParts(at);
  if (family === 'host-name') throw new Error(`Not an address: ${at}`);
  const storage = Buffer.alloc(128);
  socketAddress(family, host, port).copy(storage);
  return { IpPort: socketAddressStorage(storage) };
}

/** The key of the next entry, whatever it is. */
export function noKeyOf(list: RecordList): object {
  const IpPort = socketAddressStorage(Buffer.alloc(128));
  return list === 'by-address' ? { IpPort } : { IpPort, Host: null };
}

/** The endpoint of an entry of extended parameters. */
export function endpointIn(win32: Win32, list: RecordList, bytes: Uint8Array): Endpoint {
  if (list === 'by-address') return addressEndpoint(win32, bytes);
  const { Host, IpPort } = win32.decode(bytes, win32.types.HTTP_SERVICE_CONFIG_SSL_SNI_KEY) as {
    readonly Host: string;
    readonly IpPort: StoredAddress;
  };
  return endpoint(`${Host}:${bigEndian(IpPort.ss_port)}`);
}

/** What stands where only the key counts. */
export const noParameters = {
  SslHashLength: 0,
  pSslHash: null,
  AppId: { Data1: 0, Data2: 0, Data3: 0, Data4: [0, 0, 0, 0, 0, 0, 0, 0] },
  pSslCertStoreName: null,
  DefaultCertCheckMode: 0,
  DefaultRevocationFreshnessTime: 0,
  DefaultRevocationUrlRetrievalTimeout: 0,
  pDefaultSslCtlIdentifier: null,
  pDefaultSslCtlStoreName: null,
  DefaultFlags: 0,
};

/** A record as http.sys takes it. Throws `WindowsError` 87 for an application id that is none, as Windows would. */
export function parameterDescription(record: CertificateRecord): object {
  const { clientCertificates } = record;
  const hash = Buffer.from(record.thumbprint, 'hex');
  return {
    SslHashLength: hash.length,
    pSslHash: hash,
    AppId: guidOf(record.applicationId),
    pSslCertStoreName: record.store,
    DefaultCertCheckMode: clientCertificates.mode,
    DefaultRevocationFreshnessTime: clientCertificates.freshnessSeconds,
    DefaultRevocationUrlRetrievalTimeout: clientCertificates.retrievalTimeoutMilliseconds,
    pDefaultSslCtlIdentifier: clientCertificates.listIdentifier,
    pDefaultSslCtlStoreName: clientCertificates.listStore,
    DefaultFlags: record.flags,
  };
}

/** The record in bytes that http.sys has filled: one of the `SET` structs, with all it points at. */
export function recordIn(win32: Win32, list: RecordList, bytes: Uint8Array): ListedRecord {
  const { types } = win32;
  const type =
    list === 'by-address' ? types.HTTP_SERVICE_CONFIG_SSL_SET : types.HTTP_SERVICE_CONFIG_SSL_SNI_SET;
  const { KeyDesc, ParamDesc } = win32.decode(bytes, type) as {
    readonly KeyDesc: { readonly pIpPort: Pointer; readonly Host: string; readonly IpPort: StoredAddress };
    readonly ParamDesc: SslParameters;
  };
  return {
    endpoint:
      list === 'by-address'
        ? addressEndpoint(win32, KeyDesc.pIpPort)
        : endpoint(`${KeyDesc.Host}:${bigEndian(KeyDesc.IpPort.ss_port)}`),
    thumbprint: thumbprint(hashOf(win32, ParamDesc)),
    // Windows names none where it is the usual one.
    store: ParamDesc.pSslCertStoreName ?? personalStore,
    applicationId: guidText(ParamDesc.AppId),
    flags: ParamDesc.DefaultFlags,
    clientCertificates: {
      mode: ParamDesc.DefaultCertCheckMode,
      freshnessSeconds: ParamDesc.DefaultRevocationFreshnessTime,
      retrievalTimeoutMilliseconds: ParamDesc.DefaultRevocationUrlRetrievalTimeout,
      listIdentifier: ParamDesc.pDefaultSslCtlIdentifier,
      listStore: ParamDesc.pDefaultSslCtlStoreName,
    },
  };
}

interface StoredAddress {
  readonly ss_port: ArrayLike<number>;
}

function hashOf(win32: Win32, { pSslHash, SslHashLength }: SslParameters): string {
  // SHA-1 is all that http.sys keeps; anything else is no record that we understand.
  if (pSslHash === null || SslHashLength !== 20) {
    throw new WindowsError(
      `hash of ${SslHashLength} bytes in a certificate record`,
      constants.ERROR_INVALID_PARAMETER,
    );
  }
  return Buffer.from(win32.copyOf(pSslHash, SslHashLength)).toString('hex');
}

function addressEndpoint(win32: Win32, at: Pointer | Uint8Array): Endpoint {
  const family = win32.decode(at, 'uint16') as number;
  if (family === constants.AF_INET) {
    const { sin_addr, sin_port } = win32.decode(at, win32.types.SOCKADDR_IN) as {
      readonly sin_addr: ArrayLike<number>;
      readonly sin_port: ArrayLike<number>;
    };
    return endpoint(`${Array.from(sin_addr).join('.')}:${bigEndian(sin_port)}`);
  }
  if (family === constants.AF_INET6) {
    const { sin6_addr, sin6_port, sin6_scope_id } = win32.decode(at, win32.types.SOCKADDR_IN6) as {
      readonly sin6_addr: ArrayLike<number>;
      readonly sin6_port: ArrayLike<number>;
      readonly sin6_scope_id: number;
    };
    const scope = sin6_scope_id === 0 ? '' : `%${sin6_scope_id}`;
    return endpoint(`[${ipv6Text(sin6_addr)}${scope}]:${bigEndian(sin6_port)}`);
  }
  throw new WindowsError(
    `address family ${family} of a certificate record`,
    constants.ERROR_INVALID_PARAMETER,
  );
}

function bigEndian(bytes: ArrayLike<number>): number {
  return (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
}

/** In the short form, as Windows and everybody writes it. */
export function ipv6Text(bytes: ArrayLike<number>): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  // The URL parser knows the rules for the short form.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function ipv6Bytes(host: string): Buffer {
  if (!isIPv6(host)) throw new Error(`Not an IPv6 address: ${host}`);
  const full = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [head = '', tail] = full.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const bytes = Buffer.alloc(16);
  [...front, ...middle, ...back].forEach((group, index) =>
    bytes.writeUInt16BE(parseInt(group, 16), 2 * index),
  );
  return bytes;
}

function socketAddress(family: 'ipv4' | 'ipv6', host: string, port: number): Buffer {
  if (family === 'ipv4') {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt16LE(constants.AF_INET, 0);
    bytes.writeUInt16BE(port, 2);
    host.split('.').forEach((part, index) => bytes.writeUInt8(Number(part), 4 + index));
    return bytes;
  }
  const [address = '', scope = '0'] = host.split('%');
  const bytes = Buffer.alloc(28);
  bytes.writeUInt16LE(constants.AF_INET6, 0);
  bytes.writeUInt16BE(port, 2);
  ipv6Bytes(address).copy(bytes, 8);
  bytes.writeUInt32LE(Number(scope), 24);
  return bytes;
}

/** SOCKADDR_STORAGE as a value, since the key by host name holds it itself. */
function socketAddressStorage(bytes: Buffer): object {
  return {
    ss_family: bytes.readUInt16LE(0),
    ss_port: [...bytes.subarray(2, 4)],
    ss_rest: [...bytes.subarray(4, 8)],
    ss_align: bytes.readBigUInt64LE(8),
    ss_pad2: [...bytes.subarray(16)],
  };
}

function guidOf(text: string): Guid {
  const match = /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i.exec(text);
  if (match === null) throw new WindowsError(`application id ${text}`, constants.ERROR_INVALID_PARAMETER);
  const [, one = '', two = '', three = '', four = '', five = ''] = match;
  return {
    Data1: parseInt(one, 16),
    Data2: parseInt(two, 16),
    Data3: parseInt(three, 16),
    Data4: [...Buffer.from(four + five, 'hex')],
  };
}

function guidText({ Data1, Data2, Data3, Data4 }: Guid): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const rest = Buffer.from(Array.from(Data4)).toString('hex');
  return `{${hex(Data1, 8)}-${hex(Data2, 4)}-${hex(Data3, 4)}-${rest.slice(0, 4)}-${rest.slice(4)}}`;
}
