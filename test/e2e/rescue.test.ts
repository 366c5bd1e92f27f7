import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import {
  commandLineBench,
  digest,
  expectSentence,
  journalOf,
  kinds,
  lastLine,
} from '../fixtures/command-line-bench.ts';
import { ending } from '../fixtures/command-line.ts';
import type { Value } from '../fixtures/command-line.ts';

const { cli, dataFolder, newFolder, recordsAndCertificates, rescue, undo } = commandLineBench();

describe('rescue', () => {
  it('is the same through npm, from a checkout', async () => {
    const data = join(newFolder(), 'data');
    const child = spawn(
      'npm',
      [
        'run',
        '-s',
        'cli',
        '--',
        'rescue',
        '--practice',
        'expired-certificate',
        '--data',
        data,
        '--yes',
        '--json',
      ],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        // npm's own notices about its settings are not ours.
        env: { ...process.env, npm_config_loglevel: 'silent' },
      },
    );
    child.stdin.end();
    const ran = await ending(child);
    expect([ran.status, lastLine(ran)]).toEqual([0, { outcome: 'repaired', rescue: 1 }]);
    expect(ran.values.slice(0, -1)).toEqual(journalOf(data));
  });

  it('keeps a backup whose files are what the journal says', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const made = journalOf(data).find(({ event }) => (event as { kind: string }).kind === 'backup-made')!;
    const { folder, files, missing } = made['event'] as {
      folder: string;
      files: readonly { name: string; sha256: string }[];
      missing: readonly string[];
    };
    expect(missing).toEqual([]);
    expect(files.map(({ name }) => name).sort()).toEqual([
      'ExchangeSetup.log',
      'ServiceControl.log',
      'ServiceStartupMode.xml',
      'applicationHost.config',
      'records.json',
    ]);
    for (const { name, sha256 } of files) {
      const bytes = readFileSync(join(data, folder, name));
      expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, sha256]);
    }
  });

  it('shows the plan and changes nothing without --yes', async () => {
    const data = await dataFolder('expired-certificate');
    const before = digest(data);
    const shown = await cli().run(['rescue', '--data', data]);
    expect(shown.status).toBe(3);
    expectSentence(shown, /--yes/);
    expect(shown.stdout).toContain('0.0.0.0:443');
    expect(digest(data)).toBe(before);
    const json = await cli().run(['rescue', '--data', data, '--json']);
    expect([json.status, json.stdout]).toEqual([64, '']);
    expectSentence(json, /--yes/);
  });

  it('tells its progress and its end in words', async () => {
    const data = await dataFolder('no-self-signed');
    const ran = await cli().run(['rescue', '--data', data, '--yes']);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/Repaired/);
    expect(ran.stdout).not.toMatch(/undefined|\[object/);
  });

  it('is refused while another has not been finished, until that is continued or undone', async () => {
    const data = await dataFolder('no-self-signed');
    // A file where the backup's folder should be.
    writeFileSync(join(data, 'rescue-1'), '');
    const before = digest(join(data, 'practice'));
    const stopped = await rescue(data);
    expect([stopped.status, lastLine(stopped)]).toMatchObject([
      3,
      { outcome: 'stopped', because: { kind: 'backup-failed' } },
    ]);
    expectSentence(stopped, /backup/i);
    expect(digest(join(data, 'practice'))).toBe(before);

    const journal = readFileSync(join(data, 'journal.jsonl'));
    const refused = await rescue(data);
    expect([refused.status, lastLine(refused)]).toMatchObject([
      3,
      { outcome: 'stopped', because: { kind: 'unfinished' } },
    ]);
    expectSentence(refused, /--continue/);
    expect(readFileSync(join(data, 'journal.jsonl'))).toEqual(journal);

    rmSync(join(data, 'rescue-1'));
    const unconfirmed = await cli().run(['rescue', '--data', data, '--continue']);
    expect(unconfirmed.status).toBe(3);
    expectSentence(unconfirmed, /--yes/);
    expect(readFileSync(join(data, 'journal.jsonl'))).toEqual(journal);
    const continued = await rescue(data, '--continue');
    expect([continued.status, lastLine(continued)]).toEqual([0, { outcome: 'repaired', rescue: 1 }]);
  });

  it('that is continued when it was finished stays finished, and when it was undone is refused', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const journal = journalOf(data);
    const finished = await rescue(data, '--continue');
    expect([finished.status, finished.values]).toEqual([0, [{ outcome: 'repaired', rescue: 1 }]]);
    expect(journalOf(data)).toEqual(journal);
    await undo(data);
    const undone = await rescue(data, '--continue');
    expect([undone.status, lastLine(undone)]).toMatchObject([
      3,
      { because: { kind: 'nothing-to-continue' } },
    ]);
    expectSentence(undone, /undone/);
  });

  it('refuses a second one at the same time, and names the first', async () => {
    const data = await dataFolder('no-self-signed');
    const first = cli().start(['rescue', '--data', data, '--yes', '--json']);
    first.stdin.end();
    const [line] = (await once(createInterface({ input: first.stdout }), 'line')) as [string];
    expect(JSON.parse(line)).toMatchObject({ event: { kind: 'rescue-started' } });
    // Held still, so that the second one meets it; it answers nobody then.
    first.kill('SIGSTOP');
    const second = await rescue(data);
    expect([second.status, second.values]).toMatchObject([
      3,
      [{ outcome: 'stopped', because: { kind: 'held' } }],
    ]);
    expectSentence(second, /rescuer|in use/);
    const undone = await undo(data);
    expect([undone.status, lastLine(undone)]).toMatchObject([3, { because: { kind: 'held' } }]);
    const ended = once(first, 'close');
    first.kill('SIGCONT');
    expect(await ended).toEqual([0, null]);
    expect(kinds(journalOf(data)).filter((kind) => kind === 'rescue-started')).toHaveLength(1);
  });

  it('begun twice at once on a new folder is carried out once', async () => {
    const data = join(newFolder(), 'above', 'data');
    const both = await Promise.all([
      rescue(data, '--practice', 'expired-certificate'),
      rescue(data, '--practice', 'expired-certificate'),
    ]);
    const whole = both.filter(
      ({ status, values }) => status === 0 && values.at(-1)?.['outcome'] === 'repaired',
    );
    expect(whole).toHaveLength(1);
    const other = both.find((ran) => ran !== whole[0])!;
    expect([
      [3, 'stopped', 'held'],
      [0, 'nothing-to-do', undefined],
    ]).toContainEqual([
      other.status,
      lastLine(other)['outcome'],
      (lastLine(other)['because'] as { kind: string } | undefined)?.kind,
    ]);
    expect(kinds(journalOf(data)).filter((kind) => kind === 'rescue-started')).toHaveLength(1);
  });
});

