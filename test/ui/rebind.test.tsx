// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { RebindStage } from '../../renderer/stages/Rebind.tsx';
import { endpoint } from '../../shared/endpoint.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { reduce } from '../../shared/rescue.ts';
import type { Asked } from '../../shared/waiting.ts';
import type { Activity } from '../../shared/activity.ts';
import { expiredServer, hash, minute, now, server, setupVerdict } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started, wentWell } from '../fixtures/rescues.ts';
import { asked, press, showStage, words } from './show-stage.tsx';

const facts = expiredServer();
const start = started(facts);
const [first, second] = start.plan.changes as [
  (typeof start.plan.changes)[0],
  (typeof start.plan.changes)[0],
];
const rebinding: Activity = { kind: 'rebinding', since: now, stopping: 'not-asked' };

function shown(events: readonly RescueEvent[], activity: Activity = { kind: 'idle' }, at = minute(9)) {
  return showStage(
    RebindStage,
    openWizard('rebind', facts, { rescues: reduce(journal(...events)), activity }),
    at,
  );
}

/** Title and word of every row. */
function rows(): readonly string[] {
  return screen
    .getAllByRole('listitem')
    .filter((item) => item.closest('ol')?.getAttribute('aria-label') === 'Step by step')
    .map((item) =>
      [
        item.querySelector('b')?.textContent,
        // How it stands is beside what it is; behind that may be its undo.
        item.children[1]?.textContent.replaceAll(/[✓✕!?…○] /g, ''),
      ].join(': '),
    );
}

function bar() {
  const { value, max } = screen.getByRole<HTMLProgressElement>('progressbar');
  return `${String(value)} of ${String(max)}`;
}

describe('while it rebinds', () => {
  test('every row has its word', () => {
    shown([start, backupMade, aboutTo(first), done(first), aboutTo(second)], rebinding);
    expect(rows()).toEqual([
      'Copy what is there: Done',
      'Bind the certificate on Default Web Site (0.0.0.0:443): Done in 1 min 0 sread back, and served',
      'Bind the certificate on Default Web Site (127.0.0.1:443): Changingand checking it',
      'Look at the server again: Waiting',
    ]);
    expect(bar()).toBe('2 of 4');
  });

  test('the rows of the plan are there before its first event is', () => {
    shown([], rebinding);
    expect(rows()).toHaveLength(4);
    expect(bar()).toBe('0 of 4');
  });

  test('the bar only grows', () => {
    const events = wentWell(start);
    const { tell } = shown(events.slice(0, 1), rebinding);
    const seen = events.map((_, index) => {
      tell(
        openWizard('rebind', facts, {
          rescues: reduce(journal(...events.slice(0, index + 1))),
          activity: rebinding,
        }),
      );
      return screen.getByRole<HTMLProgressElement>('progressbar').value;
    });
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(4);
  });

  test('it says how long it runs, and when nothing has happened for long', () => {
    shown([start, backupMade], rebinding, minute(2));
    expect(words()).toContain('Running for 2 min 0 s');
    expect(words()).toContain('Longer than usual: the last activity was 1 min 0 s ago.');
  });

  test('it says which answer it waits for, how long already, and when it gives up', () => {
    const { tell } = shown([start, backupMade], rebinding, minute(2));
    const told = { rescues: reduce(journal(start, backupMade)), activity: rebinding };
    const asked = { kind: 'apply', target: { kind: 'record', target: second.target } } as Asked;
    tell(openWizard('rebind', facts, { ...told, waiting: { asked, since: minute(1.8), limit: 90_000 } }));
    expect(words()).toContain(
      'Waiting for the server: changing the certificate record of 127.0.0.1:443, 12 s (gives up after 1 min 30 s)',
    );
    expect(words()).not.toContain('Longer than usual');
    tell(openWizard('rebind', facts, told));
    expect(words()).not.toContain('Waiting for the server');
  });

  test('nothing is called slow that is not', () => {
    shown([start, backupMade], rebinding, minute(1.1));
    expect(words()).not.toContain('Longer than usual');
  });

  test('it can be stopped after this change, once', async () => {
    const { calls, tell } = shown([start, backupMade], rebinding);
    expect(words()).toContain('do not sign out or restart');
    await press('Stop after this change');
    expect(calls).toEqual([['stopAfterThisChange', undefined]]);
    tell(
      openWizard('rebind', facts, {
        rescues: reduce(journal(start, backupMade)),
        activity: { ...rebinding, stopping: 'after-this-change' },
      }),
    );
    expect(words()).toContain('It stops after this change.');
    await press('Stop after this change');
    expect(calls).toHaveLength(1);
  });
});

test('nothing more is offered to be stopped when every step is at its end', async () => {
  const { calls } = shown(wentWell(start), rebinding);
  expect(words()).toContain('It is at its end. The server is looked at, and the report is written.');
  await press('Stop after this change');
  expect(calls).toEqual([]);
});

