import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accounts,
  fullControl,
  granting,
  parseAccessList,
  rightsGranted,
  sameAccessList,
  toBeKept,
} from '../../shared/security-descriptor.ts';

const anySid = fc.constantFrom('SY', 'BA', 'BU', 'WD', 'S-1-5-20', 'S-1-5-21-1-2-3-1001');

function anyEntries(flags: fc.Arbitrary<string>) {
  return fc.array(
    fc
      .tuple(fc.constantFrom('A', 'D'), flags, fc.constantFrom('FA', 'FR', 'GA', 'RCWD', '0x1301bf'), anySid)
      .map(([type, flag, rights, sid]) => `(${type};${flag};${rights};;;${sid})`),
    { maxLength: 4 },
  );
}

/** As Windows keeps one: what the thing itself says, denials first, then what it inherits. */
const anyList = fc
  .tuple(
    fc.constantFrom('', 'P', 'PAI', 'AI'),
    anyEntries(fc.constantFrom('', 'OICIIO')),
    anyEntries(fc.constantFrom('ID', 'OIID')),
  )
  .map(([flags, own, inherited]) => `D:${flags}${[...own.toSorted().reverse(), ...inherited].join('')}`);

const anyAccount = fc.constantFrom('SY', 'BA');

const identifiers = { SY: accounts.system, BA: accounts.administrators } as const;

function rights(list: string, sid: string): number {
  const parsed = parseAccessList(list);
  if (parsed === null) throw new Error(`Not understood: ${list}`);
  return rightsGranted(parsed, [sid]);
}

function granted(list: string, account: 'SY' | 'BA'): string {
  const after = granting(list, account);
  if (after === null) throw new Error(`Not understood: ${list}`);
  return after;
}

describe('granting full control in any access list', () => {
  test('done twice is done once', () => {
    fc.assert(
      fc.property(anyList, anyAccount, (list, account) => {
        const once = granted(list, account);
        expect(granted(once, account)).toBe(once);
      }),
    );
  });

  test('gives the account all that the list does not deny it by name, and nobody else anything', () => {
    fc.assert(
      fc.property(anyList, anyAccount, (list, account) => {
        const sid = identifiers[account];
        const after = granted(list, account);
        // Of its own entries the denials come first, and stay first.
        const own = list.replaceAll(/\([^()]*ID;[^()]*\)/g, '').replaceAll(/\(A[^()]*\)/g, '');
        const denied = fullControl & ~rights(`${own}(A;;FA;;;${account})`, sid);
        expect(rights(after, sid)).toBe((fullControl & ~denied) >>> 0);
        for (const other of [...Object.values(accounts), 'S-1-5-21-1-2-3-1001'].filter(
          (one) => one !== sid,
        )) {
          expect(rights(after, other)).toBe(rights(list, other));
        }
      }),
    );
  });

  test('adds one entry at most, and leaves every other where it was', () => {
    fc.assert(
      fc.property(anyList, anyAccount, (list, account) => {
        const after = granted(list, account);
        const entry = `(A;;FA;;;${account})`;
        const at = [...after.matchAll(/\(/g)].map(({ index }) => index);
        const taken = at.map((from) =>
          after.startsWith(entry, from) ? after.slice(0, from) + after.slice(from + entry.length) : after,
        );
        expect([after, ...taken]).toContain(list);
        expect(sameAccessList(list, after)).toBe(list === after);
      }),
    );
  });

  test('means the same when it is handed over', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        expect(sameAccessList(toBeKept(list), list)).toBe(true);
        expect(toBeKept(toBeKept(list))).toBe(toBeKept(list));
      }),
    );
  });
});