describe('a rescue that is killed', () => {
  /** What an undisturbed rescue of this scenario prints: its events and the line of its end. */
  const linesInAll = 14;

  it('would have printed so many lines', async () => {
    expect((await rescue(await dataFolder('no-self-signed'))).values).toHaveLength(linesInAll);
  });

  it.each(Array.from({ length: linesInAll - 1 }, (_line, index) => index + 1))(
    'after line %d goes on to its end, and can be taken back',
    async (count) => {
      const data = await dataFolder('no-self-signed');
      const before = await recordsAndCertificates(data);
      const cut = await cli().killAfter(count, ['rescue', '--data', data, '--yes', '--json']);
      // The later the line, the more likely it has ended before the signal comes.
      expect(cut.killed || count > 1).toBe(true);
      // What was printed had been written down.
      const printed = cut.printed
        .map((line) => JSON.parse(line) as Value)
        .filter((value) => 'sequence' in value);
      expect(printed.length).toBeGreaterThanOrEqual(count);
      expect(journalOf(data).slice(0, printed.length)).toEqual(printed);

      const continued = await rescue(data, '--continue');
      expect([continued.status, lastLine(continued)]).toEqual([0, { outcome: 'repaired', rescue: 1 }]);
      expect((await cli().run(['rerun-setup', '--data', data, '--json'])).status).toBe(0);
      expect((await undo(data)).status).toBe(0);
      expect(await recordsAndCertificates(data)).toEqual(before);
      // No key without its certificate either.
      expect(readFileSync(join(data, 'practice', 'server.json'), 'utf8')).not.toContain('cu-rescue-');
    },
  );

  it('in the middle of its undo goes on to the end of the undo', async () => {
    const data = await dataFolder('no-self-signed');
    const before = await recordsAndCertificates(data);
    await rescue(data);
    const cut = await cli().killAfter(4, ['undo', '--data', data, '--all', '--yes', '--json']);
    expect(cut.killed).toBe(true);
    const refused = await rescue(data);
    expect([refused.status, lastLine(refused)]).toMatchObject([3, { because: { kind: 'unfinished' } }]);
    const undone = await undo(data);
    expect([undone.status, lastLine(undone)]).toEqual([0, { outcome: 'undone', notUndone: [] }]);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });
});

describe('an output that nobody reads any more', () => {
  it('does not stop a rescue half way', async () => {
    const data = await dataFolder('no-self-signed');
    const child = cli().start(['rescue', '--data', data, '--yes', '--json']);
    child.stdin.end();
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(kinds(journalOf(data)).at(-1)).toBe('rescue-repaired');
  });
});
