import { describe, expect, test } from 'vitest';
import {
  accounts,
  granting,
  ownerOf,
  parseAccessList,
  partsOf,
  rightsGranted,
  sameAccessList,
  toBeKept,
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

describe('granting full control', () => {
  test.each([
    ['to nobody yet', 'D:PAI', 'D:PAI(A;;FA;;;BA)'],
    ['behind others', 'D:PAI(A;;FA;;;SY)', 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)'],
    ['besides a part of it', 'D:PAI(A;;FR;;;BA)', 'D:PAI(A;;FR;;;BA)(A;;FA;;;BA)'],
    [
      'behind what is denied',
      'D:(D;;FA;;;S-1-5-21-1)(A;ID;FR;;;BU)',
      'D:(D;;FA;;;S-1-5-21-1)(A;;FA;;;BA)(A;ID;FR;;;BU)',
    ],
    [
      'before what is inherited',
      'D:AI(A;ID;FA;;;SY)(A;ID;FR;;;BA)',
      'D:AI(A;;FA;;;BA)(A;ID;FA;;;SY)(A;ID;FR;;;BA)',
    ],
    ['where it speaks of what lies below', 'D:(A;OICIIO;FA;;;BA)', 'D:(A;OICIIO;FA;;;BA)(A;;FA;;;BA)'],
    [
      'where it is inherited and denied',
      'D:(A;;FR;;;SY)(D;ID;WD;;;BA)(A;ID;FA;;;BA)',
      'D:(A;;FR;;;SY)(A;;FA;;;BA)(D;ID;WD;;;BA)(A;ID;FA;;;BA)',
    ],
  ])('adds an entry %s', (_, before, after) => {
    expect(granting(before, 'BA')).toBe(after);
  });

  test.each([
    ['by its short name', 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)'],
    ['by its identifier', 'D:PAI(A;;0x1f01ff;;;S-1-5-32-544)'],
    ['by a generic right', 'D:(A;;GA;;;BA)'],
    ['by several entries', 'D:(A;;FR;;;BA)(A;;FWFXSDWDWODCDTLO;;;BA)(A;;0x1f01ff;;;BA)'],
    ['by inheritance', 'D:AI(A;ID;FA;;;BA)'],
    ['and is denied it all the same', 'D:(D;;WD;;;BA)(A;;FA;;;BA)'],
    ['since there is no list', 'D:NO_ACCESS_CONTROL'],
  ])('changes nothing where the account has it %s', (_, list) => {
    expect(granting(list, 'BA')).toBe(list);
  });

  test('is for one account, and says nothing of another', () => {
    expect(granting('D:PAI(A;;FA;;;BA)', 'SY')).toBe('D:PAI(A;;FA;;;BA)(A;;FA;;;SY)');
  });

  test.each(['', 'D:(XA;;FX;;;WD;(@User.x == 1))', 'D:(A;;nonsense;;;BA)'])(
    'needs to understand the list: %s',
    (list) => {
      expect(granting(list, 'BA')).toBeNull();
    },
  );
});

describe('two access lists', () => {
  const list = 'D:PAI(A;;FA;;;SY)(A;;FR;;;BA)';

  test.each([
    ['with generic rights, as Windows turns them into those of a file', 'D:PAI(A;;GA;;;SY)(A;;GR;;;BA)'],
    ['with bits and identifiers', 'D:PAI(A;;0x1f01ff;;;S-1-5-18)(A;;0x120089;;;S-1-5-32-544)'],
    ['that do not say how they came about', 'D:P(A;;FA;;;SY)(A;;FR;;;BA)'],
  ])('are the same %s', (_, other) => {
    expect(sameAccessList(list, other)).toBe(true);
  });

  test.each([
    ['more rights', 'D:PAI(A;;FA;;;SY)(A;;FRFX;;;BA)'],
    ['another account', 'D:PAI(A;;FA;;;SY)(A;;FR;;;BU)'],
    ['one entry less', 'D:PAI(A;;FA;;;SY)'],
    ['one denied', 'D:PAI(A;;FA;;;SY)(D;;FR;;;BA)'],
    ['one inherited', 'D:PAI(A;;FA;;;SY)(A;ID;FR;;;BA)'],
    ['another order', 'D:PAI(A;;FR;;;BA)(A;;FA;;;SY)'],
    ['an open door to what the folder says', 'D:AI(A;;FA;;;SY)(A;;FR;;;BA)'],
    ['no list', 'D:NO_ACCESS_CONTROL'],
  ])('differ by %s', (_, other) => {
    expect(sameAccessList(list, other)).toBe(false);
  });

  test('that are not understood are the same only to the letter', () => {
    const conditional = 'D:(XA;;FX;;;WD;(@User.x == 1))';
    expect(sameAccessList(conditional, conditional)).toBe(true);
    expect(sameAccessList(conditional, conditional.replace('== 1', '== 2'))).toBe(false);
  });
});

describe('an access list that is handed over', () => {
  test.each([
    ['D:PAI(A;;FA;;;BA)', 'D:PARAI(A;;FA;;;BA)'],
    ['D:AI(A;ID;FA;;;BA)', 'D:ARAI(A;ID;FA;;;BA)'],
    ['D:PARAI(A;;FA;;;BA)', 'D:PARAI(A;;FA;;;BA)'],
    ['D:P(A;;FA;;;BA)', 'D:P(A;;FA;;;BA)'],
    ['D:(A;;FA;;;BA)', 'D:(A;;FA;;;BA)'],
  ])('asks Windows to keep its mark: %s', (told, handed) => {
    expect(toBeKept(told)).toBe(handed);
    expect(sameAccessList(told, handed)).toBe(true);
  });
});