describe('when it is repaired', () => {
  test('Setup is next', async () => {
    const { calls } = shown(wentWell(start));
    expect(words()).toContain('no fault is left');
    await press('Run Setup again');
    expect(calls).toEqual([['goTo', { stage: 'rerun-setup' }]]);
  });

  test('the report is next where Setup had ended well', async () => {
    const lost = server({
      records: facts.records,
      certificates: facts.certificates,
      setup: setupVerdict('setup-succeeded'),
    });
    const rescues = reduce(journal(...wentWell(started(lost))));
    const { calls } = showStage(RebindStage, openWizard('rebind', lost, { rescues }));
    await press('See the report');
    expect(calls).toEqual([['goTo', { stage: 'finish' }]]);
  });
});

const cutOff = [start, backupMade, aboutTo(first), done(first), aboutTo(second)];

describe('an unfinished rescue', () => {
  test('is told with what was done, what was not, and what is in doubt', () => {
    shown(cutOff);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('A rescue is unfinished');
    expect(words()).toContain('on 22 November 2026, 04:00:00 (UTC+01:00)');
    expect(rows()).toEqual([
      'Copy what is there: Done',
      'Bind the certificate on Default Web Site (0.0.0.0:443): Done in 1 min 0 sread back, and served',
      'Bind the certificate on Default Web Site (127.0.0.1:443): In doubtit was interrupted here',
      'Look at the server again: Not begun',
    ]);
  });

  test('goes on without being asked about', async () => {
    const { calls } = shown(cutOff);
    await press('Continue');
    expect(calls).toEqual([['continueRescue', undefined]]);
  });

  test.each([
    ['Undo every change', 'Undo every change?', 'undo'],
    ['Start over', 'Leave this rescue where it is?', 'startOver'],
  ])('%s is asked about, with Cancel in the focus', async (name, question, call) => {
    const { calls } = shown(cutOff);
    await press(name);
    expect(asked()).toEqual({ question, focused: 'Cancel' });
    await press('Cancel');
    expect(calls).toEqual([]);
    await press(name);
    const [, confirm] = screen.getAllByRole('button', { name });
    confirm?.click();
    expect(calls).toEqual([[call, undefined]]);
  });

  test('that has changed nothing is started over without a question, and has nothing to undo', async () => {
    const { calls } = shown([start, backupMade]);
    expect(screen.queryByRole('button', { name: 'Undo every change' })).toBeNull();
    await press('Start over');
    expect(calls).toEqual([['startOver', undefined]]);
  });

  test('says of each way on what it does', () => {
    shown(cutOff);
    for (const line of ['makes the changes that are left', 'newest first', 'What was done stays']) {
      expect(words()).toContain(line);
    }
  });
});

describe('a rescue that stopped', () => {
  const refused: readonly RescueEvent[] = [
    ...cutOff,
    { kind: 'change-not-done', rescue: 1, changeId: '2' },
    {
      kind: 'rescue-stopped',
      because: {
        kind: 'refused',
        changeId: '2',
        because: { code: '1312', tried: 'HttpSetServiceConfiguration' },
      },
    },
  ];

  test('says why, and where', () => {
    shown(refused);
    expect(words()).toContain('Stopped: the server refused a change');
    expect(words()).toContain('Change 2 was refused by the server');
    expect(rows()[2]).toBe('Bind the certificate on Default Web Site (127.0.0.1:443): Stopped here');
  });

  test('hands out the details and the commands of that change', async () => {
    const { calls } = shown(refused);
    await press('Copy details');
    for (const copy of screen.getAllByRole('button', { name: 'Copy', hidden: true })) copy.click();
    expect(calls).toEqual([
      ['copy', { what: { kind: 'details' } }],
      ['copy', { what: { kind: 'look-commands' } }],
      ['copy', { what: { kind: 'change-commands', changeId: '2' } }],
    ]);
  });

  test('without an answer shows how to look by hand, and what to do now', () => {
    const asked = { kind: 'record', target: { endpoint: endpoint('127.0.0.1:443'), site: 'x' } } as const;
    shown([
      ...cutOff.slice(0, 4),
      { kind: 'rescue-stopped', because: { kind: 'no-answer', changeId: '2', asked, waited: 90_000 } },
    ]);
    expect(words()).toContain('Stopped: the server does not answer');
    expect(words()).toContain('1 min 30 s ago and has not answered');
    expect(words()).toContain('netsh http show sslcert ipport=127.0.0.1:443');
  });

  test('because the server has moved leads with the undo: its plan cannot come to its end', () => {
    shown([
      ...cutOff.slice(0, 4),
      {
        kind: 'rescue-stopped',
        because: { kind: 'moved', changeId: '2', found: { kind: 'record', state: { kind: 'absent' } } },
      },
    ]);
    const buttons = screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(buttons.slice(-3)).toEqual(['Continue', 'Start over', 'Undo every change']);
  });
});

