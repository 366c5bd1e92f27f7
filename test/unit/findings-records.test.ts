import { describe, expect, test } from 'vitest';
import { diagnose, mayRescue } from '../../shared/diagnosis.ts';
import { endpoint, type Endpoint } from '../../shared/endpoint.ts';
import type { Certificate, Facts } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { mapOfLook } from '../../shared/map.ts';
import {
  backEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  mailCertificate,
  records,
  server,
} from '../fixtures/facts.ts';

function findings(facts: Facts, kind: Finding['kind']): readonly Finding[] {
  return diagnose(facts).findings.filter((finding) => finding.kind === kind);
}

describe('a record with extended parameters', () => {
  const httpSys = (recordReplacement: 'in-one-step' | 'deleted-and-set') => ({
    recordReplacement,
    unreadRecords: [],
  });
  const withParameters = (certificate: Certificate, changes: object) => {
    const [front, ...others] = records(certificate, exchangeCertificate());
    return server({
      records: [{ ...front!, extendedParameters: [0, 2] }, ...others],
      certificates: [certificate, exchangeCertificate()],
      ...changes,
    });
  };

  test('blocks where it has to be replaced, and Windows can do so by deleting it alone', () => {
    const facts = withParameters(expiredMail(), { httpSys: httpSys('deleted-and-set') });
    expect(findings(facts, 'record-not-replaceable')).toEqual([
      {
        kind: 'record-not-replaceable',
        severity: 'blocks',
        endpoint: frontEnd,
        role: 'front-end',
        site: 'Default Web Site',
        extendedParameters: [0, 2],
      },
    ]);
    expect(mayRescue(diagnose(facts))).toBe(false);
  });

  test('is replaced where Windows does that in one step', () => {
    const facts = withParameters(expiredMail(), { httpSys: httpSys('in-one-step') });
    expect(findings(facts, 'record-not-replaceable')).toEqual([]);
    expect(mayRescue(diagnose(facts))).toBe(true);
  });

  test('keeps nothing else from being repaired while it is good itself', () => {
    const facts = withParameters(mailCertificate(), {
      httpSys: httpSys('deleted-and-set'),
      certificates: [mailCertificate()],
    });
    expect(findings(facts, 'record-certificate-gone')).toMatchObject([{ endpoint: backEnd }]);
    expect(mayRescue(diagnose(facts))).toBe(true);
  });
});

describe('a record that is not understood', () => {
  const because = { code: '87', tried: 'hash of 32 bytes in a certificate record' };
  const unreadAt = (...endpoints: readonly Endpoint[]) => ({
    recordReplacement: 'in-one-step' as const,
    unreadRecords: endpoints.map((endpoint) => ({ endpoint, because })),
  });

  test('blocks on an endpoint that a plan may cover, and is no binding without a record', () => {
    const [, ...others] = records(mailCertificate(), exchangeCertificate());
    const facts = server({ records: others, httpSys: unreadAt(frontEnd) });
    expect(diagnose(facts)).toMatchObject({
      verdict: { kind: 'cannot-tell' },
      findings: [{ kind: 'record-unread', severity: 'blocks', endpoint: frontEnd, because }],
    });
    expect(mapOfLook(facts, diagnose(facts)).cards).toContainEqual({
      id: `record ${frontEnd}`,
      kind: 'records-unread',
      because,
    });
  });

  test('is noted elsewhere', () => {
    const other = endpoint('192.0.2.7:8443');
    const facts = expiredServer({ httpSys: unreadAt(other) });
    expect(findings(facts, 'record-unread')).toEqual([
      { kind: 'record-unread', severity: 'note', endpoint: other, because },
    ]);
    expect(mayRescue(diagnose(facts))).toBe(true);
  });
});
