// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { FinishStage } from '../../renderer/stages/Finish.tsx';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import { day, exchangeCertificate, expiredMail, expiredServer, hash, lookAlikes } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started, wentWell } from '../fixtures/rescues.ts';
import { asked, press, showStage, words } from './show-stage.tsx';

const facts = expiredServer();
const start = started(facts);
const [first] = start.plan.changes as [(typeof start.plan.changes)[0]];
const saved = {
  pdf: '/data/rescue-1/report.pdf',
  html: '/data/rescue-1/report.html',
  text: '/data/rescue-1/report.txt',
};

const repaired = wentWell(start);
const setupRan = (outcome: 'succeeded' | 'failed'): RescueEvent => ({
  kind: 'setup-run',
  outcome,
  class: outcome === 'succeeded' ? 'setup-succeeded' : 'not-a-certificate-failure',
});
const undoBegun: RescueEvent = { kind: 'undo-started', rescue: 1 };
const takenBack = (changeId: string): RescueEvent => ({
  kind: 'change-done',
  rescue: 1,
  changeId,
  direction: 'undo',
  found: { kind: 'record', state: { kind: 'absent' } },
  verification: { kind: 'served', thumbprint: hash('A') },
  how: 'applied',
});
const stays: RescueEvent = {
  kind: 'change-not-undone',
  rescue: 1,
  changeId: '1',
  because: { kind: 'would-not-be-taken-back' },
};

function shown(events: readonly RescueEvent[], given: Parameters<typeof openWizard>[2] = {}) {
  return showStage(
    FinishStage,
    openWizard('finish', facts, { rescues: reduce(journal(...events)), ...given }),
  );
}

/** The last button of the bar. */
function primary(): string | undefined {
  return screen.getAllByRole('button').at(-1)?.textContent;
}

