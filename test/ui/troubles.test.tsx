// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { DiagnoseStage } from '../../renderer/stages/Diagnose.tsx';
import { reduce } from '../../shared/rescue.ts';
import { troubleText } from '../../shared/text/english/trouble.ts';
import type { Trouble } from '../../shared/wizard.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { aboutTo, backupMade, done, journal, started } from '../fixtures/rescues.ts';
import { showStage } from './show-stage.tsx';

const start = started(expiredServer());
const oneDone = start.plan.changes.slice(0, 1).flatMap((change) => [aboutTo(change), done(change)]);
const rescues = reduce(journal(start, backupMade, ...oneDone));
const because = { code: 'ENOSPC', tried: '/data/report.pdf' };

const undo = 'Undo every change';
const retry = 'Retry';
const lookAgain = 'Look again';
const save = 'Save the report elsewhere';
const always = ['Dismiss', 'Copy details'];

/** Each kind of trouble, and its buttons where a change stands; a kind that is missing here does not compile. */
const table: {
  readonly [Kind in Trouble['kind']]: {
    readonly trouble: Extract<Trouble, { kind: Kind }>;
    readonly buttons: readonly string[];
  };
} = {
  'journal-failed': {
    trouble: { kind: 'journal-failed', code: 'ENOSPC', retry: 'continueRescue' },
    buttons: [retry, undo, save],
  },
  'folder-unusable': {
    trouble: {
      kind: 'folder-unusable',
      problem: { kind: 'folder-full', directory: '/data', code: 'ENOSPC' },
    },
    // Review's own button is the retry.
    buttons: [undo],
  },
  'setup-running': { trouble: { kind: 'setup-running' }, buttons: [lookAgain] },
  'setup-not-run': { trouble: { kind: 'setup-not-run', because }, buttons: [retry, undo] },
  'setup-not-started': {
    trouble: { kind: 'setup-not-started', because: { kind: 'in-the-way' } },
    buttons: [retry, undo],
  },
  'setup-end-unread': { trouble: { kind: 'setup-end-unread', because }, buttons: [lookAgain, undo] },
  'report-not-saved': { trouble: { kind: 'report-not-saved', because }, buttons: [retry, undo] },
  'report-not-printed': { trouble: { kind: 'report-not-printed', because }, buttons: [retry, undo] },
  mistake: { trouble: { kind: 'mistake', details: 'TypeError' }, buttons: [lookAgain, undo] },
};
const troubles: readonly { readonly trouble: Trouble; readonly buttons: readonly string[] }[] =
  Object.values(table);

function buttonsFor(trouble: Trouble): readonly (string | null)[] {
  showStage(DiagnoseStage, openWizard('diagnose', expiredServer(), { rescues, trouble }));
  return within(screen.getByRole('alert'))
    .getAllByRole('button')
    .map(({ textContent }) => textContent);
}

describe('every trouble', () => {
  test.each(troubles)('has the buttons of what can be done: $trouble.kind', ({ trouble, buttons }) => {
    expect(buttonsFor(trouble)).toEqual([...buttons, ...always]);
  });

  test.each(troubles)('says what happened, why, and what to do now: $trouble.kind', ({ trouble }) => {
    const { title, text } = troubleText(trouble, 60);
    expect(title.length).toBeGreaterThan(10);
    expect(title).not.toMatch(/^Error|\d{3}/);
    expect(text).toMatch(/\b(?:retry|again|copy|begin|wait|look|what to do)\b/i);
    expect(text.split(/[.:;] /).length).toBeGreaterThan(1);
  });

  test('that has nothing of its own to retry lets the server be looked at again', () => {
    expect(buttonsFor({ kind: 'journal-failed', code: 'ENOSPC', retry: null })).toEqual([
      lookAgain,
      undo,
      save,
      ...always,
    ]);
  });
});
