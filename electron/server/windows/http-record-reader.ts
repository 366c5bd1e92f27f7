import type { Presence } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CertificateRecord, UnreadRecord } from '../../../shared/facts.ts';
import { isGiven } from './extended-parameters.ts';
import { constants } from './headers.ts';
import { listOf } from './http-record-lists.ts';
import type { ListQuery, RecordList, RecordLists } from './http-record-lists.ts';
import { endpointIn, recordIn } from './http-record.ts';
import type { ListedRecord } from './http-record.ts';
import type { Out, Win32 } from './win32.ts';
import { answeredZero, becauseOf } from './windows-error.ts';

export interface RecordsFound {
  readonly records: readonly CertificateRecord[];
  /** Those that are there and say what is not understood. */
  readonly unread: readonly UnreadRecord[];
}

/** Reads the certificate records of http.sys. Every method throws `WindowsError` when Windows refuses. */
export class RecordReader {
  readonly #win32: Win32;
  readonly #lists: RecordLists;

  constructor(win32: Win32, lists: RecordLists) {
    this.#win32 = win32;
    this.#lists = lists;
  }

  /** All of them, those by address first. */
  async records(): Promise<RecordsFound> {
    const byAddress = await this.#listed(this.#lists.byAddress);
    const byHostName = await this.#listed(this.#lists.byHostName);
    return {
      records: [...byAddress.records, ...byHostName.records],
      unread: [...byAddress.unread, ...byHostName.unread],
    };
  }

  async record(at: Endpoint): Promise<Presence<CertificateRecord>> {
    const list = listOf(this.#lists, at);
    const bytes = await this.#exact(list.simple, at, {}, [constants.ERROR_FILE_NOT_FOUND]);
    if (bytes === null) return { kind: 'absent' };
    return { kind: 'present', value: await this.#whole(list, recordIn(this.#win32, list, bytes)) };
  }

  async #listed(list: RecordList): Promise<RecordsFound> {
    const answers = await this.#all(list.simple, {});
    if (answers.length === 0) return { records: [], unread: [] };
    const kinds = await this.#extendedKinds(list);
    const records: CertificateRecord[] = [];
    const unread: UnreadRecord[] = [];
    for (const bytes of answers) {
      const endpoint = endpointIn(this.#win32, list, bytes);
      try {
        const extendedParameters = kinds.get(endpoint) ?? [];
        records.push({ ...recordIn(this.#win32, list, bytes), extendedParameters });
      } catch (error) {
        unread.push({ endpoint, because: becauseOf(error) });
      }
    }
    return { records, unread };
  }

  /** The kinds of extended parameters of each record that has any. */
  async #extendedKinds(list: RecordList): Promise<ReadonlyMap<Endpoint, readonly number[]>> {
    const kinds = new Map<Endpoint, readonly number[]>();
    for (let kind = 0; kind < constants.ExParamTypeMax; kind++) {
      for (const bytes of await this.#all(list.extended, { ParamType: kind })) {
        const at = list.extended.endpointIn(bytes);
        if (isGiven(kind, parametersIn(list, bytes))) kinds.set(at, [...(kinds.get(at) ?? []), kind]);
      }
    }
    return kinds;
  }

  async #whole(list: RecordList, record: ListedRecord): Promise<CertificateRecord> {
    const extendedParameters: number[] = [];
    for (let kind = 0; kind < constants.ExParamTypeMax; kind++) {
      const bytes = await this.#exact(
        list.extended,
        record.endpoint,
        { ParamType: kind },
        list.extended.endCodes,
      );
      if (bytes !== null && isGiven(kind, parametersIn(list, bytes))) extendedParameters.push(kind);
    }
    return { ...record, extendedParameters };
  }

  #exact(
    query: ListQuery,
    at: Endpoint,
    more: ExtendedQuery,
    nothing: readonly number[],
  ): Promise<Uint8Array | null> {
    const QueryDesc = constants.HttpServiceConfigQueryExact;
    return this.#query(query, { QueryDesc, KeyDesc: query.keyOf(at), dwToken: 0, ...more }, nothing);
  }

  /** Every entry of a list, as http.sys fills it. */
  async #all(query: ListQuery, more: ExtendedQuery): Promise<readonly Uint8Array[]> {
    const entries: Uint8Array[] = [];
    for (;;) {
      const QueryDesc = constants.HttpServiceConfigQueryNext;
      const next = { QueryDesc, KeyDesc: query.noKey, dwToken: entries.length, ...more };
      const bytes = await this.#query(query, next, query.endCodes);
      if (bytes === null) return entries;
      entries.push(bytes);
    }
  }

  /** What http.sys answers; `null` for the codes that mean there is nothing (more). */
  async #query(
    { id, struct }: ListQuery,
    query: object,
    nothing: readonly number[],
  ): Promise<Uint8Array | null> {
    for (let output = Buffer.alloc(1024); ;) {
      const needed: Out<number> = [0];
      const { result } = await this.#win32.HttpQueryServiceConfiguration(
        null,
        id,
        this.#win32.struct(struct, query),
        this.#win32.sizeOf(struct),
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

/** What an extended form is asked for besides. */
interface ExtendedQuery {
  readonly ParamType?: number;
}

/** The extended parameters in what http.sys answers, behind the key. */
function parametersIn(list: RecordList, answer: Uint8Array): Uint8Array {
  return answer.subarray(list.extended.keySize);
}
