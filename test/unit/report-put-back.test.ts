import { describe, expect, test } from 'vitest';
import type { RescueEvent } from '../../shared/events.ts';
import { unknown } from '../../shared/reading.ts';
import { reportOfRescue } from '../../shared/report.ts';
import { renderText } from '../../shared/report/text.ts';
import { reduce } from '../../shared/rescue.ts';
import {
  day,
  exchangeCertificate,
  expiredMail,
  hash,
  mailCertificate,
  records,
  server,
  setupVerdict,
} from '../fixtures/facts.ts';
import { backupMade, journal, started, wentWell } from '../fixtures/rescues.ts';

const self = exchangeCertificate();
const renewed = mailCertificate({ thumbprint: hash('B'), notBefore: day(-1) });
const choice = { kind: 'put-back', thumbprint: renewed.thumbprint } as const;

type Parts = Parameters<typeof server>[0];

function startOf(changes: Parts = {}) {
  const facts = server({
    records: records(self, self),
    certificates: [expiredMail(), self, renewed],
    ...changes,
  });
  return started(facts, 1, choice);
}

function reportOf(...events: readonly RescueEvent[]) {
  const [rescue] = reduce(journal(...events));
  if (rescue === undefined) throw new Error('No rescue has begun');
  const report = reportOfRescue(rescue, '/data');
  return { report, text: renderText(report).replaceAll(/\s+/g, ' ') };
}

describe('the report of a put-back', () => {
  test('has a title and an end of its own', () => {
    const { report } = reportOf(...wentWell(startOf()));
    expect(report.title).toBe('The real certificate put back on EX01.contoso.local');
    expect(report.outcome).toEqual({
      mark: 'good',
      word: 'Put back',
      sentences: ['2 changes made and verified.', 'Exchange Back End keeps its self-signed certificate.'],
    });
    expect(report.sections.map(({ heading }) => heading)).toEqual([
      'What was bound',
      'What was changed',
      'Not done, and why',
      'Afterwards',
      'How to undo',
      'The same by hand',
    ]);
  });

  test('says what was bound, that 444 was left alone and why, and how to undo it', () => {
    const { text } = reportOf(...wentWell(startOf()));
    expect(text).toContain(
      'Default Web Site (0.0.0.0:443 and 127.0.0.1:443) held the self-signed certificate Microsoft Exchange',
    );
    expect(text).toContain(
      'Exchange Back End (0.0.0.0:444) was left alone. Exchange Back End stays on its self-signed certificate on purpose',
    );
    expect(text).toContain('nothing before it (undo --put-back), or one change alone (undo --change 1/2)');
    expect(text).toContain('It ends on 9 May 2027.');
    expect(text).not.toContain('Setup has not been run again');
    expect(text).not.toMatch(/Tell users|What was wrong|recovery/i);
  });

  test.each<[string, Parts, string]>([
    ['stopped', { setup: setupVerdict('certificate-expired') }, 'finish the update first'],
    ['cannot be told', { setup: unknown('ENOENT', 'ExchangeSetup.log') }, 'is not known'],
  ])('says so where Setup %s', (_how, changes, said) => {
    const { report, text } = reportOf(...wentWell(startOf(changes)));
    expect(report.sections.map(({ heading }) => heading)).toContain('Setup');
    expect(text).toContain(said);
  });

  test('of one that is unfinished, or was taken back, says that', () => {
    const start = startOf();
    expect(reportOf(start, backupMade).report.outcome.sentences).toEqual([
      'It has not come to its end. It can be continued or undone.',
    ]);
    const undone: readonly RescueEvent[] = [
      ...wentWell(start),
      { kind: 'undo-started', rescue: 1 },
      { kind: 'undo-ended', rescue: 1, outcome: 'undone' },
    ];
    expect(reportOf(...undone).text).toContain(
      'Default Web Site holds the self-signed certificate again, and users are warned of it.',
    );
  });
});