describe('the Finish stage', () => {
  test('says what was wrong, what was changed, and what is left for the morning', () => {
    shown([...repaired, setupRan('succeeded')], { saved });
    for (const said of [
      'What was wrong',
      'This is how the server was found on 22 November 2026, 04:00:00 (UTC+01:00).',
      'expired 12 days ago, on 10 November 2026.',
      'What was changed',
      'mail.contoso.com (AAAA AAAA …) → Microsoft Exchange (EEEE EEEE …)',
      'read back, and served',
      'Setup ended successfully.',
      'In the morning',
      'Leave Exchange Back End (444) on the self-signed certificate.',
    ]) {
      expect(words()).toContain(said);
    }
  });

  test('says where the report lies, in all its forms', () => {
    shown(repaired, { saved });
    for (const path of Object.values(saved)) expect(screen.getByText(path).tagName).toBe('CODE');
  });

  test('claims no saved report before there is one', () => {
    shown(repaired);
    expect(words()).toContain('It saves itself into the data folder');
    expect(words()).not.toContain('It is saved');
  });

  test('saves, prints and copies the report', async () => {
    const { calls } = shown(repaired);
    await press('Save PDF');
    await press('Print');
    await press('Copy text');
    expect(calls).toEqual([
      ['saveReport', undefined],
      ['printReport', undefined],
      ['copy', { what: { kind: 'report' } }],
    ]);
    expect(words()).toContain('The report is on the clipboard, as text.');
  });

  test('says what was not done and why, and what else expires', () => {
    const ending = expiredServer({
      certificates: [
        expiredMail(),
        exchangeCertificate(),
        exchangeCertificate({
          ...lookAlikes['exchange-authentication'],
          thumbprint: hash('F'),
          friendlyName: '',
          notAfter: day(20),
        }),
      ],
    });
    showStage(
      FinishStage,
      openWizard('finish', ending, { rescues: reduce(journal(...wentWell(started(ending)))) }),
    );
    const part = (name: string) => screen.getByRole('region', { name }).textContent;
    expect(part('Not done, and why')).toContain('Setup has not been run again');
    expect(part('Not done, and why')).toContain('Exchange Back End (0.0.0.0:444) was left alone on purpose');
    expect(part('In the morning')).toContain('expires in 20 days, on 12 December 2026');
  });

  test('copies the report without names', async () => {
    const { calls } = shown(repaired);
    await press('Copy without names');
    expect(calls).toEqual([['copy', { what: { kind: 'report-redacted' } }]]);
    expect(screen.getByRole('region', { name: 'The report' }).textContent).toContain('Copied');
  });

  test('takes one change back after asking, and leaves the others', async () => {
    const { calls } = shown(repaired);
    await press('Undo change 2');
    expect(asked()).toEqual({ question: 'Undo change 2 alone?', focused: 'Cancel' });
    screen.getAllByRole('button', { name: 'Undo change 2' })[1]?.click();
    expect(calls).toEqual([['undoChange', { rescue: 1, changeId: '2' }]]);
  });

  test('takes everything back only after asking, with Cancel in the focus', async () => {
    const { calls } = shown(repaired);
    await press('Undo every change');
    expect(asked()).toEqual({ question: 'Undo every change?', focused: 'Cancel' });
    await press('Cancel');
    expect(calls).toEqual([]);
    await press('Undo every change');
    screen.getAllByRole('button', { name: 'Undo every change' })[1]?.click();
    expect(calls).toEqual([['undo', undefined]]);
  });

  test.each<[string, readonly RescueEvent[], string, string, readonly unknown[]]>([
    [
      'repaired, and Setup done',
      [...repaired, setupRan('succeeded')],
      'The server is repaired, and Setup has ended',
      'Save PDF',
      ['saveReport', undefined],
    ],
    [
      'repaired, and Setup not run yet',
      repaired,
      'The certificates are in order. Setup has still to be run',
      'Run Setup again',
      ['goTo', { stage: 'rerun-setup' }],
    ],
    [
      'repaired, and Setup stopped again',
      [...repaired, setupRan('failed')],
      'The certificates are in order, but Setup stopped again',
      'Back to Diagnose',
      ['goTo', { stage: 'diagnose' }],
    ],
    [
      'undone',
      [
        ...repaired,
        undoBegun,
        takenBack('2'),
        takenBack('1'),
        { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
      ],
      'Everything has been taken back',
      'Back to Diagnose',
      ['goTo', { stage: 'diagnose' }],
    ],
    [
      'undone in part',
      [
        ...repaired,
        undoBegun,
        takenBack('2'),
        stays,
        { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
      ],
      'Taken back as far as possible',
      'Back to Diagnose',
      ['goTo', { stage: 'diagnose' }],
    ],
    [
      'stopped',
      [
        start,
        backupMade,
        aboutTo(first),
        done(first),
        { kind: 'rescue-stopped', because: { kind: 'asked' } },
      ],
      'The rescue is not finished',
      'Go on with the rescue',
      ['goTo', { stage: 'rebind' }],
    ],
    [
      'left',
      [start, backupMade, aboutTo(first), done(first), { kind: 'rescue-left', rescue: 1 }],
      'The rescue was left where it was',
      'Back to Diagnose',
      ['goTo', { stage: 'diagnose' }],
    ],
  ])('%s: says so, and what comes next', async (_what, events, title, next, call) => {
    const { calls } = shown(events);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
    expect(primary()).toBe(next);
    await press(next);
    expect(calls).toEqual([call]);
  });

  test('what stays after an undo is said with its reason', () => {
    shown([
      ...repaired,
      undoBegun,
      takenBack('2'),
      stays,
      { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
    ]);
    expect(words()).toContain('What stays, and why');
    expect(words()).toContain('Windows would not take the old record back');
  });

  test('what an undo could not take back is not promised to be taken back', () => {
    shown([
      ...repaired,
      undoBegun,
      takenBack('2'),
      stays,
      { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
    ]);
    expect(words()).toContain('What stays can be tried again, once its reason is put right');
    expect(words()).not.toContain('Every change can be taken back');
  });

  test('a rescue that stopped before it changed anything promises no undo, and leaves nothing for the morning', () => {
    shown([
      start,
      backupMade,
      aboutTo(first),
      { kind: 'change-not-done', rescue: 1, changeId: '1' },
      { kind: 'rescue-stopped', because: { kind: 'asked' } },
    ]);
    expect(words()).not.toContain('Every change can be taken back');
    expect(words()).not.toContain('In the morning');
  });

  test('what was undone leaves nothing for the morning, and nothing to take back', () => {
    shown([
      ...repaired,
      undoBegun,
      takenBack('2'),
      takenBack('1'),
      { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
    ]);
    expect(words()).toContain('The server is as it was found');
    expect(screen.queryByRole('button', { name: 'Undo every change' })).toBeNull();
  });

  test('earlier rescues are named: their changes may stand', () => {
    const again = started(facts, 2);
    shown([start, backupMade, aboutTo(first), done(first), { kind: 'rescue-left', rescue: 1 }, again]);
    expect(words()).toContain('Earlier rescues of this server');
    expect(words()).toContain('22 November 2026, 04:00:00 (UTC+01:00): Left, and begun anew');
  });
});
