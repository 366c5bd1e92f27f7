import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inverse } from '../../shared/change.ts';
import { endpoint, rehearsalEndpoint } from '../../shared/endpoint.ts';
import type { CertificateRecord } from '../../shared/facts.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { orderFaults, type HttpSysFault } from './http-sys-faults.ts';
import { known, rebinding, startRecordsWorld, usualRecord, type RecordsWorld } from './records-world.ts';
import { snapshotOf } from './snapshot.ts';
import { unknownParts } from './unknown-parts.ts';

const at = endpoint('10.1.2.3:443');
const accessDenied = 5;
const noSuchLogonSession = 1312;
const alreadyExists = 183;
const ofRehearsals = '{6f0f1d5c-3f2b-4f0e-9d0b-c1a5b7e9d244}';

const refused = (code: number, tried: string) => ({
  kind: 'refused',
  because: { code: String(code), tried },
});

/** What a test of faults stands on: one record of ours that is there before each test. */
function recordsWorld(httpSys: 'with-update' | 'without-update') {
  let exchange: RecordsWorld;
  beforeAll(async () => {
    exchange = await startRecordsWorld(httpSys);
  });
  beforeEach(async () => {
    await exchange.world.registry.import(recordRegistry([standing()]));
  });
  afterEach(() => orderFaults(exchange.world));
  afterAll(() => exchange.dispose());
  const standing = (): CertificateRecord => ({
    ...usualRecord(at, exchange.certificates[0]),
    flags: 2,
  });
  return {
    get exchange() {
      return exchange;
    },
    standing,
    rebinding: () => rebinding(standing(), exchange.certificates[1]),
    order: (...faults: readonly HttpSysFault[]) => orderFaults(exchange.world, ...faults),
    apply: (change = rebinding(standing(), exchange.certificates[1])) => exchange.server.apply(change),
    record: () => exchange.readRecord(at),
  };
}

