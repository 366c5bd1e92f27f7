import { describe, expect, test } from 'vitest';
import { inverse } from '../../shared/change.ts';
import type { KeyAccessChange } from '../../shared/change.ts';
import { beforeAndAfter, changeTitle, stopText } from '../../shared/text/english/changes.ts';
import { accessText } from '../../shared/text/english/key-access.ts';
import { workText } from '../../shared/text/english/work.ts';
import { hash } from '../fixtures/facts.ts';
import { frame } from '../fixtures/texts.ts';

function change(before: string, after: string): KeyAccessChange {
  return {
    id: '4',
    kind: 'key-access',
    target: { certificate: hash('A'), path: 'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1' },
    before: { kind: 'present', value: { accessList: before } },
    after: { kind: 'present', value: { accessList: after } },
  };
}

const granted = change('D:PAI(A;;FA;;;SY)(A;;FR;;;BA)', 'D:PAI(A;;FA;;;SY)(A;;FR;;;BA)(A;;FA;;;BA)');

describe('who may use a key', () => {
  test.each([
    ['D:PAI(A;;FA;;;SY)(A;;FA;;;BA)', 'full control for SYSTEM and Administrators'],
    [
      'D:(A;;FA;;;SY)(A;;FR;;;NS)(A;;RCWD;;;BA)',
      'full control for SYSTEM; reading for NETWORK SERVICE; some rights for Administrators',
    ],
    [
      'D:(D;;FA;;;WD)(A;;GA;;;S-1-5-21-1-2-3-500)',
      'full control denied to Everyone; full control for S-1-5-21-1-2-3-500',
    ],
    ['D:(A;;FA;;;BA)(A;ID;FA;;;BA)', 'full control for Administrators'],
    [
      'D:(D;;FR;;;BA)(A;;FR;;;BA)(A;;FA;;;BA)',
      'reading denied to Administrators; full control for Administrators',
    ],
    ['D:', 'nothing for anybody'],
    ['D:NO_ACCESS_CONTROL', 'full control for Everyone'],
    ['D:(XA;;FX;;;WD;(@User.x == 1))', 'D:(XA;;FX;;;WD;(@User.x == 1))'],
  ])('is told in words: %s', (list, said) => {
    expect(accessText(list)).toBe(said);
  });

  test('is what the title of a grant says, by the first digits of the certificate', () => {
    expect(changeTitle(granted)).toBe(
      'Give Administrators full control of the private key of the certificate AAAA AAAA …',
    );
  });

  test('is what the title says of any other change too, without naming who gets what', () => {
    expect(changeTitle(inverse(granted))).toBe(
      'Change who may use the private key of the certificate AAAA AAAA …',
    );
  });

  test('is told before and after, and in the row of the change and of its undo', () => {
    const { before, after } = beforeAndAfter(granted, frame);
    // Who has full control is not said to have less as well.
    expect(after).toBe('full control for SYSTEM and Administrators');
    expect(before).toBe('full control for SYSTEM; reading for Administrators');
    const planned = {
      ...granted,
      why: [],
      commands: [],
      undo: { kind: 'restores-before', commands: [] },
    } as const;
    expect(workText({ kind: 'change', change: planned }, frame).detail).toBe(`${before} → ${after}`);
    expect(workText({ kind: 'undo', change: planned }, frame)).toEqual({
      title: 'Put back who may use the private key of the certificate AAAA AAAA …',
      detail: `${after} → ${before}`,
    });
  });

  test('is what is told where a change stopped', () => {
    const state = { kind: 'present', value: { accessList: 'D:(A;;FR;;;BU)' } } as const;
    expect(stopText({ kind: 'moved', changeId: '4', found: { kind: 'key-access', state } })).toContain(
      'There is now: reading for Users.',
    );
    const gone = { kind: 'key-access', state: { kind: 'absent' } } as const;
    expect(stopText({ kind: 'moved', changeId: '4', found: gone })).toContain('There is now: no key file.');
  });
});
