import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSetupLogBytes } from '../../electron/log-reader.ts';
import { readSetupLog } from '../../shared/setup-log.ts';
import { scriptErrorText, expired, scripts } from '../fixtures/setup-logs.ts';

const rule = (first: string, name: string, value: string) =>
  `${first} [Rule:${name}] [HasException:False] [Value:"${value}"] [ParentValue:"<NULL>"]`;
const stars = '*'.repeat(46);

/** Every kind of entry, those that say nothing, and some that nearly say something. */
const texts = [
  ...['Beginning processing Set-Something', 'Ending processing Set-Something', 'Executing something'],
  ...['Beginning processing Install-ExchangeCertificate', 'beginning processing set-x', 'BEGINNING'],
  ...['Beginning processing test-SetupPrerequisites', 'Ending processing test-SetupPrerequisites'],
  ...['Evaluated [Setting:X] [HasException:False]', rule('Evaluated', 'VC2013Redist', 'True')],
  ...[rule('Evaluated', 'RebootPending', 'True'), rule('Evaluated', 'InstallWatermark', 'False')],
  ...[
    rule('評価', 'PendingRebootWindowsComponents', 'True'),
    'Failed [Rule:X] [Message:X stands in the way.]',
  ],
  ...['Evaluated [Rule:X] [Message:X stands in the way.]', '[REQUIRED] Something', '[WARNING] Something'],
  ...['The Exchange Server setup operation completed successfully.', 'The following 1 error(s) occurred'],
  ...[
    "The Exchange Server setup operation didn't complete.",
    'the exchange server setup operation completed successfully',
  ],
  ...[
    'Ending processing Start-PostSetup',
    'End of Setup',
    stars,
    'Starting Microsoft Exchange Server 2016 Setup',
  ],
  ...[
    "Installing certificate signed by 'CN=A' for site 'CN=B'.",
    '0.  ErrorRecord: It failed.',
    '[ERROR] It failed.',
  ],
  ...['[ERROR-REFERENCE] Id=Some___1 Component=X', scriptErrorText(expired(scripts.iis)), '', ' blank first'],
  ...['Executing $error.Clear();', 'Active Directory session settings are $null', 'Über alles', 'x\0y'],
  'The following error was generated when "$error.Clear(); Install-ExchangeCertificate -services IIS;" was run: "System.Exception: It failed.".',
  ...['Setup version: 15.1.2507.6.', 'Setup version: 15.1.2375.7.', 'Something\n  that is continued'],
];
const stamp = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3_000_000 }).map(usualStamp) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '[mm/dd/yyyy 02:38:28.0817]',
      '[01/02/2024 03:04:05.678]',
      '[01.02.2024 03.04.05,0678]',
      '',
    ),
  },
);
const level = fc.constantFrom(0, 1, 1, 2, 2, 2, 11);
const head = [
  stars,
  'Starting Microsoft Exchange Server 2016 Setup',
  stars,
  'Setup version: 15.1.2507.6.',
].map((text, index) => `${usualStamp(index)} [0] ${text}`);
const lastWords = ['End of Setup', stars].map((text) => `${usualStamp(4_000_000)} [0] ${text}`);

const aboutRules = texts.filter((text) => /Rule:|REQUIRED/.test(text));
const kindsOf = fc.oneof(
  fc.subarray(texts, { minLength: 2, maxLength: 8 }),
  fc.subarray(aboutRules, { minLength: 2, maxLength: 6 }),
);

/** Few kinds in one log, so that they meet often, among cmdlets that do their work. */
const lines = fc
  .tuple(fc.constantFrom([], head), kindsOf, fc.constantFrom([], lastWords))
  .chain(([start, kinds, end]) => {
    const text = fc.constantFrom('Beginning processing Set-It', 'Ending processing Set-It', ...kinds);
    const entries = fc.array(fc.tuple(stamp, level, text), { maxLength: 50 });
    return entries.map((some) => [...start, ...some.map(lineOf), ...end]);
  });

function lineOf([when, nesting, text]: readonly [string, number, string]): string {
  return `${when} [${nesting}] ${text}`;
}

function usualStamp(seconds: number): string {
  const [year, month, day, time] = new Date(seconds * 1000).toISOString().split(/[-T]/);
  return `[${month}/${day}/${year} ${time?.slice(0, 8)}.0123]`;
}

test.each([
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-16LE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
])('lines that say nothing may be passed over: a log in bytes says what its text says (%s)', (_, encode) => {
  fc.assert(
    fc.property(
      lines,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9000 }),
      (written, end, blockSize) => {
        const text = written.join('\n').replaceAll('\n', end);
        expect(readSetupLogBytes(encode(text), { blockSize })).toEqual({
          kind: 'read',
          verdict: readSetupLog(text),
        });
      },
    ),
    { numRuns: 2500 },
  );
});
