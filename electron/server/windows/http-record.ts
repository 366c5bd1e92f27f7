import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { personalStore } from '../../../shared/facts.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';
import { constants } from './headers.ts';
import type { DecodedKey, RecordList } from './http-record-lists.ts';
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

/** A record as the simple form shows it. */
export type ListedRecord = Omit<CertificateRecord, 'extendedParameters'>;

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

/** A list's `setStruct` as it is decoded. */
interface DecodedRecord {
  readonly KeyDesc: DecodedKey;
  readonly ParamDesc: SslParameters;
}

/** Where a record belongs, whether or not the rest of it is understood. */
export function endpointIn(win32: Win32, list: RecordList, bytes: Uint8Array): Endpoint {
  return list.endpointOf((win32.decode(bytes, list.setStruct) as DecodedRecord).KeyDesc);
}

/**
 * The record in bytes that http.sys has filled: the list's `setStruct`, with all it points at. Throws `WindowsError` for
 * one that is not understood.
 */
export function recordIn(win32: Win32, list: RecordList, bytes: Uint8Array): ListedRecord {
  const { KeyDesc, ParamDesc } = win32.decode(bytes, list.setStruct) as DecodedRecord;
  return {
    endpoint: list.endpointOf(KeyDesc),
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
