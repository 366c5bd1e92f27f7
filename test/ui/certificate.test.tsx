// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { CertificateStage } from '../../renderer/stages/Certificate.tsx';
import {
  badKeys,
  day,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  hash,
  lookAlikes,
  mailCertificate,
  onlyCertificate,
  records,
  shutKey,
  shutKeyPath,
} from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { choose, press, showStage, words } from './show-stage.tsx';

const renewed = mailCertificate({ thumbprint: hash('9'), friendlyName: 'renewed' });
const several = expiredServer({
  certificates: [
    expiredMail(),
    exchangeCertificate(),
    renewed,
    exchangeCertificate({ thumbprint: hash('7'), friendlyName: 'ends soon', notAfter: day(20) }),
    { ...mailCertificate({ thumbprint: hash('6') }), key: badKeys.lost, friendlyName: 'lost' },
    { ...exchangeCertificate({ thumbprint: hash('5') }), ...lookAlikes.localhost, friendlyName: 'dev' },
  ],
});

const shut = frontEndHolds(mailCertificate({ key: shutKey() }));

describe('the Certificate stage', () => {
  test('has the safe answer chosen already, and says that it is', () => {
    showStage(CertificateStage, openWizard('certificate', several));
    const safe = screen.getByRole('radio', { name: /^Microsoft Exchange Recommended/ });
    expect(safe).toHaveProperty('checked', true);
    expect(words().match(/Recommended/g)).toHaveLength(1);
  });

  test('shows the whole content of the chosen one, and of no other', () => {
    showStage(CertificateStage, openWizard('certificate', several));
    for (const said of [
      'CN=EX01',
      'EX01 and EX01.contoso.local',
      'itself (self-signed)',
      'from 22 December 2024 until 22 December 2029, in 3 years',
      'RSA, 2048 bits, in a CSP (Microsoft RSA SChannel Cryptographic Provider)',
      'EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE',
      'its private key opens and signs for this administrator',
      'browsers and Outlook outside will warn',
    ]) {
      expect(words()).toContain(said);
    }
    expect(words()).not.toContain('9999 9999');
  });

  test('copies the thumbprint whole', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', several));
    await press('Copy the thumbprint');
    expect(calls).toEqual([['copy', { what: { kind: 'thumbprint', thumbprint: hash('E') } }]]);
  });

  test('asks for another one by its thumbprint', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', several));
    await choose(/^renewed/);
    expect(calls).toEqual([['choose', { choice: { kind: 'use', thumbprint: hash('9') } }]]);
  });

  test('warns of one that ends within weeks', () => {
    showStage(CertificateStage, openWizard('certificate', several));
    const soon = screen.getByRole('radio', { name: /^ends soon/ });
    expect(soon.closest('label')?.textContent).toContain('! Good until 12 December 2026, in 20 days');
  });

  test('offers no unsuitable one, and says of each why', () => {
    showStage(CertificateStage, openWizard('certificate', several));
    expect(screen.getAllByRole('radio')).toHaveLength(4);
    expect(screen.getByText('3 certificates are not suitable: see why')).toBeTruthy();
    const said = screen.getAllByRole('listitem', { hidden: true }).map(({ textContent }) => textContent);
    for (const reason of ['expired 12 days ago', 'has lost its private key', 'certificate for localhost']) {
      expect(said.some((text) => text.includes(reason))).toBe(true);
    }
  });

  test('creates a new one with trust, unless told otherwise', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', several));
    await choose(/^Create a new one/);
    expect(calls).toEqual([['choose', { choice: { kind: 'create', trust: 'add-to-root' } }]]);
  });

  test('shows exactly what the new one would be, and leaves its trust to the administrator', async () => {
    const facts = onlyCertificate(expiredMail(), { setup: several.setup });
    const { calls } = showStage(CertificateStage, openWizard('certificate', facts));
    expect(screen.getByRole('radio', { name: /^Create a new one Recommended/ })).toHaveProperty(
      'checked',
      true,
    );
    for (const said of [
      'CN=EX01',
      'EX01 and EX01.contoso.local',
      'from 22 November 2026 until 22 November 2031, in 5 years',
      'SHA-256',
      'born inside Windows',
    ]) {
      expect(words()).toContain(said);
    }
    expect(screen.getByRole('radio', { name: /^Trust it/ })).toHaveProperty('checked', true);
    await choose(/^Leave it untrusted/);
    expect(calls).toEqual([['choose', { choice: { kind: 'create', trust: 'leave-untrusted' } }]]);
  });

  test('says that a good one is there when a new one was chosen all the same', () => {
    const choice = { kind: 'create', trust: 'add-to-root' } as const;
    showStage(CertificateStage, openWizard('certificate', several, { choice }));
    expect(words()).toContain('a good self-signed certificate of Exchange is on this server already');
  });

  test('says why a choice cannot be used, and does not go on with it', async () => {
    const facts = expiredServer({
      certificates: [expiredMail(), exchangeCertificate(), renewed],
      records: records(expiredMail(), exchangeCertificate()),
      metabaseHashes: [{ siteId: 1, thumbprint: hash('E') }],
    });
    const choice = { kind: 'use', thumbprint: hash('9') } as const;
    const { calls } = showStage(CertificateStage, openWizard('certificate', facts, { choice }));
    expect(screen.getByRole('alert').textContent).toContain(
      'legacy metabase of Windows holds Microsoft Exchange',
    );
    expect(screen.getByRole('radio', { name: /^renewed/ })).toHaveProperty('checked', true);
    await press('Review the changes');
    expect(calls).toEqual([]);
  });

  test('offers to repair the key beside binding, and preselects binding', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', shut));
    const names = screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent ?? '');
    expect(names.map((name) => name.replace(/ [!✓].*/, ''))).toEqual([
      expect.stringMatching(/^Microsoft Exchange Recommended/),
      expect.stringMatching(/^Keep mail.contoso.com, and repair the access to its key/),
      expect.stringMatching(/^Create a new one/),
    ]);
    expect(screen.getByRole('radio', { name: /^Microsoft Exchange/ })).toHaveProperty('checked', true);
    expect(words()).toContain('Binding it works whatever is wrong with the old key');
    await choose(/^Keep mail.contoso.com/);
    expect(calls).toEqual([['choose', { choice: { kind: 'repair-key', thumbprint: hash('A') } }]]);
  });

  test('says when to prefer the repair, and exactly who may use the key before and after', async () => {
    const choice = { kind: 'repair-key', thumbprint: hash('A') } as const;
    const { calls } = showStage(CertificateStage, openWizard('certificate', shut, { choice }));
    for (const said of [
      'Choose this where users must not be warned',
      'Bind another certificate where you are in doubt',
      'so browsers and Outlook do not warn',
      'cures this one cause only',
      'May use it nowfull control for SYSTEM; some rights for Administrators',
      'May use it thenfull control for SYSTEM and Administrators',
      shutKeyPath,
      'AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA',
    ]) {
      expect(words()).toContain(said);
    }
    expect(screen.getByRole('radio', { name: /^Keep mail.contoso.com/ })).toHaveProperty('checked', true);
    await press('Review the changes');
    expect(calls).toEqual([['goTo', { stage: 'review' }]]);
  });

  test('says why a key cannot be repaired where it is not offered', () => {
    const facts = frontEndHolds(mailCertificate({ key: badKeys.cannotChangeAccess }));
    showStage(CertificateStage, openWizard('certificate', facts));
    expect(screen.getAllByRole('radio')).toHaveLength(2);
    expect(words()).toContain(
      'cannot be repaired from here: this administrator may not change who may use it',
    );
  });

  test('goes on to Review, and back to Diagnose', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', several));
    await press('Review the changes');
    await press('Back');
    expect(calls).toEqual([
      ['goTo', { stage: 'review' }],
      ['goTo', { stage: 'diagnose' }],
    ]);
  });
});
