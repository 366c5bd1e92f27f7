import type { Presence } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CertificateRecord } from '../../../shared/facts.ts';
import { constants } from './headers.ts';
import { keyDescription, listOf, parameterDescription, recordIn } from './http-record.ts';
import type { RecordList } from './http-record.ts';
import type { Out, Win32 } from './win32.ts';
import { answeredZero, WindowsError } from './windows-error.ts';

/** The numbers that http.sys has for its lists. */
const listIds: Readonly<Record<RecordList, number>> = {
  'by-address': constants.HttpServiceConfigSSLCertInfo,
  'by-host-name': constants.HttpServiceConfigSslSniCertInfo,
};

/** The same records, where they may carry parameters that the simple form does not show. */
const extendedIds: Readonly<Record<RecordList, number>> = {
  'by-address': constants.HttpServiceConfigSslCertInfoEx,
  'by-host-name': constants.HttpServiceConfigSslSniCertInfoEx,
};

/** The certificate records of http.sys. Every method throws `WindowsError` when Windows refuses. */
export class HttpSys {
  readonly #win32: Win32;

  private constructor(win32: Win32) {
    this.#win32 = win32;
  }

  static async open(win32: Win32): Promise<HttpSys> {
    const version = { HttpApiMajorVersion: 1, HttpApiMinorVersion: 0 };
    const { result } = await win32.HttpInitialize(version, constants.HTTP_INITIALIZE_CONFIG, null);
    answeredZero('HttpInitialize', result);
    return new HttpSys(win32);
  }

  close(): void {
    this.#win32.HttpTerminate(constants.HTTP_INITIALIZE_CONFIG, null);
  }

