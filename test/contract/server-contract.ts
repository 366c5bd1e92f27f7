import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Server } from '../../electron/server/server.ts';
import { inverse, standingOf } from '../../shared/change.ts';
import type {
  ConcreteChange,
  KeyAccessChange,
  RecordChange,
  RecordValue,
  TargetState,
  TrustChange,
} from '../../shared/change.ts';
import { endpoint } from '../../shared/endpoint.ts';
import {
  iisApplicationId,
  type Certificate,
  type CertificateRecord,
  type Facts,
} from '../../shared/facts.ts';
import type { Reading } from '../../shared/reading.ts';
import { setupNotBegun, type SetupProgress } from '../../shared/setup-progress.ts';
import { thumbprint, type Thumbprint } from '../../shared/thumbprint.ts';
import { certificateCreation } from '../fixtures/certificate-creation.ts';
import { logText } from '../fixtures/setup-logs.ts';

/**
 * A server to be put through the contract. It has a record of IIS whose certificate http.sys can use, and in MY
 * another certificate that may be bound.
 */
export interface ServerUnderTest {
  readonly server: Server;
  /** The parts that cannot be read where this test runs, though the server would read them elsewhere. */
  readonly unknownHere?: readonly (keyof Facts)[];
  /** Another access list of the file of a key, where the server cannot keep every list. */
  readonly otherAccessList?: (accessList: string) => string;
  /** All that the server keeps, as text: two equal ones mean that nothing was changed. */
  snapshot(): Promise<string>;
  /** Writes into Setup's log, as Setup would. */
  appendToSetupLog(text: string): Promise<void>;
  dispose(): Promise<void>;
}

