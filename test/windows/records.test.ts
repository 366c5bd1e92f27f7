import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import { inverse } from '../../shared/change.ts';
import { endpoint, type Endpoint } from '../../shared/endpoint.ts';
import { iisApplicationId, type CertificateRecord, type RecordSettings } from '../../shared/facts.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { known, rebinding, startRecordsWorld, usualRecord, type RecordsWorld } from './records-world.ts';
import { unknownParts } from './unknown-parts.ts';

const parameters = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/** No field is what it usually is. */
const unusual: RecordSettings = {
  store: 'WebHosting',
  applicationId: '{01234567-89ab-cdef-fedc-ba9876543210}',
  flags: 0x4c1f,
  clientCertificates: {
    mode: 4,
    freshnessSeconds: 86_400,
    retrievalTimeoutMilliseconds: 15_000,
    listIdentifier: 'Contoso clients',
    listStore: 'ClientAuthIssuer',
  },
  extendedParameters: [],
};

const endpoints = {
  'an address': endpoint('10.1.2.3:4443'),
  'every address': endpoint('0.0.0.0:8444'),
  'a host name': endpoint('mail.contoso.com:443'),
  'another host name on that port': endpoint('autodiscover.contoso.com:443'),
  'every address of IPv6': endpoint('[::]:443'),
  'loopback of IPv6': endpoint('[::1]:444'),
  'an address of IPv6': endpoint('[2001:db8:0:1::1]:8443'),
} as const;

const file = (...lines: readonly string[]) =>
  ['Windows Registry Editor Version 5.00', '', ...lines, ''].join('\r\n');

const bytesOf = (hexadecimal: string) => hexadecimal.toLowerCase().match(/../g)!.join(',');

