import { describe, expect, it } from 'vitest';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { newest, savedReport, wizardBenches } from '../fixtures/wizard-bench.ts';

const { benchOf } = wizardBenches();
const full: Reading<never> = unknown('ENOSPC', '/d/r.pdf');

describe('the reports that are saved unasked', () => {
  it('are those of every rescue that has gone on, and of no other', async () => {
    const bench = await benchOf('no-self-signed');
    const begun = bench.accept();
    await bench.until((state) => newest(state)?.steps[0]?.progress.kind === 'about-to');
    await bench.call('stopAfterThisChange', undefined);
    await begun;
    await bench.done('startOver', undefined);
    expect(bench.reports.at(-1)).toBe('save 1 left');
    await bench.accept();
    await bench.done('undo', undefined);
    expect(bench.reports).toEqual([
      'save 1 stopped',
      'save 1 left',
      'save 2 repaired',
      'save 1 undone',
      'save 2 undone',
    ]);
  });

  it('are not told to be saved where the newest words of one are not', async () => {
    const bench = await benchOf('expired-certificate');
    await bench.accept();
    expect(bench.state.saved).toEqual(savedReport);
    bench.saving = full;
    await bench.done('runSetup', undefined);
    expect(bench.state.saved).toBeNull();
    expect(bench.state.trouble).toMatchObject({ kind: 'report-not-saved' });
  });

  it('do not hide that the journal could not be written, when the disk takes neither', async () => {
    const bench = await benchOf('expired-certificate');
    bench.saving = full;
    bench.world.refuseAppend = (event) => (event.kind === 'change-done' ? 'ENOSPC' : null);
    await bench.accept();
    expect(bench.reports).toHaveLength(1);
    expect(bench.state.trouble).toMatchObject({ kind: 'journal-failed' });
  });
});

describe('trouble with a report', () => {
  it('is over when it was saved elsewhere', async () => {
    const bench = await benchOf('expired-certificate');
    bench.savingAs = full;
    await bench.call('saveReport', undefined);
    expect(bench.state.trouble).toMatchObject({ kind: 'report-not-saved' });
    bench.savingAs = read('/elsewhere/report.pdf');
    await bench.call('saveReport', undefined);
    expect(bench.state.trouble).toBeNull();
  });

  it('is not the only one: a graver one stays', async () => {
    const bench = await benchOf('expired-certificate');
    bench.world.refuseAppend = () => 'ENOSPC';
    await bench.accept();
    bench.savingAs = read('/elsewhere/report.pdf');
    await bench.call('saveReport', undefined);
    await bench.call('printReport', undefined);
    expect(bench.state.trouble).toMatchObject({ kind: 'journal-failed' });
  });
});
