// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import type { ComponentType } from 'react';
import { expect, test } from 'vitest';
import { CertificateStage } from '../../renderer/stages/Certificate.tsx';
import { DiagnoseStage } from '../../renderer/stages/Diagnose.tsx';
import { RerunSetupStage } from '../../renderer/stages/RerunSetup.tsx';
import { help } from '../../shared/text/english/help.ts';
import type { Stage } from '../../shared/stage.ts';
import { expiredServer, idle, server, setupVerdict } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { showStage } from './show-stage.tsx';

const resumed = server({
  setup: setupVerdict('certificate-expired'),
  setupState: {
    ...idle,
    incompleteRoles: [{ role: 'MailboxRole', action: 'Install', watermark: '1a2b' }],
  },
});

test.each<[Stage, ComponentType, ReturnType<typeof server>, readonly string[]]>([
  ['diagnose', DiagnoseStage, expiredServer(), ['a binding', 'a thumbprint', 'a private key']],
  ['certificate', CertificateStage, expiredServer(), ['a thumbprint', 'a private key']],
  ['rerun-setup', RerunSetupStage, resumed, ['a watermark']],
])('explains on %s the words that may be new, when asked', (stage, Shown, facts, terms) => {
  showStage(Shown, openWizard(stage, facts));
  const questions = screen.getAllByText(/^What is an? /);
  expect(questions.map(({ textContent }) => textContent)).toEqual(terms.map((term) => `What is ${term}?`));
  for (const question of questions) {
    // A summary is a button for keyboard and screen reader alike.
    expect(question.tagName).toBe('SUMMARY');
    const answer = question.parentElement as HTMLDetailsElement;
    expect(answer.open).toBe(false);
    fireEvent.click(question);
    expect(answer.open).toBe(true);
  }
});

test.each(Object.values(help))('answers in two sentences at most: $question', ({ answer }) => {
  expect(answer).toMatch(/^[A-Z].*\.$/);
  expect(answer.match(/\.(?= |$)/g)?.length).toBeLessThanOrEqual(2);
});
