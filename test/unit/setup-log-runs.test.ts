import { describe, expect, test } from 'vitest';
import { readSetupLog } from '../../shared/setup-log.ts';
import {
  abandonedRun,
  blockedRun,
  certificateStepBegins,
  component,
  cryptographicException,
  ends,
  errorBlock,
  expired,
  failedRun,
  head,
  logText,
  media,
  scripts,
  succeededRun,
  upgradeHead,
  version,
  work,
  type LogEntry,
} from '../fixtures/setup-logs.ts';

const start = '2024-02-13T22:00:00.189Z';
const second = (count: number): string => new Date(Date.parse(start) + count * 1000).toISOString();
const lineOf = (text: string, part: string): number =>
  text.split('\r\n').findIndex((line) => line.includes(part)) + 1;
const failed = failedRun(expired(scripts.iis));

describe('a run', () => {
  test('is told with everything its head says', () => {
    const text = logText(failed);
    const { run, lastLineAt } = readSetupLog(text);
    expect(run).toEqual({
      startedAt: start,
      lastLineAt: second(failed.length - 1),
      line: 1,
      product: '2016',
      setupVersion: version,
      installationMode: 'BuildToBuildUpgrade',
      parameters: [
        { name: 'mode', value: 'Upgrade' },
        { name: 'sourcedir', value: media },
      ],
      commandLine: `/mode:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF /sourcedir:${media}"`,
      media,
      installedVersion: '15.1.2507.6',
      backupVersion: '15.1.2375.7',
      resumedTask: null,
    });
    expect(lastLineAt).toBe(second(failed.length - 1));
  });

  test('starts at the row of stars above its banner, after the end of the run before', () => {
    const before = succeededRun();
    const text = logText([...before, ...failed]);
    expect(readSetupLog(text).run?.line).toBe(logText(before).split('\r\n').length);
  });

  test('without rows of stars starts at its banner', () => {
    const banner: LogEntry = [0, 'Starting Microsoft Exchange Server Subscription Edition Setup'];
    const { run } = readSetupLog(logText([banner, ...work(), ...ends.succeeded]));
    expect({ line: run?.line, product: run?.product }).toEqual({ line: 1, product: 'Subscription Edition' });
  });

  test('in another language is found by the product between rows of stars', () => {
    const translated = head().map(([level, text]): LogEntry => [
      level,
      text
        .replace(/^Starting (.*) Setup$/, 'Setup von $1 wird gestartet')
        .replace('Setup version', 'Setupversion'),
    ]);
    const { class: kind, run } = readSetupLog(logText([...succeededRun(), ...translated, ...work()]));
    expect({ kind, product: run?.product, version: run?.setupVersion }).toEqual({
      kind: 'setup-running',
      product: '2016',
      version,
    });
  });

  test('whose beginning is cut away has no line to start at', () => {
    expect(readSetupLog(logText(failed.slice(4))).run?.line).toBeNull();
  });

  test('names the failed task that it resumed', () => {
    const resumed: LogEntry = [
      0,
      `Setup failed previously while performing the action Install.  Looking for the failed task with ID ${component}.`,
    ];
    expect(readSetupLog(logText([...head(), resumed, ...work()])).run?.resumedTask).toBe(component);
  });

  test('has the media that only its command line names', () => {
    const entries = head().filter(([, text]) => !text.includes("Name='sourcedir'"));
    expect(readSetupLog(logText([...entries, ...work()])).run?.media).toBe(media);
  });

  test.each([
    ['D:"', 'D:\\'],
    ['\\\\files\\cu23"', '\\\\files\\cu23'],
    ['"C:\\cu 23"', 'C:\\cu 23'],
  ])('reads the media %s as %s', (value, folder) => {
    const entries = head().map(([level, text]): LogEntry => [
      level,
      text.replace(/(Name='sourcedir', Value=').*'\./, (_, name: string) => `${name}${value}'.`),
    ]);
    expect(readSetupLog(logText([...entries, ...work()])).run?.media).toBe(folder);
  });
});

describe('the certificate that Setup looked at', () => {
  test('is quoted as the log has it', () => {
    const text = logText(failed);
    const line = lineOf(text, 'Installing certificate signed by');
    expect(readSetupLog(text).failure?.installing).toEqual({ line, text: text.split('\r\n')[line - 1] });
  });

  test('of an earlier step is not the one of the step that failed', () => {
    const entries = [
      ...head(),
      ...certificateStepBegins,
      ...work(),
      [2, 'Beginning processing Install-ExchangeCertificate'] as const,
      ...errorBlock(expired(scripts.iis)),
    ];
    expect(readSetupLog(logText(entries)).failure?.installing).toBeNull();
  });
});

describe('a retry that hides the cause', () => {
  const rule = 'RebootPending';
  const text = logText([...failed, ...blockedRun([rule]), ...abandonedRun()]);
  const verdict = readSetupLog(text);

  test('is reported beside it, newest first', () => {
    const ruleLine = lineOf(text, `Rule:${rule}] [HasException:False] [Value:"True"]`);
    expect(verdict.hiddenBy.map(({ outcome }) => outcome)).toEqual([
      { kind: 'abandoned' },
      { kind: 'blocked', rules: [rule], quote: { line: ruleLine, text: text.split('\r\n')[ruleLine - 1] } },
    ]);
  });

  test('leaves the verdict with the run at the root', () => {
    expect({ line: verdict.run?.line, exception: verdict.failure?.exception, quote: verdict.quote }).toEqual({
      line: 1,
      exception: cryptographicException,
      quote: verdict.failure?.quote,
    });
  });

  test('is numbered as the file is', () => {
    const starts = verdict.hiddenBy.map(({ run }) => run.line);
    const rows = text
      .split('\r\n')
      .flatMap((line, index) => (line.endsWith('*'.repeat(46)) ? [index + 1] : []));
    // Three rows a run: above and below its banner, and below its end.
    expect(starts).toEqual([rows[6], rows[3]]);
  });

  test('hides no more because thousands of them do', () => {
    const many = Array.from({ length: 1500 }, () => blockedRun([rule])).flat();
    const { class: kind, hiddenBy } = readSetupLog(logText([...failed, ...many]));
    expect({ kind, many: hiddenBy.length > 10 && hiddenBy.length <= 100 }).toEqual({
      kind: 'certificate-expired',
      many: true,
    });
  });

  test('that set a rule aside in a second analysis is under way', () => {
    const [, ...again] = blockedRun([]);
    const entries = [...blockedRun([rule]).slice(0, -5), ...again.slice(10, -5), ...upgradeHead, ...work()];
    expect(readSetupLog(logText(entries)).class).toBe('setup-running');
  });
});

describe('the end of a run', () => {
  test('upgradeHead leaves a run open', () => {
    expect(readSetupLog(logText([...head(), ...upgradeHead])).class).toBe('setup-running');
  });

  test('is no failure when it exits with 1 after its success', () => {
    const entries = [...succeededRun().slice(0, -2), [0, 'CurrentResult main.run:235: 1'] as const];
    expect(readSetupLog(logText(entries)).class).toBe('setup-succeeded');
  });
});
