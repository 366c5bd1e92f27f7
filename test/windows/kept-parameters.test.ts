import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inverse } from '../../shared/change.ts';
import { endpoint } from '../../shared/endpoint.ts';
import type { CertificateRecord } from '../../shared/facts.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { rebinding, startRecordsWorld, usualRecord, type RecordsWorld } from './records-world.ts';

const http = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/** The kinds of parameters that each has: the bits of what the stand-in keeps. */
const records = [
  { at: endpoint('10.1.2.3:443'), list: 'SslBindingInfo', kinds: [0, 2] },
  { at: endpoint('[2001:db8::1]:443'), list: 'SslBindingInfo', kinds: [5] },
  { at: endpoint('mail.contoso.com:443'), list: 'SslSniBindingInfo', kinds: [3] },
] as const;

describeOnWine('extended parameters where Windows replaces a record in one step', () => {
  let exchange: RecordsWorld;
  beforeAll(async () => {
    exchange = await startRecordsWorld('with-update');
    const [first] = exchange.certificates;
    await exchange.world.registry.import(recordRegistry(records.map(({ at }) => usualRecord(at, first))));
    const values = records.flatMap(({ at, list, kinds }) => {
      const bits = kinds.reduce<number>((sum, kind) => sum + 2 ** kind, 0);
      return [`[${http}\\${list}\\${at}]`, `"ExtendedParameters"=dword:${bits.toString(16)}`, ''];
    });
    const text = ['Windows Registry Editor Version 5.00', '', ...values].join('\r\n');
    await exchange.world.registry.import(text);
  });
  afterAll(() => exchange.dispose());

  describe.each(records)('of $at', ({ at, kinds }) => {
    it('stay through a change, and back', async () => {
      const [first, second] = exchange.certificates;
      const before: CertificateRecord = { ...usualRecord(at, first), extendedParameters: kinds };
      const change = rebinding(before, second);
      expect(await exchange.server.apply(change)).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(at)).toEqual({ ...before, thumbprint: second });
      expect(await exchange.server.apply(inverse(change))).toEqual({ kind: 'applied' });
      expect(await exchange.readRecord(at)).toEqual(before);
    });
  });
});