  /** All of them, those by address first. */
  async records(): Promise<readonly CertificateRecord[]> {
    return [...(await this.#list('by-address')), ...(await this.#list('by-host-name'))];
  }

  async record(at: Endpoint): Promise<Presence<CertificateRecord>> {
    const list = listOf(at);
    const query = {
      QueryDesc: constants.HttpServiceConfigQueryExact,
      KeyDesc: keyDescription(at),
      dwToken: 0,
    };
    const bytes = await this.#query(listIds[list], list, query, [constants.ERROR_FILE_NOT_FOUND]);
    return bytes === null
      ? { kind: 'absent' }
      : { kind: 'present', value: recordIn(this.#win32, list, bytes) };
  }

  /** Sets the record, in one step where Windows can do that. */
  async put(record: CertificateRecord): Promise<void> {
    const update = this.#win32.HttpUpdateServiceConfiguration;
    if (update !== null) {
      const list = listOf(record.endpoint);
      const struct = this.#set(record);
      const { result } = await update(null, listIds[list], struct.value, struct.size, null);
      // 2: there is none to update.
      if (result !== constants.ERROR_FILE_NOT_FOUND) {
        answeredZero('HttpUpdateServiceConfiguration', result);
        return;
      }
    } else if ((await this.record(record.endpoint)).kind === 'present') {
      await this.#replace(record);
      return;
    }
    await this.#setNew(record);
  }

  /** Removes the record; one that is not there is no failure. */
  async remove(at: Endpoint): Promise<void> {
    const list = listOf(at);
    const { types } = this.#win32;
    const type =
      list === 'by-address' ? types.HTTP_SERVICE_CONFIG_SSL_SET : types.HTTP_SERVICE_CONFIG_SSL_SNI_SET;
    const struct = this.#win32.struct(type, { KeyDesc: keyDescription(at), ParamDesc: nothing });
    const { result } = await this.#win32.HttpDeleteServiceConfiguration(
      null,
      listIds[list],
      struct,
      this.#win32.sizeOf(type),
      null,
    );
    if (result === constants.ERROR_FILE_NOT_FOUND) return;
    answeredZero('HttpDeleteServiceConfiguration', result);
  }

  /** Whether the record carries parameters that would be lost when it is deleted and set again. */
  async hasExtendedParameters(at: Endpoint): Promise<boolean> {
    const list = listOf(at);
    const query = {
      QueryDesc: constants.HttpServiceConfigQueryExact,
      KeyDesc: keyDescription(at),
      dwToken: 0,
    };
    // An older Windows does not know that list.
    const none = [
      constants.ERROR_FILE_NOT_FOUND,
      constants.ERROR_INVALID_PARAMETER,
      constants.ERROR_NO_MORE_ITEMS,
    ];
    return (await this.#query(extendedIds[list], list, query, none)) !== null;
  }

  /** Where the step in between cannot be left out: the old record is put back at once when the new one is refused. */
  async #replace(record: CertificateRecord): Promise<void> {
    const old = await this.record(record.endpoint);
    await this.remove(record.endpoint);
    try {
      await this.#setNew(record);
    } catch (refusal) {
      if (old.kind === 'present') await this.#setNew(old.value);
      throw refusal;
    }
  }

  async #setNew(record: CertificateRecord): Promise<void> {
    const struct = this.#set(record);
    const id = listIds[listOf(record.endpoint)];
    const { result } = await this.#win32.HttpSetServiceConfiguration(
      null,
      id,
      struct.value,
      struct.size,
      null,
    );
    answeredZero('HttpSetServiceConfiguration', result);
  }

  #set(record: CertificateRecord) {
    const { types } = this.#win32;
    const type =
      listOf(record.endpoint) === 'by-address'
        ? types.HTTP_SERVICE_CONFIG_SSL_SET
        : types.HTTP_SERVICE_CONFIG_SSL_SNI_SET;
    const value = { KeyDesc: keyDescription(record.endpoint), ParamDesc: parameterDescription(record) };
    return { value: this.#win32.struct(type, value), size: this.#win32.sizeOf(type) };
  }

  async #list(list: RecordList): Promise<readonly CertificateRecord[]> {
    const records: CertificateRecord[] = [];
    for (;;) {
      const query = {
        QueryDesc: constants.HttpServiceConfigQueryNext,
        KeyDesc: list === 'by-address' ? { pIpPort: null } : noHostName,
        dwToken: records.length,
      };
      // An older Windows knows no records by host name.
      const end = [constants.ERROR_NO_MORE_ITEMS, constants.ERROR_INVALID_PARAMETER];
      const bytes = await this.#query(listIds[list], list, query, end);
      if (bytes === null) return records;
      records.push(recordIn(this.#win32, list, bytes));
    }
  }

  /** What http.sys answers; `null` for the codes that mean there is nothing (more). */
  async #query(
    id: number,
    list: RecordList,
    query: object,
    nothingCodes: readonly number[],
  ): Promise<Uint8Array | null> {
    const { types } = this.#win32;
    const type =
      list === 'by-address' ? types.HTTP_SERVICE_CONFIG_SSL_QUERY : types.HTTP_SERVICE_CONFIG_SSL_SNI_QUERY;
    for (let output: Buffer | null = null; ;) {
      const needed: Out<number> = [0];
      const { result } = await this.#win32.HttpQueryServiceConfiguration(
        null,
        id,
        this.#win32.struct(type, query),
        this.#win32.sizeOf(type),
        output,
        output?.length ?? 0,
        needed,
        null,
      );
      if (result === constants.ERROR_INSUFFICIENT_BUFFER) {
        output = Buffer.alloc(needed[0]);
        continue;
      }
      if (nothingCodes.includes(result)) return null;
      answeredZero('HttpQueryServiceConfiguration', result);
      if (output === null)
        throw new WindowsError('HttpQueryServiceConfiguration', constants.ERROR_INVALID_PARAMETER);
      return output;
    }
  }
}

const nothing = {
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

const noHostName = {
  IpPort: {
    ss_family: 0,
    ss_port: [0, 0],
    ss_rest: [0, 0, 0, 0],
    ss_align: 0n,
    ss_pad2: Array.from({ length: 112 }, () => 0),
  },
  Host: null,
};
