import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newIdentity } from '../../electron/identity.ts';
import type { Server } from '../../electron/server/server.ts';
import { endpoint } from '../../shared/endpoint.ts';
import type { CertificateRecord } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { orderFaults } from './http-sys-faults.ts';
import { known, rebinding, startRecordsWorld, usualRecord, type RecordsWorld } from './records-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { snapshotOf } from './snapshot.ts';

const byAddress = endpoint('10.1.2.3:443');
const byHostName = endpoint('mail.contoso.com:443');
const notSupported = {
  kind: 'refused',
  because: { code: '50', tried: 'extended parameters of a record' },
};

/** Below HTTP\Parameters; each bit of the value is one kind of parameter. */
function withKinds(key: string, bits: number): string {
  const path = `HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\${key}`;
  return `Windows Registry Editor Version 5.00\r\n\r\n[${path}]\r\n"ExtendedParameters"=dword:${bits.toString(16)}\r\n`;
}

describeOnWine('a record with extended parameters', () => {
  let exchange: RecordsWorld;
  let records: readonly CertificateRecord[];
  beforeAll(async () => {
    exchange = await startRecordsWorld('with-update');
    const [certificate] = exchange.certificates;
    const { registry } = exchange.world;
    await registry.import(
      recordRegistry([usualRecord(byAddress, certificate), usualRecord(byHostName, certificate)]),
    );
    await registry.import(withKinds(`SslBindingInfo\\${byAddress}`, 0b101));
    await registry.import(withKinds(`SslSniBindingInfo\\${byHostName}`, 0b10));
    records = [
      { ...usualRecord(byAddress, certificate), extendedParameters: [0, 2] },
      { ...usualRecord(byHostName, certificate), extendedParameters: [1] },
    ];
  });
  afterAll(() => exchange.dispose());

  it('is told with the kinds of them, by address and by host name, listed and alone', async () => {
    const listed = known((await exchange.server.inspect()).records);
    expect(listed).toEqual(expect.arrayContaining([...records]));
    for (const record of records) expect(await exchange.readRecord(record.endpoint)).toEqual(record);
    expect(listed.filter(({ extendedParameters }) => extendedParameters.length > 0)).toHaveLength(2);
  });

  it('is never deleted to be set anew, since they would be lost', async () => {
    const { world, needs, certificates } = exchange;
    const lacks = { library: 'httpapi.dll', entryPoint: 'HttpUpdateServiceConfiguration' };
    const opened = await openRemoteServer(world, { ...needs, altered: { lacks } });
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    const before = await snapshotOf(world);
    for (const record of records) {
      expect(await opened.value.apply(rebinding(record, certificates[1]))).toEqual(notSupported);
    }
    expect(await snapshotOf(world)).toBe(before);
    await opened.value.close();
  });

  it('is said before anything is planned, where it has to be replaced', async () => {
    const { world, needs } = exchange;
    for (const { endpoint: at } of exchange.built.state.records) {
      await world.registry.import(withKinds(`SslBindingInfo\\${at}`, 0b1));
    }
    const lacks = { library: 'httpapi.dll', entryPoint: 'HttpUpdateServiceConfiguration' };
    const opened = await openRemoteServer(world, { ...needs, altered: { lacks } });
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    const lookOf = async (server: Server) => {
      const facts = await server.inspect();
      return lookAt(facts, newIdentity(facts));
    };
    const older = await lookOf(opened.value);
    await opened.value.close();
    const newer = await lookOf(exchange.server);
    const told = ({ diagnosis }: Look, kind: Finding['kind']) =>
      diagnosis.findings.flatMap((finding) =>
        finding.kind === kind && 'endpoint' in finding ? [finding.endpoint] : [],
      );
    const expired = told(newer, 'bound-certificate-fault');
    expect(expired).not.toEqual([]);
    expect(told(older, 'record-not-replaceable')).toEqual(expired);
    expect(older.planned.kind).toBe('nothing-planned');
    expect(told(newer, 'record-not-replaceable')).toEqual([]);
    expect(newer.planned.kind).toBe('planned');
    await world.registry.import(recordRegistry(exchange.built.state.records));
  });

  describe('is told as one without them', () => {
    it.each([
      ['ERROR_FILE_NOT_FOUND', 2],
      ['ERROR_NOT_SUPPORTED', 50],
      ['ERROR_INVALID_PARAMETER', 87],
      ['ERROR_NOT_FOUND', 1168],
    ])('where http.sys answers %s to who asks for them', async (_, code) => {
      await orderFaults(exchange.world, { call: 'Query', of: 'id 8', code });
      try {
        const listed = known((await exchange.server.inspect()).records);
        expect(listed).toContainEqual({ ...records[0]!, extendedParameters: [] });
        expect(await exchange.readRecord(byAddress)).toEqual({ ...records[0]!, extendedParameters: [] });
      } finally {
        await orderFaults(exchange.world);
      }
    });

    it('never where it refuses to tell', async () => {
      await orderFaults(exchange.world, { call: 'Query', of: 'id 8', code: 5 });
      try {
        expect((await exchange.server.inspect()).records).toMatchObject({
          kind: 'unknown',
          because: { code: '5' },
        });
      } finally {
        await orderFaults(exchange.world);
      }
    });
  });

  it('is never made, since nothing here can set them', async () => {
    const { world, server, certificates } = exchange;
    const [record] = records;
    const { after, ...rest } = rebinding({ ...record!, endpoint: endpoint('10.1.2.9:443') }, certificates[0]);
    const before = await snapshotOf(world);
    expect(await server.apply({ ...rest, before: { kind: 'absent' }, after })).toEqual(notSupported);
    expect(await snapshotOf(world)).toBe(before);
  });
});
