import { describe, expect, it } from 'vitest';
import { handsIn } from '../../shared/folder-hands.ts';

const administrators = 'S-1-5-32-544';
const somebody = 'S-1-5-21-3623811015-3361044348-30300820-1013';
const ours = [administrators];

describe('whose hands are in a folder', () => {
  it.each([
    ['as this program makes it', 'O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)'],
    ['as Windows tells it again', 'O:BAG:DUD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'],
    ['of SYSTEM', 'O:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'],
    ['that others may read', 'O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)'],
    ['whose maker may do anything with what he makes', 'O:BAD:PAI(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)'],
    ['that lets nobody in', 'O:BAD:P'],
    ['that denies others', 'O:BAD:P(D;OICI;FA;;;BU)(A;OICI;FA;;;BA)'],
  ])('are ours alone: one %s', (_what, descriptor) => {
    expect(handsIn(descriptor, ours)).toEqual({ kind: 'ours-alone' });
  });

  it('are ours where a policy says that what is made belongs to its maker', () => {
    const descriptor = `O:${somebody}D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;${somebody})`;
    expect(handsIn(descriptor, [somebody])).toEqual({ kind: 'ours-alone' });
    expect(handsIn(descriptor, ours)).toEqual({ kind: 'of-another', owner: somebody });
  });

  it.each([
    ['a user', `O:${somebody}D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)`, somebody],
    ['the users', 'O:BUD:P(A;OICI;FA;;;BA)', 'S-1-5-32-545'],
    ['the administrator of a domain', 'O:DAD:P(A;OICI;FA;;;BA)', 'DA'],
  ])('are those of %s who owns it, and could give himself any right', (_what, descriptor, owner) => {
    expect(handsIn(descriptor, ours)).toEqual({ kind: 'of-another', owner });
  });

  it.each([
    // A folder in C:\ProgramData that an administrator makes by hand inherits this.
    [
      'that inherits what ProgramData allows',
      'O:BAG:DUD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)',
      ['S-1-5-32-545'],
    ],
    // One in the root of a drive.
    [
      'that inherits what C:\\ allows',
      'O:BAG:DUD:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU)',
      ['S-1-5-11'],
    ],
    [
      'in which others may write only what lies below',
      'O:BAD:P(A;OICI;FA;;;BA)(A;OICIIO;GW;;;BU)',
      ['S-1-5-32-545'],
    ],
    ['in which others may only add', 'O:BAD:P(A;OICI;FA;;;BA)(A;;0x2;;;WD)', ['S-1-1-0']],
    ['in which others may only delete', 'O:BAD:P(A;OICI;FA;;;BA)(A;;DT;;;WD)', ['S-1-1-0']],
    ['whose list others may write', 'O:BAD:P(A;OICI;FA;;;BA)(A;;WD;;;IU)', ['S-1-5-4']],
    ['whose owner others may become', 'O:BAD:P(A;OICI;FA;;;BA)(A;;WO;;;IU)', ['S-1-5-4']],
    ['that others may delete', 'O:BAD:P(A;OICI;FA;;;BA)(A;;SD;;;IU)', ['S-1-5-4']],
    [
      'that is the group of whoever makes something',
      'O:BAD:P(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CG)',
      ['S-1-3-1'],
    ],
    [
      'of two others',
      `O:BAD:P(A;;FA;;;BU)(A;;FA;;;${somebody})(A;OICIIO;FA;;;BU)`,
      ['S-1-5-32-545', somebody],
    ],
    // What is denied to one may be allowed to another who is both.
    ['that denies first', 'O:BAD:P(D;;FA;;;BU)(A;;FA;;;BU)', ['S-1-5-32-545']],
    ['without any list', 'O:BAD:NO_ACCESS_CONTROL', ['S-1-1-0']],
    ['whose list was not told', 'O:BA', ['S-1-1-0']],
  ])('are also those of others: one %s', (_what, descriptor, who) => {
    expect(handsIn(descriptor, ours)).toEqual({ kind: 'open-to-others', who });
  });

  it.each([
    ['no owner', 'D:P(A;OICI;FA;;;BA)'],
    ['an entry with a condition', 'O:BAD:P(XA;;FA;;;WD;(@USER.Title=="x"))'],
    ['an entry of an unknown kind', 'O:BAD:P(ZA;;FA;;;WD)'],
    ['rights of no known name', 'O:BAD:P(A;;QQ;;;WD)'],
    ['nothing', ''],
    ['something else', 'nonsense'],
  ])('are not understood, and so not trusted, in a descriptor with %s', (_what, descriptor) => {
    expect(handsIn(descriptor, ours)).toEqual({ kind: 'not-understood' });
  });
});
