import { describe, expect, test } from 'vitest';
import { diagnose } from '../../shared/diagnosis.ts';
import type { RescueEvent } from '../../shared/events.ts';
import type { Facts } from '../../shared/facts.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { wrap } from '../../shared/text/wrap.ts';
import { reduce } from '../../shared/rescue.ts';
import {
  badKeys,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEndHolds,
  hash,
  idle,
  mailCertificate,
  onlyCertificate,
  record,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';
import {
  aboutTo,
  backupMade,
  done,
  journal,
  madeThumbprint,
  started,
  wentWell,
} from '../fixtures/rescues.ts';

function textAfter(...events: readonly RescueEvent[]): string {
  return renderText(reportOfRescue(reduce(journal(...events))[0]!, '/data'));
}

function textOfLook(facts: Facts): string {
  return renderText(reportOfLook(facts, diagnose(facts)));
}

/** What stands under a heading, line ends and all. */
function section(text: string, heading: string): string {
  const parts = text.split(`\n\n${heading}\n${'-'.repeat(heading.length)}\n`);
  expect(parts).toHaveLength(2);
  return parts[1]!.split(/\n\n[^\n]+\n-+\n/)[0]!;
}

/** What stands before the first heading. */
function head(text: string): string {
  return flat(text.split(/\n\n[^\n]+\n-+\n/)[0]!);
}

/** Without line ends and indents: a sentence, however it was wrapped. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

const spaced = (digits: string) => Array.from({ length: 10 }, () => digits.repeat(4)).join(' ');

const start = started(expiredServer());
const [first, second] = start.plan.changes;
const good = textAfter(...wentWell(start));

describe('the report of a rescue that went well', () => {
  test('is about this server, by its name and products', () => {
    expect(good.split('\n').slice(0, 2)).toEqual([
      'Recovery of EX01.contoso.local',
      '==============================',
    ]);
    expect(head(good)).toContain('Microsoft Exchange Server 2019, 15.2.1258.12');
    expect(head(good)).toContain('Windows Server 2022 Standard');
  });

  test('tells the times in the local time of the server, the day and the offset once', () => {
    expect(head(good)).toContain('Recovery begun 22 November 2026, 04:00:00 (UTC+01:00)');
    expect(head(good)).toContain('Last step 04:06:00');
  });

  test('tells the day again where it is another', () => {
    const beforeMidnight = -5 * 60;
    const late = started(
      expiredServer({ utcOffsetMinutes: beforeMidnight, takenAt: '2026-11-22T04:58:00.000Z' }),
    );
    const entries = journal(...wentWell(late)).map((entry, index) => ({
      ...entry,
      at: new Date(Date.parse('2026-11-22T04:58:00.000Z') + index * 60_000).toISOString(),
    }));
    const text = renderText(reportOfRescue(reduce(entries)[0]!, '/data'));
    expect(head(text)).toContain('Recovery begun 21 November 2026, 23:58:00 (UTC-05:00)');
    expect(head(text)).toContain('Last step 22 November 2026, 00:04:00 (UTC-05:00)');
  });

  test('tells the outcome first, in a word and a sentence', () => {
    expect(head(good)).toMatch(
      /Repaired\. 2 changes made and verified\. Setup has not been run again yet\.$/,
    );
    expect(section(good, 'Not done, and why')).toContain('ServiceState.xml was not there to be copied.');
  });

  test('tells what was wrong, with the evidence: line, time, quote', () => {
    const wrong = section(good, 'What was wrong');
    expect(flat(wrong)).toContain('A certificate that IIS is bound to is not valid now');
    expect(flat(wrong)).toContain(spaced('A'));
    expect(flat(wrong)).toContain('expired 12 days ago, on 10 November 2026');
    expect(flat(wrong)).toContain('line 4711');
    expect(flat(wrong)).toContain('Last line at 22 November 2026, 02:00:00 (UTC+01:00)');
    expect(wrong).toContain('    [11/22/2026 01:00:00.0000] [2] [ERROR] The certificate is expired.');
  });

  test('tells before, after, time and verification of every change', () => {
    const changed = section(good, 'What was changed');
    for (const change of [first!, second!]) {
      const endpoint = change.kind === 'record' ? change.target.endpoint : 'no endpoint';
      const block = flat(changed.split(`${change.id}. Bind`)[1]!.split(/\n\d+\. /)[0]!);
      expect(block).toContain(endpoint);
      expect(block).toMatch(new RegExp(`Before .*${spaced('A')}.* After .*${spaced('E')}`));
      expect(block).toMatch(/Done 04:0[35]:00 Verified/);
      expect(block).toContain('served in a TLS handshake');
    }
  });

  test('tells until when the certificates are valid', () => {
    const changed = flat(section(good, 'What was changed'));
    expect(changed).toContain('Before mail.contoso.com (valid until 10 November 2026, ');
    expect(changed).toContain('After Microsoft Exchange (valid until 22 December 2029, ');
  });

  test('names the bindings that were not touched, with what they hold', () => {
    expect(flat(section(good, 'What was changed'))).toContain(
      `Exchange Back End (0.0.0.0:444) Not touched Microsoft Exchange (valid until 22 December 2029, ${spaced('E')})`,
    );
  });

  test('tells the commands that do the same, each as it is typed', () => {
    const byHand = section(good, 'The same by hand').split('\n');
    expect(byHand[0]).toBe('1. Bind the certificate on Default Web Site (0.0.0.0:443)');
    expect(byHand[1]).toBe('    netsh http delete sslcert ipport=0.0.0.0:443');
    expect(byHand[2]).toMatch(/^ {4}netsh http add sslcert ipport=0\.0\.0\.0:443 certhash=E{40} /);
    expect(byHand).toContain('2. Bind the certificate on Default Web Site (127.0.0.1:443)');
  });

  test('tells how to run Setup again, on one line', () => {
    expect(section(good, 'Run Setup again')).toContain(
      '\n    D:\\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF',
    );
  });

  test('tells what is left for the morning', () => {
    const morning = flat(section(good, 'In the morning'));
    expect(morning).toContain('Tell users');
    expect(morning).toContain('Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services IIS');
    expect(morning).toContain('Get-PopSettings');
  });

  test('tells how to undo, newest change first, each command as it is typed', () => {
    const undo = section(good, 'How to undo');
    const deletes = undo.split('\n').filter((line) => line.includes('delete sslcert'));
    expect(deletes).toEqual([
      '    netsh http delete sslcert ipport=127.0.0.1:443',
      '    netsh http delete sslcert ipport=0.0.0.0:443',
    ]);
    expect(undo).toContain(`ipport=0.0.0.0:443 certhash=${hash('A')} `);
    expect(flat(undo)).toContain('lie in /data, in the folder rescue-1: applicationHost.config');
  });

  test('ends with one line end, and has nothing unsaid in it', () => {
    expect(good).toMatch(/[^\n]\n$/);
    expect(good).not.toMatch(/undefined|\[object|null|NaN|Invalid/);
  });
});

describe('the report of another rescue', () => {
  test('with a new certificate names it by its thumbprint, in words and in commands', () => {
    const creating = started(onlyCertificate(expiredMail()));
    const text = textAfter(...wentWell(creating));
    expect(flat(section(text, 'What was changed'))).toMatch(
      new RegExp(`1\\. Create a new .* After Microsoft Exchange \\(CN=EX01, [^)]*${spaced('C')}\\)`),
    );
    expect(flat(section(text, 'What was changed'))).toMatch(
      new RegExp(`Bind the .* After Microsoft Exchange \\(valid until 22 November 2031, ${spaced('C')}\\)`),
    );
    expect(section(text, 'How to undo')).toContain(`certutil -delstore Root ${madeThumbprint}`);
    expect(text).not.toContain('<thumbprint of change');
  });

  test('that stopped says why, and what was not done', () => {
    const because = { code: '1312', tried: 'HttpSetServiceConfiguration' };
    const text = textAfter(start, backupMade, aboutTo(first!), done(first!), {
      kind: 'rescue-stopped',
      because: { kind: 'refused', changeId: '2', because },
    });
    expect(head(text)).toMatch(/Stopped\. Change 2 was refused by the server \(HttpSetServiceConfiguration:/);
    const notDone = flat(section(text, 'Not done, and why'));
    expect(notDone).toContain('2. Bind the certificate on Default Web Site (127.0.0.1:443)');
    expect(notDone).toMatch(
      /HttpSetServiceConfiguration: Windows cannot use the private\s+key of the certificate \(1312\)/,
    );
    expect(flat(section(text, 'What was changed'))).toContain(
      'Default Web Site (127.0.0.1:443) Not touched mail.contoso.com',
    );
    expect(section(text, 'How to undo')).not.toContain('127.0.0.1:443');
  });

  test('that was cut off in a change says so, and how to take it back', () => {
    const text = textAfter(start, backupMade, aboutTo(first!));
    expect(head(text)).toContain('Not finished. The recovery has not come to its end.');
    expect(section(text, 'What was changed')).toContain('interrupted');
    const notDone = flat(section(text, 'Not done, and why'));
    expect(notDone).toContain('1. Bind the certificate on Default Web Site (0.0.0.0:443): not known');
    expect(notDone).toContain(
      '2. Bind the certificate on Default Web Site (127.0.0.1:443): The recovery was left',
    );
    const undo = section(text, 'How to undo');
    expect(undo).toContain('netsh http delete sslcert ipport=0.0.0.0:443');
    expect(flat(undo)).toContain('look first whether it is in place');
  });

  test('that was undone says so, and does not send anybody to Setup or to the users', () => {
    const back = { direction: 'undo' } as const;
    const text = textAfter(
      ...wentWell(start),
      { kind: 'undo-started', rescue: 1 },
      done(second!, back),
      done(first!, back),
      { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
    );
    expect(head(text)).toContain('Undone. Every change was taken back.');
    expect(section(text, 'What was changed')).toMatch(/Undone +04:08:00\n +Done +04:0\d:00\n/);
    expect(text).not.toContain('Run Setup again');
    expect(section(text, 'In the morning')).not.toContain('Tell users');
    expect(section(text, 'How to undo')).not.toContain('netsh');
  });

  test('that was undone in part says what stays, and why', () => {
    const facts = frontEndHolds(mailCertificate({ key: badKeys.lost }));
    const begun = started(facts);
    const text = textAfter(
      ...wentWell(begun),
      { kind: 'undo-started', rescue: 1 },
      { kind: 'change-not-undone', rescue: 1, changeId: '1', because: { kind: 'would-not-be-taken-back' } },
      { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
    );
    expect(flat(section(text, 'What was changed'))).toContain(
      'Not undone Windows would not take the old record back',
    );
  });

  test('never shows commands that would take the working record away for one that Windows refuses', () => {
    const text = textAfter(...wentWell(started(frontEndHolds(mailCertificate({ key: badKeys.lost })))));
    const undo = section(text, 'How to undo');
    expect(flat(undo)).toContain('undo is not possible');
    expect(undo).not.toContain('netsh http delete');
  });

  test('lists the runs of Setup since', () => {
    const text = textAfter(...wentWell(start), {
      kind: 'setup-run',
      outcome: 'failed',
      class: 'not-a-certificate-failure',
    });
    expect(head(text)).toContain(
      'Repaired, but Setup stopped again. 2 changes made and verified. Setup stopped again:',
    );
    expect(section(text, 'Run Setup again')).toContain('D:\\setup.exe');
    expect(flat(section(text, 'Run Setup again'))).toContain(
      '22 November 2026, 04:07:00 (UTC+01:00): Setup stopped again: Setup failed on something else',
    );
  });

  test('after which Setup ended successfully does not tell how to run it', () => {
    const text = textAfter(...wentWell(start), {
      kind: 'setup-run',
      outcome: 'succeeded',
      class: 'setup-succeeded',
    });
    expect(head(text)).toContain('Repaired. 2 changes made and verified. Setup ended successfully.');
    expect(flat(section(text, 'Setup'))).toBe(
      '- 22 November 2026, 04:07:00 (UTC+01:00): Setup ended successfully.',
    );
    expect(text).not.toContain('setup.exe /m:');
  });

  test('that stopped at a change it had begun says so where the change stands', () => {
    const text = textAfter(start, backupMade, aboutTo(first!), {
      kind: 'rescue-stopped',
      because: {
        kind: 'uncertain',
        changeId: '1',
        found: { kind: 'record', state: { kind: 'absent' } },
        refusal: null,
      },
    });
    expect(head(text)).toContain('Stopped. After change 1 the server is neither as before nor as planned.');
    expect(flat(section(text, 'What was changed'))).toContain('Stopped here The reason is said at the top.');
  });

  test('that was left for a new plan says that what was done stays', () => {
    const text = textAfter(start, backupMade, aboutTo(first!), done(first!), {
      kind: 'rescue-left',
      rescue: 1,
    });
    expect(head(text)).toContain('Left, and begun anew. What was done stays, and can still be undone.');
  });

  test.each<[string, Facts, string | null]>([
    [
      'bound on 127.0.0.1 only, tells users nothing: they see the real certificate',
      server({
        records: [
          record('0.0.0.0:443', hash('B')),
          record('127.0.0.1:443', hash('A')),
          record('0.0.0.0:444', hash('E')),
        ],
        certificates: [mailCertificate({ thumbprint: hash('B') }), expiredMail(), exchangeCertificate()],
      }),
      null,
    ],
    ['bound for users, tells them', expiredServer(), 'Tell users'],
  ])('%s', (_what, facts, told) => {
    const morning = section(textAfter(...wentWell(started(facts))), 'In the morning');
    if (told === null) expect(morning).not.toContain('Tell users');
    else expect(morning).toContain(told);
  });

  test('tells users nothing where a certificate of an authority was chosen for them', () => {
    const facts = expiredServer({
      certificates: [expiredMail(), exchangeCertificate(), mailCertificate({ thumbprint: hash('B') })],
    });
    const text = textAfter(...wentWell(started(facts, 1, { kind: 'use', thumbprint: hash('B') })));
    expect(section(text, 'In the morning')).not.toContain('Tell users');
  });

  test('on a practice server says that it is one', () => {
    const text = textAfter(
      ...wentWell(started(expiredServer({ origin: { kind: 'practice', scenario: 'expired-certificate' } }))),
    );
    expect(head(text)).toContain(
      'Practice. A rehearsal on a simulated server (scenario expired-certificate).',
    );
    expect(good).not.toContain('Practice');
  });
});

describe('what was not done', () => {
  const notDone = (text: string) => flat(section(text, 'Not done, and why'));
  const setupSucceeded = { kind: 'setup-run', outcome: 'succeeded', class: 'setup-succeeded' } as const;

  test('is Setup, until it was run again', () => {
    expect(notDone(good)).toContain('Setup has not been run again: it begins only when you start it');
    expect(notDone(textAfter(...wentWell(start), setupSucceeded))).not.toContain('Setup has not been run');
    const before = started(expiredServer({ setup: setupVerdict('setup-succeeded') }));
    expect(notDone(textAfter(...wentWell(before)))).not.toContain('Setup has not been run');
    expect(notDone(textAfter(start, backupMade))).not.toContain('Setup has not been run');
  });

  test('is the trust in a new certificate, where it was not chosen', () => {
    const facts = onlyCertificate(expiredMail());
    const after = (trust: 'add-to-root' | 'leave-untrusted') =>
      textAfter(...wentWell(started(facts, 1, { kind: 'create', trust })));
    expect(notDone(after('leave-untrusted'))).toContain('was not added to the trusted roots');
    expect(notDone(after('add-to-root'))).not.toContain('trusted roots');
  });

  test('is what was left alone on purpose', () => {
    expect(notDone(good)).toContain(
      'Exchange Back End (0.0.0.0:444) was left alone on purpose: nothing is wrong there that stops Setup.',
    );
    expect(notDone(good)).not.toContain('Default Web Site (0.0.0.0:443) was left alone');
    expect(notDone(good)).toContain('No certificate was deleted');
  });
});

describe('what is left for the morning', () => {
  const morningOf = (facts: Facts) => flat(section(textAfter(...wentWell(started(facts))), 'In the morning'));
  const authentication = exchangeCertificate({
    thumbprint: hash('F'),
    subject: 'CN=Microsoft Exchange Server Auth Certificate',
    issuer: 'CN=Microsoft Exchange Server Auth Certificate',
    friendlyName: '',
    notAfter: '2026-12-12T03:00:00.000Z',
  });

  test('is to check POP, IMAP and STARTTLS, and to leave 444 as it is', () => {
    const morning = morningOf(expiredServer());
    for (const said of ['X509CertificateName', 'STARTTLS', '12014', 'Leave Exchange Back End (444) on']) {
      expect(morning).toContain(said);
    }
  });

  test('names what else expires within 60 days, instead of a general word of it', () => {
    const general = 'Check the Exchange Server Auth Certificate';
    expect(morningOf(expiredServer())).toContain(general);
    const facts = expiredServer({ certificates: [expiredMail(), exchangeCertificate(), authentication] });
    expect(morningOf(facts)).toContain('Auth Certificate (FFFF');
    expect(morningOf(facts)).toContain('expires in 20 days, on 12 December 2026');
    expect(morningOf(facts)).not.toContain(general);
  });

  test('leaves out what the rescue itself put right', () => {
    const old = exchangeCertificate({ notAfter: '2026-12-12T03:00:00.000Z' });
    const mail = expiredMail();
    const facts = onlyCertificate(mail, { certificates: [mail, old] });
    const made = started(facts, 1, { kind: 'create', trust: 'add-to-root' });
    expect(made.diagnosis.findings.map(({ kind }) => kind)).toContain('other-certificate-expires');
    expect(flat(section(textAfter(...wentWell(made)), 'In the morning'))).not.toContain('expires in');
  });
});

describe('the report of a look', () => {
  test('says that nothing was changed, and what else was found', () => {
    const text = textOfLook(
      expiredServer({ setupState: { ...idle, pendingReboot: ['PendingFileRenameOperations'] } }),
    );
    expect(text).toContain('What was found on EX01.contoso.local\n=====');
    expect(head(text)).toContain('Looked at 22 November 2026, 04:00:00 (UTC+01:00)');
    expect(head(text)).toContain('Nothing was changed. The server was only looked at.');
    expect(flat(section(text, 'Also found'))).toContain('PendingFileRenameOperations');
  });

  test('of a server whose certificate is not the cause says so first, with the evidence', () => {
    const text = textOfLook(server({ setup: setupVerdict('not-a-certificate-failure') }));
    const wrong = section(text, 'What was wrong');
    expect(wrong).toMatch(/^This is not the certificate\b/);
    expect(flat(wrong)).toContain('line 4711');
  });

  test('tells which certificate each binding holds, as far as there is one', () => {
    const gone = server({ records: [record('0.0.0.0:443', hash('B')), record('0.0.0.0:444', hash('E'))] });
    expect(flat(section(textOfLook(gone), 'What is bound'))).toBe(
      `- Default Web Site (0.0.0.0:443) holds ${spaced('B')}. ` +
        `- Exchange Back End (0.0.0.0:444) holds Microsoft Exchange (${spaced('E')}), valid until 22 December 2029.`,
    );
  });

  test.each([
    [-210, '21 November 2026, 23:30:00 (UTC-03:30)'],
    [345, '22 November 2026, 08:45:00 (UTC+05:45)'],
    [0, '22 November 2026, 03:00:00 (UTC+00:00)'],
  ])('tells the time %i minutes from UTC', (utcOffsetMinutes, expected) => {
    expect(flat(textOfLook(server({ utcOffsetMinutes })))).toContain(`Looked at ${expected}`);
  });
});

describe('the width', () => {
  test('is kept by everything but commands', () => {
    const long = expiredServer({
      records: [
        ...['0.0.0.0:443', '127.0.0.1:443'].map((at) =>
          record(at, hash('A'), { applicationId: '{00000000-1111-2222-3333-444444444444}' }),
        ),
        record('0.0.0.0:444', hash('E')),
        record('[::]:443', hash('A')),
      ],
      metabaseHashes: [],
    });
    const text = textAfter(...wentWell(started(long)));
    const wide = text.split('\n').filter((line) => line.length > 88);
    expect(wide.length).toBeGreaterThan(0);
    for (const line of wide) expect(line).toMatch(/^ {4}(?:netsh|certutil|New-SelfSigned|"?D:\\setup)/);
  });

  test('never breaks a command, whatever its length', () => {
    const run = setupVerdict('certificate-expired');
    const media = `C:\\${'Cumulative Update '.repeat(8)}\\`;
    const facts = expiredServer({ setup: { ...run, run: { ...run.run!, media } } });
    const text = textAfter(...wentWell(started(facts)));
    expect(text).toContain(`\n    "${media}setup.exe" /m:Upgrade /IAccept`);
  });

  test.each([
    ['breaks at blanks', `${'a'.repeat(50)} ${'b'.repeat(50)}`, `- ${'a'.repeat(50)}\n  ${'b'.repeat(50)}`],
    [
      'fills a line to its last place',
      `${'a'.repeat(42)} ${'b'.repeat(43)}`,
      `- ${'a'.repeat(42)} ${'b'.repeat(43)}`,
    ],
    ['leaves a long word whole', 'c'.repeat(100), `- ${'c'.repeat(100)}`],
    ['leaves a short text alone', 'short', '- short'],
    ['copes with nothing', '', '- '],
  ])('%s', (_what, text, expected) => {
    expect(wrap(text, '- ', '  ')).toBe(expected);
  });

  test('never breaks a thumbprint in its groups', () => {
    const wrapped = wrap(`${'word '.repeat(10)}${spaced('A')} and more`, '', '');
    expect(wrapped.split('\n').some((line) => line.includes(spaced('A')))).toBe(true);
  });
});
