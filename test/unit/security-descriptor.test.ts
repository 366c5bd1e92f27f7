import { describe, expect, test } from 'vitest';
import {
  accounts,
  ownerOf,
  parseAccessList,
  partsOf,
  rightsGranted,
} from '../../shared/security-descriptor.ts';
import type { AccessList } from '../../shared/security-descriptor.ts';

const { everyone, system, administrators } = accounts;
const fullControl = 0x1f01ff;

function parsed(sddl: string): AccessList {
  const list = parseAccessList(sddl);
  if (list === null) throw new Error(`Not understood: ${sddl}`);
  return list;
}

function granted(sddl: string, ...identities: readonly string[]): number {
  return rightsGranted(parsed(sddl), identities);
}

describe('a security descriptor', () => {
  test.each([
    ['O:SYG:SYD:PAI(A;;FA;;;BA)', 'S-1-5-18', 'D:PAI(A;;FA;;;BA)'],
    ['O:S-1-5-21-1-2-3-500D:(A;;FA;;;SY)', 'S-1-5-21-1-2-3-500', 'D:(A;;FA;;;SY)'],
    ['O:BA', 'S-1-5-32-544', ''],
    ['D:P', null, 'D:P'],
    ['nonsense', null, ''],
  ])('has an owner and an access list: %s', (sddl, owner, accessList) => {
    expect(ownerOf(sddl)).toBe(owner);
    expect(partsOf(sddl).accessList).toBe(accessList);
  });
});

describe('an access list', () => {
  test('names accounts by their identifiers and rights by their bits', () => {
    expect(parsed('D:PAI(A;;0x12019f;;;WD)(D;OICI;FA;;;S-1-5-21-1-2-3-1001)(A;ID;GRGX;;;BA)')).toEqual({
      kind: 'list',
      entries: [
        { kind: 'allow', rights: 0x12019f, sid: everyone },
        { kind: 'deny', rights: fullControl, sid: 'S-1-5-21-1-2-3-1001' },
        { kind: 'allow', rights: 0x1200a9, sid: administrators },
      ],
    });
  });

  test.each([
    ['GA', fullControl],
    ['0x10000000', fullControl],
    ['0x80000000', 0x120089],
    ['FRFW', 0x12019f],
    ['CCDCLCSWRPWPDTLOCRSDRCWDWO', 0xf01ff],
    ['RCWD', 0x60000],
    ['', 0],
  ])('knows the rights %s', (rights, bits) => {
    expect(granted(`D:(A;;${rights};;;SY)`, system)).toBe(bits);
  });

  test('says nothing of what lies below', () => {
    expect(granted('D:(A;OICIIO;FA;;;BA)', administrators)).toBe(0);
    expect(granted('D:(A;OICI;FA;;;BA)', administrators)).toBe(fullControl);
  });

  test('lets nobody in when it is empty, and everybody when there is none', () => {
    expect(granted('D:', administrators)).toBe(0);
    expect(granted('D:NO_ACCESS_CONTROL', administrators)).toBe(fullControl);
  });

  test('is decided by the first entry that names a right', () => {
    expect(granted('D:(D;;FA;;;WD)(A;;FA;;;BA)', administrators, everyone)).toBe(0);
    expect(granted('D:(A;;FR;;;BA)(D;;FA;;;WD)', administrators, everyone)).toBe(0x120089);
    expect(granted('D:(D;;FA;;;NS)(A;;FA;;;BA)', administrators, everyone)).toBe(fullControl);
  });

  test('leaves audits and rules of directories alone', () => {
    expect(parsed('D:(AU;SAFA;FA;;;WD)(OA;;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)')).toEqual({
      kind: 'list',
      entries: [],
    });
  });

  test.each([
    '',
    'O:SY',
    'D:(A;;FA;;;BA',
    'D:(A;;XX;;;BA)',
    'D:(A;;FA;;;)',
    'D:(XA;;FX;;;WD;(@User.x == 1))',
  ])('is not understood: %s', (sddl) => {
    expect(parseAccessList(sddl)).toBeNull();
  });
});
