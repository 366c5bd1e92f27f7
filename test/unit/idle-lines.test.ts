import { describe, expect, it } from 'vitest';
import { readSetupLogBytes } from '../../electron/log-reader.ts';
import { readSetupLog, type SetupVerdict } from '../../shared/setup-log.ts';
import { expired, scriptErrorText, scripts } from '../fixtures/setup-logs.ts';

// Lines of a log that say nothing are passed over as bytes. Each of these logs reads otherwise where that goes too far.

const stars = '*'.repeat(46);
const banner = [stars, 'Starting Microsoft Exchange Server 2016 Setup', stars];
const idle = 'Executing something';
const cmdlet = 'Beginning processing Set-Something';
const rule = (name: string, value: string) =>
  `Evaluated [Rule:${name}] [HasException:False] [Value:"${value}"] [ParentValue:"<NULL>"]`;

/** A run of Setup, from its first line on; the banner is the launcher's, the rest a task's. */
function run(...texts: readonly string[]): string {
  const heads = banner.map((text) => ({ level: 0, text }));
  const entries = [...heads, ...texts.map((text) => ({ level: 1, text }))];
  return entries
    .map(({ level, text }, index) => {
      const second = String(index % 60).padStart(2, '0');
      return `[11/22/2026 02:38:${second}.0817] [${String(level)}] ${text}`;
    })
    .join('\r\n');
}

/** What the same log says as a text, of which every line is read. */
function expectSame(log: string) {
  const whole = readSetupLog(log);
  expect(readSetupLogBytes(Buffer.from(log))).toEqual({ kind: 'read', verdict: whole });
  return whole;
}

/** What it says, wherever that stands. */
function told({ class: failureClass, quote, failure }: SetupVerdict) {
  return [failureClass, quote?.text, failure?.message, failure?.installing?.text];
}

describe('lines that say nothing', () => {
  it('keep two errors apart that they stand between', () => {
    const between = Array.from({ length: 13 }, () => idle);
    const apart = expectSame(run(idle, '[ERROR] The first.', ...between, '[ERROR] The second.', idle, idle));
    const together = told(
      readSetupLog(run(idle, '[ERROR] The first.', idle, '[ERROR] The second.', idle, idle)),
    );
    expect(told(apart)).not.toEqual(together);
  });

  it('are no rules while it is open whether Setup went on after the last of them', () => {
    const asked = [rule('RebootPending', 'True'), cmdlet, idle, rule('VC2013Redist', 'False')];
    expect(expectSame(run(idle, ...asked, idle, idle, idle)).class).toBe('not-a-certificate-failure');
  });

  it('are no step of a certificate, which says that what was installed above it was of another', () => {
    const installing = "Installing certificate signed by 'CN=A' for site 'CN=B'.";
    const step = 'Beginning processing Install-ExchangeCertificate';
    const failed = [cmdlet, cmdlet, cmdlet, cmdlet, `[ERROR] ${scriptErrorText(expired(scripts.iis))}`];
    const other = expectSame(run(installing, idle, step, ...failed, idle));
    const same = told(readSetupLog(run(installing, idle, idle, ...failed, idle)));
    expect(told(other)).not.toEqual(same);
  });
});