describeOnWine('a http.sys that refuses', () => {
  describe('and replaces in one step', () => {
    const subject = recordsWorld('with-update');

    it.each([accessDenied, noSuchLogonSession])(
      'is told by its code %i, and nothing is changed',
      async (code) => {
        const before = await snapshotOf(subject.exchange.world);
        await subject.order({ call: 'Update', of: at, code });
        expect(await subject.apply()).toEqual(refused(code, 'HttpUpdateServiceConfiguration'));
        expect(await subject.record()).toEqual(subject.standing());
        expect(await snapshotOf(subject.exchange.world)).toBe(before);
      },
    );

    it('says no to a new record, and there is none', async () => {
      const record = usualRecord(endpoint('10.1.2.3:444'), subject.exchange.certificates[0]);
      const { after, ...rest } = rebinding(record, record.thumbprint);
      await subject.order({ call: 'Set', of: '*', code: accessDenied });
      const change = { ...rest, before: { kind: 'absent' }, after } as const;
      expect(await subject.exchange.server.apply(change)).toEqual(
        refused(accessDenied, 'HttpSetServiceConfiguration'),
      );
      expect(await subject.exchange.readRecord(record.endpoint)).toBeNull();
    });

    it('says no to a removal, and the record stays', async () => {
      const { before, ...rest } = subject.rebinding();
      await subject.order({ call: 'Delete', of: at, code: accessDenied });
      expect(await subject.apply({ ...rest, before, after: { kind: 'absent' } })).toEqual(
        refused(accessDenied, 'HttpDeleteServiceConfiguration'),
      );
      expect(await subject.record()).toEqual(subject.standing());
    });

    it('is believed only when the record is read again: it says done and does nothing', async () => {
      await subject.order({ call: 'Update', of: at, code: 0, how: 'SaysDoneDoesNothing' });
      expect(await subject.apply()).toEqual({ kind: 'applied' });
      expect(await subject.record()).toEqual(subject.standing());
    });

    it('is believed only when the record is read again: it does it and says that it failed', async () => {
      await subject.order({ call: 'Update', of: at, code: accessDenied, how: 'DoesItSaysFailed' });
      expect(await subject.apply()).toMatchObject({ kind: 'refused' });
      expect(await subject.record()).toMatchObject({ thumbprint: subject.exchange.certificates[1] });
      await subject.order();
      expect(await subject.apply(inverse(subject.rebinding()))).toEqual({ kind: 'applied' });
    });

    it('leaves the records unknown when it does not list them, and the rest is read', async () => {
      await subject.order({ call: 'Query', of: '*', code: accessDenied });
      const because = { code: '5', tried: 'HttpQueryServiceConfiguration' };
      expect(unknownParts(await subject.exchange.server.inspect())).toMatchObject({ records: because });
      const target = { kind: 'record', target: { endpoint: at, site: '' } } as const;
      expect(await subject.exchange.server.read(target)).toEqual({ kind: 'unknown', because });
      expect(await subject.exchange.server.served(at)).toEqual({ kind: 'no-handshake', because });
    });

    it('may break off in the middle of its list: half a list is none', async () => {
      await subject.order({ call: 'Query', of: '127.0.0.1:443', code: accessDenied });
      expect((await subject.exchange.server.inspect()).records).toEqual({
        kind: 'unknown',
        because: { code: '5', tried: 'HttpQueryServiceConfiguration' },
      });
    });

    it('knows records by address in every version: one that does not has told nothing', async () => {
      await subject.order({ call: 'Query', of: 'id 1', code: 87 });
      expect(unknownParts(await subject.exchange.server.inspect())).toMatchObject({
        records: { code: '87', tried: 'HttpQueryServiceConfiguration' },
      });
    });

    it('may know no records by host name, as older ones: then there are none', async () => {
      await subject.order({ call: 'Query', of: 'id 5', code: 87 });
      const records = known((await subject.exchange.server.inspect()).records);
      expect(records).toContainEqual(subject.standing());
    });
  });

  describe('and has to delete before it sets', () => {
    const subject = recordsWorld('without-update');

    it('has the old record back at once when it refuses the new one after the deletion', async () => {
      const before = await snapshotOf(subject.exchange.world);
      await subject.order({ call: 'Set', of: at, code: noSuchLogonSession, times: 1 });
      expect(await subject.apply()).toEqual(refused(noSuchLogonSession, 'HttpSetServiceConfiguration'));
      expect(await subject.record()).toEqual(subject.standing());
      expect(await snapshotOf(subject.exchange.world)).toBe(before);
    });

    it('is not believed when it takes the new record and says that it failed', async () => {
      await subject.order({
        call: 'Set',
        of: at,
        code: accessDenied,
        times: 1,
        how: 'DoesItSaysFailed',
      });
      expect(await subject.apply()).toMatchObject({ kind: 'refused' });
      expect(await subject.record()).toMatchObject({ thumbprint: subject.exchange.certificates[1] });
    });

    it('shows that the record is gone when it does not take the old one back either', async () => {
      await subject.order({ call: 'Set', of: at, code: accessDenied });
      expect(await subject.apply()).toEqual(refused(accessDenied, 'HttpSetServiceConfiguration'));
      expect(await subject.record()).toBeNull();
    });

    it('keeps the old record when it refuses the deletion', async () => {
      await subject.order({ call: 'Delete', of: at, code: accessDenied });
      expect(await subject.apply()).toEqual(refused(accessDenied, 'HttpDeleteServiceConfiguration'));
      expect(await subject.record()).toEqual(subject.standing());
    });

    it("leaves another's record alone where it would rehearse, and changes nothing", async () => {
      const theirs = usualRecord(rehearsalEndpoint, subject.exchange.certificates[0]);
      await subject.exchange.world.registry.import(recordRegistry([theirs]));
      const before = await snapshotOf(subject.exchange.world);
      expect(await subject.apply()).toEqual(refused(alreadyExists, `record of ${rehearsalEndpoint}`));
      expect(await snapshotOf(subject.exchange.world)).toBe(before);
    });

    it('takes away what a rehearsal that was cut off has left', async () => {
      const [certificate, other] = subject.exchange.certificates;
      // By its application id it is known again.
      const left = { ...usualRecord(rehearsalEndpoint, certificate), applicationId: ofRehearsals };
      await subject.exchange.world.registry.import(recordRegistry([left]));
      expect(await subject.apply()).toEqual({ kind: 'applied' });
      expect(await subject.record()).toEqual({ ...subject.standing(), thumbprint: other });
      expect(await subject.exchange.readRecord(rehearsalEndpoint)).toBeNull();
    });

    it('tidies what is of a rehearsal, and nothing that is of others', async () => {
      const [certificate] = subject.exchange.certificates;
      const theirs = usualRecord(rehearsalEndpoint, certificate);
      const ours = { ...theirs, applicationId: ofRehearsals };
      const elsewhere = { ...ours, endpoint: endpoint('127.0.0.1:44398') };
      await subject.exchange.world.registry.import(recordRegistry([theirs, elsewhere]));
      const before = await snapshotOf(subject.exchange.world);
      expect(await subject.exchange.server.tidy()).toEqual({ kind: 'applied' });
      expect(await snapshotOf(subject.exchange.world)).toBe(before);

      await subject.exchange.world.registry.import(recordRegistry([ours]));
      await subject.order({ call: 'Delete', of: rehearsalEndpoint, code: accessDenied });
      expect(await subject.exchange.server.tidy()).toEqual(
        refused(accessDenied, 'HttpDeleteServiceConfiguration'),
      );
      await subject.order();
      expect(await subject.exchange.server.tidy()).toEqual({ kind: 'applied' });
      expect(await subject.exchange.readRecord(rehearsalEndpoint)).toBeNull();
      expect(await subject.exchange.readRecord(elsewhere.endpoint)).toEqual(elsewhere);
    });

    it('never gets as far as the deletion with a certificate that it cannot use', async () => {
      const before = await snapshotOf(subject.exchange.world);
      // Every deletion of this record would be refused with another code.
      await subject.order({ call: 'Delete', of: at, code: alreadyExists });
      const change = rebinding(subject.standing(), thumbprint('0'.repeat(40)));
      expect(await subject.apply(change)).toEqual(refused(noSuchLogonSession, 'HttpSetServiceConfiguration'));
      expect(await snapshotOf(subject.exchange.world)).toBe(before);
    });
  });
});