/** What every server behind the port promises, real or practice. */
export function describeServer(name: string, start: () => Promise<ServerUnderTest>): void {
  describe(`${name}, as every server`, () => {
    let subject: ServerUnderTest;
    let server: Server;
    let facts: Facts;

    beforeEach(async () => {
      subject = await start();
      server = subject.server;
      facts = await server.inspect();
    });
    afterEach(async () => {
      await subject.dispose();
    });

    async function applied(change: ConcreteChange): Promise<void> {
      expect(await server.apply(change)).toEqual({ kind: 'applied' });
    }

    /** Applies the change, then again, then its inverse, then that again, and looks each time. */
    async function thereAndBack(change: ConcreteChange): Promise<void> {
      const before = await subject.snapshot();
      await applied(change);
      const after = await subject.snapshot();
      expect(after).not.toBe(before);
      await applied(change);
      expect(await subject.snapshot()).toBe(after);
      await applied(inverted(change));
      expect(await subject.snapshot()).toBe(before);
      await applied(inverted(change));
      expect(await subject.snapshot()).toBe(before);
    }

    it('tells every part of its facts, without changing anything', async () => {
      const before = await subject.snapshot();
      const inspected = await server.inspect();
      const { origin, takenAt, utcOffsetMinutes, ...parts } = inspected;
      const unknownParts = Object.entries(parts).filter(([, part]) => part.kind !== 'read');
      expect(unknownParts.map(([part]) => part)).toEqual(subject.unknownHere ?? []);
      expect(['windows', 'practice']).toContain(origin.kind);
      expect(new Date(takenAt).toISOString()).toBe(takenAt);
      expect(Number.isInteger(utcOffsetMinutes)).toBe(true);
      expect(await subject.snapshot()).toBe(before);
    });

    it('reads targets and looks at what is served, without changing anything', async () => {
      const before = await subject.snapshot();
      for (const record of known(facts.records)) {
        await server.read({ kind: 'record', target: { endpoint: record.endpoint, site: '' } });
        await server.served(record.endpoint);
      }
      await server.read({ kind: 'certificate', target: certificateCreation('cu-rescue-contract').target });
      await server.read({ kind: 'trust', target: { certificate: bindable(facts).thumbprint } });
      await server.read({ kind: 'key-access', target: keyAccess(facts, subject).target });
      expect(await subject.snapshot()).toBe(before);
    });

    it('never tells a private key', () => {
      expect(JSON.stringify(facts)).not.toMatch(/PRIVATE KEY|privateKey/);
    });

    it('follows what is appended to the log of Setup, and changes nothing', async () => {
      const end = new AbortController();
      const news = new EventEmitter();
      const told: SetupProgress[] = [];
      const begun = once(news, 'told');
      const following = server.followSetup((progress) => {
        told.push(progress);
        news.emit('told');
      }, end.signal);
      await begun;
      expect(told).toEqual([setupNotBegun(expect.any(String) as string)]);
      const heard = once(news, 'told');
      await subject.appendToSetupLog(logText([[1, 'Beginning processing Install-CafeRole']]));
      await heard;
      expect(told.at(-1)).toMatchObject({ task: 'Install-CafeRole', entries: 1 });
      await subject.appendToSetupLog(logText([[1, 'Ending processing Install-CafeRole']]));
      const before = await subject.snapshot();
      end.abort();
      await following;
      expect(told.at(-1)).toMatchObject({ task: null, tasksDone: ['Install-CafeRole'], entries: 2 });
      expect(await subject.snapshot()).toBe(before);
    });

    describe('a record', () => {
      it('reads as inspection tells it', async () => {
        for (const { endpoint: at, thumbprint: certificate, ...rest } of known(facts.records)) {
          expect(await server.read({ kind: 'record', target: { endpoint: at, site: '' } })).toEqual({
            kind: 'read',
            value: { kind: 'record', state: { kind: 'present', value: { certificate, ...rest } } },
          });
        }
      });

      it('takes another certificate, once or twice, and gives it back', async () => {
        await thereAndBack(rebinding(facts));
      });

      it('shows the new certificate at once, read and inspected', async () => {
        const change = rebinding(facts);
        await applied(change);
        expect(await server.read({ kind: 'record', target: change.target })).toEqual({
          kind: 'read',
          value: { kind: 'record', state: change.after },
        });
        const records = known((await server.inspect()).records);
        expect(records.find(({ endpoint: at }) => at === change.target.endpoint)?.thumbprint).toBe(
          bindable(facts).thumbprint,
        );
      });

      it('leaves every other record as it is', async () => {
        const change = rebinding(facts);
        const others = (all: Facts) =>
          known(all.records).filter(({ endpoint: at }) => at !== change.target.endpoint);
        await applied(change);
        expect(others(await server.inspect())).toEqual(others(facts));
      });

      it('goes and comes back', async () => {
        const { before, ...rest } = rebinding(facts);
        await thereAndBack({ ...rest, before, after: { kind: 'absent' } });
      });

      it('comes where none was, keeps its flags, and goes', async () => {
        const { after, ...rest } = rebinding(facts);
        if (after.kind === 'absent') throw new Error('A rebinding ends with a record');
        const flagged = { ...after, value: { ...after.value, flags: 2 } } as const;
        const change: RecordChange<Thumbprint> = {
          ...rest,
          target: { endpoint: endpoint('127.0.0.1:44321'), site: '' },
          before: { kind: 'absent' },
          after: flagged,
        };
        await thereAndBack(change);
        await applied(change);
        expect(await server.read({ kind: 'record', target: change.target })).toEqual({
          kind: 'read',
          value: { kind: 'record', state: flagged },
        });
      });

      it.each([
        ['a certificate that is in no store', '1312', { certificate: thumbprint('0'.repeat(40)) }],
        ['a certificate that is not in the store it names', '1312', { store: 'WebHosting' }],
        ['an application id that is none', '87', { applicationId: 'IIS' }],
      ])('refuses %s with %s, and stays as it was', async (_, code, wrong) => {
        const before = await subject.snapshot();
        const { after, ...rest } = rebinding(facts);
        if (after.kind === 'absent') throw new Error('A rebinding ends with a record');
        const refused = await server.apply({
          ...rest,
          after: { ...after, value: { ...after.value, ...wrong } },
        });
        expect(refused).toMatchObject({ kind: 'refused', because: { code } });
        expect(await subject.snapshot()).toBe(before);
      });
    });

    describe('a certificate that is created', () => {
      const change = certificateCreation('cu-rescue-contract');

      async function created(): Promise<Certificate> {
        const reading = await server.read({ kind: 'certificate', target: change.target });
        if (reading.kind === 'unknown' || reading.value.kind !== 'certificate') throw new Error('Not read');
        const { state } = reading.value;
        if (state.kind !== 'present') throw new Error(`It is ${state.kind}`);
        const certificates = known((await server.inspect()).certificates);
        return certificates.find((certificate) => certificate.thumbprint === state.thumbprint)!;
      }

      it('reads as absent, then as what it was made from', async () => {
        const target = { kind: 'certificate', target: change.target } as const;
        expect(await server.read(target)).toEqual({
          kind: 'read',
          value: { kind: 'certificate', state: { kind: 'absent' } },
        });
        await applied(change);
        expect(await server.read(target)).toMatchObject({
          value: { state: { kind: 'present', value: change.after.kind === 'present' && change.after.value } },
        });
      });

      it('lies in MY with a machine key in the SChannel CSP that signs', async () => {
        await applied(change);
        expect(await created()).toMatchObject({
          store: 'MY',
          subject: 'CN=EX01',
          issuer: 'CN=EX01',
          serialNumber: change.target.serialNumber,
          dnsNames: ['EX01', 'EX01.contoso.local'],
          friendlyName: 'Microsoft Exchange',
          signatureHash: 'SHA-256',
          publicKey: { algorithm: 'RSA', bits: 2048 },
          authority: 'end-entity',
          key: {
            kind: 'read',
            value: {
              kind: 'linked',
              provider: 'CSP',
              providerName: 'Microsoft RSA SChannel Cryptographic Provider',
              container: change.target.container,
              keySpec: 1,
              location: 'machine',
              access: { kind: 'signs' },
            },
          },
        });
      });

      it('is made once, and goes with its key', async () => {
        await thereAndBack(change);
      });

      it('may be bound', async () => {
        await applied(change);
        const { after, ...rest } = rebinding(facts);
        if (after.kind === 'absent') throw new Error('A rebinding ends with a record');
        const { thumbprint: certificate } = await created();
        await applied({ ...rest, after: { ...after, value: { ...after.value, certificate } } });
      });

      it('is trusted and no longer trusted, and stays in MY through both', async () => {
        await applied(change);
        const { thumbprint: certificate } = await created();
        await thereAndBack(trusting(certificate));
        await applied(trusting(certificate));
        const stores = known((await server.inspect()).certificates)
          .filter((one) => one.thumbprint === certificate)
          .map(({ store, key }) => [store.toUpperCase(), known(key).kind]);
        expect(stores.toSorted()).toEqual([
          ['MY', 'linked'],
          ['ROOT', 'none'],
        ]);
        expect(await server.read({ kind: 'trust', target: { certificate } })).toEqual({
          kind: 'read',
          value: { kind: 'trust', state: { kind: 'present', value: { store: 'Root' } } },
        });
      });
    });

    describe('key access', () => {
      async function found(target: KeyAccessChange['target']): Promise<TargetState> {
        return known(await server.read({ kind: 'key-access', target }));
      }

      it('reads as inspection tells it', async () => {
        const { target, before } = keyAccess(facts, subject);
        expect(await found(target)).toEqual({ kind: 'key-access', state: before });
      });

      it('grants and gives back, once or twice', async () => {
        await thereAndBack(keyAccess(facts, subject));
      });

      it('stands as after where it was granted, and as before where it was given back', async () => {
        const change = keyAccess(facts, subject);
        await applied(change);
        expect(standingOf(change, await found(change.target))).toBe('as-after');
        await applied(inverse(change));
        expect(standingOf(change, await found(change.target))).toBe('as-before');
      });

      it('is told by inspection at once', async () => {
        const change = keyAccess(facts, subject);
        await applied(change);
        expect(keyAccess(await server.inspect(), subject).before).toEqual(change.after);
      });

      it.each([
        ['a file elsewhere', () => 'C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config'],
        ['a file below', (key: string) => key.replace(/[^\\]*$/, 'folder\\$&')],
        ['a way round', (key: string) => key.replace(/[^\\]*$/, '..\\MachineKeys\\$&')],
      ])('refuses %s, which is no file of a machine key', async (_, elsewhere) => {
        const before = await subject.snapshot();
        const { target, ...rest } = keyAccess(facts, subject);
        const path = elsewhere(target.path);
        const no = { code: 'NOT_A_KEY_FILE', tried: path };
        const change: KeyAccessChange = { ...rest, target: { ...target, path } };
        expect(await server.apply(change)).toEqual({ kind: 'refused', because: no });
        expect(await server.read({ kind: 'key-access', target: change.target })).toEqual({
          kind: 'unknown',
          because: no,
        });
        expect(await subject.snapshot()).toBe(before);
      });

      it('reads as absent where no file is, and makes none', async () => {
        const before = await subject.snapshot();
        const { target, ...rest } = keyAccess(facts, subject);
        const gone = { ...target, path: `${target.path}-gone` };
        expect(await found(gone)).toEqual({ kind: 'key-access', state: { kind: 'absent' } });
        expect(await server.apply({ ...rest, target: gone })).toMatchObject({
          kind: 'refused',
          because: { code: '2' },
        });
        expect(await subject.snapshot()).toBe(before);
      });
    });

    describe('what a change misses', () => {
      const nobodys = thumbprint('0'.repeat(40));
      const binding = (value: Partial<RecordValue<Thumbprint>>): ConcreteChange => {
        const { after, ...rest } = rebinding(facts);
        if (after.kind === 'absent') throw new Error('A rebinding ends with a record');
        return { ...rest, after: { ...after, value: { ...after.value, ...value } } };
      };
      const missing = async (change: ConcreteChange) => known(await server.missing(change));

      it('is nothing where all is there, and asking changes nothing', async () => {
        const before = await subject.snapshot();
        const { thumbprint: certificate } = bindable(facts);
        for (const change of [
          rebinding(facts),
          trusting(certificate),
          certificateCreation('cu-rescue-contract'),
          keyAccess(facts, subject),
        ]) {
          expect([change.kind, await missing(change)]).toEqual([change.kind, null]);
        }
        expect(await subject.snapshot()).toBe(before);
      });

      it('is nothing where a record or trust goes', async () => {
        const { after } = binding({ certificate: nobodys }) as RecordChange<Thumbprint>;
        expect(
          await missing(inverted({ ...rebinding(facts), before: { kind: 'absent' }, after })),
        ).toBeNull();
        expect(await missing(inverted(trusting(nobodys)))).toBeNull();
      });

      it('is a certificate that its store does not have', async () => {
        const gone = { thumbprint: nobodys, store: 'MY', what: 'certificate' };
        expect(await missing(binding({ certificate: nobodys, store: 'MY' }))).toEqual(gone);
        expect(await missing(trusting(nobodys))).toEqual(gone);
        const elsewhere = { ...gone, thumbprint: bindable(facts).thumbprint, store: 'WebHosting' };
        expect(await missing(binding({ store: 'WebHosting' }))).toEqual(elsewhere);
      });

      it('is the key of a certificate that lies there without one', async () => {
        const { thumbprint: certificate } = bindable(facts);
        await applied(trusting(certificate));
        const without = { thumbprint: certificate, store: 'Root', what: 'private-key' };
        expect(await missing(binding({ store: 'Root' }))).toEqual(without);
      });
    });

    it('has nothing to tidy where nothing was cut off', async () => {
      const before = await subject.snapshot();
      expect(await server.tidy()).toEqual({ kind: 'applied' });
      expect(await subject.snapshot()).toBe(before);
    });

    it('does not trust a certificate that is not there', async () => {
      const before = await subject.snapshot();
      expect(await server.apply(trusting(thumbprint('0'.repeat(40))))).toMatchObject({ kind: 'refused' });
      expect(await subject.snapshot()).toBe(before);
    });

    it('never removes the key of another certificate, whatever container it is told', async () => {
      const before = await subject.snapshot();
      const key = known(bindable(facts).key);
      if (key.kind === 'none') throw new Error('A certificate that may be bound has a key');
      const { target, ...rest } = certificateCreation('cu-rescue-contract');
      const theirs = { ...rest, target: { ...target, container: key.container } };
      expect(await server.apply(theirs)).toMatchObject({ kind: 'refused' });
      expect(await server.apply(inverted(theirs))).toMatchObject({ kind: 'refused' });
      expect(await subject.snapshot()).toBe(before);
    });
  });
}

