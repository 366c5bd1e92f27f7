// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, onTestFinished, test } from 'vitest';
import { App } from '../../renderer/App.tsx';
import { DiagnoseStage } from '../../renderer/stages/Diagnose.tsx';
import { FinishStage } from '../../renderer/stages/Finish.tsx';
import { connect } from '../../renderer/store.ts';
import { WizardProvider } from '../../renderer/wizard.tsx';
import type { Refusal, Result } from '../../shared/contract.ts';
import { unknown } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import type { Trouble, WizardState } from '../../shared/wizard.ts';
import { expiredServer, minute, server } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started } from '../fixtures/rescues.ts';
import { FakeMain } from './fake-main.ts';
import { asked, lendWhatIsMissing, press, showStage, words } from './show-stage.tsx';

const diagnose = openWizard('diagnose', expiredServer());

/** The whole window, with its main process. */
async function openWindow(state: WizardState): Promise<FakeMain> {
  lendWhatIsMissing();
  const main = new FakeMain(state);
  const connection = connect(main.api);
  render(
    <WizardProvider connection={connection} now={() => minute(4.5)}>
      <App />
    </WizardProvider>,
  );
  onTestFinished(cleanup);
  await act(async () => {
    await Promise.resolve();
  });
  return main;
}

function focused(): string | null {
  return document.activeElement?.textContent ?? null;
}

