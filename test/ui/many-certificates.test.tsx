// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { CertificateStage } from '../../renderer/stages/Certificate.tsx';
import type { Certificate } from '../../shared/facts.ts';
import { exchangeCertificate, expiredMail, expiredServer, hash, mailCertificate } from '../fixtures/facts.ts';
import { openWizard } from '../fixtures/open-wizard.ts';
import { showStage } from './show-stage.tsx';

const suitable = 9;
const unsuitable = 31;

/** Mixed as a store holds them: the good ones are not the first. */
const forty = Array.from({ length: suitable + unsuitable }, (_, index): Certificate => {
  const own = { thumbprint: hash(`${String(index + 10)}CD`), friendlyName: `Certificate ${index + 1}` };
  return index >= unsuitable ? mailCertificate(own) : expiredMail(own);
});

test('of forty certificates and the right one, those that may be bound come first, the rest are counted and folded', () => {
  const facts = expiredServer({ certificates: [expiredMail(), ...forty, exchangeCertificate()] });
  showStage(CertificateStage, openWizard('certificate', facts));
  const names = screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent ?? '');
  // Setup's own, the suitable ones, and a new one.
  expect(names).toHaveLength(1 + suitable + 1);
  expect(names[0]).toContain('Microsoft Exchange');
  expect(screen.getAllByRole('radio')[0]).toHaveProperty('checked', true);
  const folded = screen.getByText(/\b32\b/, { selector: 'summary, summary *' }).closest('details');
  if (folded === null) throw new Error('The rest is not folded');
  expect(folded.open).toBe(false);
  expect(within(folded).getAllByRole('listitem', { hidden: true }).length).toBeGreaterThan(unsuitable);
});
