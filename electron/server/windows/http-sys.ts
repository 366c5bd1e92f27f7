import { isDeepStrictEqual } from 'node:util';
import type { Presence } from '../../../shared/change.ts';
import { rehearsalEndpoint } from '../../../shared/endpoint.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { iisRecordSettings } from '../../../shared/facts.ts';
import type { CertificateRecord, HttpSysFacts } from '../../../shared/facts.ts';
import { constants } from './headers.ts';
import { RecordReader } from './http-record-reader.ts';
import type { RecordsFound } from './http-record-reader.ts';
import { listOf, recordLists } from './http-record-lists.ts';
import type { RecordLists } from './http-record-lists.ts';
import { noParameters, parameterDescription } from './http-record.ts';
import type { Win32 } from './win32.ts';
import { answeredZero, WindowsError } from './windows-error.ts';

/** Ours: a record that carries it was left by a rehearsal that was cut off. */
const rehearsalApplicationId = '{6f0f1d5c-3f2b-4f0e-9d0b-c1a5b7e9d244}';

/** The certificate records of http.sys. Every method throws `WindowsError` when Windows refuses. */
export class HttpSys {
  readonly #win32: Win32;
  readonly #lists: RecordLists;
  readonly #reader: RecordReader;

  private constructor(win32: Win32) {
    this.#win32 = win32;
    this.#lists = recordLists(win32);
    this.#reader = new RecordReader(win32, this.#lists);
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

  /** How `put` replaces a record here. */
  get recordReplacement(): HttpSysFacts['recordReplacement'] {
    return this.#win32.HttpUpdateServiceConfiguration === null ? 'deleted-and-set' : 'in-one-step';
  }

  /** All of them, those by address first. */
  records(): Promise<RecordsFound> {
    return this.#reader.records();
  }

  record(at: Endpoint): Promise<Presence<CertificateRecord>> {
    return this.#reader.record(at);
  }

  /**
   * Sets the record: in one step where Windows can do that; otherwise it is tried out at another endpoint first, then
   * the old one is deleted and the new one set. What a rehearsal left that was cut off goes in any case.
   */
  async put(record: CertificateRecord): Promise<void> {
    await this.sweep();
    const old = await this.record(record.endpoint);
    if (old.kind === 'absent') {
      await this.#setNew(record);
      return;
    }
    if (isDeepStrictEqual(old.value, record)) return;
    const update = this.#win32.HttpUpdateServiceConfiguration;
    if (update === null) {
      await this.#replace(old.value, record);
      return;
    }
    const { id, struct, size } = this.#argument(record.endpoint, parameterDescription(record));
    const { result } = await update(null, id, struct, size, null);
    answeredZero('HttpUpdateServiceConfiguration', result);
  }

  /** Removes the record; one that is not there is no failure. */
  async remove(at: Endpoint): Promise<void> {
    const { id, struct, size } = this.#argument(at, noParameters);
    const { result } = await this.#win32.HttpDeleteServiceConfiguration(null, id, struct, size, null);
    if (result !== constants.ERROR_FILE_NOT_FOUND) answeredZero('HttpDeleteServiceConfiguration', result);
  }

  /** Takes away the record of a rehearsal that was cut off; one that is anybody else's stays. */
  async sweep(): Promise<void> {
    const left = await this.record(rehearsalEndpoint);
    if (left.kind === 'present' && left.value.applicationId === rehearsalApplicationId) {
      await this.remove(rehearsalEndpoint);
    }
  }

  /** The old record is put back at once when the new one is refused after all. */
  async #replace(old: CertificateRecord, record: CertificateRecord): Promise<void> {
    if (old.extendedParameters.length > 0) {
      // Deleting would lose them, and nothing here can set them anew.
      throw new WindowsError('extended parameters of a record', constants.ERROR_NOT_SUPPORTED);
    }
    await this.#rehearse(record);
    await this.remove(record.endpoint);
    try {
      await this.#setNew(record);
    } catch (refusal) {
      await this.#putBack(old, record);
      throw refusal;
    }
  }

  /** Nothing must stay without a certificate: where the old one is refused as well, the new one is tried once more. */
  async #putBack(old: CertificateRecord, record: CertificateRecord): Promise<void> {
    try {
      await this.#setNew(old);
    } catch (error) {
      if (!(error instanceof WindowsError)) throw error;
      await this.#setNew(record);
    }
  }

  /** Whether http.sys takes the certificate is tried where it hurts nobody. */
  async #rehearse({ thumbprint, store }: CertificateRecord): Promise<void> {
    if ((await this.record(rehearsalEndpoint)).kind === 'present') {
      throw new WindowsError(`record of ${rehearsalEndpoint}`, constants.ERROR_ALREADY_EXISTS);
    }
    await this.#setNew({
      ...iisRecordSettings,
      endpoint: rehearsalEndpoint,
      applicationId: rehearsalApplicationId,
      thumbprint,
      store,
    });
    await this.remove(rehearsalEndpoint);
  }

  async #setNew(record: CertificateRecord): Promise<void> {
    if (record.extendedParameters.length > 0) {
      throw new WindowsError('extended parameters of a record', constants.ERROR_NOT_SUPPORTED);
    }
    const { id, struct, size } = this.#argument(record.endpoint, parameterDescription(record));
    const { result } = await this.#win32.HttpSetServiceConfiguration(null, id, struct, size, null);
    answeredZero('HttpSetServiceConfiguration', result);
  }

  /** What a call that changes a record takes. */
  #argument(at: Endpoint, ParamDesc: object) {
    const { simple, setStruct } = listOf(this.#lists, at);
    const struct = this.#win32.struct(setStruct, { KeyDesc: simple.keyOf(at), ParamDesc });
    return { id: simple.id, struct, size: this.#win32.sizeOf(setStruct) };
  }
}
