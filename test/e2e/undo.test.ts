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

describe('undo of one change', () => {
  function undoOne(data: string, name: string, ...more: readonly string[]) {
    return cli().run(['undo', '--data', data, '--change', name, ...more]);
  }

  it('takes it back and no other; the rest follows with --all', async () => {
    const data = await dataFolder('expired-certificate');
    const before = await recordsAndCertificates(data);
    await rescue(data);
    const undone = await undoOne(data, '1/2', '--yes', '--json');
    expect([undone.status, lastLine(undone)]).toEqual([0, { outcome: 'undone', notUndone: [] }]);
    const told = journalOf(data).map(({ event }) => event as { kind: string; direction?: string });
    expect(told.slice(-2)).toMatchObject([
      { kind: 'change-about-to', direction: 'undo' },
      { kind: 'change-done', direction: 'undo' },
    ]);
    expect(await recordsAndCertificates(data)).not.toEqual(before);
    expect((await undo(data)).status).toBe(0);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });

  it('is shown without --yes, and changes nothing then', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const journal = journalOf(data);
    const shown = await undoOne(data, '1/1');
    expect(shown.status).toBe(3);
    expect(shown.stdout).toMatch(
      /^To be taken back, and nothing else:\n1\/1 Put the old certificate back on Default Web Site/,
    );
    expectSentence(shown, /^Nothing was changed\. Add --yes/);
    expect(journalOf(data)).toEqual(journal);
  });

  it('names what exists where there is no such change', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const ran = await undoOne(data, '1/9', '--yes');
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /no change 1\/9 .*To be taken back alone: 1\/2 \(.*\) and 1\/1 \(/);
  });

  it('says what hangs on a change, and is not tried', async () => {
    const data = await dataFolder('no-self-signed');
    await rescue(data);
    const ran = await undoOne(data, '1/1', '--yes', '--json');
    expect([ran.status, lastLine(ran)]).toEqual([
      3,
      { outcome: 'stopped', because: { kind: 'hung-on', by: { rescue: 1, changeId: '5' } } },
    ]);
    expectSentence(ran, /^Change 1\/1 is not taken back alone: change 1\/5 .* needs what it made\./);
  });

  it.each([
    [['--change', '2', '--yes']],
    [['--change', '1/', '--yes']],
    [['--change', '1/2', '--all', '--yes']],
    [['--change', '1/2', '--json']],
  ])('is bad usage with %j', async (words) => {
    const data = await dataFolder('expired-certificate');
    const ran = await cli().run(['undo', '--data', data, ...words]);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /^undo /);
  });
});
