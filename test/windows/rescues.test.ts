import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { look, type Ended } from '../../electron/conductor.ts';
import { newIdentity } from '../../electron/identity.ts';
import { practiceInMemory } from '../../electron/server/practice/practice.ts';
import { openSession } from '../../electron/session.ts';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import { concrete } from '../../shared/change.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { scenario as scenarioNamed } from '../fixtures/practice.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { hexadecimal } from './registry-keys.ts';
import {
  keyOfRecord,
  lookFromOutside,
  saidByOpenssl,
  selfSignatureByOpenssl,
  servedAt,
  type Outside,
} from './rescue-outside.ts';
import { rescueIn, startFaultyWorld, type RescueWorld } from './rescue-world.ts';
import { snapshotOf } from './snapshot.ts';

const newFolder = temporaryFolders();

// Each has a Windows of its own and several whole looks at it: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** The same rescue on the practice server. */
async function rescueOnPractice(name: string): Promise<Rescue> {
  const given = { scenario: scenarioNamed(name), clock: systemClock, keys: fixedKeys() };
  const opened = await openSession({
    directory: newFolder(),
    folder: 'make',
    what: 'a test',
    open: async () => ({ kind: 'opened', value: (await practiceInMemory(given)).server }),
    notice: () => undefined,
  });
  if (opened.kind === 'problem') throw new Error(opened.problem.kind);
  const session = opened.value;
  const { facts, diagnosis, planned } = await look(session.server, newIdentity);
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  await session.conductor.begin(facts, diagnosis, planned.plan);
  await session.close();
  return session.conductor.rescues[0]!;
}

/** What two rescues of the same fault have in common, whatever their certificates are called. */
function courseOf({ steps, outcome, start }: Rescue) {
  return {
    outcome: outcome.kind,
    choice: start.plan.choice?.kind,
    changes: steps.map(({ change, progress }) => ({
      id: change.id,
      kind: change.kind,
      of: change.kind === 'record' ? change.target : null,
      from: change.before.kind,
      to: change.after.kind,
      why: change.why.map((why) => (why.kind === 'fault' ? why.finding.kind : why.kind)),
      undo: change.undo.kind,
      progress: progress.kind,
      verified: 'verification' in progress ? progress.verification.kind : null,
    })),
  };
}

/** What the registry of http.sys must be after this rescue. */
function httpSysAfter(before: Outside, rescue: Rescue): Outside['httpSys'] {
  const expected = new Map([...before.httpSys].map(([key, values]) => [key, new Map(values)]));
  for (const step of rescue.steps) {
    const change = concrete(step.change, rescue.created);
    if (change.kind !== 'record' || change.after.kind === 'absent') continue;
    const key = keyOfRecord(change.target.endpoint);
    const values = expected.get(key) ?? new Map(usualValues);
    expected.set(key, values.set('"SslCertHash"', hexadecimal(change.after.value.certificate)));
  }
  return expected;
}

/** As IIS makes a record. */
const usualValues: readonly (readonly [string, string])[] = [
  ['"AppId"', hexadecimal('81e1c34d4be1214ab02259fc669b0914')],
  ['"DefaultFlags"', 'dword:00000000'],
  ['"DefaultSslCertCheckMode"', 'dword:00000000'],
  ['"DefaultSslRevocationFreshnessTime"', 'dword:00000000'],
  ['"DefaultSslRevocationUrlRetrievalTimeout"', 'dword:00000000'],
  ['"SslCertStoreName"', '"MY"'],
];

