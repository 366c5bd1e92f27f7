import type { TypeObject } from 'koffi';
import type { Presence } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { constants } from './headers.ts';
import {
  addressKeyOf,
  endpointIn,
  keyDescription,
  listIds,
  listOf,
  noKeyOf,
  recordIn,
} from './http-record.ts';
import type { ListedRecord, RecordList } from './http-record.ts';
import type { Out, Win32 } from './win32.ts';
import { answeredZero } from './windows-error.ts';

/** The same records with the parameters that the simple form does not show. */
const extendedIds: Readonly<Record<RecordList, number>> = {
  'by-address': constants.HttpServiceConfigSslCertInfoEx,
  'by-host-name': constants.HttpServiceConfigSslSniCertInfoEx,
};

/** No more entries; or a list that an older Windows does not know. */
const endOfList: readonly number[] = [constants.ERROR_NO_MORE_ITEMS, constants.ERROR_INVALID_PARAMETER];

/** Reads the certificate records of http.sys. Every method throws `WindowsError` when Windows refuses. */
export class RecordReader {
  readonly #win32: Win32;

  constructor(win32: Win32) {
    this.#win32 = win32;
  }

  /** All of them, those by address first. */
  async records(): Promise<readonly CertificateRecord[]> {
    return [...(await this.#list('by-address')), ...(await this.#list('by-host-name'))];
  }

  async record(at: Endpoint): Promise<Presence<CertificateRecord>> {
    const list = listOf(at);
    const exact = {
      QueryDesc: constants.HttpServiceConfigQueryExact,
      KeyDesc: keyDescription(at),
      dwToken: 0,
    };
    const bytes = await this.#query(listIds[list], this.#queryType(list), exact, [
      constants.ERROR_FILE_NOT_FOUND,
    ]);
    if (bytes === null) return { kind: 'absent' };
    return { kind: 'present', value: await this.#whole(recordIn(this.#win32, list, bytes)) };
  }

  async #list(list: RecordList): Promise<readonly CertificateRecord[]> {
    const listed = await this.#all(listIds[list], list, this.#queryType(list), {});
    if (listed.length === 0) return [];
    const kinds = await this.#extendedKinds(list);
    return listed.map((bytes) => {
      const record = recordIn(this.#win32, list, bytes);
      return { ...record, extendedParameters: kinds.get(record.endpoint) ?? [] };
    });
  }

  /** The kinds of extended parameters of each record that has any. */
  async #extendedKinds(list: RecordList): Promise<ReadonlyMap<Endpoint, readonly number[]>> {
    const kinds = new Map<Endpoint, readonly number[]>();
    for (let kind = 0; kind < constants.ExParamTypeMax; kind++) {
      const type = this.#extendedType(list);
      for (const bytes of await this.#all(extendedIds[list], list, type, { ParamType: kind })) {
        const at = endpointIn(this.#win32, list, bytes);
        if (this.#isSet(list, bytes)) kinds.set(at, [...(kinds.get(at) ?? []), kind]);
      }
    }
    return kinds;
  }

  async #whole(record: ListedRecord): Promise<CertificateRecord> {
    const extendedParameters: number[] = [];
    for (let kind = 0; kind < constants.ExParamTypeMax; kind++) {
      if (await this.#hasExtendedParameter(record.endpoint, kind)) extendedParameters.push(kind);
    }
    return { ...record, extendedParameters };
  }

  async #hasExtendedParameter(at: Endpoint, ParamType: number): Promise<boolean> {
    const list = listOf(at);
    const KeyDesc = list === 'by-address' ? addressKeyOf(at) : keyDescription(at);
    const exact = { QueryDesc: constants.HttpServiceConfigQueryExact, KeyDesc, dwToken: 0, ParamType };
    const none = [constants.ERROR_FILE_NOT_FOUND, ...endOfList];
    const bytes = await this.#query(extendedIds[list], this.#extendedType(list), exact, none);
    return bytes !== null && this.#isSet(list, bytes);
  }

  /** Whether Windows answers for a record that has no such parameters is not documented: then its numbers are zero. */
  #isSet(list: RecordList, bytes: Uint8Array): boolean {
    const { types } = this.#win32;
    const key =
      list === 'by-address' ? types.HTTP_SERVICE_CONFIG_SSL_KEY_EX : types.HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
    const kindAndPadding = 8;
    const flagsAndNumbers = 24;
    const from = this.#win32.sizeOf(key) + kindAndPadding;
    return bytes.subarray(from, from + flagsAndNumbers).some((byte) => byte !== 0);
  }

  /** Every entry of a list, as http.sys fills it. */
  async #all(
    id: number,
    list: RecordList,
    type: TypeObject,
    more: { readonly ParamType?: number },
  ): Promise<readonly Uint8Array[]> {
    const isSimple = id === constants.HttpServiceConfigSSLCertInfo;
    const KeyDesc = isSimple ? { pIpPort: null } : noKeyOf(list);
    const entries: Uint8Array[] = [];
    for (;;) {
      const QueryDesc = constants.HttpServiceConfigQueryNext;
      const next = { QueryDesc, KeyDesc, dwToken: entries.length, ...more };
      const bytes = await this.#query(id, type, next, endOfList);
      if (bytes === null) return entries;
      entries.push(bytes);
    }
  }

  #extendedType(list: RecordList): TypeObject {
    const { types } = this.#win32;
    return list === 'by-address'
      ? types.HTTP_SERVICE_CONFIG_SSL_QUERY_EX
      : types.HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX;
  }

  #queryType(list: RecordList): TypeObject {
    const { types } = this.#win32;
    return list === 'by-address'
      ? types.HTTP_SERVICE_CONFIG_SSL_QUERY
      : types.HTTP_SERVICE_CONFIG_SSL_SNI_QUERY;
  }

  /** What http.sys answers; `null` for the codes that mean there is nothing (more). */
  async #query(
    id: number,
    type: TypeObject,
    query: object,
    nothing: readonly number[],
  ): Promise<Uint8Array | null> {
    for (let output = Buffer.alloc(1024); ;) {
      const needed: Out<number> = [0];
      const { result } = await this.#win32.HttpQueryServiceConfiguration(
        null,
        id,
        this.#win32.struct(type, query),
        this.#win32.sizeOf(type),
        output,
        output.length,
        needed,
        null,
      );
      if (result === constants.ERROR_INSUFFICIENT_BUFFER && needed[0] > output.length) {
        output = Buffer.alloc(needed[0]);
        continue;
      }
      if (nothing.includes(result)) return null;
      answeredZero('HttpQueryServiceConfiguration', result);
      return output;
    }
  }
}
