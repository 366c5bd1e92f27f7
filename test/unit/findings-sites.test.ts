import { describe, expect, test } from 'vitest';
import { blocking, diagnose, mayRescue } from '../../shared/diagnosis.ts';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import {
  backEnd,
  binding,
  day,
  defaultWebSite,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  hash,
  loopback,
  record,
  records,
  server,
} from '../fixtures/facts.ts';

function kinds(facts: Facts): readonly string[] {
  return diagnose(facts).findings.map((finding) => finding.kind);
}

describe('the front end', () => {
  test('is site 1, whatever its name', () => {
    const facts = expiredServer({ sites: [defaultWebSite({ name: 'Webmail' }), exchangeBackEnd()] });
    const diagnosis = diagnose(facts);
    expect(blocking(diagnosis)).toEqual([]);
    expect(mayRescue(diagnosis)).toBe(true);
    expect(diagnosis.findings).toMatchObject([
      { kind: 'bound-certificate-fault', endpoint: frontEnd, site: 'Webmail' },
      { kind: 'bound-certificate-fault', endpoint: loopback, site: 'Webmail' },
    ]);
  });

  test('blocks when Default Web Site has another id, and site 1 is somebody else', () => {
    const facts = expiredServer({
      sites: [
        defaultWebSite({ id: 4 }),
        defaultWebSite({ name: 'Intranet', bindings: [] }),
        exchangeBackEnd(),
      ],
    });
    expect(blocking(diagnose(facts))).toEqual([
      { kind: 'front-end-not-site-1', severity: 'blocks', id: 4, siteOne: 'Intranet' },
    ]);
  });

  test('blocks when Default Web Site has another id, and there is no site 1', () => {
    const facts = expiredServer({ sites: [defaultWebSite({ id: 4 }), exchangeBackEnd()] });
    expect(blocking(diagnose(facts))).toEqual([
      { kind: 'front-end-not-site-1', severity: 'blocks', id: 4, siteOne: null },
    ]);
  });

  test('blocks when it is not there', () => {
    expect(blocking(diagnose(expiredServer({ sites: [exchangeBackEnd()] })))).toEqual([
      { kind: 'front-end-missing', severity: 'blocks' },
    ]);
  });
});

describe('the central certificate store', () => {
  const central = [binding(':443:', frontEnd, 2), binding('127.0.0.1:443:', loopback)];

  test('blocks: there is no record to change', () => {
    const facts = server({
      sites: [defaultWebSite({ bindings: central }), exchangeBackEnd()],
      records: [record(loopback, hash('A')), record(backEnd, hash('E'))],
    });
    expect(diagnose(facts).findings).toEqual([
      {
        kind: 'central-certificate-store',
        severity: 'blocks',
        endpoint: frontEnd,
        role: 'front-end',
        site: 'Default Web Site',
      },
    ]);
  });

  test.each([1, 4, 8, 16, 32, 64, 4 + 32])('is not meant by the flags %s', (sslFlags) => {
    const bindings = [binding(':443:', frontEnd), binding('127.0.0.1:443:', loopback, sslFlags)];
    expect(kinds(server({ sites: [defaultWebSite({ bindings }), exchangeBackEnd()] }))).not.toContain(
      'central-certificate-store',
    );
  });
});

describe('a binding that is not there', () => {
  test('on every address is named, with those that are', () => {
    const facts = server({
      sites: [defaultWebSite(), exchangeBackEnd({ bindings: [binding('192.0.2.7:444:', '192.0.2.7:444')] })],
    });
    expect(diagnose(facts).findings).toEqual([
      {
        kind: 'binding-missing',
        severity: 'warning',
        endpoint: backEnd,
        role: 'back-end',
        site: 'Exchange Back End',
        others: ['192.0.2.7:444:'],
      },
    ]);
  });

  test('is not replaced by one with a host name (SNI), which has a record of its own', () => {
    const bindings = [binding(':443:mail.contoso.com', frontEnd, 1), binding('127.0.0.1:443:', loopback)];
    const facts = server({ sites: [defaultWebSite({ bindings }), exchangeBackEnd()] });
    expect(diagnose(facts).findings).toContainEqual(
      expect.objectContaining({
        kind: 'binding-missing',
        others: [':443:mail.contoso.com', '127.0.0.1:443:'],
      }),
    );
  });

  test('is named when the back end site is not there at all', () => {
    expect(diagnose(server({ sites: [defaultWebSite()] })).findings).toMatchObject([
      { kind: 'binding-missing', site: 'Exchange Back End', others: [] },
    ]);
  });

  test('is not said of one that is there, while the records could not be read', () => {
    const facts = server({ records: unknown('5', 'HttpQueryServiceConfiguration') });
    expect(kinds(facts)).toEqual(['part-unknown']);
  });

  test('on 127.0.0.1 is usual on some servers, and the back end is found by its name', () => {
    const facts = server({
      sites: [
        defaultWebSite({ bindings: [binding('*:443:', frontEnd)] }),
        exchangeBackEnd({ id: 7, name: 'exchange back end' }),
      ],
      records: [record(frontEnd, hash('A')), record(backEnd, hash('E'))],
    });
    expect(kinds(facts)).toEqual([]);
  });
});

describe('a hash of the legacy metabase', () => {
  const old = hash('A');
  const exchange = hash('E');

  test.each([
    ['of the front end', 1],
    ['of the back end', 2],
  ])('%s blocks when it is another than the certificate to be chosen', (_what, siteId) => {
    const diagnosis = diagnose(expiredServer({ metabaseHashes: [{ siteId, thumbprint: old }] }));
    expect(blocking(diagnosis)).toEqual([
      { kind: 'stale-metabase-hash', severity: 'blocks', siteId, thumbprint: old },
    ]);
    expect(mayRescue(diagnosis)).toBe(false);
  });

  test('does not block when it is the certificate to be chosen', () => {
    const facts = expiredServer({
      metabaseHashes: [
        { siteId: 1, thumbprint: exchange },
        { siteId: 2, thumbprint: exchange },
      ],
    });
    expect(mayRescue(diagnose(facts))).toBe(true);
  });

  test('blocks whatever it is when a new certificate is to be made', () => {
    const facts = expiredServer({
      records: records(hash('A'), hash('E')),
      certificates: [expiredMail(), exchangeCertificate({ notAfter: day(-1) })],
      metabaseHashes: [{ siteId: 1, thumbprint: exchange }],
    });
    expect(blocking(diagnose(facts))).toMatchObject([{ kind: 'stale-metabase-hash', thumbprint: exchange }]);
  });

  test('blocks for another site that shares an endpoint: it would be written over the same record', () => {
    const sites = [
      defaultWebSite(),
      exchangeBackEnd(),
      { id: 5, name: 'Legacy', bindings: [binding(':443:legacy', frontEnd)] },
    ];
    const facts = expiredServer({ sites, metabaseHashes: [{ siteId: 5, thumbprint: old }] });
    expect(blocking(diagnose(facts))).toMatchObject([{ kind: 'stale-metabase-hash', siteId: 5 }]);
  });

  test('does not block for a site with endpoints of its own', () => {
    const sites = [
      defaultWebSite(),
      exchangeBackEnd(),
      { id: 5, name: 'Intranet', bindings: [binding('*:8443:', '0.0.0.0:8443')] },
    ];
    const facts = expiredServer({ sites, metabaseHashes: [{ siteId: 5, thumbprint: old }] });
    expect(mayRescue(diagnose(facts))).toBe(true);
  });
});
