import { describe, expect, test } from 'vitest';
import type { CertificateFault } from '../../shared/certificate-health.ts';
import type { Refusal } from '../../shared/contract.ts';
import type { Cause, DiagnoseScreen } from '../../shared/screens/diagnose-screen.ts';
import type { MapCard } from '../../shared/map/shape.ts';
import { failureClasses } from '../../shared/setup-log.ts';
import { diagnoseLead, diagnoseTitle } from '../../shared/text/english/diagnose.ts';
import { cardText, lineText } from '../../shared/text/english/map.ts';
import { shutTitle } from '../../shared/text/english/start.ts';
import { refusalText, troubleText } from '../../shared/text/english/trouble.ts';
import type { Trouble } from '../../shared/wizard.ts';
import { day, exchangeCertificate, hash, mailCertificate, now } from '../fixtures/facts.ts';
import { all, faults, frame, leak, notStarted, problems } from '../fixtures/texts.ts';

const because = { code: '0x80070005', tried: 'HttpSetServiceConfiguration' };
const causes: readonly Cause[] = ['expired', 'not-yet-valid', 'key', 'back-end', 'no-certificate'];

const notValidOf: Readonly<Record<Cause, string | null>> = {
  expired: day(-12),
  'not-yet-valid': day(20),
  key: null,
  'back-end': null,
  'no-certificate': null,
};

const screens: readonly DiagnoseScreen[] = [
  ...causes.flatMap((cause) =>
    (['stopped', 'would-stop'] as const).map((setup): DiagnoseScreen => ({
      kind: 'ours',
      cause,
      blamed: { site: 'Default Web Site', notValid: notValidOf[cause] },
      setup,
      faulty: 1,
      covered: 3,
      remedy: setup === 'stopped' ? 'at-hand' : 'to-be-made',
      undo: 'whole',
    })),
  ),
  { kind: 'blocked' },
  ...failureClasses.map((kind) => ({ kind: 'not-ours', class: kind, bindings: 'all-good' }) as const),
  { kind: 'run-setup-again', since: 'not-run' },
  { kind: 'run-setup-again', since: 'failed-again' },
  ...failureClasses.map((kind) => ({ kind: 'nothing-to-do', logClass: kind, expiring: 0 }) as const),
  { kind: 'nothing-to-do', logClass: null, expiring: 1 },
  { kind: 'nothing-to-do', logClass: null, expiring: 2 },
  { kind: 'setup-running' },
  { kind: 'cannot-tell' },
];

const made = {
  netbiosName: 'EX01',
  fullyQualifiedName: 'EX01.contoso.local',
  friendlyName: 'Microsoft Exchange',
  notBefore: now,
  notAfter: '2031-11-22T03:00:00.000Z',
};

const cards: readonly MapCard[] = [
  ...all(faults).flatMap((fault: CertificateFault, index) =>
    (['bad', 'doubtful'] as const).map((kind): MapCard => ({
      id: `${kind} ${index}`,
      kind: 'certificate',
      certificate: mailCertificate(),
      health: { kind, fault },
    })),
  ),
  ...(['good', 'ends-soon'] as const).map((kind): MapCard => ({
    id: kind,
    kind: 'certificate',
    certificate: exchangeCertificate(),
    health: { kind },
  })),
  {
    id: 'unknown',
    kind: 'certificate',
    certificate: mailCertificate(),
    health: { kind: 'unknown', because },
  },
  {
    id: 'other',
    kind: 'certificate',
    certificate: mailCertificate(),
    health: { kind: 'in-other-store', recordStore: 'WebHosting' },
  },
  { id: 'gone', kind: 'gone', thumbprint: hash('D'), store: 'MY' },
  { id: 'certificates', kind: 'certificates-unread', thumbprint: hash('D'), because },
  { id: 'records', kind: 'records-unread', because },
  { id: 'no-record', kind: 'no-record' },
  { id: 'central', kind: 'central-store' },
  ...(['planned', 'not-begun', 'changing', 'interrupted', 'changed', 'taken-back'] as const).map(
    (progress): MapCard => ({
      id: progress,
      kind: 'made',
      value: made,
      thumbprint: null,
      progress,
    }),
  ),
];

const troubles: readonly Trouble[] = [
  { kind: 'journal-failed', code: 'ENOSPC', retry: 'undo' },
  { kind: 'setup-running' },
  ...all(problems).map((problem): Trouble => ({ kind: 'folder-unusable', problem })),
  { kind: 'setup-not-run', because },
  ...all(notStarted).map((why): Trouble => ({ kind: 'setup-not-started', because: why })),
  { kind: 'setup-end-unread', because },
  { kind: 'report-not-saved', because },
  { kind: 'report-not-printed', because },
  { kind: 'mistake', details: 'TypeError' },
];

const refusals: readonly Refusal[] = [
  { kind: 'not-allowed' },
  { kind: 'bad-argument', what: 'stage' },
  { kind: 'not-now' },
  { kind: 'mistake', details: 'TypeError' },
];

describe('what the window says', () => {
  test.each(screens)('as a verdict: $kind $cause$class$logClass', (screen) => {
    expect(diagnoseTitle(screen, now)).toMatch(/^[A-Z].*[a-z]$/);
    expect(diagnoseLead(screen)).toMatch(/^[A-Z0-9].*\.$/);
    expect(`${diagnoseTitle(screen, now)} ${diagnoseLead(screen)}`).not.toMatch(leak);
  });

  test.each(cards)('on a card of the map: $id', (card) => {
    const { state, name, details } = cardText(card, frame);
    for (const said of [state, name, details]) {
      expect(said).not.toBe('');
      expect(said).not.toMatch(leak);
    }
    const line = { binding: 'b', card: card.id, tone: 'good', age: 'stands' } as const;
    expect(lineText(line, 'as-found', card, frame)).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['of trouble', troubles.map((trouble) => troubleText(trouble, 60))],
    ['of a refusal', refusals.map(refusalText)],
  ])('%s is a title, and sentences', (_name, texts) => {
    for (const { title, text } of texts) {
      expect(title).toMatch(/^[A-Z].*[a-z]$/);
      expect(text).toMatch(/^[A-Z/].*\.$/);
      expect(`${title} ${text}`).not.toMatch(leak);
    }
  });

  test.each(all(problems))('where it cannot open: $kind', (problem) => {
    expect(shutTitle(problem)).toMatch(/^[A-Z].*[a-z]$/);
  });

  test.each(screens)('as a title of two lines in a small window: $kind $cause $setup', (screen) => {
    expect(diagnoseTitle(screen, now).length).toBeLessThanOrEqual(80);
  });

  test('to those who do not see a line: what it was, what it is, what it will be', () => {
    const card = cards.find(({ id }) => id === 'good')!;
    const line = { binding: 'b', card: 'good', tone: 'good' } as const;
    expect(lineText({ ...line, age: 'comes' }, 'planned', card, frame)).toMatch(
      /^It will serve Microsoft Exchange/,
    );
    expect(lineText({ ...line, age: 'fades' }, 'planned', card, frame)).toMatch(/^It serves .* now\.$/);
    expect(lineText({ ...line, age: 'past' }, 'changed', card, frame)).toMatch(/^Before, it served/);
    expect(lineText({ ...line, age: 'stands', tone: 'unknown' }, 'interrupted', card, frame)).toMatch(
      /not certain/,
    );
  });
});