describeOnWine('a rescue of a Windows server', () => {
  describe.each<[string, HttpSysVariant]>([
    ['expired-certificate', 'with-update'],
    ['expired-certificate', 'without-update'],
    ['unreadable-key', 'with-update'],
    ['no-self-signed', 'with-update'],
    ['one-binding-expired', 'with-update'],
    ['back-end-lost', 'with-update'],
    // Its web server is disabled.
    ['retry-hides-cause', 'with-update'],
  ])('%s, %s', (name, httpSys) => {
    let rescuing: RescueWorld;
    let first: string;
    let before: Outside;
    let after: Outside;
    let ended: Ended;
    let rescue: Rescue;

    beforeAll(async () => {
      rescuing = rescueIn(await startFaultyWorld(name, httpSys), newFolder());
      first = await snapshotOf(rescuing.world);
      before = await lookFromOutside(rescuing.world);
      ended = await rescuing.begin();
      after = await lookFromOutside(rescuing.world);
      rescue = rescuing.rescues[0]!;
    });
    afterAll(() => rescuing.dispose());

    it('ends repaired, by the same changes in the same order as on the practice server', async () => {
      expect(ended).toEqual({ kind: 'repaired' });
      expect(courseOf(rescue)).toEqual(courseOf(await rescueOnPractice(name)));
    });

    it('leaves each endpoint with the certificate of its record, seen in a handshake', async () => {
      const records = rescue.steps.flatMap(({ change, progress }) => {
        const made = concrete(change, rescue.created);
        return made.kind === 'record' && made.after.kind === 'present'
          ? [{ endpoint: made.target.endpoint, certificate: made.after.value.certificate, progress }]
          : [];
      });
      expect(records.length).toBeGreaterThan(0);
      for (const { endpoint, certificate, progress } of records) {
        const port = rescuing.needs.ports[endpoint];
        if (port === undefined) {
          expect(progress).toMatchObject({ verification: { kind: 'nothing-listens' } });
        } else {
          expect(await servedAt(port)).toBe(certificate);
          expect(progress).toMatchObject({ verification: { kind: 'served', thumbprint: certificate } });
        }
      }
    });

    it('changes what was planned and nothing else', () => {
      expect(after.httpSys).toEqual(httpSysAfter(before, rescue));
      expect(after.exchange).toBe(before.exchange);
      const [made] = rescue.created.values();
      const container = rescue.steps.flatMap(({ change }) =>
        change.kind === 'certificate' ? [change.target.container] : [],
      );
      expect(after.containers).toEqual([...before.containers, ...container].toSorted());
      const added = made === undefined ? [] : [`MY ${made}`];
      const trusted = rescue.steps.some(({ change }) => change.kind === 'trust') ? [`Root ${made}`] : [];
      expect(after.certificates).toEqual([...before.certificates, ...added, ...trusted].toSorted());
    });

    it('has copied what must not be lost before the first change', () => {
      const { events, data } = rescuing;
      const kinds = events.map(({ kind }) => kind);
      expect(kinds.indexOf('backup-made')).toBeLessThan(kinds.indexOf('change-about-to'));
      const folder = join(data, rescue.backup!.folder);
      const copied = readFileSync(join(folder, 'applicationHost.config'), 'utf8');
      expect(copied).toBe(rescuing.built.files['inetsrv/config/applicationHost.config']);
      const records = JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8')) as {
        readonly value: readonly { readonly endpoint: string }[];
      };
      expect(records.value.map(({ endpoint }) => endpoint).toSorted()).toEqual(
        rescuing.built.state.records.map(({ endpoint }) => endpoint).toSorted(),
      );
      expect(existsSync(join(folder, 'ServiceControl.log'))).toBe(
        'ExchangeSetupLogs/ServiceControl.log' in rescuing.built.files,
      );
    });

    if (name === 'no-self-signed') {
      it('makes what Setup would have made, as openssl sees it', async () => {
        const [made] = rescue.created.values();
        const stored = (await rescuing.world.tools.listCertificates('MY')).find(
          ({ thumbprint }) => thumbprint === made,
        )!;
        expect(stored.friendlyName).toBe('Microsoft Exchange');
        const der = Buffer.from(stored.der, 'base64');
        const said = saidByOpenssl(der);
        expect(said).toMatch(/Issuer: CN=EX01\n/);
        expect(said).toMatch(/Subject: CN=EX01\n/);
        expect(said).toMatch(/X509v3 Subject Alternative Name: *\n +DNS:EX01, DNS:EX01\.contoso\.local\n/);
        expect(said).toMatch(/X509v3 Key Usage: critical\n +Digital Signature, Key Encipherment\n/);
        expect(said).toMatch(/X509v3 Extended Key Usage: *\n +TLS Web Server Authentication\n/);
        expect(said).toMatch(/X509v3 Basic Constraints: critical\n +CA:FALSE\n/);
        expect(said.match(/Signature Algorithm: sha256WithRSAEncryption/g)).toHaveLength(2);
        expect(said).toMatch(/Public-Key: \(2048 bit\)/);
        const { validFrom, validTo } = new X509Certificate(der);
        const end = new Date(validFrom);
        end.setUTCFullYear(end.getUTCFullYear() + 5);
        expect(new Date(validTo)).toEqual(end);
        const path = join(newFolder(), 'made.pem');
        writeFileSync(path, new X509Certificate(der).toString());
        expect(selfSignatureByOpenssl(path)).toBe(`${path}: OK\n`);
      });
    }

    it('is taken back whole', async () => {
      const { tools } = rescuing.world;
      // The key that the administrator may not open is one that http.sys may: under Wine it is everybody's or nobody's.
      const closed = rescuing.built.state.containers.filter(
        ({ name: container }) => !before.containers.includes(container),
      );
      const asSystem = closed.map(({ name: container }) => ({
        container,
        provider: 'Microsoft RSA SChannel Cryptographic Provider',
        providerType: 12,
        keySpec: 1 as const,
        owner: 'machine' as const,
      }));
      for (const container of asSystem) await tools.generateKey(container);
      expect(rescue.steps.map(({ change }) => change.undo.kind)).not.toContain('ends-at-last-working');
      expect(await rescuing.undoAll()).toEqual({ kind: 'undone' });
      for (const container of asSystem) await tools.removeContainer(container);
      expect(await snapshotOf(rescuing.world)).toBe(first);
    });
  });
});