describeOnWine('the records of http.sys', () => {
  describe.each<HttpSysVariant>(['with-update', 'without-update'])('%s', (httpSys) => {
    let exchange: RecordsWorld;
    beforeAll(async () => {
      exchange = await startRecordsWorld(httpSys);
      const [first] = exchange.certificates;
      const records = Object.values(endpoints).map((at) => ({ ...usualRecord(at, first), ...unusual }));
      await exchange.world.registry.import(recordRegistry(records));
    });
    afterAll(() => exchange.dispose());

    const listed = async () => known((await exchange.server.inspect()).records);
    const unusualRecord = (at: Endpoint): CertificateRecord => ({
      ...usualRecord(at, exchange.certificates[0]),
      ...unusual,
    });

    /** The values of a record's key from outside the product, in an order of their own. */
    async function valuesOf(at: Endpoint): Promise<readonly string[]> {
      const key = `HKLM${parameters.slice('HKEY_LOCAL_MACHINE'.length)}\\SslBindingInfo\\${at}`;
      return (await exchange.world.registry.export(key)).trim().split('\r\n').toSorted();
    }

    it('are listed whole', async () => {
      expect(await listed()).toEqual(
        expect.arrayContaining(Object.values(endpoints).map((at) => unusualRecord(at))),
      );
    });

    it.each(Object.entries(endpoints))('are told whole when they are asked for: of %s', async (_, at) => {
      expect(await exchange.readRecord(at)).toEqual(unusualRecord(at));
    });

    it.each(Object.entries(endpoints))('keep every field through a change and back: of %s', async (_, at) => {
      const [, second] = exchange.certificates;
      const change = rebinding(unusualRecord(at), second);
      expect(await exchange.server.apply(change)).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(at)).toEqual({ ...unusualRecord(at), thumbprint: second });
      expect(await exchange.server.apply(inverse(change))).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(at)).toEqual(unusualRecord(at));
    });

    it('have another hash in the registry after a change, and nothing else', async () => {
      const at = endpoints['an address'];
      const before = await valuesOf(at);
      const change = rebinding(unusualRecord(at), exchange.certificates[1]);
      await exchange.server.apply(change);
      const after = await valuesOf(at);
      expect(after.filter((line) => !before.includes(line))).toEqual([
        `"SslCertHash"=hex:${bytesOf(exchange.certificates[1])}`,
      ]);
      await exchange.server.apply(inverse(change));
      expect(await valuesOf(at)).toEqual(before);
    });

    it('go and come, of a host name too', async () => {
      const record = unusualRecord(endpoints['a host name']);
      const { after, ...rest } = rebinding(record, record.thumbprint);
      const removal = { ...rest, before: after, after: { kind: 'absent' } } as const;
      const others = (await listed()).filter(({ endpoint: at }) => at !== record.endpoint);
      expect(await exchange.server.apply(removal)).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(record.endpoint)).toBeNull();
      expect(await listed()).toEqual(others);
      expect(await exchange.server.apply(inverse(removal))).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(record.endpoint)).toEqual(record);
    });

    it('are found by an address of IPv6 in its long form', async () => {
      const long = endpoint('[2001:0DB8:0000:0001:0000:0000:0000:0001]:8443');
      expect(await exchange.readRecord(long)).toEqual({ ...unusualRecord(long), endpoint: long });
    });

    it('name IIS by the bytes that Windows keeps of its application id', async () => {
      const at = endpoint('10.1.2.4:443');
      const [first] = exchange.certificates;
      await exchange.world.registry.import(
        file(
          `[${parameters}\\SslBindingInfo\\${at}]`,
          `"SslCertHash"=hex:${bytesOf(first)}`,
          '"AppId"=hex:81,e1,c3,4d,4b,e1,21,4a,b0,22,59,fc,66,9b,09,14',
        ),
      );
      const record = await exchange.readRecord(at);
      expect(record?.applicationId).toBe('{4dc3e181-e14b-4a21-b022-59fc669b0914}');
      expect(iisApplicationId).toBe('{4dc3e181-e14b-4a21-b022-59fc669b0914}');
      // It names no store: that is MY, as when IIS made it.
      expect(record).toEqual(usualRecord(at, first));
    });

    it('are read but for one that we do not understand, which is told with a code', async () => {
      const at = endpoint('10.1.2.5:443');
      const key = `${parameters}\\SslBindingInfo\\${at}`;
      const sha256 = Array.from({ length: 32 }, () => 'ab').join(',');
      const before = await listed();
      await exchange.world.registry.import(file(`[${key}]`, `"SslCertHash"=hex:${sha256}`));
      const because = { code: '87', tried: 'hash of 32 bytes in a certificate record' };
      const facts = await exchange.server.inspect();
      expect(known(facts.records)).toEqual(before);
      expect(known(facts.httpSys).unreadRecords).toEqual([{ endpoint: at, because }]);
      const alone = await exchange.server.read({ kind: 'record', target: { endpoint: at, site: '' } });
      expect(alone).toEqual({ kind: 'unknown', because });
      await exchange.world.registry.import(file(`[-${key}]`));
      expect(known((await exchange.server.inspect()).httpSys).unreadRecords).toEqual([]);
    });

    it('are unknown likewise when one is of a host name that is none', async () => {
      const key = `${parameters}\\SslSniBindingInfo\\mail contoso:443`;
      const [first] = exchange.certificates;
      await exchange.world.registry.import(file(`[${key}]`, `"SslCertHash"=hex:${bytesOf(first)}`));
      expect(unknownParts(await exchange.server.inspect())).toEqual({
        records: { code: '87', tried: 'host name of the certificate record mail contoso:443' },
      });
      await exchange.world.registry.import(file(`[-${key}]`));
      expect(await listed()).toContainEqual(unusualRecord(endpoints['a host name']));
    });

    it('are all told, however many there are and however long their names', async () => {
      const [first] = exchange.certificates;
      const before = await listed();
      const many = Array.from({ length: 100 }, (_, index) =>
        usualRecord(endpoint(`127.0.0.9:${20_000 + index}`), first),
      );
      const longest = unusualRecord(endpoint(`${'long-label-of-a-name.'.repeat(11)}contoso.com:443`));
      const identifier = 'x'.repeat(250);
      const { clientCertificates } = unusual;
      const long = { ...longest, clientCertificates: { ...clientCertificates, listIdentifier: identifier } };
      await exchange.world.registry.import(recordRegistry([...many, long]));
      const all = await listed();
      expect(all).toHaveLength(before.length + 101);
      expect(all).toEqual(expect.arrayContaining([...before, ...many, long]));
    });
  });
});
