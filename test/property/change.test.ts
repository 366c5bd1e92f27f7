import { settingsOf } from '../../shared/facts.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concrete, inverse, standingOf, targetOf } from '../../shared/change.ts';
import type { Change, ConcreteChange, Presence, RecordValue } from '../../shared/change.ts';
import { commandsFor } from '../../shared/commands.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { anyRecords } from '../fixtures/any-facts.ts';
import { hash } from '../fixtures/facts.ts';
import { afterwards } from '../fixtures/rescues.ts';

const anyPresence: fc.Arbitrary<Presence<RecordValue>> = anyRecords.map(([record]) => {
  if (record === undefined) return { kind: 'absent' };
  return {
    kind: 'present',
    value: { ...settingsOf(record), certificate: { kind: 'thumbprint', thumbprint: record.thumbprint } },
  };
});

const anyRecordChange: fc.Arbitrary<Change> = fc.record({
  id: fc.nat({ max: 99 }).map(String),
  kind: fc.constant('record'),
  target: fc.record({
    endpoint: fc.constantFrom('0.0.0.0:443', '[::]:443', 'mail.contoso.com:443').map(endpoint),
    site: fc.constantFrom('Default Web Site', 'Exchange Back End'),
  }),
  before: anyPresence,
  after: anyPresence,
});

const absent = { kind: 'absent' } as const;

const anyOtherChange: fc.Arbitrary<Change> = fc.constantFrom<Change[]>(
  {
    id: '1',
    kind: 'certificate',
    target: { container: 'c', serialNumber: '01' },
    before: absent,
    after: {
      kind: 'present',
      value: {
        netbiosName: 'EX01',
        fullyQualifiedName: 'EX01.contoso.local',
        friendlyName: 'Microsoft Exchange',
        notBefore: '2026-11-22T03:00:00.000Z',
        notAfter: '2031-11-22T03:00:00.000Z',
      },
    },
  },
  {
    id: '2',
    kind: 'trust',
    target: { certificate: { kind: 'created', createdBy: '1' } },
    before: absent,
    after: { kind: 'present', value: { store: 'Root' } },
  },
  {
    id: '3',
    kind: 'key-access',
    target: { certificate: hash('C'), path: 'C:\\ProgramData\\Microsoft\\Crypto\\Keys\\a1_b2' },
    before: { kind: 'present', value: { accessList: 'D:AI(A;ID;FA;;;SY)' } },
    after: { kind: 'present', value: { accessList: 'D:AI(A;;FA;;;BA)(A;ID;FA;;;SY)' } },
  },
);

const anyChange = fc.oneof(anyRecordChange, anyOtherChange);
const created = new Map([['1', hash('C')]]);

function made(change: Change): ConcreteChange {
  return concrete(change, created);
}

describe('any change', () => {
  test('inverted twice is itself, and its inverse touches the same target', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(inverse(inverse(change))).toEqual(change);
        expect(targetOf(made(inverse(change)))).toEqual(targetOf(made(change)));
        expect(made(inverse(change))).toEqual(inverse(made(change)));
      }),
    );
  });

  test('stands as after where it has been made, and as before where its inverse has', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const one = made(change);
        const same = JSON.stringify(one.before).toUpperCase() === JSON.stringify(one.after).toUpperCase();
        expect(standingOf(one, afterwards(one))).toBe('as-after');
        expect(standingOf(one, afterwards(inverse(one)))).toBe(same ? 'as-after' : 'as-before');
      }),
    );
  });

  test('survives being written down', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(JSON.parse(JSON.stringify(change))).toEqual(change);
        expect(JSON.parse(JSON.stringify(made(change)))).toEqual(made(change));
      }),
    );
  });

  test('has commands of one line, whose quotes are closed', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        for (const command of [...commandsFor(change), ...commandsFor(inverse(change))]) {
          expect(command).not.toMatch(/[\n\r]|undefined|\[object/);
          expect(command.split('"').length % 2).toBe(1);
          for (const [, digits] of command.matchAll(/certhash=(\S+)/g))
            expect(digits).toMatch(/^[0-9A-F]{40}$/);
        }
      }),
    );
  });
});
