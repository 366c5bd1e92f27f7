// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { RerunSetupStage } from '../../renderer/stages/RerunSetup.tsx';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import type { FollowedSetup, SetupProgress } from '../../shared/setup-progress.ts';
import { expiredServer, idle, minute, server, setupRun, setupVerdict } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { journal, started, wentWell } from '../fixtures/rescues.ts';
import { press, showStage, words } from './show-stage.tsx';

const rescues = reduce(journal(...wentWell(started(expiredServer()))));
const practice: Facts['origin'] = { kind: 'practice', scenario: 'expired-certificate' };
/** Repaired, and Setup's log still tells of the run that failed. */
const repaired = { setup: setupVerdict('certificate-expired') };
const command = 'D:\\setup.exe /m:Upgrade /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF';

function shown(facts: Facts, given: Parameters<typeof openWizard>[2] = {}, at?: string) {
  return showStage(RerunSetupStage, openWizard('rerun-setup', facts, { rescues, ...given }), at);
}

/** Word and title of every check. */
function checks(): readonly string[] {
  return screen.getAllByRole('listitem').flatMap((item) => {
    const title = item.querySelector('b')?.textContent;
    return title === undefined || item.closest('ol') !== null
      ? []
      : [`${title}: ${String(item.firstElementChild?.textContent)}`];
  });
}

