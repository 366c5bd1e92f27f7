import { describe, expect, test } from 'vitest';
import { blocking, diagnose, mayRescue } from '../../shared/diagnosis.ts';
import type { Facts } from '../../shared/facts.ts';
import type { Finding } from '../../shared/findings.ts';
import { unknown } from '../../shared/reading.ts';
import {
  exchangeCertificate,
  expiredServer,
  hash,
  idle,
  lookAlikes,
  mailCertificate,
  server,
} from '../fixtures/facts.ts';

function found(facts: Facts): readonly Finding[] {
  return diagnose(facts).findings;
}

describe('a part that could not be read', () => {
  const because = { code: 'ERROR_ACCESS_DENIED', tried: 'a call' };

  test.each([
    'server',
    'sites',
    'records',
    'httpSys',
    'certificates',
    'setupState',
    'metabaseHashes',
    'filesToKeep',
  ] as const)('blocks when it decides: %s', (part) => {
    const diagnosis = diagnose(expiredServer({ [part]: unknown(because.code, because.tried) }));
    expect(blocking(diagnosis)).toContainEqual({ kind: 'part-unknown', severity: 'blocks', part, because });
    expect(mayRescue(diagnosis)).toBe(false);
  });

  test.each(['exchange', 'services', 'setup', 'clientProtection'] as const)(
    'is a warning otherwise: %s',
    (part) => {
      const facts = server({ [part]: unknown(because.code, because.tried) });
      expect(found(facts)).toEqual([{ kind: 'part-unknown', severity: 'warning', part, because }]);
    },
  );

  test('every one is named', () => {
    const facts = server({ sites: unknown('1', 'a'), services: unknown('2', 'b'), setup: unknown('3', 'c') });
    expect(found(facts).flatMap((one) => (one.kind === 'part-unknown' ? [one.part] : []))).toEqual([
      'sites',
      'services',
      'setup',
    ]);
  });
});

describe('a look-alike', () => {
  test.each(Object.entries(lookAlikes))('is noted for what it is: %s', (of, names) => {
    const certificate = exchangeCertificate({ thumbprint: hash('F'), ...names });
    const facts = server({ certificates: [mailCertificate(), exchangeCertificate(), certificate] });
    expect(found(facts)).toEqual([
      { kind: 'look-alike', severity: 'note', thumbprint: hash('F'), subject: names.subject, of },
    ]);
  });

  test.each([
    ['a certificate that lies in Root only', 'Root', 'CN=localhost'],
    ['a server whose name begins so', 'MY', 'CN=localhost01'],
    ['a certificate for mail', 'MY', 'CN=mail.contoso.com'],
  ])('is not %s', (_what, store, subject) => {
    const certificate = exchangeCertificate({ thumbprint: hash('F'), store, subject, issuer: subject });
    expect(found(server({ certificates: [mailCertificate(), exchangeCertificate(), certificate] }))).toEqual(
      [],
    );
  });
});

describe('Windows', () => {
  test('that waits for a restart is named with its traces', () => {
    const facts = server({ setupState: { ...idle, pendingReboot: ['PendingFileRenameOperations'] } });
    expect(found(facts)).toEqual([
      { kind: 'pending-reboot', severity: 'warning', traces: ['PendingFileRenameOperations'] },
    ]);
  });

  test('does not keep a rescue from beginning by waiting: records survive a restart', () => {
    const facts = expiredServer({ setupState: { ...idle, pendingReboot: ['RebootRequired'] } });
    expect(mayRescue(diagnose(facts))).toBe(true);
  });

  test('holds the roles that Setup left half done', () => {
    const facts = server({
      setupState: {
        ...idle,
        incompleteRoles: [
          { role: 'MailboxRole', action: 'BuildToBuildUpgrade', watermark: '1a2b' },
          { role: 'CafeRole', action: null, watermark: null },
        ],
      },
    });
    expect(found(facts)).toEqual([
      { kind: 'incomplete-role', severity: 'note', role: 'MailboxRole', action: 'BuildToBuildUpgrade' },
      { kind: 'incomplete-role', severity: 'note', role: 'CafeRole', action: null },
    ]);
  });

  test.each([
    ['stopped', 'W3SVC', 'disabled', 1],
    ['changing', 'w3svc', 'automatic', 1],
    ['running', 'W3SVC', 'automatic', 0],
    ['stopped', 'MSExchangePop3', 'disabled', 0],
  ] as const)('whose service is %s: %s', (state, name, startType, expected) => {
    const notes = found(server({ services: [{ name, state, startType }] }));
    expect(notes).toHaveLength(expected);
    for (const note of notes)
      expect(note).toEqual({ kind: 'web-service-stopped', severity: 'note', startType });
  });
});

describe('what users would feel', () => {
  test('is Extended Protection, by its virtual directories', () => {
    const facts = server({
      clientProtection: {
        extendedProtection: [
          { path: 'Default Web Site/EWS', mode: 'Allow' },
          { path: 'Default Web Site/mapi', mode: 'Require' },
        ],
        strictTransportSecurity: [],
      },
    });
    expect(found(facts)).toEqual([
      {
        kind: 'extended-protection',
        severity: 'warning',
        paths: ['Default Web Site/EWS', 'Default Web Site/mapi'],
      },
    ]);
  });

  test('is HSTS, by its site', () => {
    const facts = server({
      clientProtection: {
        extendedProtection: [],
        strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 31_536_000 }],
      },
    });
    expect(found(facts)).toEqual([
      {
        kind: 'strict-transport-security',
        severity: 'warning',
        site: 'Default Web Site',
        maxAgeSeconds: 31_536_000,
      },
    ]);
  });
});
