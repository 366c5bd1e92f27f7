// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { DiagnoseStage } from '../../renderer/stages/Diagnose.tsx';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import type { OpenWizard } from '../../shared/wizard.ts';
import {
  badKeys,
  day,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  hash,
  idle,
  mailCertificate,
  now,
  onlyCertificate,
  records,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started, wentWell } from '../fixtures/rescues.ts';
import { asked, choose, press, showStage, words } from './show-stage.tsx';

function shown(facts: Facts, given?: Parameters<typeof openWizard>[2]) {
  return showStage(DiagnoseStage, openWizard('diagnose', facts, given));
}

function title(): string {
  return screen.getByRole('heading', { level: 1 }).textContent;
}

/** The buttons of the bar, the primary one last. */
function bar(): readonly string[] {
  return screen
    .getAllByRole('button')
    .map(({ textContent }) => textContent)
    .filter((name) => barNames.includes(name));
}

const barNames = [
  'Look again',
  'Save what was found',
  'Save the report',
  'Choose the certificate',
  'Run Setup again',
];

const notTheCertificate = server({
  setup: setupVerdict('not-a-certificate-failure', {
    quote: { line: 115, text: '[ERROR] The values conflict.' },
  }),
});

describe('Diagnose, where it is ours', () => {
  test('says what Setup stopped at, what it concerns and that the cure is here', async () => {
    const { calls } = shown(expiredServer());
    expect(title()).toBe('Setup stopped because the certificate on Default Web Site expired 12 days ago');
    expect(words()).toContain(
      '2 of the 3 bindings are affected. A good certificate is on this server already. Binding it takes about a minute, and can be undone.',
    );
    expect(bar()).toEqual(['Look again', 'Save what was found', 'Choose the certificate']);
    await press('Choose the certificate');
    await press('Look again');
    await press('Save what was found');
    expect(calls).toEqual([
      ['goTo', { stage: 'certificate' }],
      ['lookAgain', undefined],
      ['saveReport', undefined],
    ]);
  });

  test.each<[string, Facts, string]>([
    [
      'a key that Setup could not use',
      frontEndHolds(mailCertificate({ key: badKeys.cannotOpen }), {
        setup: setupVerdict('private-key-inaccessible'),
      }),
      'Setup stopped because it cannot use the private key for Default Web Site',
    ],
    [
      'a certificate that is expired although Setup went through',
      expiredServer({ setup: setupVerdict('setup-succeeded') }),
      'Setup would stop: the certificate on Default Web Site expired 12 days ago',
    ],
    [
      'a certificate of tomorrow',
      frontEndHolds(mailCertificate({ notBefore: '2026-11-24T00:00:00.000Z' }), {
        setup: setupVerdict('certificate-expired'),
      }),
      'Setup stopped because the certificate on Default Web Site begins only in 45 hours',
    ],
    [
      'a back end without a record',
      server({ records: records(mailCertificate(), exchangeCertificate()).slice(0, 2) }),
      'Exchange Back End has no good certificate',
    ],
    [
      'a front end whose certificate is gone',
      server({ records: records(hash('D'), exchangeCertificate()) }),
      'Default Web Site has no certificate that it can use',
    ],
    [
      'a certificate step in the log that need not have been this one',
      server({
        records: records(hash('D'), exchangeCertificate()),
        setup: setupVerdict('other-certificate-step'),
      }),
      'Default Web Site has no certificate that it can use',
    ],
  ])('names the cause: %s', (_name, facts, expected) => {
    shown(facts);
    expect(title()).toBe(expected);
  });

  test('says so where a certificate has to be made', () => {
    shown(onlyCertificate(expiredMail(), { setup: setupVerdict('certificate-expired') }));
    expect(words()).toContain('All 3 bindings are affected.');
    expect(words()).toContain(
      'Exchange has no good certificate of its own on this server, so a new one is made.',
    );
  });

  test('does not promise an undo that would not bring everything back', () => {
    shown(server({ records: records(hash('D'), exchangeCertificate()) }));
    expect(words()).toContain('what an undo could not bring back is said before');
    expect(words()).not.toContain('and can be undone');
  });

  test('reads the picture out: each binding with what it serves', () => {
    shown(expiredServer());
    const rows = within(screen.getByRole('region', { name: 'Default Web Site' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      ':443every address, Outlook and OWAIt serves mail.contoso.com (Expired 12 days ago).',
      '127.0.0.1:443this server itselfIt serves mail.contoso.com (Expired 12 days ago).',
    ]);
  });

  test('shows the faults, and what Setup wrote with its line', () => {
    shown(expiredServer());
    const wrong = screen.getByRole('region', { name: 'What is wrong' });
    expect(within(wrong).getAllByRole('listitem')).toHaveLength(1);
    expect(wrong.textContent).toContain('expired 12 days ago, on 10 November 2026');
    const wrote = screen.getByText('What Setup wrote').closest('details');
    expect(wrote?.open).toBe(true);
    expect(wrote?.textContent).toContain('[ERROR] The certificate is expired.');
    expect(wrote?.textContent).toContain('line 4711');
  });

  test('offers nothing but to look again while something stands in the way', () => {
    shown(expiredServer({ metabaseHashes: [{ siteId: 1, thumbprint: hash('B') }] }));
    expect(title()).toBe('A certificate is the cause, and something stands in the way of replacing it');
    expect(screen.getByRole('region', { name: 'What stands in the way' }).textContent).toContain('KB2025598');
    expect(bar()).toEqual(['Save what was found', 'Look again']);
  });
});

describe('Diagnose, where it is not ours', () => {
  test('says that it is not the certificate, what it is instead and where to read on, and offers no rebinding', () => {
    shown(notTheCertificate);
    expect(title()).toBe('This is not the certificate');
    expect(words()).toContain(
      'binding another certificate would not cure it. The certificates of the web sites are good.',
    );
    expect(screen.getByRole('region', { name: 'What Setup stopped at' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Where to read on' }).textContent).toContain('at line 115');
    expect(bar()).toEqual(['Look again', 'Save what was found']);
    expect(words()).not.toContain('Choose the certificate');
  });

  test('does not call certificates good that could not be read', () => {
    shown({ ...notTheCertificate, certificates: unknown('5', 'CertOpenStore') });
    expect(words()).not.toContain('The certificates of the web sites are good.');
  });

  test.each([
    ['internal-transport-certificate', 'This is not the certificate of the web sites', 'mail transport'],
    [
      'other-certificate-step',
      'Setup stopped at a certificate step, and no binding is to blame',
      'Nothing shows that binding another certificate would cure it.',
    ],
  ] as const)('tells %s apart', (failure, expected, said) => {
    shown(server({ setup: setupVerdict(failure) }));
    expect(title()).toBe(expected);
    expect(words()).toContain(said);
  });
});

describe('Diagnose, where it is another thing', () => {
  test('says what it is as far as the log tells, where to read on, and what to search for', () => {
    const { failure, ...setup } = setupVerdict('not-a-certificate-failure');
    if (failure === null) throw new Error('The fixture holds a failure');
    const exception =
      'Microsoft.Exchange.Management.SystemConfigurationTasks.ReceiveConnectorRoleConflictException';
    shown(server({ setup: { ...setup, failure: { ...failure, exception, message: 'They conflict.' } } }));
    const part = (name: string) => screen.getByRole('region', { name }).textContent;
    expect(part('What Setup stopped at')).toContain('Two receive connectors');
    expect(part('What Setup stopped at')).toContain('They conflict.');
    expect(part('Where to read on')).toContain('Compare its bindings and remote addresses');
    expect(part('What to search for in the log')).toContain(exception);
    expect(part('What to search for in the log')).toContain('[ERROR-REFERENCE]');
  });
});

describe('Diagnose, as the check before an update', () => {
  test('says that nothing expires soon', () => {
    shown(server());
    expect(words()).toContain('None of the certificates in use expires within 60 days.');
    expect(screen.queryByRole('region', { name: 'Before the next update' })).toBeNull();
  });

  test('lists what expires, with the days that are left and what to do', () => {
    shown(frontEndHolds(mailCertificate({ notAfter: day(20) })));
    expect(title()).toBe('Nothing has to be repaired');
    expect(words()).toContain('One certificate in use expires within 60 days, or has expired: see below.');
    const check = screen.getByRole('region', { name: 'Before the next update' }).textContent;
    expect(check).toContain('expires in 20 days, on 12 December 2026. Renew it and bind the new one');
  });
});

describe('Diagnose, where there is nothing to repair', () => {
  test('says so, and offers to save what was found', () => {
    shown(server());
    expect(title()).toBe('Nothing has to be repaired');
    expect(words()).toContain('and Setup has ended successfully');
    expect(bar()).toEqual(['Look again', 'Save what was found']);
  });

  test('leads on to Setup where it had stopped before and the bindings are good now', async () => {
    const { calls } = shown(server({ setup: setupVerdict('certificate-expired') }));
    expect(title()).toBe('The certificates are good now, and Setup can be run again');
    await press('Run Setup again');
    expect(calls).toEqual([['goTo', { stage: 'rerun-setup' }]]);
  });

  test('does not claim an end of Setup that its log does not show', () => {
    shown(server({ setup: setupVerdict('no-failure-found') }));
    expect(words()).not.toContain('ended successfully');
  });
});

describe('Diagnose, where it cannot be said', () => {
  test('waits for a Setup that is running', () => {
    const running = { ...idle, processes: ['ExSetup.exe'] };
    shown(expiredServer({ setupState: running, setup: setupVerdict('setup-running') }));
    expect(title()).toBe('Setup is running now');
    expect(bar()).toEqual(['Save what was found', 'Look again']);
  });

  test.each<[string, Partial<Facts>, string]>([
    [
      'the records',
      { records: unknown('5', 'HttpQueryServiceConfiguration') },
      'certificate records of http.sys',
    ],
    ['the sites', { sites: unknown('5', 'applicationHost.config') }, 'The sites of IIS could not be read'],
    ["Setup's log", { setup: unknown('ENOENT', 'ExchangeSetup.log') }, "Setup's log could not be read"],
  ])('names what could not be read: %s', (_name, part, said) => {
    shown({ ...server(), ...part });
    expect(title()).toBe('It cannot be told yet whether a certificate is the cause');
    expect(words()).toContain(said);
    expect(bar()).toEqual(['Save what was found', 'Look again']);
  });

  test('shows a doubtful key as not known, and not among the warnings', () => {
    shown(frontEndHolds(mailCertificate({ key: badKeys.unknown })));
    expect(screen.getByRole('region', { name: 'What is not known' })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Worth knowing' })).toBeNull();
  });

  test('keeps a place in the picture for a site that is missing', () => {
    shown(server({ sites: [exchangeBackEnd()] }));
    expect(screen.getByRole('region', { name: 'Default Web Site' }).textContent).toContain(
      'IIS has no such site',
    );
  });
});

describe('Diagnose, while the server is being looked at', () => {
  test('says so, and does nothing twice', async () => {
    const { calls, tell } = shown(expiredServer(), { activity: { kind: 'looking', since: now } });
    expect(screen.getByText('Looking …')).toBeTruthy();
    await press('Look again');
    await press('Choose the certificate');
    expect(calls).toEqual([]);
    tell(openWizard('diagnose', expiredServer()));
    expect(words()).toContain('Looked at on 22 November 2026, 04:00:00 (UTC+01:00).');
    await press('Look again');
    expect(calls).toEqual([['lookAgain', undefined]]);
  });
});

describe('Diagnose, after something was changed', () => {
  const start = started(expiredServer());
  const oneDone = start.plan.changes.slice(0, 1).flatMap((change) => [aboutTo(change), done(change)]);
  const left = reduce(journal(start, backupMade, ...oneDone, { kind: 'rescue-left', rescue: 1 }));

  test('says what stands after a rescue was left, and takes it back after asking', async () => {
    const { calls } = shown(expiredServer(), { rescues: left });
    expect(words()).toContain('Stage 1 of 6 · one change stands');
    expect(words()).toContain('1 change made by this program stands');
    expect(words()).not.toContain('nothing has been changed');
    await press('Undo every change');
    expect(asked()).toEqual({ question: 'Undo every change?', focused: 'Cancel' });
    await press('Cancel');
    expect(calls).toEqual([]);
  });

  test('tells that Setup stopped again, and at what', () => {
    const failed = reduce(
      journal(...wentWell(start), {
        kind: 'setup-run',
        outcome: 'failed',
        class: 'not-a-certificate-failure',
      }),
    );
    shown(notTheCertificate, { rescues: failed });
    expect(words()).toContain('Setup stopped again: Setup failed on something else than a certificate.');
    expect(bar()).toEqual(['Look again', 'Save the report']);
  });
});

describe('the practice scenario', () => {
  const practice: OpenWizard = {
    ...openWizard('diagnose', {
      ...expiredServer(),
      origin: { kind: 'practice', scenario: 'expired-certificate' },
    }),
    scenarios: [
      { name: 'expired-certificate', description: 'It expired.' },
      { name: 'healthy', description: 'All is good.' },
    ],
  };

  const scenarios = () => screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent);

  test('is chosen among all of them, each with its whole sentence', async () => {
    const { calls } = showStage(DiagnoseStage, practice);
    await press('Switch the practice scenario');
    expect(scenarios()).toEqual(['expired-certificateIt expired.', 'healthyAll is good.']);
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: /^expired-certificate/ }));
    await choose(/^healthy/);
    expect(calls).toEqual([]);
    await press('Open this scenario');
    expect(calls).toEqual([['switchScenario', { scenario: 'healthy' }]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('stays as it is where the same one is opened, or none', async () => {
    const { calls } = showStage(DiagnoseStage, practice);
    await press('Switch the practice scenario');
    await press('Open this scenario');
    await press('Switch the practice scenario');
    await choose(/^healthy/);
    await press('Cancel');
    expect(calls).toEqual([]);
  });

  test('cannot be switched where none is offered', () => {
    showStage(DiagnoseStage, { ...practice, scenarios: [] });
    expect(screen.queryByRole('button', { name: 'Switch the practice scenario' })).toBeNull();
  });
});
