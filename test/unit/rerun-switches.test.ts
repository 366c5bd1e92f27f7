import { expect, test } from 'vitest';
import type { SetupRun } from '../../shared/setup-log/verdict.ts';
import { rerunOf } from '../../shared/rerun.ts';
import { explainedWords } from '../../shared/screens/rerun-switches.ts';
import { wordText } from '../../shared/text/english/rerun.ts';
import { idle, server, setupRun, setupVerdict } from '../fixtures/facts.ts';
import { leak } from '../fixtures/texts.ts';

const licence = 'iacceptexchangeserverlicenseterms';

function wordsOf(run: Partial<SetupRun>) {
  const facts = server({ setup: setupVerdict('certificate-expired', { run: setupRun(run) }) });
  return explainedWords(rerunOf(facts), facts);
}

function because(run: Partial<SetupRun>): readonly string[] {
  return wordsOf(run).map(({ word, because }) => `${word} ${Object.values(because).join(' ')}`);
}

test('every word of the command is explained, a quoted path as one', () => {
  expect(because({ media: 'D:\\cu 23 (1)\\' })).toEqual([
    '"D:\\cu 23 (1)\\setup.exe" program D:\\cu 23 (1)\\',
    '/m:Upgrade upgrade',
    '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF diagnostic-data not-sent kept',
  ]);
});

test.each<[string, Partial<SetupRun>, string]>([
  [
    'diagnostic data was sent, and is sent again',
    { parameters: [{ name: `${licence}_diagnosticdataon`, value: '' }] },
    'diagnostic-data sent kept',
  ],
  [
    'the version wants to be told, and the run did not say',
    { parameters: [{ name: licence, value: '' }] },
    'diagnostic-data not-sent wanted',
  ],
  [
    'the version is older than that question',
    { parameters: [{ name: licence, value: '' }], setupVersion: '15.1.2308.8' },
    'licence',
  ],
])('%s', (_what, run, expected) => {
  expect(because(run)[2]).toMatch(new RegExp(`${expected}$`));
});

test('Extended Protection is kept off where the run kept it off, and the reason is said', () => {
  const parameters = [
    { name: `${licence}_diagnosticdataoff`, value: '' },
    { name: 'donotenableep', value: '' },
    { name: 'donotenableep_feews', value: '' },
  ];
  const texts = wordsOf({ parameters }).map(({ because }) => wordText(because));
  expect(texts.slice(3)).toEqual([
    'Kept from the run that failed. Without it, Setup turns Extended Protection on by itself.',
    'Kept from the run that failed. Without it, Setup turns Extended Protection on for EWS by itself.',
  ]);
  for (const text of texts) expect(text).not.toMatch(leak);
});

test('the wizard of Setup takes no switches, and an unknown media has no command', () => {
  const incompleteRoles = [{ role: 'MailboxRole', action: 'Install', watermark: 'x' }];
  const facts = server({
    setup: setupVerdict('certificate-expired'),
    setupState: { ...idle, incompleteRoles },
  });
  expect(explainedWords(rerunOf(facts), facts).map(({ word }) => word)).toEqual(['D:\\setup.exe']);
  expect(wordsOf({ media: null })).toEqual([]);
});