describe('the rail', () => {
  test('shows the six stages, and which one this is', async () => {
    await openWindow(diagnose);
    const items = within(screen.getByRole('navigation', { name: 'Stages' })).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      '1Diagnose',
      '2Certificate',
      '3Review',
      '4Rebind(not open now)',
      '5Re-run Setup(not open now)',
      '6Finish(not open now)',
    ]);
    expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([
      'step',
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('leads to the stages that may be gone to, and to no other', async () => {
    const main = await openWindow(diagnose);
    const stages = within(screen.getByRole('navigation')).getAllByRole('button');
    expect(stages.map(({ textContent }) => textContent)).toEqual(['2Certificate', '3Review']);
    fireEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(main.calls).toEqual([['goTo', { stage: 'review' }]]);
  });

  test('says which server this is, and since when', async () => {
    await openWindow(diagnose);
    expect(screen.getByRole('navigation').textContent).toContain(
      'EX01.contoso.localExchange 2019, 15.2.1258.12Started 04:00, 4 min ago',
    );
    expect(words()).not.toContain('Practice');
  });

  test('says that it is practice, wherever it is', async () => {
    const facts = expiredServer({ origin: { kind: 'practice', scenario: 'expired-certificate' } });
    for (const stage of ['diagnose', 'certificate', 'review'] as const) {
      await openWindow(openWizard(stage, facts));
      expect(within(screen.getByRole('navigation')).getByText('Practice')).toBeTruthy();
      cleanup();
    }
  });

  test('says so where the name of the server could not be read', async () => {
    const facts = expiredServer({
      server: unknown('5', 'GetComputerNameExW'),
      exchange: unknown('5', 'RegOpenKeyExW'),
    });
    await openWindow(openWizard('diagnose', facts));
    expect(words()).toContain('The name of this server could not be read');
    expect(words()).toContain('Exchange could not be read');
  });
});

describe('the title', () => {
  test('has the focus at first, and again on each stage that is gone to', async () => {
    const main = await openWindow(diagnose);
    expect(focused()).toBe('Setup stopped because the certificate on Default Web Site expired 12 days ago');
    screen.getByRole('button', { name: 'Choose the certificate' }).focus();
    act(() => {
      main.tell(openWizard('review', expiredServer()));
    });
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(focused()).not.toBe(
      'Setup stopped because the certificate on Default Web Site expired 12 days ago',
    );
  });

  test('leaves the focus where it is while a stage stays, even when it says something else', async () => {
    const main = await openWindow(diagnose);
    screen.getByRole('button', { name: 'Look again' }).focus();
    act(() => {
      main.tell(openWizard('diagnose', server()));
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nothing has to be repaired');
    expect(focused()).toBe('Look again');
  });
});

describe('the focus', () => {
  const blocked = server({ metabaseHashes: [], setup: unknown('ENOENT', 'ExchangeSetup.log') });

  test('goes to the title when the button that had it is gone, and to no other button', () => {
    const { tell } = showStage(DiagnoseStage, openWizard('diagnose', blocked));
    screen.getByRole('button', { name: 'Look again' }).focus();
    tell(openWizard('diagnose', expiredServer()));
    expect(focused()).toBe('Setup stopped because the certificate on Default Web Site expired 12 days ago');
  });

  test('stays where it is while the server is looked at again', () => {
    const { tell } = showStage(DiagnoseStage, diagnose);
    screen.getByRole('button', { name: 'Look again' }).focus();
    tell(openWizard('diagnose', expiredServer(), { activity: { kind: 'looking', since: minute(1) } }));
    expect(focused()).toBe('Look again');
    tell(openWizard('diagnose', expiredServer()));
    expect(focused()).toBe('Look again');
  });
});

describe('a report that was saved where somebody asked', () => {
  test('is told with its place, politely', () => {
    const { tell } = showStage(DiagnoseStage, diagnose);
    const told = screen.getAllByRole('status').find(({ textContent }) => textContent === '');
    tell({ ...diagnose, savedAs: 'E:\\found.pdf' });
    expect(told?.textContent).toBe('✓ Saved: E:\\found.pdf');
  });
});

describe('before anything is known', () => {
  test('the window looks, and says that nothing is changed', async () => {
    await openWindow({ kind: 'opening', waiting: null });
    expect(focused()).toBe('Looking at this server');
    expect(screen.getByRole('progressbar', { name: 'Looking at this server' })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(words()).toContain('Safe to close: this window is changing nothing.');
  });

  test('the window says in words why it cannot open, and tries again', async () => {
    const main = await openWindow({
      kind: 'shut',
      problem: { kind: 'journal-unreadable', path: '/data/journal.jsonl', code: 'EACCES' },
      utcOffsetMinutes: 60,
      known: null,
      safe: 'Safe to close, says main.',
    });
    expect(focused()).toBe('The journal cannot be used');
    expect(words()).toContain('The journal /data/journal.jsonl cannot be used: access is denied (EACCES).');
    expect(words()).toContain('Safe to close, says main.');
    await press('Retry');
    expect(main.calls).toEqual([['lookAgain', undefined]]);
  });
});

describe('trouble', () => {
  const start = started(expiredServer());
  const oneDone = start.plan.changes.slice(0, 1).flatMap((change) => [aboutTo(change), done(change)]);
  const stopped = reduce(journal(start, backupMade, ...oneDone));
  const because = { code: 'ENOSPC', tried: '/data/report.pdf' };

  test.each<[Trouble, string]>([
    [{ kind: 'journal-failed', code: 'ENOSPC', retry: 'continueRescue' }, 'continueRescue'],
    [{ kind: 'journal-failed', code: 'ENOSPC', retry: 'undo' }, 'undo'],
    [{ kind: 'journal-failed', code: 'ENOSPC', retry: 'startOver' }, 'startOver'],
    [{ kind: 'setup-not-run', because }, 'runSetup'],
    [{ kind: 'report-not-saved', because }, 'saveReport'],
    [{ kind: 'report-not-printed', because }, 'printReport'],
  ])('of $kind is told with its reason, and can be retried and dismissed', async (trouble, call) => {
    const { calls } = showStage(DiagnoseStage, { ...diagnose, trouble });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toMatch(/could not be (written|run|read|saved|printed)/);
    expect(alert.textContent).toContain('the disk is full (ENOSPC)');
    await press('Retry');
    await press('Copy details');
    await press('Dismiss');
    expect(calls).toEqual([
      [call, undefined],
      ['copy', { what: { kind: 'details' } }],
      ['putTroubleAway', undefined],
    ]);
  });

  test('offers an undo where changes stand, and asks first', async () => {
    const trouble: Trouble = { kind: 'journal-failed', code: 'ENOSPC', retry: 'continueRescue' };
    const { calls } = showStage(
      DiagnoseStage,
      openWizard('diagnose', expiredServer(), { rescues: stopped, trouble }),
    );
    const undo = within(screen.getByRole('alert')).getByRole('button', { name: 'Undo every change' });
    fireEvent.click(undo);
    expect(asked()).toEqual({ question: 'Undo every change?', focused: 'Cancel' });
    const dialog = screen.getByRole('dialog');
    await act(async () => {
      fireEvent.click(within(dialog).getByRole('button', { name: 'Undo every change' }));
      await Promise.resolve();
    });
    expect(calls).toEqual([['undo', undefined]]);
  });

  test('does not offer an undo twice where it is the undo that failed', () => {
    const trouble: Trouble = { kind: 'journal-failed', code: 'ENOSPC', retry: 'undo' };
    showStage(FinishStage, openWizard('finish', expiredServer(), { rescues: stopped, trouble }));
    const buttons = within(screen.getByRole('alert')).getAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent)).toEqual([
      'Retry',
      'Save the report elsewhere',
      'Dismiss',
      'Copy details',
    ]);
  });

  test('offers no undo where nothing stands or something is going on', () => {
    const trouble: Trouble = { kind: 'mistake', details: 'TypeError' };
    const { tell } = showStage(DiagnoseStage, { ...diagnose, trouble });
    expect(words()).not.toContain('Undo every change');
    const activity = { kind: 'looking', since: minute(1) } as const;
    tell(openWizard('diagnose', expiredServer(), { rescues: stopped, trouble, activity }));
    expect(words()).not.toContain('Undo every change');
  });

  test('that is a mistake of this program has its details folded, and nothing to retry', () => {
    showStage(DiagnoseStage, { ...diagnose, trouble: { kind: 'mistake', details: 'TypeError: x' } });
    expect(screen.getByText('TypeError: x').closest('details')?.open).toBe(false);
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  test('is shown on every stage', async () => {
    const trouble: Trouble = { kind: 'report-not-saved', because };
    for (const stage of ['certificate', 'review'] as const) {
      await openWindow(openWizard(stage, expiredServer(), { trouble }));
      expect(screen.getByRole('alert').textContent).toContain('The report could not be saved');
      cleanup();
    }
  });
});

describe('a crash of the last time', () => {
  test('is told with its file until it is dismissed, across stages', async () => {
    const lastCrash = { at: minute(-60), file: '/data/crash-1.txt' };
    const main = await openWindow({ ...diagnose, lastCrash });
    expect(words()).toContain('The last time, this program ended by itself');
    expect(words()).toContain('/data/crash-1.txt tells more.');
    await press('Dismiss');
    act(() => {
      main.tell({ ...openWizard('review', expiredServer()), lastCrash });
    });
    expect(words()).not.toContain('crash-1.txt');
  });
});

describe('a refused click', () => {
  test.each<[Refusal, string]>([
    [{ kind: 'not-now' }, 'That was not done'],
    [{ kind: 'not-allowed' }, 'This program made a mistake'],
    [{ kind: 'bad-argument', what: 'stage' }, 'This program made a mistake'],
    [{ kind: 'mistake', details: 'TypeError: x' }, 'TypeError: x'],
  ])('is answered in the window: $kind', async (refusal, said) => {
    const main = await openWindow(diagnose);
    main.refuse(refusal);
    await press('Look again');
    expect(screen.getByRole('alert').textContent).toContain(said);
    const isMistake = refusal.kind !== 'not-now';
    const buttons = within(screen.getByRole('alert')).getAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent)).toEqual(
      isMistake ? ['Look again', 'Dismiss', 'Copy details'] : ['Dismiss'],
    );
    await press('Dismiss');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('that was a mistake is still told while its details are copied', async () => {
    const main = await openWindow(diagnose);
    main.refuse({ kind: 'mistake', details: 'TypeError: x' });
    await press('Look again');
    main.answer = () => Promise.resolve({ kind: 'ok', value: undefined });
    await press('Copy details');
    expect(main.calls.at(-1)).toEqual(['copy', { what: { kind: 'details' } }]);
    expect(screen.getByRole('alert').textContent).toContain('Copied');
  });

  test('does nothing a second time while the first is under way', async () => {
    const main = await openWindow(diagnose);
    let answer: (result: Result<unknown>) => void = () => undefined;
    main.answer = () => new Promise((resolve) => (answer = resolve));
    await press('Look again');
    await press('Look again');
    expect(main.calls).toHaveLength(1);
    await act(async () => {
      answer({ kind: 'ok', value: undefined });
      await Promise.resolve();
    });
    await press('Look again');
    expect(main.calls).toHaveLength(2);
  });
});
