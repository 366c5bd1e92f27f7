import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concrete, inverse } from '../../shared/change.ts';
import type { ConcreteChange } from '../../shared/change.ts';
import { certificateFaults, isSelfSigned } from '../../shared/certificate-health.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import { settingsOf } from '../../shared/facts.ts';
import type { CertificateRecord, Facts } from '../../shared/facts.ts';
import { planRescue } from '../../shared/plan.ts';
import type { PlannedChange } from '../../shared/plan-shape.ts';
import { putBackOf } from '../../shared/put-back.ts';
import { read, valueOr } from '../../shared/reading.ts';
import { stillWrong } from '../../shared/still-wrong.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { anyFacts, anyRecords } from '../fixtures/any-facts.ts';
import {
  backEnd,
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  frontEnd,
  hash,
  key,
  loopback,
  mailCertificate,
  record,
  server,
} from '../fixtures/facts.ts';
import { identity } from '../fixtures/rescues.ts';

const runs = { numRuns: 500 };
const self = exchangeCertificate();

const anyRenewed = fc
  .record({
    thumbprint: fc.constantFrom('1', '2', '3').map(hash),
    notBefore: fc.integer({ min: -90, max: 3 }).map(day),
    notAfter: fc.integer({ min: -2, max: 400 }).map(day),
    key: fc.constantFrom(key(), key(), key(), badKeys.inCng, badKeys.lost),
    dnsNames: fc.constantFrom(['mail.contoso.com', 'autodiscover.contoso.com'], ['*.contoso.com'], ['EX01']),
    issuer: fc.constantFrom('CN=Contoso CA R1', 'CN=Contoso CA R1', 'CN=mail.contoso.com, O=Contoso'),
  })
  .map((changes) => mailCertificate(changes));

/** A server after a rescue, or one that looks much like it. */
const anyRescued: fc.Arbitrary<Facts> = fc
  .record({
    certificates: fc.uniqueArray(anyRenewed, { selector: ({ thumbprint }) => thumbprint }),
    others: anyRecords,
    held: fc.tuple(
      ...[frontEnd, loopback, backEnd].map((at) =>
        fc.tuple(fc.constant(at), fc.constantFrom(self, self, self, mailCertificate())),
      ),
    ),
    flags: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ certificates, others, held, flags }) => {
    const covered = held.map(([at, certificate]) => record(at, certificate, { flags }));
    const besides = others.filter(({ endpoint }) => !covered.some((one) => one.endpoint === endpoint));
    return server({
      certificates: [self, mailCertificate(), expiredMail({ thumbprint: hash('4') }), ...certificates],
      records: [...covered, ...besides],
    });
  });

const anyServer = fc.oneof({ weight: 4, arbitrary: anyRescued }, { weight: 1, arbitrary: anyFacts });

function putBackFor(facts: Facts, thumbprint: Thumbprint | null): readonly PlannedChange[] {
  const diagnosis = diagnose(facts);
  const putBack = putBackOf(facts, diagnosis);
  const chosen = thumbprint ?? (putBack.kind === 'offered' ? putBack.choice.thumbprint : hash('F'));
  const planned = planRescue(facts, diagnosis, { kind: 'put-back', thumbprint: chosen }, identity);
  return planned.kind === 'planned' ? planned.plan.changes : [];
}

const anyThumbprint = fc.option(fc.constantFrom('1', '2', '3', 'A', 'E').map(hash));

function recordsAfter(records: readonly CertificateRecord[], change: ConcreteChange) {
  if (change.kind !== 'record') throw new Error(change.kind);
  const others = records.filter(({ endpoint }) => endpoint !== change.target.endpoint);
  if (change.after.kind === 'absent') return others;
  const { certificate, ...settings } = change.after.value;
  return [...others, { endpoint: change.target.endpoint, thumbprint: certificate, ...settingsOf(settings) }];
}

const inOrder = (records: readonly CertificateRecord[]) =>
  records.toSorted((one, other) => (one.endpoint < other.endpoint ? -1 : 1));

const nothing: ReadonlyMap<string, Thumbprint> = new Map();

describe('a put-back, of any server and any choice', () => {
  test('is met often enough to say something', () => {
    const plans = fc.sample(anyServer, { numRuns: 300, seed: 7 }).map((facts) => putBackFor(facts, null));
    expect(plans.filter((changes) => changes.length === 2).length).toBeGreaterThan(20);
    expect(plans.filter((changes) => changes.length === 1).length).toBeGreaterThan(20);
    expect(plans.filter((changes) => changes.length === 0).length).toBeGreaterThan(20);
  });

  test('changes records of 443 that hold a self-signed certificate, and never 444 nor anything else', () => {
    fc.assert(
      fc.property(anyServer, anyThumbprint, (facts, thumbprint) => {
        const certificates = valueOr(facts.certificates, []);
        for (const change of putBackFor(facts, thumbprint)) {
          if (change.kind !== 'record') throw new Error(change.kind);
          expect([frontEnd, loopback]).toContain(change.target.endpoint);
          const held = valueOr(facts.records, []).find((one) => one.endpoint === change.target.endpoint);
          const certificate = certificates.find((one) => one.thumbprint === held?.thumbprint);
          expect(certificate !== undefined && isSelfSigned(certificate)).toBe(true);
        }
      }),
      runs,
    );
  });

  test('binds nothing that has a fault or is self-signed, and leaves a server on which nothing is wrong', () => {
    fc.assert(
      fc.property(anyServer, anyThumbprint, (facts, thumbprint) => {
        const changes = putBackFor(facts, thumbprint).map((change) => concrete(change, nothing));
        if (changes.length === 0) return;
        const diagnosis = diagnose(facts);
        expect(stillWrong(diagnosis)).toBeNull();
        for (const { after } of changes) {
          if (after.kind === 'absent' || !('certificate' in after.value)) throw new Error(after.kind);
          const { certificate } = after.value;
          const bound = valueOr(facts.certificates, []).find((one) => one.thumbprint === certificate);
          if (bound === undefined) throw new Error(certificate);
          expect(certificateFaults(bound, diagnosis.at, facts.takenAt)).toEqual([]);
          expect(isSelfSigned(bound)).toBe(false);
        }
        const records = changes.reduce(recordsAfter, valueOr(facts.records, []));
        expect(stillWrong(diagnose({ ...facts, records: read(records) }))).toBeNull();
      }),
      runs,
    );
  });

  test('taken back, newest first, leaves the records as they were', () => {
    fc.assert(
      fc.property(anyServer, anyThumbprint, (facts, thumbprint) => {
        const before = valueOr(facts.records, []);
        const changes = putBackFor(facts, thumbprint).map((change) => concrete(change, nothing));
        const after = changes.reduce(recordsAfter, before);
        if (changes.length > 0) expect(inOrder(after)).not.toEqual(inOrder(before));
        expect(inOrder(changes.toReversed().map(inverse).reduce(recordsAfter, after))).toEqual(
          inOrder(before),
        );
      }),
      runs,
    );
  });
});
