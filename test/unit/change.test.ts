import { describe, expect, test } from 'vitest';
import { concrete, inverse, standingOf, targetOf } from '../../shared/change.ts';
import type {
  CertificateChange,
  CertificateValue,
  Change,
  ConcreteChange,
  KeyAccessChange,
  RecordChange,
  RecordValue,
  TargetState,
  TrustChange,
} from '../../shared/change.ts';
import { iisApplicationId, iisRecordSettings } from '../../shared/facts.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { frontEnd, hash, now } from '../fixtures/facts.ts';

const old = hash('A');
const chosen = hash('E');

function value(
  thumbprint: Thumbprint,
  changes: Partial<RecordValue<Thumbprint>> = {},
): RecordValue<Thumbprint> {
  return { ...iisRecordSettings, certificate: thumbprint, ...changes };
}

const target = { endpoint: frontEnd, site: 'Default Web Site' };
const replace: RecordChange<Thumbprint> = {
  id: '1',
  kind: 'record',
  target,
  before: { kind: 'present', value: value(old) },
  after: { kind: 'present', value: value(chosen) },
};
const add: RecordChange<Thumbprint> = { ...replace, before: { kind: 'absent' } };

const made: CertificateValue = {
  netbiosName: 'EX01',
  fullyQualifiedName: 'EX01.contoso.local',
  friendlyName: 'Microsoft Exchange',
  notBefore: now,
  notAfter: '2031-11-22T03:00:00.000Z',
};
const create: CertificateChange = {
  id: '1',
  kind: 'certificate',
  target: { container: 'cu-rescue-1', serialNumber: '01AB' },
  before: { kind: 'absent' },
  after: { kind: 'present', value: made },
};
const trust: TrustChange<Thumbprint> = {
  id: '2',
  kind: 'trust',
  target: { certificate: chosen },
  before: { kind: 'absent' },
  after: { kind: 'present', value: { store: 'Root' } },
};

