import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyAccessLists } from '../../electron/server/practice/key-access.ts';
import type { Fault, PracticeState } from '../../electron/server/practice/state.ts';
import type { RecordChange } from '../../shared/change.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { iisRecordSettings } from '../../shared/facts.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { certificateCreation } from '../fixtures/certificate-creation.ts';
import { known, meddle, practice } from '../fixtures/practice.ts';

const loopback = endpoint('127.0.0.1:443');

const removal: RecordChange<Thumbprint> = {
  id: 'remove',
  kind: 'record',
  target: { endpoint: loopback, site: '' },
  before: { kind: 'absent' },
  after: { kind: 'absent' },
};

const creation = certificateCreation('new');
const createdTarget = { kind: 'certificate', target: creation.target } as const;

function faulty(fault: Fault) {
  return (state: PracticeState): PracticeState => ({ ...state, faults: [...state.faults, fault] });
}

describe('a fault to come', () => {
  it('before a change: it is refused with the code, nothing is done, and the next attempt succeeds', async () => {
    const { server, store } = await practice('healthy');
    await meddle(
      store,
      faulty({ change: { kind: 'record', endpoint: loopback }, fails: 'before', code: '5' }),
    );
    const before = await server.inspect();
    expect(await server.apply(removal)).toMatchObject({ kind: 'refused', because: { code: '5' } });
    expect(await server.inspect()).toEqual(before);
    expect(await server.apply(removal)).toEqual({ kind: 'applied' });
  });

  it('after a change: it is refused although it is done', async () => {
    const { server, store } = await practice('healthy');
    await meddle(
      store,
      faulty({ change: { kind: 'record', endpoint: loopback }, fails: 'after', code: '5' }),
    );
    expect(await server.apply(removal)).toMatchObject({ kind: 'refused' });
    expect(await server.read({ kind: 'record', target: removal.target })).toMatchObject({
      value: { state: { kind: 'absent' } },
    });
  });

  it('waits for its own endpoint', async () => {
    const { server, store } = await practice('healthy');
    const elsewhere = endpoint('0.0.0.0:444');
    await meddle(
      store,
      faulty({ change: { kind: 'record', endpoint: elsewhere }, fails: 'before', code: '5' }),
    );
    expect(await server.apply(removal)).toEqual({ kind: 'applied' });
    const there = { ...removal, target: { endpoint: elsewhere, site: '' } };
    expect(await server.apply(there)).toMatchObject({ kind: 'refused' });
  });

  it('halfway through a certificate: the key is there, the certificate is not, and it is finished later', async () => {
    const { server, store } = await practice('no-self-signed');
    await meddle(store, faulty({ change: { kind: 'certificate' }, fails: 'halfway', code: '1' }));
    const containers = known(await store.load()).containers.length;
    expect(await server.apply(creation)).toMatchObject({ kind: 'refused' });
    expect(await server.read(createdTarget)).toMatchObject({ value: { state: { kind: 'partly' } } });
    const orphan = known(await store.load()).containers.at(-1);

    expect(await server.apply(creation)).toEqual({ kind: 'applied' });
    expect(await server.read(createdTarget)).toMatchObject({ value: { state: { kind: 'present' } } });
    const after = known(await store.load()).containers;
    expect(after).toHaveLength(containers + 1);
    expect(after.at(-1)?.privateKey).not.toBe(orphan?.privateKey);
  });

  it('halfway through a certificate: the inverse takes the orphaned key away', async () => {
    const { server, store } = await practice('no-self-signed');
    const before = known(await store.load()).containers;
    await meddle(store, faulty({ change: { kind: 'certificate' }, fails: 'halfway', code: '1' }));
    await server.apply(creation);
    const inverse = { ...creation, before: creation.after, after: creation.before };
    expect(await server.apply(inverse)).toEqual({ kind: 'applied' });
    expect(await server.read(createdTarget)).toMatchObject({ value: { state: { kind: 'absent' } } });
    expect(known(await store.load()).containers).toEqual(before);
  });
});

describe('http.sys', () => {
  it.each([
    ['lost', (state: PracticeState) => ({ ...state, containers: [] })],
    [
      'shut to SYSTEM',
      (state: PracticeState) => ({
        ...state,
        containers: state.containers.map((container) => ({
          ...container,
          accessList: keyAccessLists.systemRefused,
        })),
      }),
    ],
    [
      'in the profile of a user',
      (state: PracticeState) => ({
        ...state,
        certificates: state.certificates.map((certificate) => ({
          ...certificate,
          key:
            certificate.key.kind === 'linked'
              ? { ...certificate.key, location: 'user-profile' as const }
              : certificate.key,
        })),
        containers: state.containers.map((container) => ({
          ...container,
          location: 'user-profile' as const,
        })),
      }),
    ],
    [
      'that of another certificate',
      (state: PracticeState) => ({
        ...state,
        containers: state.containers.map((container, index) => ({
          ...container,
          privateKey: state.containers[(index + 1) % state.containers.length]!.privateKey,
        })),
      }),
    ],
  ])('refuses with 1312 a certificate whose key is %s', async (_, spoil) => {
    const { server, store } = await practice('healthy');
    const { thumbprint: certificate } = known(await store.load()).records[0]!;
    await meddle(store, spoil);
    const value = { ...iisRecordSettings, certificate };
    const change = { ...removal, after: { kind: 'present', value } } as const;
    expect(await server.apply(change)).toMatchObject({ kind: 'refused', because: { code: '1312' } });
  });
});

describe('any changes of records', () => {
  it('are undone, newest first, to where they began', async () => {
    const { server, store } = await practice('one-binding-expired');
    const start = known(await store.load());
    const certificates = [...new Set(start.records.map(({ thumbprint }) => thumbprint))];
    const change = fc.record({
      at: fc.constantFrom('0.0.0.0:443', '127.0.0.1:443', '0.0.0.0:444', '[::]:443', 'mail.contoso.com:443'),
      certificate: fc.option(fc.constantFrom(...certificates)),
      flags: fc.constantFrom(0, 2, 16),
    });
    const property = fc.asyncProperty(fc.array(change, { maxLength: 8 }), async (wanted) => {
      const done: RecordChange<Thumbprint>[] = [];
      for (const { at, certificate, flags } of wanted) {
        const target = { endpoint: endpoint(at), site: '' };
        const now = known(await server.read({ kind: 'record', target }));
        if (now.kind !== 'record') throw new Error('Another target was read');
        const one: RecordChange<Thumbprint> = {
          id: at,
          kind: 'record',
          target,
          before: now.state,
          after:
            certificate === null
              ? { kind: 'absent' }
              : {
                  kind: 'present',
                  value: { ...iisRecordSettings, certificate, flags },
                },
        };
        expect(await server.apply(one)).toEqual({ kind: 'applied' });
        done.push(one);
      }
      for (const one of done.toReversed())
        await server.apply({ ...one, before: one.after, after: one.before });
      expect(known(await store.load())).toEqual(start);
    });
    await fc.assert(property, { numRuns: 30 });
  });
});
