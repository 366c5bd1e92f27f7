import { describe, expect, it } from 'vitest';
import { administratorMay, keyAccessLists } from '../../electron/server/practice/key-access.ts';
import type { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import { certificateFaults } from '../../shared/certificate-health.ts';
import { endpoint, type Endpoint } from '../../shared/endpoint.ts';
import { iisRecordSettings } from '../../shared/facts.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { known, meddle, nightClock, practice } from '../fixtures/practice.ts';

const frontEnd = [endpoint('0.0.0.0:443'), endpoint('127.0.0.1:443')];
const backEnd = endpoint('0.0.0.0:444');

async function bind(server: PracticeServer, at: readonly Endpoint[], certificate: Thumbprint): Promise<void> {
  for (const one of at) {
    const value = { ...iisRecordSettings, certificate };
    const applied = await server.apply({
      id: 'bind',
      kind: 'record',
      target: { endpoint: one, site: '' },
      before: { kind: 'absent' },
      after: { kind: 'present', value },
    });
    expect(applied).toEqual({ kind: 'applied' });
  }
}

async function createdCertificate(
  server: PracticeServer,
  notBefore = '2026-03-01T02:12:00.000Z',
): Promise<Thumbprint> {
  const target = { container: 'new', serialNumber: '4A' };
  const value = {
    netbiosName: 'EX01',
    fullyQualifiedName: 'EX01.contoso.local',
    friendlyName: 'Microsoft Exchange',
    notBefore,
    notAfter: '2031-03-01T02:12:00.000Z',
  };
  await server.apply({
    id: 'create',
    kind: 'certificate',
    target,
    before: { kind: 'absent' },
    after: { kind: 'present', value },
  });
  const { kind, state } = known(await server.read({ kind: 'certificate', target }));
  if (kind !== 'certificate' || state.kind !== 'present') throw new Error('Not created');
  return state.thumbprint;
}

async function ownCertificate(server: PracticeServer): Promise<Thumbprint> {
  const certificates = known((await server.inspect()).certificates);
  return certificates.find(
    ({ friendlyName, store }) => friendlyName === 'Microsoft Exchange' && store === 'MY',
  )!.thumbprint;
}

async function rerun(server: PracticeServer): Promise<string> {
  return known(await server.runSetup()).class;
}

describe('Setup, run again', () => {
  it.each([
    ['expired-certificate', 'certificate-expired'],
    ['unreadable-key', 'private-key-inaccessible'],
    ['one-binding-expired', 'certificate-expired'],
    ['self-signed-expired', 'certificate-expired'],
    ['no-self-signed', 'certificate-expired'],
    ['retry-hides-cause', 'certificate-expired'],
    ['internal-transport', 'internal-transport-certificate'],
    ['not-the-certificate', 'not-a-certificate-failure'],
  ])('fails again on %s when nothing was changed: %s', async (name, failure) => {
    const { server } = await practice(name);
    expect(await rerun(server)).toBe(failure);
  });

  it.each(['expired-certificate', 'unreadable-key', 'one-binding-expired', 'retry-hides-cause'])(
    'succeeds on %s once the front end holds the good certificate, and the services are back',
    async (name) => {
      const { server, store } = await practice(name);
      await bind(server, frontEnd, await ownCertificate(server));
      expect(await rerun(server)).toBe('setup-succeeded');
      const facts = await server.inspect();
      expect(known(facts.services)).toEqual(known(await store.load()).servicesBefore);
      expect(known(facts.setupState).incompleteRoles).toEqual([]);
    },
  );

  it.each(['self-signed-expired', 'no-self-signed'])(
    'succeeds on %s once a new certificate is bound everywhere',
    async (name) => {
      const { server } = await practice(name);
      await bind(server, [...frontEnd, backEnd], await createdCertificate(server));
      expect(await rerun(server)).toBe('setup-succeeded');
    },
  );

  it.each(['back-end-lost', 'healthy'])('succeeds on %s as it is', async (name) => {
    const { server } = await practice(name);
    expect(await rerun(server)).toBe('setup-succeeded');
  });

  it.each([
    ['internal-transport', 'internal-transport-certificate'],
    ['not-the-certificate', 'not-a-certificate-failure'],
  ])('is not cured on %s by a new certificate', async (name, failure) => {
    const { server } = await practice(name);
    await bind(server, [...frontEnd, backEnd], await createdCertificate(server));
    expect(await rerun(server)).toBe(failure);
  });

  it('is not cured by the back end alone', async () => {
    const { server } = await practice('no-self-signed');
    await bind(server, [backEnd], await createdCertificate(server));
    expect(await rerun(server)).toBe('certificate-expired');
  });

  it.each(frontEnd)('is not cured by %s alone', async (at) => {
    const { server } = await practice('expired-certificate');
    await bind(server, [at], await ownCertificate(server));
    expect(await rerun(server)).toBe('certificate-expired');
  });

  it('does not take a certificate that is not valid yet', async () => {
    const { server } = await practice('no-self-signed');
    await bind(server, [...frontEnd, backEnd], await createdCertificate(server, '2026-03-02T00:00:00.000Z'));
    expect(await rerun(server)).toBe('certificate-expired');
  });

  it('stumbles over an expired back end when only the front end was cured', async () => {
    const { server } = await practice('self-signed-expired');
    await bind(server, frontEnd, await createdCertificate(server));
    expect(await rerun(server)).toBe('back-end-certificate');
  });

  it('stops at a pending restart before it looks at any certificate', async () => {
    const { server, store } = await practice('expired-certificate');
    await meddle(store, (state) => ({ ...state, pendingReboot: ['PendingFileRenameOperations'] }));
    await bind(server, frontEnd, await ownCertificate(server));
    const verdict = known(await server.runSetup());
    expect(verdict.class).toBe('certificate-expired');
    expect(verdict.hiddenBy.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'blocked', rules: ['RebootPending'] },
    ]);
  });

  it('fails on a key whose access list it may not change', async () => {
    const { server, store } = await practice('unreadable-key');
    await meddle(store, (state) => ({
      ...state,
      containers: state.containers.map((container) =>
        administratorMay(container) === 'open-refused'
          ? { ...container, accessList: keyAccessLists.changeRefused }
          : container,
      ),
    }));
    const { class: failure, failure: told } = known(await server.runSetup());
    expect(failure).toBe('private-key-inaccessible');
    expect(told?.exception).toMatch(/AddAccessRuleCryptographicException$/);
  });

  it('makes its own certificate when what is bound is not in MY and no name fits', async () => {
    const { server, store } = await practice('no-self-signed');
    await meddle(store, (state) => ({
      ...state,
      records: state.records.map((record) => ({ ...record, store: 'WebHosting' })),
      certificates: state.certificates.map((certificate) =>
        certificate.friendlyName === 'mail.contoso.com'
          ? { ...certificate, store: 'WebHosting' }
          : certificate,
      ),
    }));
    expect(await rerun(server)).toBe('setup-succeeded');
    const facts = await server.inspect();
    const made = known(facts.certificates).find(({ friendlyName }) => friendlyName === 'Microsoft Exchange')!;
    expect(certificateFaults(made, nightClock.now().toISOString())).toEqual([]);
    expect(new Set(known(facts.records).map(({ thumbprint }) => thumbprint))).toEqual(
      new Set([made.thumbprint]),
    );
  });

  it('prefers the certificate of an authority when it searches by name, even an expired one, and binds none', async () => {
    const { server, store } = await practice('expired-certificate');
    await meddle(store, (state) => ({
      ...state,
      records: [],
      server: { ...state.server, fullyQualifiedName: 'mail.contoso.com' },
    }));
    expect(await rerun(server)).toBe('certificate-expired');
    expect(known((await server.inspect()).records)).toEqual([]);
  });

  it('writes a hash left in the metabase back before it looks, and undoes the cure', async () => {
    const { server, store } = await practice('expired-certificate');
    const old = known(await store.load()).records.find(
      (record) => record.endpoint === frontEnd[0],
    )!.thumbprint;
    await meddle(store, (state) => ({ ...state, metabaseHashes: [{ siteId: 1, thumbprint: old }] }));
    await bind(server, frontEnd, await ownCertificate(server));
    expect(await rerun(server)).toBe('certificate-expired');
  });

  it('looks at the server of this moment, not at its scenario', async () => {
    const { server, store } = await practice('healthy');
    await meddle(store, (state) => ({
      ...state,
      containers: state.containers.map((container) => ({
        ...container,
        accessList: keyAccessLists.openRefused,
      })),
    }));
    expect(await rerun(server)).toBe('private-key-inaccessible');
  });
});
