import { expect, test } from 'vitest';
import { isOfMachineAlone, ofMachineAlone } from '../../electron/server/windows/container-access.ts';

test.each([
  ['as it is set', ofMachineAlone],
  ["with a file's rights for the generic ones", 'D:P(A;;FA;;;SY)(A;;FA;;;BA)'],
  [
    "with a key's rights, the marks of inheritance, and identifiers",
    'D:PAI(A;;0x1f019b;;;S-1-5-18)(A;;0xd01f01ff;;;S-1-5-32-544)',
  ],
  [
    'with an entry that refuses somebody',
    'D:P(D;;FA;;;WD)(A;;FA;;;SY)(A;;FA;;;BA)'.replace('(D;;FA;;;WD)', '(D;;FA;;;AN)'),
  ],
])('the list of a new key is of SYSTEM and Administrators alone: %s', (_, list) => {
  expect(isOfMachineAlone(list)).toBe(true);
});

test.each([
  ['it lets everybody in as well', 'D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;WD)'],
  ['it lets NETWORK SERVICE read, which marks it for SMTP', 'D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;NS)'],
  ['it lets one account in as well', 'D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;S-1-5-21-1-2-3-500)'],
  ['it lets administrators read alone', 'D:P(A;;FA;;;SY)(A;;FR;;;BA)'],
  ['it does not name SYSTEM', 'D:P(A;;FA;;;BA)'],
  ['it refuses administrators first', 'D:P(D;;FW;;;BA)(A;;FA;;;SY)(A;;FA;;;BA)'],
  ['it is none at all, which lets everybody in', 'D:NO_ACCESS_CONTROL'],
  ['it is empty', 'D:P'],
  ['it is not understood', 'D:P(A;;??;;;SY)'],
])('it is not when %s', (_, list) => {
  expect(isOfMachineAlone(list)).toBe(false);
});
