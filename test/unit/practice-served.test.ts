import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keyAccessLists } from '../../electron/server/practice/key-access.ts';
import { Listeners } from '../../electron/server/practice/listeners.ts';
import type { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import { endpoint } from '../../shared/endpoint.ts';
import type { CertificateRecord } from '../../shared/facts.ts';
import { known, meddle, practice } from '../fixtures/practice.ts';

const everywhere = endpoint('0.0.0.0:443');
const loopback = endpoint('127.0.0.1:443');

async function thumbprints(server: PracticeServer): Promise<{ mail: string; exchange: string }> {
  const certificates = known((await server.inspect()).certificates).filter(({ store }) => store === 'MY');
  const named = (name: string) => certificates.find(({ friendlyName }) => friendlyName === name)!.thumbprint;
  return { mail: named('mail.contoso.com'), exchange: named('Microsoft Exchange') };
}

function recordsOf(state: PracticeState, change: (record: CertificateRecord) => CertificateRecord | null) {
  return { ...state, records: state.records.map(change).filter((record) => record !== null) };
}

describe('what the practice server serves', () => {
  it('is what the record of the endpoint says, really, over TLS', async () => {
    const { server } = await practice('healthy');
    const { mail, exchange } = await thumbprints(server);
    expect(await server.served(everywhere)).toEqual({ kind: 'certificate', thumbprint: mail });
    expect(await server.served(endpoint('0.0.0.0:444'))).toEqual({
      kind: 'certificate',
      thumbprint: exchange,
    });
  });

  it('changes with the next connection after the record changed', async () => {
    const { server, store } = await practice('healthy');
    const { exchange } = await thumbprints(server);
    await server.served(loopback);
    await meddle(store, (state) => {
      const thumbprint = state.records.find((record) => record.endpoint === '0.0.0.0:444')!.thumbprint;
      return recordsOf(state, (record) =>
        record.endpoint === loopback ? { ...record, thumbprint } : record,
      );
    });
    expect(await server.served(loopback)).toEqual({ kind: 'certificate', thumbprint: exchange });
  });

  it('falls back from a missing record to [::], then to 0.0.0.0', async () => {
    const { server, store } = await practice('healthy');
    const { mail, exchange } = await thumbprints(server);
    await meddle(store, (state) =>
      recordsOf(state, (record) => (record.endpoint === loopback ? null : record)),
    );
    expect(await server.served(loopback)).toEqual({ kind: 'certificate', thumbprint: mail });
    await meddle(store, (state) => {
      const backEnd = state.records.find((record) => record.endpoint === '0.0.0.0:444')!;
      return { ...state, records: [...state.records, { ...backEnd, endpoint: endpoint('[::]:443') }] };
    });
    expect(await server.served(loopback)).toEqual({ kind: 'certificate', thumbprint: exchange });
  });

  it.each([
    ['there is no record', (state: PracticeState) => ({ ...state, records: [] })],
    ['its certificate is gone', (state: PracticeState) => ({ ...state, certificates: [] })],
    ['its key is gone', (state: PracticeState) => ({ ...state, containers: [] })],
    [
      'SYSTEM may not use its key',
      (state: PracticeState) => ({
        ...state,
        containers: state.containers.map((container) => ({
          ...container,
          accessList: keyAccessLists.systemRefused,
        })),
      }),
    ],
  ])('is a connection that is reset when %s', async (_, change) => {
    const { server, store } = await practice('healthy');
    await meddle(store, change);
    expect(await server.served(everywhere)).toMatchObject({
      kind: 'no-handshake',
      because: { code: 'ECONNRESET' },
    });
  });

  it('is served although this administrator cannot open the key', async () => {
    const { server } = await practice('unreadable-key');
    expect(await server.served(everywhere)).toMatchObject({ kind: 'certificate' });
  });

  it('is nothing while W3SVC is stopped, and comes back with it', async () => {
    const { server, store } = await practice('healthy');
    expect(await server.served(everywhere)).toMatchObject({ kind: 'certificate' });
    const turn = (now: 'stopped' | 'running') =>
      meddle(store, (state) => ({
        ...state,
        services: state.services.map((service) =>
          service.name === 'W3SVC' ? { ...service, state: now } : service,
        ),
      }));
    await turn('stopped');
    expect(await server.served(everywhere)).toEqual({ kind: 'nothing-listens' });
    await turn('running');
    expect(await server.served(everywhere)).toMatchObject({ kind: 'certificate' });
  });

  it('is nothing on a port that no site binds', async () => {
    const { server } = await practice('healthy');
    expect(await server.served(endpoint('0.0.0.0:8443'))).toEqual({ kind: 'nothing-listens' });
  });
});

describe('the listeners', () => {
  it('bear many questions at once, whether something listens or not', async () => {
    for (const name of ['healthy', 'retry-hides-cause']) {
      const { server } = await practice(name);
      const answers = await Promise.all(Array.from({ length: 12 }, () => server.served(everywhere)));
      expect(new Set(answers.map(({ kind }) => kind)).size).toBe(1);
    }
  });

  it('never keep the process alive', async () => {
    const { server } = await practice('healthy');
    await server.served(everywhere);
    const keptAlive = process.getActiveResourcesInfo();
    expect(keptAlive.filter((resource) => /^TCP|TLS/.test(resource))).toEqual([]);
  });

  it('are gone with everything they hold when they are closed', async () => {
    const { store } = await practice('healthy');
    const listeners = new Listeners(async () => known(await store.load()));
    const address = await listeners.open(everywhere);
    const held = connect(address);
    held.on('error', () => undefined);
    await once(held, 'connect');
    const closed = once(held, 'close');
    await listeners.close();
    await closed;
    const [refused] = (await once(connect(address), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
  });
});
