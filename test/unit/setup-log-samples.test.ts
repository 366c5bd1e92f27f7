import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSetupLogFile } from '../../electron/log-reader.ts';
import { failureClasses, isOurs, type FailureClass } from '../../shared/setup-log.ts';

const folder = new URL('../../../shared/log-samples/', import.meta.url);
const missing = existsSync(new URL('expected.json', folder))
  ? ''
  : ' (skipped: the samples are not beside the project)';

interface Sample {
  readonly file: string;
  readonly class: FailureClass;
  readonly thumbprint: string | null;
}

function samples(): readonly Sample[] {
  if (missing !== '') return [{ file: 'none', class: 'no-failure-found', thumbprint: null }];
  return JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as readonly Sample[];
}

const evidence: Readonly<Record<string, string>> = {
  '01-css-pr409-expired.log':
    '" was run: "System.Security.Cryptography.CryptographicException: The certificate is expired.',
  '02-certifytheweb-2173-keyset.log':
    '" was run: "Microsoft.Exchange.Management.SystemConfigurationTasks.AddAccessRuleUnauthor',
  '06-practical365-expired-console.log':
    '” was run: “System.Security.Cryptography.CryptographicException: The certificate is expired.',
  '10-gruppe04-dnstring-mixed-language.log': '[ERROR] DNString length mismatch',
  '12-practical365-receive-connector.log':
    '” was run: “Microsoft.Exchange.Management.SystemConfiguration Tasks.ReceiveConnectorRole',
  '15-ms-register-contentfilter.log': "[ERROR] Couldn't register the content filter.",
  '20-tostka-cu23-success-tail.log': 'Ending processing Start-PostSetup',
};

describe.skipIf(missing !== '')(`logs that admins published${missing}`, () => {
  test.each(samples().map((sample) => [sample.file, sample] as const))('%s', async (file, sample) => {
    const url = new URL(file, folder);
    const read = await readSetupLogFile(decodeURIComponent(url.pathname));
    if (read.kind === 'unreadable') throw new Error(read.code);
    const { verdict } = read;
    const lines = readFileSync(url, 'utf8').split(/\r?\n/);
    const line = lines.findIndex((text) =>
      text.includes(evidence[file] ?? 'no evidence is known for this sample'),
    );
    expect({
      class: verdict.class,
      ours: verdict.ours,
      thumbprint: verdict.failure?.thumbprint ?? null,
      quote: verdict.quote,
    }).toEqual({
      class: sample.class,
      ours: isOurs(sample.class),
      thumbprint: sample.thumbprint,
      quote: { line: line + 1, text: lines[line] },
    });
  });

  test('expect only classes that there are', () => {
    expect(samples().filter((sample) => !failureClasses.includes(sample.class))).toEqual([]);
  });
});