function known<T>(reading: Reading<T>): T {
  if (reading.kind === 'unknown') throw new Error(`${reading.because.tried}: ${reading.because.code}`);
  return reading.value;
}

function inverted(change: ConcreteChange): ConcreteChange {
  return { ...change, before: change.after, after: change.before } as ConcreteChange;
}

function ownRecord(facts: Facts): CertificateRecord {
  return known(facts.records).find(({ applicationId }) => applicationId === iisApplicationId)!;
}

/** A certificate that may be bound and is not. */
function bindable(facts: Facts): Certificate {
  return known(facts.certificates).find(({ store, key, thumbprint: print }) => {
    const link = known(key);
    return (
      store.toUpperCase() === 'MY' &&
      print !== ownRecord(facts).thumbprint &&
      link.kind === 'linked' &&
      link.provider === 'CSP' &&
      link.access.kind === 'signs'
    );
  })!;
}

function rebinding(facts: Facts): RecordChange<Thumbprint> {
  const { endpoint: at, thumbprint: certificate, ...rest } = ownRecord(facts);
  return {
    id: 'rebind',
    kind: 'record',
    target: { endpoint: at, site: 'Default Web Site' },
    before: { kind: 'present', value: { certificate, ...rest } },
    after: { kind: 'present', value: { ...rest, certificate: bindable(facts).thumbprint } },
  };
}

function trusting(certificate: Thumbprint): TrustChange<Thumbprint> {
  return {
    id: 'trust',
    kind: 'trust',
    target: { certificate },
    before: { kind: 'absent' },
    after: { kind: 'present', value: { store: 'Root' } },
  };
}

/** Users may read the key that may be bound, besides who may use it now. */
function keyAccess(facts: Facts, { otherAccessList = withUsers }: ServerUnderTest): KeyAccessChange {
  const { thumbprint: certificate, key } = bindable(facts);
  const link = known(key);
  if (link.kind === 'none' || link.file === null) throw new Error('A key that may be bound has a file');
  const { path, accessList } = link.file;
  return {
    id: 'access',
    kind: 'key-access',
    target: { certificate, path },
    before: { kind: 'present', value: { accessList: known(accessList) } },
    after: { kind: 'present', value: { accessList: otherAccessList(known(accessList)) } },
  };
}

function withUsers(accessList: string): string {
  return `${accessList}(A;;FR;;;BU)`;
}
