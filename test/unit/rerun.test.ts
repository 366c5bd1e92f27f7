import { describe, expect, test } from 'vitest';
import type { SetupState } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import { rerunOf } from '../../shared/rerun.ts';
import type { SetupRun } from '../../shared/setup-log/verdict.ts';
import { idle, server, setupRun, setupVerdict } from '../fixtures/facts.ts';

const plainLicence = '/IAcceptExchangeServerLicenseTerms';
const off = '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF';
const on = '/IAcceptExchangeServerLicenseTerms_DiagnosticDataON';

function after(run: Partial<SetupRun>, setupState: SetupState = idle) {
  return rerunOf(
    server({
      setup: setupVerdict('certificate-expired', { run: setupRun({ parameters: [], ...run }) }),
      setupState,
    }),
  );
}

function named(...names: readonly string[]): SetupRun['parameters'] {
  return names.map((name) => ({ name: name.toLowerCase(), value: 'True' }));
}

describe('the licence switch', () => {
  test.each([
    ['2013', '15.0.1497.2', plainLicence],
    ['2016 CU21', '15.1.2308.8', plainLicence],
    ['2016 CU22, the first that asks', '15.1.2375.7', off],
    ['2016 CU23', '15.1.2507.6', off],
    ['2019 CU10', '15.2.922.7', plainLicence],
    ['2019 CU11, the first that asks', '15.2.986.5', off],
    ['2019 CU14', '15.2.1544.4', off],
    ['Subscription Edition', '15.2.2562.17', off],
  ])('of %s (%s) is %s', (_product, setupVersion, expected) => {
    expect(after({ setupVersion })).toEqual({
      kind: 'command',
      program: 'D:\\setup.exe',
      switches: ['/m:Upgrade', expected],
      command: `D:\\setup.exe /m:Upgrade ${expected}`,
      media: 'D:\\',
    });
  });

  test.each([
    ['on stays on', named('IAcceptExchangeServerLicenseTerms_DiagnosticDataON'), on],
    ['off stays off', named('IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF'), off],
    ['the old one gives way to what new media asks for', named('IAcceptExchangeServerLicenseTerms'), off],
  ])('as it was chosen: %s', (_what, parameters, expected) => {
    expect(after({ parameters })).toMatchObject({ command: `D:\\setup.exe /m:Upgrade ${expected}` });
  });
});

describe('the choices of the failed run', () => {
  test('about Extended Protection are kept', () => {
    const parameters = named('DoNotEnableEP', 'DoNotEnableEP_FEEWS');
    expect(after({ parameters })).toMatchObject({
      command: `D:\\setup.exe /m:Upgrade ${off} /DoNotEnableEP /DoNotEnableEP_FEEWS`,
    });
  });

  test('one alone does not bring the other', () => {
    expect(after({ parameters: named('DoNotEnableEP_FEEWS') })).toMatchObject({
      command: `D:\\setup.exe /m:Upgrade ${off} /DoNotEnableEP_FEEWS`,
    });
  });

  test('other parameters are not carried along', () => {
    expect(after({ parameters: named('sourcedir', 'mode', 'logFile') })).toMatchObject({
      command: `D:\\setup.exe /m:Upgrade ${off}`,
    });
  });
});

describe('the media', () => {
  test.each([
    ['D:\\', 'D:\\setup.exe'],
    ['E:\\ISO', 'E:\\ISO\\setup.exe'],
    ['E:\\ISO\\', 'E:\\ISO\\setup.exe'],
    ['\\\\files\\share\\CU14', '\\\\files\\share\\CU14\\setup.exe'],
    ['C:\\Install\\Exchange CU14', '"C:\\Install\\Exchange CU14\\setup.exe"'],
    ['C:\\Install\\cu23 (1)\\', '"C:\\Install\\cu23 (1)\\setup.exe"'],
    ['C:\\R&D\\CU14', '"C:\\R&D\\CU14\\setup.exe"'],
  ])('%s gives %s', (media, program) => {
    expect(after({ media })).toMatchObject({ kind: 'command', command: `${program} /m:Upgrade ${off}` });
  });

  test.each([
    'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin',
    'C:\\Program Files\\Microsoft\\Exchange Server\\v15\\Bin\\',
    'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\Setup',
  ])('is not the installed copy: %s', (media) => {
    expect(after({ media })).toEqual({ kind: 'media-is-installed-copy', media });
  });

  test('may lie in a folder that only sounds like the installed copy', () => {
    expect(after({ media: 'D:\\V15\\binaries' })).toMatchObject({ kind: 'command' });
  });

  test('is said to be unknown when the log does not name it, tells of no run, or could not be read', () => {
    expect(after({ media: null })).toEqual({ kind: 'media-unknown' });
    expect(rerunOf(server({ setup: setupVerdict('no-failure-found', { run: null }) }))).toEqual({
      kind: 'media-unknown',
    });
    expect(rerunOf(server({ setup: unknown('ENOENT', 'ExchangeSetup.log') }))).toEqual({
      kind: 'media-unknown',
    });
  });
});

describe('a role that waits to be resumed', () => {
  const waiting = { role: 'MailboxRole', action: 'Install', watermark: '1a2b' };

  test('needs the wizard, without switches', () => {
    expect(after({ media: 'C:\\CU 14' }, { ...idle, incompleteRoles: [waiting] })).toEqual({
      kind: 'wizard',
      program: 'C:\\CU 14\\setup.exe',
      switches: [],
      command: '"C:\\CU 14\\setup.exe"',
      media: 'C:\\CU 14',
      role: 'MailboxRole',
    });
  });

  test.each([
    ['that has no watermark', { ...waiting, watermark: null }],
    ['whose action is an update', { ...waiting, action: 'BuildToBuildUpgrade' }],
    ['without an action', { ...waiting, action: null }],
  ])('%s is resumed by the command', (_what, role) => {
    expect(after({}, { ...idle, incompleteRoles: [role] })).toMatchObject({ kind: 'command' });
  });
});
