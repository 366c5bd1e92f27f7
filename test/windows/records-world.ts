import { X509Certificate } from 'node:crypto';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import type { RecordChange } from '../../shared/change.ts';
import type { Endpoint } from '../../shared/endpoint.ts';
import { iisRecordSettings, settingsOf, type CertificateRecord } from '../../shared/facts.ts';
import type { Reading } from '../../shared/reading.ts';
import { thumbprint, type Thumbprint } from '../../shared/thumbprint.ts';
import { nightClock } from '../fixtures/practice.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { container } from './material.ts';

/** An Exchange server with two certificates that records may change between. */
export interface RecordsWorld extends ExchangeWorld {
  /** Both with a machine key that opens, in MY and in WebHosting. */
  readonly certificates: readonly [Thumbprint, Thumbprint];
  /** What http.sys tells of the endpoint when it is asked for exactly that one. */
  readRecord(at: Endpoint): Promise<CertificateRecord | null>;
}

export async function startRecordsWorld(httpSys: HttpSysVariant): Promise<RecordsWorld> {
  const exchange = await startExchangeWorld('one-binding-expired', nightClock, { httpSys });
  const { world, server, built } = exchange;
  const usable = built.state.certificates.flatMap(({ der, store, key }) =>
    store === 'MY' && key.kind === 'linked' ? [{ der, container: key.container }] : [],
  );
  const prints: Thumbprint[] = [];
  for (const { der, container: name } of usable.slice(0, 2)) {
    const key = { ...container(name), pkcs8Pem: null };
    await world.tools.addCertificate({ der, store: 'WebHosting', friendlyName: null, key });
    prints.push(thumbprint(new X509Certificate(Buffer.from(der, 'base64')).fingerprint));
  }
  return {
    ...exchange,
    certificates: prints as [Thumbprint, Thumbprint],
    async readRecord(at) {
      const reading = await server.read({ kind: 'record', target: { endpoint: at, site: '' } });
      const state = known(reading);
      if (state.kind !== 'record') throw new Error(`A record was asked for, ${state.kind} was told`);
      if (state.state.kind === 'absent') return null;
      const { certificate, ...settings } = state.state.value;
      return { endpoint: at, thumbprint: certificate, ...settings };
    },
  };
}

/** As IIS makes it. */
export const usualRecord = (endpoint: Endpoint, certificate: Thumbprint): CertificateRecord => ({
  ...iisRecordSettings,
  endpoint,
  thumbprint: certificate,
});

/** The change that gives the record another certificate and nothing else. */
export function rebinding(record: CertificateRecord, certificate: Thumbprint): RecordChange<Thumbprint> {
  const settings = settingsOf(record);
  return {
    id: 'rebind',
    kind: 'record',
    target: { endpoint: record.endpoint, site: '' },
    before: { kind: 'present', value: { ...settings, certificate: record.thumbprint } },
    after: { kind: 'present', value: { ...settings, certificate } },
  };
}

export function known<T>(reading: Reading<T>): T {
  if (reading.kind === 'unknown') throw new Error(`${reading.because.tried}: ${reading.because.code}`);
  return reading.value;
}