describe('before Setup runs', () => {
  test('the exact command is shown, with the reason of each word', () => {
    shown(server(repaired));
    expect(screen.getByRole('group', { name: 'Command that runs Setup again' }).textContent).toBe(command);
    for (const reason of [
      'From the media of the run that failed (D:\\)',
      'Setup finds the task that failed',
      'sends no diagnostic data, as the run that failed did',
    ]) {
      expect(words()).toContain(reason);
    }
  });

  test('on a real server the command is copied, and what comes then is said', async () => {
    const { calls } = shown(server(repaired));
    await press('Copy the command');
    expect(calls).toEqual([['copy', { what: { kind: 'setup-command' } }]]);
    expect(words()).toContain('The command is on the clipboard. When Setup has ended, look again');
    expect(screen.queryByRole('button', { name: 'Run Setup (practice)' })).toBeNull();
  });

  test('on a practice server it is run', async () => {
    const { calls } = shown(server({ ...repaired, origin: practice }));
    await press('Run Setup (practice)');
    expect(calls).toEqual([['runSetup', undefined]]);
  });

  test('every check is in order, or is for the administrator', () => {
    shown(server(repaired));
    expect(checks()).toEqual([
      'The rescue: ✓ In order',
      'The bindings: ✓ In order',
      'Setup itself: ✓ In order',
      'A restart of Windows: ✓ In order',
      "Setup's media: ! For you to check",
    ]);
  });

  test('what is in the way is named, with what to do', () => {
    shown(
      server({
        ...repaired,
        setup: setupVerdict('certificate-expired', { run: setupRun({ media: null }) }),
        setupState: { ...idle, processes: ['ExSetupUI.exe'], pendingReboot: ['RebootPending'] },
      }),
    );
    expect(checks()).toEqual([
      'The rescue: ✓ In order',
      'The bindings: ✓ In order',
      'Setup itself: ✕ In the way',
      'A restart of Windows: ✕ In the way',
      "Setup's media: ✕ In the way",
    ]);
    expect(words()).toContain('Restart it before you run Setup again');
    expect(words()).toContain('Setup would stop again as things are.');
    expect(screen.queryByRole('button', { name: 'Copy the command' })).toBeNull();
  });

  test('looking again comes before running while something is in the way', () => {
    const setupState = { ...idle, pendingReboot: ['RebootPending'] };
    const { tell } = shown(server({ ...repaired, setupState, origin: practice }));
    const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(buttons().slice(-3)).toEqual(['See the report', 'Run Setup (practice)', 'Look again']);
    screen.getAllByRole('button', { name: 'Look again' }).at(-1)?.focus();
    tell(openWizard('rerun-setup', server({ ...repaired, origin: practice }), { rescues }));
    expect(buttons().slice(-2)).toEqual(['See the report', 'Run Setup (practice)']);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  test('a fault that is left, and a rescue that is open, are in the way', () => {
    shown(expiredServer(), { rescues: reduce(journal(started(expiredServer()))) });
    expect(checks().slice(0, 2)).toEqual(['The rescue: ✕ In the way', 'The bindings: ✕ In the way']);
  });

  test('what could not be read is not called in order', () => {
    shown(server({ ...repaired, setupState: unknown('5', 'RegOpenKeyExW') }));
    expect(checks().slice(2, 4)).toEqual(['Setup itself: ? Not known', 'A restart of Windows: ? Not known']);
    expect(words()).toContain('RegOpenKeyExW: access is denied');
    expect(words()).toContain('not everything could be read');
  });

  test('the list is brought up to date by looking again', async () => {
    const { calls } = shown(server(repaired));
    await press('Look again');
    expect(calls).toEqual([['lookAgain', undefined]]);
  });

  test('while it is being looked, nothing else is begun', async () => {
    const { calls } = shown(server({ ...repaired, origin: practice }), {
      activity: { kind: 'looking', since: minute(1) },
    });
    expect(words()).toContain('Looking …');
    await press('Run Setup (practice)');
    await press('Look again');
    expect(calls).toEqual([]);
  });

  test('a Setup that has ended well by itself need not run again', async () => {
    const { calls } = shown(server());
    expect(words()).toContain('Setup need not run again');
    await press('See the report');
    expect(calls).toEqual([['goTo', { stage: 'finish' }]]);
  });
});

const progress: SetupProgress = {
  startedAt: minute(10),
  task: 'Install-CafeRole',
  tasksDone: ['test-SetupPrerequisites', 'Install-MailboxRole'],
  lastLine: 'Executing: Install-ExchangeCertificate',
  lastLineAt: minute(11),
  entries: 214,
};

describe('while Setup runs', () => {
  const running = (changes: Partial<SetupProgress> = {}) =>
    ({
      activity: { kind: 'running-setup', since: minute(10) },
      setup: { kind: 'running', progress: { ...progress, ...changes } },
    }) as const;

  test('its task is told in words and by name, with its age in time and lines', () => {
    shown(server(repaired), running(), minute(11.5));
    for (const said of [
      'Setup is running',
      'Mailbox role: Client Access Front End service',
      'Install-CafeRole',
      'Running for1 min 30 s',
      '214',
      'Last line30 s ago',
      'Executing: Install-ExchangeCertificate',
      'Checking the prerequisites',
    ]) {
      expect(words()).toContain(said);
    }
    expect(words()).not.toContain('No new line for a while');
  });

  test('a log that is silent for long is no fault, and is said', () => {
    shown(server(repaired), running(), minute(14));
    expect(words()).toContain('No new line for a while. Some tasks take long, and that alone is no fault.');
  });

  test('a task that has no words of its own keeps its name', () => {
    shown(server(repaired), running({ task: 'Install-SomethingNew' }));
    expect(words()).toContain('WorkingInstall-SomethingNew');
  });

  test('before the log says anything, it starts', () => {
    shown(server(repaired), { activity: { kind: 'running-setup', since: minute(10) } }, minute(10));
    expect(words()).toContain('Setup is starting');
    expect(words()).toContain('Its log has no new line yet.');
  });

  test('between two tasks it does not start anew', () => {
    shown(server(repaired), running({ task: null }));
    expect(words()).not.toContain('Setup is starting');
  });
});

describe('when Setup has ended', () => {
  const ended = (
    kind: 'setup-succeeded' | 'not-a-certificate-failure',
  ): { readonly setup: FollowedSetup } => ({
    setup: { kind: 'ended', progress, endedAt: minute(15), verdict: setupVerdict(kind) },
  });

  test('well, the report is next', async () => {
    const { calls } = shown(server(), ended('setup-succeeded'));
    expect(words()).toContain('Setup has ended successfully');
    expect(words()).toContain('It ran for 5 min 0 s.');
    await press('See the report');
    expect(calls).toEqual([['goTo', { stage: 'finish' }]]);
  });

  test('with another failure, that is told and quoted, and Diagnose is next', async () => {
    const { calls } = shown(server(repaired), ended('not-a-certificate-failure'));
    expect(words()).toContain('Setup stopped again');
    expect(words()).toContain('Setup failed on something else than a certificate.');
    expect(words()).toContain('ExchangeSetup.log, line 4711');
    expect(words()).toContain('[2] [ERROR] The certificate is expired.');
    await press('Back to Diagnose');
    expect(calls).toEqual([['goTo', { stage: 'diagnose' }]]);
  });

  test('with a failure, it can be run again from here', async () => {
    const { calls } = shown(server({ ...repaired, origin: practice }), ended('not-a-certificate-failure'));
    await press('Run Setup (practice)');
    expect(calls).toEqual([['runSetup', undefined]]);
  });

  test('with a failure before the newest rescue, that is an older story', () => {
    const later = rescues.map((rescue) => ({ ...rescue, startedAt: minute(30) }));
    shown(server(repaired), { ...ended('not-a-certificate-failure'), rescues: later });
    expect(words()).not.toContain('Setup stopped again');
    expect(words()).toContain(command);
  });
});
