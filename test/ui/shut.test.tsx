// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { describe, expect, onTestFinished, test } from 'vitest';
import { App } from '../../renderer/App.tsx';
import { connect } from '../../renderer/store.ts';
import { WizardProvider } from '../../renderer/wizard.tsx';
import { lookAt } from '../../shared/look.ts';
import { reduce } from '../../shared/rescue.ts';
import { shownKnown } from '../../shared/shown.ts';
import type { Known, ShutWizard } from '../../shared/wizard.ts';
import { expiredServer, now } from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, identity, journal, started } from '../fixtures/rescues.ts';
import { FakeMain } from './fake-main.ts';
import { lendWhatIsMissing, press, words } from './show-stage.tsx';

const start = started(expiredServer());
const firstDone = start.plan.changes.slice(0, 1).flatMap((change) => [aboutTo(change), done(change)]);
const rescues = reduce(journal(start, backupMade, ...firstDone));

function shut(known: Partial<Known> | null): ShutWizard {
  return {
    kind: 'shut',
    problem: { kind: 'journal-damaged', path: '/data/journal.jsonl', line: 5, why: 'checksum', where: null },
    utcOffsetMinutes: 60,
    safe: 'Safe to close: this window is changing nothing.',
    known:
      known === null
        ? null
        : shownKnown({
            dataFolder: '/data',
            look: lookAt(expiredServer(), identity),
            rescues,
            journalFailed: null,
            savedAs: null,
            notSaved: null,
            ...known,
          }),
  };
}

async function shown(state: ShutWizard): Promise<FakeMain> {
  lendWhatIsMissing();
  const main = new FakeMain(state);
  render(
    <WizardProvider connection={connect(main.api)} now={() => now}>
      <App />
    </WizardProvider>,
  );
  await act(() => Promise.resolve());
  onTestFinished(cleanup);
  return main;
}

describe('a rescue that cannot be opened', () => {
  test('shows the server as it stands, and what was done as far as it is known', async () => {
    const main = await shown(shut({}));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The journal is damaged');
    expect(words()).toContain('is damaged in line 5');
    expect(screen.getByRole('heading', { name: 'The server as it stands' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: /What this program did/ })).toBeTruthy();
    expect(words()).toMatch(/What was changed.*0\.0\.0\.0:443/);
    const buttons = screen.getAllByRole('button').map(({ textContent }) => textContent);
    // Nothing that would change the server.
    expect(buttons).toEqual(['Copy details', 'Copy the report as text', 'Save the report', 'Retry']);
    await press('Copy details');
    await press('Save the report');
    await press('Copy the report as text');
    await press('Retry');
    expect(main.calls).toEqual([
      ['copy', { what: { kind: 'details' } }],
      ['saveReport', undefined],
      ['copy', { what: { kind: 'report' } }],
      ['lookAgain', undefined],
    ]);
  });

  test('says that the journal failed, and where the report was saved or why it was not', async () => {
    const because = { code: 'ENOSPC', tried: 'E:\\report.pdf' };
    const main = await shown(shut({ journalFailed: 'EIO', savedAs: 'E:\\report.pdf' }));
    expect(screen.getByRole('alert').textContent).toContain('The journal could not be written');
    expect(words()).toContain('Saved: E:\\report.pdf');
    act(() => {
      main.tell(shut({ notSaved: because }));
    });
    expect(screen.getByRole('alert').textContent).toContain('The report could not be saved');
    expect(screen.getByRole('alert').textContent).toContain('the disk is full (ENOSPC)');
  });

  test('shows nothing that is not known', async () => {
    await shown(shut(null));
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Copy details',
      'Retry',
    ]);
    expect(screen.queryByRole('heading', { name: 'The server as it stands' })).toBeNull();
  });
});
