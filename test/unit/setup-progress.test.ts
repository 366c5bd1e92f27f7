import { describe, expect, test } from 'vitest';
import { ProgressScan } from '../../shared/setup-log/progress.ts';
import { continued, setupNotBegun, type SetupProgress } from '../../shared/setup-progress.ts';
import {
  ends,
  errorBlock,
  expired,
  failedRun,
  head,
  logText,
  scripts,
  succeededRun,
  type LogEntry,
} from '../fixtures/setup-logs.ts';

const followedSince = '2024-02-13T21:59:00.000Z';

function after(text: string): SetupProgress {
  const scan = new ProgressScan(followedSince);
  for (const line of text.split('\n')) scan.take(line.replace(/\r$/, ''));
  return scan.progress;
}

function afterEntries(...entries: readonly LogEntry[]): SetupProgress {
  return after(logText(entries));
}

const begins = (task: string, level: 1 | 2 = 1): LogEntry => [level, `Beginning processing ${task}`];
const finishes = (task: string, level: 1 | 2 = 1): LogEntry => [level, `Ending processing ${task}`];

describe('the progress of a run of Setup', () => {
  test('is nothing before the first line', () => {
    expect(after('')).toEqual(setupNotBegun(followedSince));
  });

  test('tells the task that has begun, and those that have ended', () => {
    const { task, tasksDone } = afterEntries(
      begins('Install-BridgeheadRole'),
      finishes('Install-BridgeheadRole'),
      begins('Install-MailboxRole'),
      finishes('Install-MailboxRole'),
      begins('Install-CafeRole'),
    );
    expect(task).toBe('Install-CafeRole');
    expect(tasksDone).toEqual(['Install-BridgeheadRole', 'Install-MailboxRole']);
  });

  test('has no task between two of them', () => {
    expect(afterEntries(begins('Install-CafeRole'), finishes('Install-CafeRole')).task).toBeNull();
  });

  test('does not take a cmdlet for a task', () => {
    const { task, tasksDone } = afterEntries(
      begins('Install-CafeRole'),
      begins('Install-ExchangeCertificate', 2),
      finishes('Install-ExchangeCertificate', 2),
    );
    expect([task, tasksDone]).toEqual(['Install-CafeRole', []]);
  });

  test('goes back to the task that ran another, and knows a task by its name in any case', () => {
    const inner = ['install-msipackage', 'Install-MsiPackage', 'Install-MsiPackage'].flatMap((name) => [
      begins(name),
      finishes(name.toUpperCase()),
    ]);
    const { task, tasksDone } = afterEntries(begins('install-Languages'), ...inner);
    expect(task).toBe('install-Languages');
    expect(tasksDone).toEqual(['INSTALL-MSIPACKAGE']);
    const ended = afterEntries(begins('install-Languages'), ...inner, finishes('Install-Languages'));
    expect(ended.task).toBeNull();
    expect(ended.tasksDone).toEqual(['INSTALL-MSIPACKAGE', 'Install-Languages']);
  });

  test('leaves a task whose end was never written when the one around it ends', () => {
    const outer = 'Install-MailboxRole';
    expect(afterEntries(begins(outer), begins('Start-Inner'), finishes(outer)).task).toBeNull();
  });

  test('knows of a task that began before it was followed only its end', () => {
    const { task, tasksDone } = afterEntries(finishes('Install-CafeRole'), begins('Start-PostSetup'));
    expect([task, tasksDone]).toEqual(['Start-PostSetup', ['Install-CafeRole']]);
    expect(afterEntries(begins('Start-PostSetup'), finishes('Install-CafeRole')).task).toBe(
      'Start-PostSetup',
    );
  });

  test('shows the first line of the newest entry, and the time of its stamp', () => {
    const { lastLine, lastLineAt, entries } = afterEntries(begins('Install-CafeRole'), [
      1,
      'Executing: \n          Install-ExchangeCertificate -services IIS\n        ',
    ]);
    expect(lastLine).toBe('Executing:');
    expect(lastLineAt).toBe('2024-02-13T22:00:01.189Z');
    expect(entries).toBe(2);
  });

  test('takes neither a line without a stamp nor a row of stars for an entry', () => {
    const { entries, lastLine } = after(
      `   at Microsoft.Exchange\n\n${logText(ends.failed)}   rest of a line`,
    );
    expect([entries, lastLine]).toEqual([4, 'End of Setup']);
  });

  test('keeps of a long line what a person reads', () => {
    expect(afterEntries([1, 'x'.repeat(5000)]).lastLine).toBe('x'.repeat(400));
  });

  test('has no time where the digits of the stamp are blanked, and still counts', () => {
    const { lastLineAt, entries } = after(
      '[XX/XX/2024 XX:XX:XX.XXXX] [1] Beginning processing Start-PreSetup\n',
    );
    expect([lastLineAt, entries]).toEqual([null, 1]);
  });

  test('begins anew with each run, at the time its log tells', () => {
    const first = succeededRun();
    const { startedAt, tasksDone, entries } = afterEntries(...first, ...head(), begins('Start-PreSetup'));
    // Without the row of stars above its banner.
    expect(startedAt).toBe(
      new Date(Date.parse('2024-02-13T22:00:01.189Z') + first.length * 1000).toISOString(),
    );
    expect(tasksDone).toEqual([]);
    expect(entries).toBe(head().length - 2 + 1);
  });

  test('begins without the task at which the run before it was cut off', () => {
    const { task } = afterEntries(
      begins('Install-CafeRole'),
      ...head(),
      begins('Start-Pre'),
      finishes('Start-Pre'),
    );
    expect(task).toBeNull();
  });

  test('tells the version, and the component that a task is at', () => {
    const at = [
      ...head(),
      begins('Install-CafeRole'),
      [1, "Processing component 'Client Access IIS Configuration' (Configuring IIS.)."] as const,
    ];
    expect(afterEntries(...at)).toMatchObject({
      standing: 'at-work',
      version: '15.1.2507.6',
      component: 'Client Access IIS Configuration',
    });
    expect(afterEntries(...at, finishes('Install-CafeRole')).component).toBeNull();
    expect(afterEntries(...at, begins('Start-PostSetup')).component).toBeNull();
  });

  test('is stopping from its error on, and ended only when Setup says so', () => {
    const failed = [...head(), begins('Install-BridgeheadRole'), ...errorBlock(expired(scripts.iis))];
    expect(afterEntries(...failed).standing).toBe('stopping');
    expect(afterEntries(...failed, begins('Install-MailboxRole')).standing).toBe('at-work');
    expect(afterEntries(...failed, ...ends.failed).standing).toBe('ended');
    expect(afterEntries(...succeededRun()).standing).toBe('ended');
    expect(afterEntries(...succeededRun(), ...head()).standing).toBe('at-work');
  });

  test('of a run that was read on from its middle keeps its beginning, and takes everything else', () => {
    const before = {
      ...setupNotBegun('2024-02-13T21:00:00.000Z'),
      standing: 'at-work',
      version: '15.1',
    } as const;
    const known = { ...before, lastLineAt: '2024-02-13T21:30:00.000Z' };
    expect(continued(known, after(''))).toEqual(known);
    expect(continued(known, afterEntries(begins('Install-CafeRole')))).toEqual({
      ...afterEntries(begins('Install-CafeRole')),
      startedAt: before.startedAt,
      version: '15.1',
    });
  });

  test('has left every task when Setup has stopped at one', () => {
    const { task, tasksDone } = afterEntries(...failedRun(expired(scripts.iis)));
    expect(task).toBeNull();
    expect(tasksDone).toEqual(['test-SetupPrerequisites', 'Install-BridgeheadRole']);
  });

  test('holds no more tasks than a log of Setup has, whatever it is fed', () => {
    const many = [...Array(500).keys()];
    const scan = new ProgressScan(followedSince);
    for (const line of logText(many.map((index) => finishes(`Task-${index}`))).split('\r\n')) scan.take(line);
    expect(scan.progress.tasksDone).toHaveLength(100);
    expect(scan.progress.tasksDone.at(-1)).toBe('Task-499');
  });
});
