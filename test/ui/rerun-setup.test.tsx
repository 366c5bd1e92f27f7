// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { RerunSetupStage } from '../../renderer/stages/RerunSetup.tsx';
import { endpoint } from '../../shared/endpoint.ts';
import type { Facts } from '../../shared/facts.ts';
import { unknown } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import type { FollowedSetup, SetupProgress } from '../../shared/setup-progress.ts';
import type { SetupOffer } from '../../shared/setup-start.ts';
import { expiredServer, hash, idle, minute, server, setupRun, setupVerdict } from '../fixtures/facts.ts';
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
    expect(words()).toContain('The command is on the clipboard. Run it in a console run as administrator');
    expect(screen.queryByRole('button', { name: 'Run Setup (practice)' })).toBeNull();
  });

  test('on a real server its log is followed from when the administrator says that he has started it', async () => {
    const { calls } = shown(server(repaired));
    const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
    const follow = 'I have started Setup: follow its log';
    const [copy, start] = ['Copy the command', 'Start Setup …'];
    expect(buttons().slice(-3)).toEqual([follow, copy, start]);
    // One row of buttons can be read: the report is on the rail.
    expect(buttons()).not.toContain('See the report');
    await press(copy);
    expect(buttons().slice(-3)).toEqual([copy, start, follow]);
    await press(follow);
    expect(calls.at(-1)).toEqual(['followSetup', undefined]);
  });

  const offer: SetupOffer = {
    id: '7',
    command: { program: 'D:\\setup.exe', switches: ['/m:Upgrade'], command },
    judged: { signer: 'Microsoft Corporation', hash: 'a1' },
  };

  test('on a real server it is asked for first, and nothing is started by asking', async () => {
    const { calls } = shown(server(repaired));
    await press('Start Setup …');
    expect(calls).toEqual([['checkSetup', undefined]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('what would be started is shown whole, and Cancel has the focus and starts nothing', async () => {
    const { calls } = shown(server(repaired), { setupOffer: offer });
    const dialog = screen.getByRole('dialog', { name: 'Start Setup?' });
    for (const said of ['D:\\setup.exe', 'Microsoft Corporation', command, 'Mail stays down']) {
      expect(dialog.textContent).toContain(said);
    }
    expect(document.activeElement?.textContent).toBe('Cancel');
    await press('Cancel');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(calls).toEqual([]);
  });

  test('what was confirmed is started by its id, and another check is asked about anew', async () => {
    const { calls, tell } = shown(server(repaired), { setupOffer: offer });
    await press('Start Setup');
    expect(calls).toEqual([['startSetup', { offerId: '7' }]]);
    expect(screen.queryByRole('dialog')).toBeNull();
    tell(openWizard('rerun-setup', server(repaired), { rescues, setupOffer: { ...offer, id: '8' } }));
    expect(screen.getByRole('dialog', { name: 'Start Setup?' })).toBeTruthy();
  });

  test('it is not to be started from here while something is in its way, or where no command is known', () => {
    const setupState = { ...idle, pendingReboot: ['RebootPending'] };
    shown(server({ ...repaired, setupState }));
    expect(screen.queryByRole('button', { name: 'Start Setup …' })).toBeNull();
  });

  test('once it is started from here, nobody is told to start it', () => {
    shown(server(repaired), {
      activity: { kind: 'following-setup', since: minute(10), startedBy: 'this-program' },
    });
    expect(words()).toContain('Setup is being started');
    expect(words()).not.toContain('Start it with the command below');
  });

  test('on a real server a Setup that is found at work can be followed at once', async () => {
    const { calls } = shown(server({ ...repaired, setupState: { ...idle, processes: ['ExSetup.exe'] } }));
    expect(words()).toContain('Safe to close: Setup goes on.');
    await press('Follow the log of Setup');
    expect(calls).toEqual([['followSetup', undefined]]);
  });

  test('on a practice server nothing is followed that is not run from here', () => {
    shown(server({ ...repaired, origin: practice }));
    expect(screen.queryByRole('button', { name: /follow/i })).toBeNull();
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
  standing: 'at-work',
  version: '15.1.2507.6',
  component: 'Client Access IIS Configuration',
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

  test('the version and the component are told', () => {
    shown(server(repaired), running(), minute(11.5));
    expect(words()).toContain('Version15.1.2507.6');
    expect(words()).toContain('Component: Client Access IIS Configuration');
  });

  test('a silence that is known is explained, with what to do', () => {
    shown(server(repaired), running({ task: 'Install-MsiPackage' }), minute(31));
    expect(words()).toContain('Copying the Exchange files');
    expect(words()).toContain('Setup may stand at 16 % for up to an hour');
    expect(words()).not.toContain('press Enter');
  });

  test('a directory service that was stopped, and a frozen console, are both thought of', () => {
    const services: Facts['services'] = {
      kind: 'read',
      value: [{ name: 'MSExchangeADTopology', state: 'stopped', startType: 'disabled' }],
    };
    shown(server({ ...repaired, services }), running(), minute(21));
    expect(words()).toContain('MSExchangeADTopology');
    expect(words()).toContain('press Enter once');
  });

  test('an error that was written is told before Setup has ended', () => {
    shown(server(repaired), running({ standing: 'stopping', task: null }), minute(13));
    expect(words()).toContain('Setup has written an error and is stopping');
    expect(words()).toContain('If a window of it shows that error, close it');
  });

  test('a practice run cannot be left', () => {
    shown(server({ ...repaired, origin: practice }), running());
    expect(screen.queryByRole('button', { name: 'Stop following: Setup goes on' })).toBeNull();
  });

  const following = (changes: Partial<SetupProgress> = {}) =>
    ({
      ...running(changes),
      activity: { kind: 'following-setup', since: minute(10), startedBy: 'the-administrator' },
    }) as const;

  test('what is followed can be left, and Setup goes on', async () => {
    const { calls } = shown(server(repaired), following(), minute(11.5));
    expect(words()).toContain('Setup is running');
    expect(words()).toContain('Last line30 s ago');
    expect(words()).toContain('Safe to close: Setup goes on.');
    await press('Stop following: Setup goes on');
    expect(calls).toEqual([['stopFollowing', undefined]]);
  });

  test('a Setup that has not begun is waited for, with its command at hand', async () => {
    const { calls } = shown(server(repaired), following({ standing: 'not-begun' }), minute(12));
    expect(words()).toContain('Waiting for Setup to begin');
    expect(words()).toContain('Waiting for2 min 0 s');
    expect(words()).toContain(command);
    expect(words()).not.toContain('Still no new line');
    await press('Stop following: Setup goes on');
    expect(calls).toEqual([['stopFollowing', undefined]]);
  });

  test('a Setup that does not begin for long is told what to look for', () => {
    shown(
      server(repaired),
      { activity: { kind: 'following-setup', since: minute(10), startedBy: 'the-administrator' } },
      minute(13),
    );
    expect(words()).toContain('Still no new line. Look at the console');
  });

  const site = 'Default Web Site';
  const at = { endpoint: endpoint('127.0.0.1:443'), site, bound: hash('A') };

  test('a binding that was changed back is told at once, with who may have done it and what to do', () => {
    const by = { kind: 'task', name: '\\win-acme renew', program: '' } as const;
    shown(server(repaired), {
      ...following(),
      recordNews: [{ ...at, kind: 'other-certificate', found: hash('B'), by }],
    });
    const { textContent } = screen.getByRole('alert');
    expect(textContent).toContain('127.0.0.1:443 holds another certificate than was bound');
    expect(textContent).toContain('This may be the scheduled task \\win-acme renew: switch that off');
    expect(textContent).toContain('Let Setup end, well or not');
  });

  test('a certificate that went away, and one that cannot be read, are told as they are', () => {
    const other = { ...at, endpoint: endpoint('0.0.0.0:443') };
    const because = { code: '5', tried: 'HttpQueryServiceConfiguration' };
    shown(server(repaired), {
      ...running(),
      recordNews: [
        { ...at, kind: 'gone', by: null },
        { ...other, kind: 'unread', because },
      ],
    });
    expect(words()).toContain('127.0.0.1:443 holds no certificate any more');
    expect(words()).toContain('By whom it was done is not known.');
    expect(words()).toContain('0.0.0.0:443 cannot be read now');
    expect(words()).toContain('access is denied');
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

  test('with a failure, a copy that was made for the run before is no longer told of', async () => {
    const { tell } = shown(server(repaired));
    await press('Copy the command');
    expect(words()).toContain('The command is on the clipboard.');
    const facts = server(repaired);
    tell(openWizard('rerun-setup', facts, { rescues, ...ended('not-a-certificate-failure') }));
    expect(words()).not.toContain('The command is on the clipboard.');
  });

  test('with a failure, it can be run again from here', async () => {
    const { calls } = shown(server({ ...repaired, origin: practice }), ended('not-a-certificate-failure'));
    await press('Run Setup (practice)');
    expect(calls).toEqual([['runSetup', undefined]]);
  });

  test('with a failure, on a real server it is started again from here, unless something is in its way', async () => {
    const { calls, tell } = shown(server(repaired), ended('not-a-certificate-failure'));
    await press('Start Setup …');
    expect(calls).toEqual([['checkSetup', undefined]]);
    const setupState = { ...idle, pendingReboot: ['RebootPending'] };
    const given = { rescues, ...ended('not-a-certificate-failure') };
    tell(openWizard('rerun-setup', server({ ...repaired, setupState }), given));
    expect(screen.queryByRole('button', { name: 'Start Setup …' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy the command' })).toBeTruthy();
  });

  test('with a failure before the newest rescue, that is an older story', () => {
    const later = rescues.map((rescue) => ({ ...rescue, startedAt: minute(30) }));
    shown(server(repaired), { ...ended('not-a-certificate-failure'), rescues: later });
    expect(words()).not.toContain('Setup stopped again');
    expect(words()).toContain(command);
  });
});
