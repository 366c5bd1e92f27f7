// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { CertificateStage } from '../../renderer/stages/Certificate.tsx';
import { DiagnoseStage } from '../../renderer/stages/Diagnose.tsx';
import { FinishStage } from '../../renderer/stages/Finish.tsx';
import { RebindStage } from '../../renderer/stages/Rebind.tsx';
import { ReviewStage } from '../../renderer/stages/Review.tsx';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import { backupMade, identity, journal, started, wentWell, aboutTo } from '../fixtures/rescues.ts';
import {
  exchangeCertificate,
  expiredMail,
  expiredServer,
  hash,
  mailCertificate,
  records,
  server,
  setupVerdict,
  day,
} from '../fixtures/facts.ts';
import { lookAt } from '../../shared/look.ts';
import { openWizard, planId } from '../fixtures/open-wizard.ts';
import { asked, choose, press, showStage, words } from './show-stage.tsx';

const self = exchangeCertificate();
const renewed = mailCertificate({ thumbprint: hash('B'), notBefore: day(-1) });
const other = mailCertificate({ thumbprint: hash('D'), notBefore: day(-3), friendlyName: 'webmail' });
const facts = server({
  records: records(self, self),
  certificates: [expiredMail(), self, renewed, other],
});
const choice = { kind: 'put-back', thumbprint: renewed.thumbprint } as const;
const action = 'Put the real certificate back …';

function startOf(rescue = 1) {
  return started(facts, rescue, choice);
}

const rescuesOf = (...events: readonly RescueEvent[]) => reduce(journal(...events));

/** The last button of the bar. */
function primary(): string | undefined {
  return screen.getAllByRole('button').at(-1)?.textContent;
}

describe('a put-back', () => {
  test('begins on the healthy first screen, which says that users are warned', async () => {
    const { calls } = showStage(DiagnoseStage, openWizard('diagnose', facts));
    expect(words()).toContain('holds a self-signed certificate now, and users are warned of it');
    expect(primary()).toBe(action);
    await press(action);
    await Promise.resolve();
    expect(calls).toEqual([
      ['choose', { choice }],
      ['goTo', { stage: 'certificate' }],
    ]);
  });

  test('stands beside the next run of Setup, which comes first', () => {
    const waits = server({
      records: records(self, self),
      certificates: [expiredMail(), self, renewed],
      setup: setupVerdict('certificate-expired'),
    });
    showStage(DiagnoseStage, openWizard('diagnose', waits));
    expect(primary()).toBe('Run Setup again');
    expect(screen.getByRole('button', { name: action })).toBeDefined();
  });

  test.each([
    ['where the real certificate is bound', server()],
    ['where a rescue is to be made first', expiredServer()],
  ])('is not there %s', (_where, one) => {
    showStage(DiagnoseStage, openWizard('diagnose', one));
    expect(screen.queryByRole('button', { name: action })).toBeNull();
  });

  test('chooses among those that may be put back, and offers neither a new one nor a repair', async () => {
    const { calls } = showStage(CertificateStage, openWizard('certificate', facts, { choice }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Choose the certificate to put back');
    expect(screen.getAllByRole('radio')).toHaveLength(2);
    expect(words()).not.toContain('Create a new one');
    expect(words()).toContain(
      'carries the names that users know: mail.contoso.com and autodiscover.contoso.com',
    );
    expect(words()).toContain('is self-signed: users would be warned of it as they are now');
    await choose(/webmail/);
    expect(calls).toEqual([['choose', { choice: { kind: 'put-back', thumbprint: hash('D') } }]]);
  });

  test('is shown whole before it begins, with the back end and why it stays', async () => {
    const { calls } = showStage(ReviewStage, openWizard('review', facts, { choice }));
    expect(words()).toContain('Exchange Back End stays on its self-signed certificate on purpose');
    expect(words()).toContain('Users are warned of the self-signed certificate');
    await press('Put the certificate back on 2 bindings');
    expect(calls).toEqual([['begin', { planId }]]);
  });

  test('that is unfinished is the first screen, with Continue, Undo and Start over', async () => {
    const start = startOf();
    const [first] = start.plan.changes;
    if (first === undefined) throw new Error('The plan holds changes');
    const rescues = rescuesOf(start, backupMade, aboutTo(first));
    const { calls } = showStage(RebindStage, openWizard('rebind', facts, { rescues }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      'Putting the certificate back is unfinished',
    );
    expect(words()).toContain('What was done before the put-back stays.');
    await press('Undo the put-back');
    expect(asked().question).toBe('Undo the put-back?');
    expect(asked().focused).toBe('Cancel');
    await press('Continue');
    expect(calls).toEqual([['continueRescue', undefined]]);
    expect(screen.getByRole('button', { name: 'Start over' })).toBeDefined();
  });

  test('ends with its report, not with Setup', () => {
    const rescues = rescuesOf(...wentWell(startOf()));
    showStage(RebindStage, openWizard('rebind', facts, { rescues, look: lookAt(server(), identity) }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The real certificate is back');
    expect(primary()).toBe('See the report');
  });

  test('is told on Finish: what was bound, what to look at, and the undo of it alone', async () => {
    const rescues = rescuesOf(...wentWell(startOf()));
    const { calls } = showStage(FinishStage, openWizard('finish', server(), { rescues }));
    for (const said of [
      'The real certificate is back',
      'What was bound',
      'held the self-signed certificate',
      'Afterwards',
      'Open OWA from outside',
      'Exchange Back End (0.0.0.0:444) was left alone.',
    ]) {
      expect(words()).toContain(said);
    }
    expect(primary()).toBe('Save PDF');
    await press('Undo the put-back');
    expect(calls).toEqual([]);
  });

  test('is offered on Finish after a rescue, once the certificate is there', () => {
    const rescues = rescuesOf(...wentWell(started(expiredServer())), {
      kind: 'setup-run',
      outcome: 'succeeded',
      class: 'setup-succeeded',
    });
    showStage(FinishStage, openWizard('finish', facts, { rescues }));
    expect(words()).toContain('can be put back');
    expect(primary()).toBe(action);
  });

  test('says on Finish what is missing, as long as it is', () => {
    const rescues = rescuesOf(...wentWell(started(expiredServer())));
    const missing = server({ records: records(self, self), certificates: [expiredMail(), self] });
    showStage(FinishStage, openWizard('finish', missing, { rescues }));
    expect(words()).toContain('No certificate in LocalMachine\\My can be put back in its place yet.');
    expect(words()).toContain('certutil -csp');
    expect(screen.queryByRole('button', { name: action })).toBeNull();
  });
});
