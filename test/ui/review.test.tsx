// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ReviewStage } from '../../renderer/stages/Review.tsx';
import {
  badKeys,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  hash,
  loopback,
  mailCertificate,
  onlyCertificate,
  record,
  records,
  shutKey,
} from '../fixtures/facts.ts';
import { openWizard, planId } from '../fixtures/open-wizard.ts';
import { asked, press, showStage, words } from './show-stage.tsx';

const deed = 'Replace the certificate on 2 bindings';
const lostKey = expiredMail({ key: badKeys.lost });
const lasting = expiredServer({
  certificates: [lostKey, exchangeCertificate()],
  records: records(lostKey, exchangeCertificate()),
});

describe('the Review stage', () => {
  test('shows every change with before, after, why and undo', () => {
    showStage(ReviewStage, openWizard('review', expiredServer()));
    const first = screen.getByRole('listitem', {
      name: /Bind the certificate on Default Web Site \(0.0.0.0:443\)/,
    });
    const said = first.textContent;
    expect(said).toContain(`mail.contoso.com${'AAAA '.repeat(10).trim()}`);
    expect(said).toContain(`Microsoft Exchange${'EEEE '.repeat(10).trim()}`);
    expect(said).toContain('The old certificate expired 12 days ago, on 10 November 2026.');
    expect(said).toContain('puts the old value back, field by field');
    expect(screen.getByRole('listitem', { name: /\(127.0.0.1:443\)/ })).toBeTruthy();
  });

  test('shows a repair of the key as any change, and that users notice nothing', () => {
    const facts = frontEndHolds(mailCertificate({ key: shutKey() }));
    const choice = { kind: 'repair-key', thumbprint: hash('A') } as const;
    showStage(ReviewStage, openWizard('review', facts, { choice }));
    const only = screen.getByRole('listitem', {
      name: /Give Administrators full control of the private key/,
    });
    for (const said of [
      'Beforefull control for SYSTEM; some rights for Administrators',
      'Afterfull control for SYSTEM and Administrators',
      'this administrator may not open it (5). Its certificate is bound on 0.0.0.0:443 and 127.0.0.1:443.',
      'The certificate stays bound, so nothing changes for users.',
      'puts the old list back, as it was read',
      'icacls',
    ]) {
      expect(only.textContent).toContain(said);
    }
    expect(words()).toContain('Default Web Site (127.0.0.1:443) keeps mail.contoso.com');
    expect(words()).toContain('No certificate record is changed');
    expect(screen.getByRole('button', { name: 'Repair the access to the key' })).toBeTruthy();
  });

  test('shows the commands of each change, and copies them by its id', () => {
    const { calls } = showStage(ReviewStage, openWizard('review', expiredServer()));
    const second = screen.getByRole('listitem', { name: /\(127.0.0.1:443\)/ });
    const commands = within(second).getByRole('group', { name: 'Commands of change 2', hidden: true });
    expect(commands.textContent).toContain('netsh http add sslcert ipport=127.0.0.1:443');
    within(second).getByRole('button', { name: 'Copy', hidden: true }).click();
    expect(calls).toEqual([['copy', { what: { kind: 'change-commands', changeId: '2' } }]]);
  });

  test('names what it does not touch, and the bindings that keep what they have', () => {
    showStage(ReviewStage, openWizard('review', expiredServer()));
    expect(words()).toContain('Exchange Back End (0.0.0.0:444) keeps Microsoft Exchange');
    expect(words()).not.toContain('Default Web Site (0.0.0.0:443) keeps');
    expect(words()).toContain('applicationHost.config are only read');
  });

  test('names the files that are copied first, and where to', () => {
    const filesToKeep = [
      { name: 'applicationHost.config', path: 'C:\\a' },
      { name: 'ServiceState.xml', path: 'C:\\b' },
    ];
    showStage(ReviewStage, openWizard('review', expiredServer({ filesToKeep })));
    expect(words()).toContain('applicationHost.config and ServiceState.xml, into /data.');
  });

  test('copies the plan', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', expiredServer()));
    await press('Copy the plan');
    expect(calls).toEqual([['copy', { what: { kind: 'plan' } }]]);
  });

  test('begins the plan that it shows, by its id, without asking where all of it can be undone', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', expiredServer()));
    await press(deed);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(calls).toEqual([['begin', { planId }]]);
  });

  test('asks first where a change cannot be undone, with Cancel in the focus', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', lasting));
    expect(words()).toContain('is not possible: Windows would not take the old record back');
    await press(deed);
    expect(asked()).toEqual({
      question: 'Begin, although 2 changes cannot be undone?',
      focused: 'Cancel',
    });
    await press('Cancel');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(calls).toEqual([]);
  });

  test('begins all the same when that was confirmed', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', lasting));
    await press(deed);
    within(screen.getByRole('dialog')).getByRole('button', { name: deed }).click();
    expect(calls).toEqual([['begin', { planId }]]);
  });

  test.each([
    ['a new certificate', onlyCertificate(expiredMail()), 'Create a certificate and bind it to 3 bindings'],
    [
      'a binding without a certificate',
      expiredServer({ records: [record(loopback, exchangeCertificate())] }),
      'Bind the certificate to 2 bindings',
    ],
    [
      'one expired binding',
      expiredServer({
        records: [
          record('0.0.0.0:443', exchangeCertificate()),
          record(loopback, expiredMail()),
          record('0.0.0.0:444', exchangeCertificate()),
        ],
      }),
      'Replace the certificate on 1 binding',
    ],
  ])('says the deed with its count: %s', (_what, facts, name) => {
    showStage(ReviewStage, openWizard('review', facts));
    expect(screen.getByRole('button', { name })).toBeTruthy();
  });

  test('warns of what users will meet before 443 is changed', () => {
    const clientProtection = {
      extendedProtection: [{ path: 'Default Web Site/EWS', mode: 'Require' }],
      strictTransportSecurity: [{ site: 'Default Web Site', maxAgeSeconds: 300 }],
    };
    showStage(ReviewStage, openWizard('review', expiredServer({ clientProtection })));
    expect(words()).toContain('Know this before you begin');
    expect(words()).toContain('Extended Protection is on');
    expect(words()).toContain('(HSTS)');
  });

  test('goes back to the certificates', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', expiredServer()));
    await press('Back');
    expect(calls).toEqual([['goTo', { stage: 'certificate' }]]);
  });
});
