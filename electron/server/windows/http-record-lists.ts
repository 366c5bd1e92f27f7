import type { TypeObject } from 'koffi';
import { endpoint, endpointParts, everyAddress } from '../../../shared/endpoint.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { constants } from './headers.ts';
import { addressIn, bigEndian, socketAddress, socketAddressStorage } from './socket-addresses.ts';
import type { Pointer, Win32 } from './win32.ts';
import { WindowsError } from './windows-error.ts';

/** One of http.sys's two lists of records: how its calls are made, and how its answers name an endpoint. */
export interface RecordList {
  /** What sets and deletes a record, and what its query answers. */
  readonly setStruct: TypeObject;
  readonly simple: ListQuery;
  /** The same records with the parameters that the simple form does not show. */
  readonly extended: ListQuery & {
    /** Bytes that the key takes at the beginning of an answer. */
    readonly keySize: number;
    readonly endpointIn: (answer: Uint8Array) => Endpoint;
  };
  /** The endpoint of a decoded `setStruct`. */
  readonly endpointOf: (key: DecodedKey) => Endpoint;
}

/** A way to ask for the records of a list. */
export interface ListQuery {
  /** Its HTTP_SERVICE_CONFIG_ID. */
  readonly id: number;
  readonly struct: TypeObject;
  /** The key of one record. */
  readonly keyOf: (at: Endpoint) => object;
  /** The key of the next record, whatever it is. */
  readonly noKey: object;
  /** The codes that say: no more of them. */
  readonly endCodes: readonly number[];
}

const noMore = [constants.ERROR_NO_MORE_ITEMS];
/** The same of a list that an older Windows does not know. */
const noMoreOrNoSuchList = [...noMore, constants.ERROR_INVALID_PARAMETER];
/**
 * The same of extended parameters. What Windows answers where a record has none, or where it knows some kind of them
 * not, is documented nowhere, so that all that can mean "none" and nothing worse does mean it: no file, not supported,
 * not found. An error that means something else, such as a refusal, still makes the records unknown.
 */
const noneOfThem = [
  ...noMoreOrNoSuchList,
  constants.ERROR_FILE_NOT_FOUND,
  constants.ERROR_NOT_SUPPORTED,
  constants.ERROR_NOT_FOUND,
];

/** HTTP_SERVICE_CONFIG_SSL_KEY or HTTP_SERVICE_CONFIG_SSL_SNI_KEY as it is decoded. */
export type DecodedKey = AddressKey & HostKey;

interface AddressKey {
  readonly pIpPort: Pointer;
}

interface HostKey {
  readonly Host: string | null;
  readonly IpPort: { readonly ss_port: ArrayLike<number> };
}

/** The two lists of http.sys. */
export interface RecordLists {
  readonly byAddress: RecordList;
  readonly byHostName: RecordList;
}

export function recordLists(win32: Win32): RecordLists {
  return { byAddress: listByAddress(win32), byHostName: listByHostName(win32) };
}

/** The list that holds the record of an endpoint. */
export function listOf({ byAddress, byHostName }: RecordLists, at: Endpoint): RecordList {
  return endpointParts(at).family === 'host-name' ? byHostName : byAddress;
}

function listByAddress(win32: Win32): RecordList {
  const { types } = win32;
  return {
    setStruct: types.HTTP_SERVICE_CONFIG_SSL_SET,
    simple: {
      id: constants.HttpServiceConfigSSLCertInfo,
      struct: types.HTTP_SERVICE_CONFIG_SSL_QUERY,
      keyOf: (at) => ({ pIpPort: addressOf(at) }),
      noKey: { pIpPort: null },
      // Every Windows has this list: an error must not pass for a server without records.
      endCodes: noMore,
    },
    // Here the key is the address itself, not a pointer to it.
    extended: {
      id: constants.HttpServiceConfigSslCertInfoEx,
      struct: types.HTTP_SERVICE_CONFIG_SSL_QUERY_EX,
      keyOf: (at) => ({ IpPort: socketAddressStorage(addressOf(at)) }),
      noKey: { IpPort: noAddress },
      endCodes: noneOfThem,
      keySize: win32.sizeOf(types.HTTP_SERVICE_CONFIG_SSL_KEY_EX),
      endpointIn: (answer) => addressEndpoint(win32, answer),
    },
    endpointOf: ({ pIpPort }) => addressEndpoint(win32, pIpPort),
  };
}

function listByHostName(win32: Win32): RecordList {
  const { types } = win32;
  const key = types.HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
  const noKey = { IpPort: noAddress, Host: null };
  const keys = { keyOf: hostKeyOf, noKey };
  return {
    setStruct: types.HTTP_SERVICE_CONFIG_SSL_SNI_SET,
    simple: {
      id: constants.HttpServiceConfigSslSniCertInfo,
      struct: types.HTTP_SERVICE_CONFIG_SSL_SNI_QUERY,
      ...keys,
      endCodes: noMoreOrNoSuchList,
    },
    extended: {
      id: constants.HttpServiceConfigSslSniCertInfoEx,
      struct: types.HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX,
      ...keys,
      endCodes: noneOfThem,
      keySize: win32.sizeOf(key),
      endpointIn: (answer) => hostEndpoint(win32.decode(answer, key) as HostKey),
    },
    endpointOf: hostEndpoint,
  };
}

const noAddress = socketAddressStorage(Buffer.alloc(0));

function addressOf(at: Endpoint): Buffer {
  const { family, host, port } = endpointParts(at);
  if (family === 'host-name') throw new Error(`Not an address: ${at}`);
  return socketAddress(family, host, port);
}

function hostKeyOf(at: Endpoint): object {
  const { host, port } = endpointParts(at);
  return { IpPort: socketAddressStorage(socketAddress('ipv4', everyAddress, port)), Host: host };
}

function addressEndpoint(win32: Win32, at: Pointer | Uint8Array): Endpoint {
  const { host, port } = addressIn(win32, at);
  return endpoint(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}

/** Throws `WindowsError` for a name that is none: http.sys keeps whatever it was given. */
function hostEndpoint({ Host, IpPort }: HostKey): Endpoint {
  const text = `${Host ?? ''}:${bigEndian(IpPort.ss_port)}`;
  try {
    return endpoint(text);
  } catch {
    throw new WindowsError(`host name of the certificate record ${text}`, constants.ERROR_INVALID_PARAMETER);
  }
}
