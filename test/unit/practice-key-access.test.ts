import { describe, expect, it } from 'vitest';
import { keyAccessLists } from '../../electron/server/practice/key-access.ts';
import type { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import type { PracticeStore } from '../../electron/server/practice/store.ts';
import { settle, verify } from '../../electron/verify.ts';
import { inverse } from '../../shared/change.ts';
import type { KeyAccessChange } from '../../shared/change.ts';
import type { Certificate, PrivateKey } from '../../shared/facts.ts';
import { granting } from '../../shared/security-descriptor.ts';
import { known, meddle, practice } from '../fixtures/practice.ts';

type Linked = Extract<PrivateKey, { kind: 'linked' }>;

/** The certificate that is bound on 443, and its key. */
async function bound(
  server: PracticeServer,
): Promise<{ readonly certificate: Certificate; readonly key: Linked }> {
  const facts = await server.inspect();
  const record = known(facts.records).find(({ endpoint }) => endpoint === '0.0.0.0:443')!;
  const certificate = known(facts.certificates).find(
    ({ thumbprint, store }) => thumbprint === record.thumbprint && store === 'MY',
  )!;
  const key = known(certificate.key);
  if (key.kind === 'none') throw new Error('What is bound has a key');
  return { certificate, key };
}

/** Administrators get full control of the key that is bound on 443. */
async function grant(server: PracticeServer, before: string): Promise<KeyAccessChange> {
  const { certificate, key } = await bound(server);
  const after = granting(before, 'BA');
  if (key.file === null || after === null) throw new Error('A machine key has a file and a list');
  return {
    id: '1',
    kind: 'key-access',
    target: { certificate: certificate.thumbprint, path: key.file.path },
    before: { kind: 'present', value: { accessList: before } },
    after: { kind: 'present', value: { accessList: after } },
  };
}

async function everyList(store: PracticeStore, accessList: string): Promise<void> {
  await meddle(store, (state) => ({
    ...state,
    containers: state.containers.map((container) => ({ ...container, accessList })),
  }));
}

describe('the key of a practice server that administrators may not open', () => {
  it('is told with its file and who may use it', async () => {
    const { server } = await practice('unreadable-key');
    const { key } = await bound(server);
    expect(key.access).toMatchObject({ kind: 'refused', deed: 'open' });
    const accessList = { kind: 'read', value: keyAccessLists.openRefused };
    const path = `C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\${key.container}`;
    expect(key.file).toEqual({ path, accessList });
  });

  it('signs once they have full control, and Setup gets through; taken back it is shut again', async () => {
    const { server } = await practice('unreadable-key');
    const change = await grant(server, keyAccessLists.openRefused);
    expect((await settle(server, change)).standing).toBe('as-before');
    expect(await server.apply(change)).toEqual({ kind: 'applied' });
    expect((await settle(server, change)).standing).toBe('as-after');
    expect(await verify(server, change)).toEqual({ kind: 'verified', verification: { kind: 'read-back' } });
    expect((await bound(server)).key.access).toEqual({ kind: 'signs' });
    expect(known(await server.runSetup()).class).toBe('setup-succeeded');
    expect(await server.apply(inverse(change))).toEqual({ kind: 'applied' });
    expect((await settle(server, inverse(change))).standing).toBe('as-after');
    expect((await bound(server)).key.access).toMatchObject({ kind: 'refused', deed: 'open' });
  });

  it('fails on order, before or after, and is settled by looking', async () => {
    for (const [fails, standing] of [
      ['before', 'as-before'],
      ['after', 'as-after'],
    ] as const) {
      const { server, store } = await practice('unreadable-key');
      const change = await grant(server, keyAccessLists.openRefused);
      const fault = { change: { kind: 'key-access' }, fails, code: '32' } as const;
      await meddle(store, (state) => ({ ...state, faults: [fault] }));
      expect(await server.apply(change)).toMatchObject({ kind: 'refused', because: { code: '32' } });
      expect((await settle(server, change)).standing).toBe(standing);
    }
  });
});

describe('the key of a practice server whose access list they may not change', () => {
  it('stays as it is: Windows would refuse the change', async () => {
    const { server, store } = await practice('healthy');
    await everyList(store, keyAccessLists.changeRefused);
    expect((await bound(server)).key.access).toMatchObject({ kind: 'refused', deed: 'change-access' });
    const change = await grant(server, keyAccessLists.changeRefused);
    expect(await server.apply(change)).toMatchObject({ kind: 'refused', because: { code: '5' } });
    expect((await settle(server, change)).standing).toBe('as-before');
  });

  it('signs once somebody else has given them full control', async () => {
    const { server, store } = await practice('healthy');
    await everyList(store, granting(keyAccessLists.changeRefused, 'BA')!);
    expect((await bound(server)).key.access).toEqual({ kind: 'signs' });
  });
});

describe('the key of a practice server whose access list they may not read', () => {
  it('is told as unknown, by inspection and by its target', async () => {
    const { server, store } = await practice('healthy');
    await everyList(store, 'D:PAI(A;;FA;;;SY)');
    const { key, certificate } = await bound(server);
    const path = key.file!.path;
    const list = { kind: 'unknown', because: { code: '5', tried: path } };
    expect(key.file).toEqual({ path, accessList: list });
    const target = { certificate: certificate.thumbprint, path };
    expect(await server.read({ kind: 'key-access', target })).toEqual(list);
  });
});

describe('the key of a practice server that SYSTEM may not use', () => {
  it('is served again once SYSTEM has full control', async () => {
    const { server, store } = await practice('healthy');
    const shut = 'D:PAI(A;;FA;;;S-1-5-21-1-2-3-1105)(A;;RCWD;;;BA)';
    await everyList(store, shut);
    const endpoint = known((await server.inspect()).records)[0]!.endpoint;
    expect(await server.served(endpoint)).toMatchObject({ kind: 'no-handshake' });
    await everyList(store, granting(shut, 'SY')!);
    expect(await server.served(endpoint)).toMatchObject({ kind: 'certificate' });
  });
});

it('refuses an access list that is none, as Windows does', async () => {
  const { server } = await practice('healthy');
  const change = await grant(server, keyAccessLists.ofMachine);
  const after = { kind: 'present', value: { accessList: 'everybody' } } as const;
  expect(await server.apply({ ...change, after })).toMatchObject({
    kind: 'refused',
    because: { code: '1336' },
  });
});
