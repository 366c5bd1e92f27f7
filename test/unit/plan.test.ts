import { describe, expect, test } from 'vitest';
import { rankCandidates } from '../../shared/candidates.ts';
import type { Choice } from '../../shared/candidates.ts';
import { inverse } from '../../shared/change.ts';
import { commandsFor } from '../../shared/commands.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import { iisApplicationId } from '../../shared/facts.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import { emptyPlan } from '../../shared/plan-shape.ts';
import { planRescue } from '../../shared/plan.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import type { PlannedChange } from '../../shared/plan-shape.ts';
import { unknown } from '../../shared/reading.ts';
import {
  backEnd,
  badKeys,
  binding,
  day,
  defaultWebSite,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  frontEndHolds,
  hash,
  loopback,
  lookAlikes,
  mailCertificate,
  minute,
  now,
  onlyCertificate,
  record,
  records,
  server,
  setupVerdict,
  shutKey,
  shutKeyPath,
  unsuitable,
} from '../fixtures/facts.ts';

const identity: NewIdentity = { container: 'cu-rescue-7', serialNumber: '01AB', notBefore: now };
const create: Choice = { kind: 'create', trust: 'add-to-root' };
const useExchange: Choice = { kind: 'use', thumbprint: hash('E') };

function planned(facts: Facts, choice?: Choice) {
  const diagnosis = diagnose(facts);
  return planRescue(facts, diagnosis, choice ?? rankCandidates(facts, diagnosis.at).preselected, identity);
}

function changes(facts: Facts, choice?: Choice): readonly PlannedChange[] {
  const result = planned(facts, choice);
  if (result.kind !== 'planned') throw new Error(`Not planned: ${result.kind}`);
  return result.plan.changes;
}

/** The endpoints that a plan changes. */
function endpoints(facts: Facts, choice?: Choice): readonly string[] {
  return changes(facts, choice).flatMap((change) =>
    change.kind === 'record' ? [change.target.endpoint] : [],
  );
}

