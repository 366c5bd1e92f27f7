import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { commandLineBench, journalOf, lastLine } from '../fixtures/command-line-bench.ts';

const { cli, newFolder, recordsAndCertificates, rescue, undo } = commandLineBench();
const names = scenarios.map(({ name }) => name);

const endings: Readonly<Record<string, { outcome: string; status: number; setup: number }>> = {
  'internal-transport': { outcome: 'not-ours', status: 1, setup: 1 },
  'not-the-certificate': { outcome: 'not-ours', status: 1, setup: 1 },
  healthy: { outcome: 'nothing-to-do', status: 0, setup: 0 },
  'renewed-certificate': { outcome: 'nothing-to-do', status: 0, setup: 0 },
};
const usual = { outcome: 'repaired', status: 0, setup: 0 };
describe.each(names)('%s, from the first look to the last', (scenario) => {
  const expected = endings[scenario] ?? usual;

  it('ends as it should, lets Setup through where the certificate was the cause, and is taken back', async () => {
    const data = join(newFolder(), 'data');
    const first = await cli().run(['inspect', '--practice', scenario, '--data', data, '--json']);
    expect(first.status).toBe(0);
    const before = await recordsAndCertificates(data);

    const rescued = await rescue(data, '--practice', scenario);
    expect([rescued.status, lastLine(rescued)['outcome']]).toEqual([expected.status, expected.outcome]);
    if (expected.outcome === 'repaired') {
      expect(rescued.stderr).toBe('');
      expect(rescued.values.slice(0, -1)).toEqual(journalOf(data));
    } else {
      expect(rescued.values).toHaveLength(1);
    }

    const setup = await cli().run(['rerun-setup', '--data', data, '--json']);
    expect(setup.status).toBe(expected.setup);
    expect(lastLine(setup)).toMatchObject({ outcome: expected.setup === 0 ? 'succeeded' : 'failed' });

    const again = await rescue(data);
    expect([again.status, lastLine(again)['outcome']]).toEqual(
      expected.outcome === 'repaired' ? [0, 'nothing-to-do'] : [expected.status, expected.outcome],
    );

    const report = await cli().run(['report', '--data', data]);
    expect(report.status).toBe(0);
    expect(report.stdout.length).toBeGreaterThan(200);

    const undone = await undo(data);
    expect([undone.status, lastLine(undone)]).toEqual([
      0,
      { outcome: expected.outcome === 'repaired' ? 'undone' : 'nothing-to-do', notUndone: [] },
    ]);
    expect(await recordsAndCertificates(data)).toEqual(before);
    const journal = expected.outcome === 'repaired' ? journalOf(data) : [];
    const printed = [rescued, setup, undone].flatMap(({ values }) => values.slice(0, -1));
    expect(printed).toEqual(journal);

    const everything = [first, rescued, setup, again, report, undone].flatMap(({ stdout, stderr }) => [
      stdout,
      stderr,
    ]);
    const kept = readdirSync(data).includes('journal.jsonl')
      ? readFileSync(join(data, 'journal.jsonl'), 'utf8')
      : '';
    for (const text of [...everything, kept]) expect(text).not.toContain('PRIVATE KEY');
    // The keys are there, so the check above could fail.
    expect(readFileSync(join(data, 'practice', 'server.json'), 'utf8')).toContain('PRIVATE KEY');
  });
});
