import { describe, expect, test } from 'vitest';
import { rankCandidates } from '../../shared/candidates.ts';
import { changeTitle, undoText } from '../../shared/text/english/changes.ts';
import { candidatesText, planText } from '../../shared/text/english/preview.ts';
import { expiredMail, expiredServer, now, onlyCertificate } from '../fixtures/facts.ts';
import { planFor } from '../fixtures/rescues.ts';
import { frame } from '../fixtures/texts.ts';

describe('the preview', () => {
  test('shows each change with before, after, why, undo and command', () => {
    const plan = planFor(onlyCertificate(expiredMail()));
    const text = planText(plan, frame);
    for (const one of plan.changes) {
      expect(text).toContain(`${one.id}. ${changeTitle(one)}`);
      expect(text).toContain(undoText(one));
      for (const command of one.commands) expect(text).toContain(command);
    }
    expect(text).toMatch(/^The plan: 5 changes/);
    expect(text).not.toMatch(/undefined|\[object|null/);
  });

  test('of nothing says so', () => {
    expect(planText({ choice: null, changes: [] }, frame)).toBe('Nothing is planned.');
  });

  test('of certificates says which may be bound, and every reason', () => {
    const { candidates } = rankCandidates(expiredServer(), now);
    const text = candidatesText(candidates, frame);
    expect(text).toMatch(/May be bound: .*\n(?: .*\n)+\nNot suitable: /);
    expect(text).toContain('expired 12 days ago');
    expect(text).not.toMatch(/undefined|\[object|null/);
  });
});