const access: KeyAccessChange = {
  id: '4',
  kind: 'key-access',
  target: { certificate: chosen, path: 'C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\a1' },
  before: { kind: 'present', value: { accessList: 'D:PAI(A;;FA;;;SY)' } },
  after: { kind: 'present', value: { accessList: 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)' } },
};

function opensTo(accessList: string): TargetState {
  return { kind: 'key-access', state: { kind: 'present', value: { accessList } } };
}

function holds(found: RecordValue<Thumbprint>): TargetState {
  return { kind: 'record', state: { kind: 'present', value: found } };
}

describe('the inverse of a change', () => {
  test.each<[string, ConcreteChange]>([
    ['a record', replace],
    ['a certificate', create],
    ['a trust', trust],
    ['a key access', access],
  ])('swaps the ends of %s and nothing else; twice it is the same', (_what, change) => {
    const back = inverse(change);
    expect(back).toEqual({ ...change, before: change.after, after: change.before });
    expect(inverse(back)).toEqual(change);
    expect(targetOf(back)).toEqual(targetOf(change));
  });
});

describe('where a target stands', () => {
  test.each<[string, ConcreteChange, TargetState, string]>([
    ['a record with the old certificate', replace, holds(value(old)), 'as-before'],
    ['a record with the new one', replace, holds(value(chosen)), 'as-after'],
    ['a record with a third', replace, holds(value(hash('C'))), 'otherwise'],
    [
      'a record that was deleted and not set again',
      replace,
      { kind: 'record', state: { kind: 'absent' } },
      'partly',
    ],
    [
      'the new certificate in another store',
      replace,
      holds(value(chosen, { store: 'WebHosting' })),
      'otherwise',
    ],
    [
      'the new certificate with another owner',
      replace,
      holds(value(chosen, { applicationId: '{0}' })),
      'otherwise',
    ],
    ['the new certificate with other flags', replace, holds(value(chosen, { flags: 2 })), 'otherwise'],
    [
      'names in other letters, as Windows may spell them',
      replace,
      holds(value(chosen, { store: 'My', applicationId: iisApplicationId.toUpperCase() })),
      'as-after',
    ],
    ['no record where none was', add, { kind: 'record', state: { kind: 'absent' } }, 'as-before'],
    ['a record where none was', add, holds(value(old)), 'otherwise'],
    ['no certificate yet', create, { kind: 'certificate', state: { kind: 'absent' } }, 'as-before'],
    ['a key without its certificate', create, { kind: 'certificate', state: { kind: 'partly' } }, 'partly'],
    [
      'the certificate that was made',
      create,
      { kind: 'certificate', state: { kind: 'present', value: made, thumbprint: chosen } },
      'as-after',
    ],
    [
      'a certificate for another server',
      create,
      {
        kind: 'certificate',
        state: { kind: 'present', value: { ...made, netbiosName: 'EX02' }, thumbprint: chosen },
      },
      'otherwise',
    ],
    ['no trust', trust, { kind: 'trust', state: { kind: 'absent' } }, 'as-before'],
    ['trust', trust, { kind: 'trust', state: { kind: 'present', value: { store: 'Root' } } }, 'as-after'],
    ['a key that administrators may not use', access, opensTo('D:PAI(A;;FA;;;SY)'), 'as-before'],
    ['a key that they may use', access, opensTo('D:PAI(A;;FA;;;SY)(A;;FA;;;BA)'), 'as-after'],
    [
      'the same, as Windows may spell it',
      access,
      opensTo('D:P(A;;0x1f01ff;;;S-1-5-18)(A;;GA;;;BA)'),
      'as-after',
    ],
    ['a key that others may use', access, opensTo('D:PAI(A;;FA;;;SY)(A;;FA;;;BU)'), 'otherwise'],
    [
      'a key that what the folder says is open to',
      access,
      opensTo('D:AI(A;;FA;;;SY)(A;;FA;;;BA)'),
      'otherwise',
    ],
    ['a key whose file is gone', access, { kind: 'key-access', state: { kind: 'absent' } }, 'otherwise'],
  ])('%s', (_what, change, found, standing) => {
    expect(standingOf(change, found)).toBe(standing);
    if (standing === 'as-before') expect(standingOf(inverse(change), found)).toBe('as-after');
    if (standing === 'as-after') expect(standingOf(inverse(change), found)).toBe('as-before');
  });

  test('the order of fields does not count', () => {
    const { certificate, store, applicationId, flags, clientCertificates, extendedParameters } =
      value(chosen);
    const { mode, ...others } = clientCertificates;
    const turned = {
      clientCertificates: { ...others, mode },
      flags,
      store,
      applicationId,
      certificate,
      extendedParameters,
    };
    expect(standingOf(replace, holds(turned))).toBe('as-after');
  });

  test('a change whose ends are the same is done already', () => {
    expect(standingOf({ ...replace, after: replace.before }, holds(value(old)))).toBe('as-after');
  });

  test('what was read of another kind is a mistake of the program', () => {
    expect(() => standingOf(replace, { kind: 'trust', state: { kind: 'absent' } })).toThrow(
      'Read a trust for a change of a record',
    );
  });
});

describe('a change made concrete', () => {
  const bindCreated: Change = {
    id: '3',
    kind: 'record',
    target,
    before: {
      kind: 'present',
      value: { ...value(old), certificate: { kind: 'thumbprint', thumbprint: old } },
    },
    after: { kind: 'present', value: { ...value(old), certificate: { kind: 'created', createdBy: '1' } } },
  };
  const trustCreated: Change = { ...trust, target: { certificate: { kind: 'created', createdBy: '1' } } };
  const created = new Map([['1', chosen]]);

  test('names every certificate by its thumbprint', () => {
    expect(concrete(bindCreated, created)).toEqual({ ...replace, id: '3' });
    expect(concrete(trustCreated, created)).toEqual(trust);
    expect(concrete(create, new Map())).toEqual(create);
    expect(concrete(access, new Map())).toEqual(access);
  });

  test('makes the inverse concrete too', () => {
    expect(concrete(inverse(bindCreated), created)).toEqual(inverse({ ...replace, id: '3' }));
  });

  test('leaves behind what only a plan shows', () => {
    const shown = { ...create, why: ['because'], commands: ['type this'] };
    expect(concrete(shown, new Map())).toEqual(create);
  });

  test('needs the certificate to have been made', () => {
    expect(() => concrete(bindCreated, new Map())).toThrow('The certificate of change 1 has not been made');
    expect(() => concrete(trustCreated, new Map([['2', chosen]]))).toThrow('change 1');
  });
});