describe('a plan covers', () => {
  const exchange = exchangeCertificate();
  const renewed = mailCertificate({ thumbprint: hash('B') });

  test.each<[string, Facts, readonly string[]]>([
    ['both front end bindings when both are expired', expiredServer(), [frontEnd, loopback]],
    [
      'one binding when one is expired',
      server({
        records: [record(frontEnd, renewed), record(loopback, hash('A')), record(backEnd, exchange)],
        certificates: [renewed, expiredMail(), exchange],
      }),
      [loopback],
    ],
    [
      'the back end alone when it alone is without a certificate',
      server({ records: records(hash('A'), exchange).slice(0, 2) }),
      [backEnd],
    ],
    [
      'every binding when all hold an expired one',
      onlyCertificate(expiredMail(), { certificates: [expiredMail(), exchangeCertificate()] }),
      [frontEnd, loopback, backEnd],
    ],
    [
      'the one binding on every address where there is none on 127.0.0.1',
      expiredServer({
        sites: [defaultWebSite({ bindings: [binding(':443:', frontEnd)] }), exchangeBackEnd()],
      }),
      [frontEnd],
    ],
    [
      'no record that comes before the covered ones, and none of another owner that is good',
      expiredServer({
        records: [
          record(frontEnd, hash('A')),
          record(loopback, exchange, { applicationId: '{00000000-0000-0000-0000-000000000000}' }),
          record(backEnd, exchange),
          record('[::]:443', hash('A')),
          record('mail.contoso.com:443', hash('A')),
          record('0.0.0.0:8443', hash('A')),
        ],
      }),
      [frontEnd],
    ],
    [
      'not a key in CNG that Setup accepts',
      server({
        records: [record(frontEnd, hash('A')), record(loopback, renewed), record(backEnd, exchange)],
        certificates: [mailCertificate({ key: badKeys.inCng }), { ...renewed, notAfter: day(-1) }, exchange],
      }),
      [loopback],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(endpoints(facts)).toEqual(expected);
  });

  test('a key that Setup cannot use, and is undone like any other', () => {
    const plan = changes(frontEndHolds(mailCertificate({ key: badKeys.cannotChangeAccess })));
    expect(plan.map((change) => change.undo.kind)).toEqual(['restores-before', 'restores-before']);
  });
});

describe('a plan that repairs the access to the key', () => {
  const mail = mailCertificate({ key: shutKey() });
  const facts = frontEndHolds(mail);
  const repair: Choice = { kind: 'repair-key', thumbprint: mail.thumbprint };

  test('is that one change, with both lists, why, commands by identifier, and its undo', () => {
    const before = 'D:PAI(A;;FA;;;SY)(A;;RCWD;;;BA)';
    const [change, ...others] = changes(facts, repair);
    expect(others).toEqual([]);
    expect(change).toEqual({
      id: '1',
      kind: 'key-access',
      target: { certificate: mail.thumbprint, path: shutKeyPath },
      before: { kind: 'present', value: { accessList: before } },
      after: { kind: 'present', value: { accessList: `${before}(A;;FA;;;BA)` } },
      why: [
        { kind: 'key-refused', endpoints: [frontEnd, loopback], code: '5' },
        { kind: 'certificate-stays' },
      ],
      commands: [`icacls "${shutKeyPath}" /grant "*S-1-5-32-544:F"`],
      undo: { kind: 'restores-before', commands: [expect.stringContaining(`("${before}", "Access")`)] },
    });
  });

  test('is never what is preselected: binding works whatever is wrong with the key', () => {
    expect(endpoints(facts)).toEqual([frontEnd, loopback]);
    expect(changes(onlyCertificate(mail)).map(({ kind }) => kind)).toContain('certificate');
  });

  test.each<[string, Facts, Choice]>([
    ['of another certificate', facts, { kind: 'repair-key', thumbprint: hash('E') }],
    ['that is not offered', frontEndHolds(mailCertificate({ key: badKeys.cannotChangeAccess })), repair],
    [
      'of one that does not refuse',
      expiredServer(),
      { kind: 'repair-key', thumbprint: expiredMail().thumbprint },
    ],
  ])('is not to be chosen for a key %s', (_what, server, choice) => {
    expect(planned(server, choice)).toEqual({ kind: 'not-to-be-chosen', choice });
  });
});

describe('a change of a record', () => {
  const owner = '{00000000-1111-2222-3333-444444444444}';
  const facts = expiredServer({
    records: [
      record(frontEnd, hash('A'), { flags: 0x42, applicationId: owner, store: 'WebHosting' }),
      record(loopback, hash('A')),
      record(backEnd, hash('E')),
    ],
    certificates: [expiredMail(), expiredMail({ store: 'WebHosting' }), exchangeCertificate()],
  });

  test('keeps the flags; afterwards the owner is IIS and the store is MY', () => {
    expect(changes(facts)[0]).toMatchObject({
      id: '1',
      kind: 'record',
      target: { endpoint: frontEnd, site: 'Default Web Site' },
      before: {
        kind: 'present',
        value: {
          certificate: { kind: 'thumbprint', thumbprint: hash('A') },
          store: 'WebHosting',
          applicationId: owner,
          flags: 0x42,
        },
      },
      after: {
        kind: 'present',
        value: {
          certificate: { kind: 'thumbprint', thumbprint: hash('E') },
          store: 'MY',
          applicationId: iisApplicationId,
          flags: 0x42,
        },
      },
    });
  });

  test('that is not there yet begins with nothing', () => {
    const [change] = changes(server({ records: records(hash('A'), hash('E')).slice(0, 2) }));
    expect(change).toMatchObject({
      before: { kind: 'absent' },
      after: { kind: 'present', value: { flags: 0, store: 'MY', applicationId: iisApplicationId } },
      undo: { kind: 'restores-before' },
    });
  });

  test('says why, with the very findings', () => {
    const [change] = changes(expiredServer());
    expect(change?.why).toEqual([
      {
        kind: 'fault',
        finding: {
          kind: 'bound-certificate-fault',
          severity: 'fault',
          endpoint: frontEnd,
          role: 'front-end',
          site: 'Default Web Site',
          thumbprint: hash('A'),
          fault: { kind: 'expired', notAfter: day(-12) },
        },
      },
    ]);
  });

  test('shows what does the same by hand, and what takes it back', () => {
    for (const change of changes(facts)) {
      expect(change.commands).toEqual(commandsFor(change));
      expect(change.undo).toEqual({ kind: 'restores-before', commands: commandsFor(inverse(change)) });
    }
  });
});

describe('a record that Windows would not take back', () => {
  test.each<[string, Certificate]>([
    ['a lost key', mailCertificate({ key: badKeys.lost })],
    ['no key', mailCertificate({ key: badKeys.none })],
    ['a key in a profile', mailCertificate({ key: badKeys.inProfile })],
  ])('ends its undo at the last working state: %s', (_what, certificate) => {
    const plan = changes(frontEndHolds(certificate));
    expect(plan.map((change) => change.undo.kind)).toEqual(['ends-at-last-working', 'ends-at-last-working']);
  });

  test('ends it there when its certificate is gone', () => {
    const facts = expiredServer({ certificates: [exchangeCertificate()] });
    expect(changes(facts).map((change) => change.undo.kind)).toEqual([
      'ends-at-last-working',
      'ends-at-last-working',
    ]);
  });

  test('shows no commands: they would delete the record that works, and then fail', () => {
    const [change] = changes(frontEndHolds(mailCertificate({ key: badKeys.lost })));
    expect(change?.undo.commands).toEqual([]);
  });
});

describe('a new certificate', () => {
  const facts = onlyCertificate(expiredMail(), { setup: setupVerdict('certificate-expired') });

  test('is made first, trusted next, and then bound, when no good one is there', () => {
    const plan = changes(facts);
    expect(plan.map((change) => [change.id, change.kind])).toEqual([
      ['1', 'certificate'],
      ['2', 'trust'],
      ['3', 'record'],
      ['4', 'record'],
      ['5', 'record'],
    ]);
    expect(plan[0]).toMatchObject({
      target: { container: 'cu-rescue-7', serialNumber: '01AB' },
      before: { kind: 'absent' },
      after: {
        kind: 'present',
        value: {
          netbiosName: 'EX01',
          fullyQualifiedName: 'EX01.contoso.local',
          friendlyName: 'Microsoft Exchange',
          notBefore: now,
          notAfter: '2031-11-22T03:00:00.000Z',
        },
      },
      why: [{ kind: 'no-good-certificate' }],
      undo: { kind: 'restores-before' },
    });
    expect(plan[1]).toMatchObject({
      target: { certificate: { kind: 'created', createdBy: '1' } },
      before: { kind: 'absent' },
      after: { kind: 'present' },
      why: [{ kind: 'trusted-as-setup-does' }],
    });
    for (const change of plan.slice(2)) {
      expect(change).toMatchObject({
        after: { kind: 'present', value: { certificate: { kind: 'created', createdBy: '1' } } },
      });
    }
  });

  test('is not trusted unless that is chosen', () => {
    const plan = changes(facts, { kind: 'create', trust: 'leave-untrusted' });
    expect(plan.map((change) => [change.id, change.kind])).toEqual([
      ['1', 'certificate'],
      ['2', 'record'],
      ['3', 'record'],
      ['4', 'record'],
    ]);
  });

  test('may be chosen although a good one is there', () => {
    const plan = changes(expiredServer(), create);
    expect(plan.map((change) => change.kind)).toEqual(['certificate', 'trust', 'record', 'record']);
    expect(plan[0]?.why).toEqual([{ kind: 'new-one-chosen' }]);
  });

  test('is not made without the names of the server', () => {
    const nameless = onlyCertificate(expiredMail(), { server: unknown('5', 'GetComputerNameExW') });
    expect(planned(nameless, create).kind).toBe('nothing-planned');
  });

  test('is not made where the legacy metabase would write another over it', () => {
    const stale = expiredServer({ metabaseHashes: [{ siteId: 1, thumbprint: hash('E') }] });
    expect(planned(stale, useExchange).kind).toBe('planned');
    expect(planned(stale, create)).toEqual({ kind: 'not-to-be-chosen', choice: create });
  });
});

describe('what is chosen', () => {
  test('may be the certificate of an authority', () => {
    const facts = expiredServer({
      certificates: [expiredMail(), exchangeCertificate(), mailCertificate({ thumbprint: hash('B') })],
    });
    const choice: Choice = { kind: 'use', thumbprint: hash('B') };
    expect(planned(facts, choice)).toMatchObject({ kind: 'planned', plan: { choice } });
    for (const change of changes(facts, choice)) {
      expect(change.after).toMatchObject({ value: { certificate: { thumbprint: hash('B') } } });
    }
  });

  test.each([...Object.entries(unsuitable), ...Object.entries(lookAlikes)])(
    'may not be a certificate that is no target: %s',
    (_what, like) => {
      const base = 'thumbprint' in like ? like : exchangeCertificate(like);
      const certificate = { ...base, thumbprint: hash('F') };
      const facts = expiredServer({ certificates: [expiredMail(), exchangeCertificate(), certificate] });
      const choice: Choice = { kind: 'use', thumbprint: hash('F') };
      expect(planned(facts, choice)).toEqual({ kind: 'not-to-be-chosen', choice });
    },
  );

  test.each<[string, Facts]>([
    ['is not there', expiredServer()],
    [
      'lies in another store',
      expiredServer({
        certificates: [
          expiredMail(),
          exchangeCertificate(),
          mailCertificate({ thumbprint: hash('B'), store: 'WebHosting' }),
        ],
      }),
    ],
  ])('may not be one that %s', (_what, facts) => {
    expect(planned(facts, { kind: 'use', thumbprint: hash('B') }).kind).toBe('not-to-be-chosen');
  });
});

describe('nothing is planned', () => {
  test.each<[string, Facts]>([
    ['when nothing is wrong', server()],
    ['when it is not the certificate', server({ setup: setupVerdict('not-a-certificate-failure') })],
    ['when mail transport failed', server({ setup: setupVerdict('internal-transport-certificate') })],
    [
      'when a hash of the legacy metabase is stale',
      expiredServer({ metabaseHashes: [{ siteId: 2, thumbprint: hash('A') }] }),
    ],
    [
      'when the front end is not site 1',
      expiredServer({ sites: [defaultWebSite({ id: 3 }), exchangeBackEnd()] }),
    ],
    [
      'while Setup runs',
      expiredServer({ setup: setupVerdict('setup-running', { lastLineAt: minute(-0.5) }) }),
    ],
    [
      'when the records could not be read',
      expiredServer({ records: unknown('5', 'HttpQueryServiceConfiguration') }),
    ],
    [
      'with the central certificate store',
      expiredServer({
        sites: [
          defaultWebSite({ bindings: [binding(':443:', frontEnd, 2), binding('127.0.0.1:443:', loopback)] }),
          exchangeBackEnd(),
        ],
      }),
    ],
  ])('%s', (_what, facts) => {
    for (const choice of [create, useExchange]) {
      expect(planned(facts, choice)).toEqual({ kind: 'nothing-planned', plan: emptyPlan });
    }
  });
});
