import { describe, expect, it } from 'vitest';
import { buildScenario } from '../../electron/server/practice/build-scenario.ts';
import { installing } from '../../electron/server/practice/setup-phrases.ts';
import { realPace, SetupLogWriter } from '../../electron/server/practice/setup-log-writer.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { nightClock, scenario } from '../fixtures/practice.ts';

async function logOf(name: string): Promise<readonly string[]> {
  const built = await buildScenario(scenario(name), nightClock, fixedKeys());
  return built.files['ExchangeSetupLogs/ExchangeSetup.log'].split('\r\n');
}

function withoutStamps(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^\[.{24}\] /, ''));
}

describe('the setup log of a practice server', () => {
  it('stamps an entry month first, in UTC, with milliseconds padded to four digits', () => {
    const log = new SetupLogWriter(new Date('2026-03-01T02:12:00.089Z'), { line: 100, task: 0 });
    log.lines(1, ['one', 'two\nand more']);
    expect(log.text).toBe(
      '[03/01/2026 02:12:00.0089] [1] one\r\n[03/01/2026 02:12:00.0189] [1] two\r\nand more\r\n',
    );
  });

  it('runs forward in time', async () => {
    const stamps = (await logOf('retry-hides-cause'))
      .map((line) => /^\[(\d\d)\/(\d\d)\/(\d{4}) ([\d:]+)\.0(\d{3})\] \[[012]\] /.exec(line))
      .filter((match) => match !== null)
      .map(([, month, date, year, time, fraction]) => `${year}-${month}-${date}T${time}.${fraction}`);
    expect(stamps.length).toBeGreaterThan(100);
    expect(stamps).toEqual(stamps.toSorted());
  });

  it('takes most of an hour for a run that succeeds', async () => {
    const lines = (await logOf('healthy')).filter((line) => line.startsWith('['));
    expect(lines[0]).toContain('[03/31/2024 02:12:00.0000]');
    expect(lines.at(-1)).toMatch(/^\[03\/01\/2026 00:5\d:/);
    expect(realPace.task).toBeGreaterThan(60_000);
  });

  it('has the error block in the order of a real one', async () => {
    const lines = withoutStamps(await logOf('unreadable-key'));
    const from = lines.indexOf('[1] The following 1 error(s) occurred during task execution:');
    const block = lines.slice(from).filter((line) => /^\[\d\] /.test(line));
    const message =
      /Insufficient rights to grant Network Service access to the certificate with thumbprint \w{40}\.$/;
    const type =
      'Microsoft.Exchange.Management.SystemConfigurationTasks.AddAccessRuleUnauthorizedAccessException';
    const order = [
      /The following 1 error\(s\) occurred/,
      message,
      new RegExp(
        `^\\[1\\] 0\\.  ErrorRecord: ${type}: .* ---> System\\.UnauthorizedAccessException: Certificate --->`,
      ),
      /^\[1\] \[ERROR\] The following error was generated when "\$error\.Clear\(\); $/,
      message,
      /^\[1\] \[ERROR\] Certificate$/,
      /^\[1\] \[ERROR\] Keyset does not exist$/,
      /^\[1\] \[ERROR-REFERENCE\] Id=CafeComponent___[0-9a-f]{32} Component=EXCHANGE14:/,
      /^\[1\] Setup is stopping now because of one or more critical errors\.$/,
      /^\[1\] Finished executing component tasks\.$/,
      /^\[1\] Ending processing Install-CafeRole$/,
    ];
    expect(block.slice(0, order.length)).toEqual(order.map((line) => expect.stringMatching(line) as string));
    expect(block.slice(-2)).toEqual(['[0] End of Setup', `[0] ${'*'.repeat(46)}`]);
  });

  it('says which certificate it installs, in the local time of the server, before it stumbles over it', async () => {
    const lines = withoutStamps(await logOf('expired-certificate'));
    // Expired twelve days before 02:12 UTC, and the server is an hour ahead.
    const installing = lines.indexOf(
      "[2] Installing certificate signed by 'CN=Practice CA R1' for site 'CN=mail.contoso.com'.  Certificate is valid from 1/15/2025 3:12:00 AM until 2/17/2026 3:12:00 AM",
    );
    expect(installing).toBeGreaterThan(0);
    expect(lines[installing + 1]).toBe('[2] [ERROR] The certificate is expired.');
  });

  it('tells the second run of a half updated server from the first', async () => {
    const lines = withoutStamps(await logOf('retry-hides-cause'));
    const backups = lines.filter((line) => line.includes('backup copy of the previously installed version'));
    expect(backups).toEqual(["[0] The backup copy of the previously installed version is '15.2.1258.12'."]);
    expect(lines).toContain(
      '[1] Evaluated [Rule:RebootPending] [HasException:False] [Value:"True"] [ParentValue:"<NULL>"] [Thread:17] [Duration:00:00:00.0156251]',
    );
    expect(lines.filter((line) => line.startsWith('[1] [REQUIRED] '))).toHaveLength(1);
  });

  it.each([
    ['2026-01-02T00:00:05Z', '1/2/2026 12:00:05 AM'],
    ['2026-01-02T11:59:00Z', '1/2/2026 11:59:00 AM'],
    ['2026-12-31T12:04:05Z', '12/31/2026 12:04:05 PM'],
    ['2026-12-31T23:00:00Z', '12/31/2026 11:00:00 PM'],
  ])('writes %s as a server in American English does: %s', (at, written) => {
    const certificate = { subject: 'CN=EX01', issuer: 'CN=EX01', notBefore: at, notAfter: at };
    expect(installing(certificate, 0)).toContain(`valid from ${written} until ${written}`);
  });
});
