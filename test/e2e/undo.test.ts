import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineBench, expectSentence, journalOf, lastLine } from '../fixtures/command-line-bench.ts';

const { cli, dataFolder, recordsAndCertificates, rescue, undo } = commandLineBench();

describe('undo', () => {
  it('leaves alone what somebody else changed, says so, and ends with 3', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const path = join(data, 'practice', 'server.json');
    const server = JSON.parse(readFileSync(path, 'utf8')) as {
      records: { endpoint: string; flags: number }[];
    };
    server.records.find(({ endpoint }) => endpoint === '127.0.0.1:443')!.flags = 2;
    writeFileSync(path, JSON.stringify(server));
    const undone = await undo(data);
    expect([undone.status, lastLine(undone)]).toMatchObject([
      3,
      { outcome: 'partly-undone', notUndone: [{ rescue: 1, changeId: '2', because: { kind: 'moved' } }] },
    ]);
    const after = (await recordsAndCertificates(data)).records as typeof server.records;
    expect(after.find(({ endpoint }) => endpoint === '127.0.0.1:443')).toMatchObject({ flags: 2 });
  });

  it('twice is harmless', async () => {
    const data = await dataFolder('expired-certificate');
    const before = await recordsAndCertificates(data);
    await rescue(data);
    await undo(data);
    const journal = journalOf(data);
    const again = await undo(data);
    expect([again.status, again.values]).toEqual([0, [{ outcome: 'undone', notUndone: [] }]]);
    expect(journalOf(data)).toEqual(journal);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });

  it.each([[['--yes']], [['--all']]])('does nothing with %j alone', async (words) => {
    const data = await dataFolder('expired-certificate');
    const ran = await cli().run(['undo', '--data', data, ...words]);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /^undo needs --(all|yes)/);
  });
});