const undoBegun: RescueEvent = { kind: 'undo-started', rescue: 1 };
const takenBack = (changeId: string): RescueEvent => ({
  kind: 'change-done',
  rescue: 1,
  changeId,
  direction: 'undo',
  found: { kind: 'record', state: { kind: 'absent' } },
  verification: { kind: 'served', thumbprint: hash('A') },
  how: 'applied',
});

describe('an undo', () => {
  test('takes the rows back, newest first', () => {
    shown([...wentWell(start), undoBegun, takenBack('2')], {
      kind: 'undoing',
      since: minute(7),
      stopping: 'not-asked',
      alone: null,
    });
    expect(rows()).toEqual([
      'Put the old certificate back on Default Web Site (127.0.0.1:443): Taken back',
      'Put the old certificate back on Default Web Site (0.0.0.0:443): Waiting',
    ]);
    expect(bar()).toBe('1 of 2');
  });

  test('can be stopped after the change that it is at', async () => {
    const undoing: Activity = { kind: 'undoing', since: minute(7), stopping: 'not-asked', alone: null };
    const { calls } = shown([...wentWell(start), undoBegun, takenBack('2')], undoing);
    await press('Stop after this change');
    expect(calls).toEqual([['stopAfterThisChange', undefined]]);
  });

  test('that was stopped says what is taken back and what is not, and offers to go on', () => {
    const asked = { kind: 'undo-stopped', rescue: 1, because: { kind: 'asked' } } as const;
    shown([...wentWell(start), undoBegun, takenBack('2'), asked]);
    expect(words()).toContain('Taken back: change 2. Not taken back: change 1.');
    expect(screen.getByRole('button', { name: 'Continue the undo' })).toBeTruthy();
  });

  test('of one change shows that change alone, with nothing to stop after it', () => {
    const one: Activity = {
      kind: 'undoing',
      since: minute(7),
      stopping: 'not-asked',
      alone: { rescue: 1, changeId: '2' },
    };
    shown(wentWell(start), one);
    expect(rows()).toEqual(['Put the old certificate back on Default Web Site (127.0.0.1:443): Waiting']);
    expect(bar()).toBe('0 of 1');
    expect(screen.queryByRole('button', { name: 'Stop after this change' })).toBeNull();
  });

  test('of one change that has ended leaves the other to be taken back as well', async () => {
    const { calls } = shown([...wentWell(start), takenBack('2')]);
    expect(words()).toContain('Taken back in part');
    expect(rows().map((row) => row.split(': ')[1])).toEqual(['Taken back', 'Still stands']);
    expect(screen.queryByRole('button', { name: 'Undo change 2' })).toBeNull();
    await press('Undo change 1');
    expect(asked()).toEqual({ question: 'Undo change 1 alone?', focused: 'Cancel' });
    await press('Cancel');
    expect(calls).toEqual([]);
  });

  test('of one change that was refused says why', () => {
    const stays: RescueEvent = {
      kind: 'change-not-undone',
      rescue: 1,
      changeId: '2',
      because: { kind: 'in-use', endpoints: [endpoint('0.0.0.0:444')] },
    };
    shown([...wentWell(start), stays]);
    expect(words()).toContain('The certificates are in order');
    expect(words()).toContain('the certificate still serves 0.0.0.0:444, so it stays.');
  });

  test('that was cut off goes on as an undo', async () => {
    const { calls } = shown([...wentWell(start), undoBegun, takenBack('2')]);
    expect(words()).toContain('An undo is unfinished');
    expect(screen.queryByRole('button', { name: 'Undo every change' })).toBeNull();
    await press('Continue the undo');
    expect(calls).toEqual([['continueRescue', undefined]]);
  });

  test('that came to its end leads to the report', async () => {
    const ended: RescueEvent = { kind: 'undo-ended', rescue: 1, outcome: 'undone' };
    const { calls } = shown([...wentWell(start), undoBegun, takenBack('2'), takenBack('1'), ended]);
    expect(words()).toContain('Everything has been taken back');
    await press('See the report');
    expect(calls).toEqual([['goTo', { stage: 'finish' }]]);
  });

  test('says what stays, and why', () => {
    shown([
      ...wentWell(start),
      undoBegun,
      takenBack('2'),
      { kind: 'change-not-undone', rescue: 1, changeId: '1', because: { kind: 'would-not-be-taken-back' } },
      { kind: 'undo-ended', rescue: 1, outcome: 'partly-undone' },
    ]);
    expect(rows()[1]).toContain('Not taken back');
    expect(words()).toContain(
      '(0.0.0.0:443): Windows would not take the old record back: its certificate or key is lost.',
    );
  });
});

test('a rescue that was left leads back to Diagnose', async () => {
  const { calls } = shown([...cutOff.slice(0, 4), { kind: 'rescue-left', rescue: 1 }]);
  await press('Back to Diagnose');
  expect(calls).toEqual([['goTo', { stage: 'diagnose' }]]);
});
