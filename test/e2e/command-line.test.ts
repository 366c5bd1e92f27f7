import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { CommandLine, ending } from '../fixtures/command-line.ts';
import type { Ran, Value } from '../fixtures/command-line.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();
const names = scenarios.map(({ name }) => name);

let cli: CommandLine;
beforeAll(async () => {
  cli = await CommandLine.into(newFolder());
});
afterEach(() => {
  cli.killAll();
});

const prepared = new Map<string, string>();

/** A data folder with a practice server of this scenario, on which nothing was done yet. */
async function dataFolder(scenario: string): Promise<string> {
  const known = prepared.get(scenario);
  const data = join(newFolder(), 'data');
  if (known === undefined) {
    expect((await cli.run(['inspect', '--practice', scenario, '--data', data, '--json'])).status).toBe(0);
    const copy = join(newFolder(), 'data');
    cpSync(data, copy, { recursive: true });
    prepared.set(scenario, copy);
  } else {
    cpSync(known, data, { recursive: true });
  }
  return data;
}

function rescue(data: string, ...more: readonly string[]): Promise<Ran> {
  return cli.run(['rescue', '--data', data, '--yes', '--json', ...more]);
}

function undo(data: string): Promise<Ran> {
  return cli.run(['undo', '--data', data, '--all', '--yes', '--json']);
}

function lastLine({ values }: Ran): Value {
  return values.at(-1)!;
}

/** The part of a server that an undo brings back. */
async function recordsAndCertificates(data: string) {
  const ran = await cli.run(['inspect', '--data', data, '--json']);
  expect(ran.status).toBe(0);
  const { facts } = ran.values[0] as { facts: { records: unknown; certificates: unknown } };
  expect(facts.records).toBeInstanceOf(Array);
  expect(facts.certificates).toBeInstanceOf(Array);
  return { records: facts.records, certificates: facts.certificates };
}

/** What the journal says, without what guards its lines. */
function journalOf(data: string): readonly Value[] {
  return readFileSync(join(data, 'journal.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { sequence, at, event } = JSON.parse(line) as Value;
      return { sequence, at, event };
    });
}

function kinds(entries: readonly Value[]): readonly string[] {
  return entries.map(({ event }) => (event as { kind: string }).kind);
}

/** One word for everything below a folder: names and contents. */
function digest(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(path.slice(folder.length));
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** One sentence or more on standard error, and nothing that only a programmer could read. */
function expectSentence({ stderr }: Ran, pattern: RegExp): void {
  expect(stderr).toMatch(pattern);
  expect(stderr.trimEnd()).toMatch(/\.$/);
  expect(stderr).not.toMatch(/Error|\bat .*:\d+:\d+|undefined|\[object/);
}

const endings: Readonly<Record<string, { outcome: string; status: number; setup: number }>> = {
  'internal-transport': { outcome: 'not-ours', status: 1, setup: 1 },
  'not-the-certificate': { outcome: 'not-ours', status: 1, setup: 1 },
  healthy: { outcome: 'nothing-to-do', status: 0, setup: 0 },
};
const usual = { outcome: 'repaired', status: 0, setup: 0 };

describe.each(names)('%s, from the first look to the last', (scenario) => {
  const expected = endings[scenario] ?? usual;

  it('ends as it should, lets Setup through where the certificate was the cause, and is taken back', async () => {
    const data = join(newFolder(), 'data');
    const first = await cli.run(['inspect', '--practice', scenario, '--data', data, '--json']);
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

    const setup = await cli.run(['rerun-setup', '--data', data, '--json']);
    expect(setup.status).toBe(expected.setup);
    expect(lastLine(setup)).toMatchObject({ outcome: expected.setup === 0 ? 'succeeded' : 'failed' });

    const again = await rescue(data);
    expect([again.status, lastLine(again)['outcome']]).toEqual(
      expected.outcome === 'repaired' ? [0, 'nothing-to-do'] : [expected.status, expected.outcome],
    );

    const report = await cli.run(['report', '--data', data]);
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
    const shown = await cli.run(['rescue', '--data', data]);
    expect(shown.status).toBe(3);
    expectSentence(shown, /--yes/);
    expect(shown.stdout).toContain('0.0.0.0:443');
    expect(digest(data)).toBe(before);
    const json = await cli.run(['rescue', '--data', data, '--json']);
    expect([json.status, json.stdout]).toEqual([64, '']);
    expectSentence(json, /--yes/);
  });

  it('tells its progress and its end in words', async () => {
    const data = await dataFolder('no-self-signed');
    const ran = await cli.run(['rescue', '--data', data, '--yes']);
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
    const unconfirmed = await cli.run(['rescue', '--data', data, '--continue']);
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
    const first = cli.start(['rescue', '--data', data, '--yes', '--json']);
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
      const cut = await cli.killAfter(count, ['rescue', '--data', data, '--yes', '--json']);
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
      expect((await cli.run(['rerun-setup', '--data', data, '--json'])).status).toBe(0);
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
    const cut = await cli.killAfter(4, ['undo', '--data', data, '--all', '--yes', '--json']);
    expect(cut.killed).toBe(true);
    const refused = await rescue(data);
    expect([refused.status, lastLine(refused)]).toMatchObject([3, { because: { kind: 'unfinished' } }]);
    const undone = await undo(data);
    expect([undone.status, lastLine(undone)]).toEqual([0, { outcome: 'undone', notUndone: [] }]);
    expect(await recordsAndCertificates(data)).toEqual(before);
  });
});

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
    const ran = await cli.run(['undo', '--data', data, ...words]);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /^undo needs --(all|yes)/);
  });
});

describe('inspect', () => {
  it.each(['expired-certificate', 'no-self-signed', 'healthy'])('writes nothing: %s', async (scenario) => {
    const data = await dataFolder(scenario);
    const before = digest(data);
    expect((await cli.run(['inspect', '--data', data, '--json'])).status).toBe(0);
    expect((await cli.run(['inspect', '--data', data])).stdout).not.toMatch(/undefined|\[object/);
    expect(digest(data)).toBe(before);
  });

  it('gives facts, diagnosis, candidates and plan as one line', async () => {
    const { values } = await cli.run([
      'inspect',
      '--data',
      await dataFolder('expired-certificate'),
      '--json',
    ]);
    expect(values).toHaveLength(1);
    expect(values[0]).toMatchObject({
      facts: { origin: { kind: 'practice', scenario: 'expired-certificate' } },
      diagnosis: { verdict: { kind: 'ours', class: 'certificate-expired' } },
      plan: { changes: { length: 2 } },
    });
    expect((values[0]!['candidates'] as readonly unknown[]).length).toBeGreaterThan(1);
  });
});

describe('the data folder', () => {
  function fileInTheWay(): string {
    const path = join(newFolder(), 'file');
    writeFileSync(path, 'precious');
    return path;
  }

  const commands = [
    ['rescue', '--practice', 'healthy', '--yes', '--json'],
    ['rescue', '--yes', '--json'],
    ['inspect', '--practice', 'healthy', '--json'],
    ['inspect', '--json'],
    ['undo', '--all', '--yes', '--json'],
    ['rerun-setup', '--json'],
    ['report'],
  ] as const;

  it.each(commands.map((words) => [words]))('that is a file is refused in a sentence: %j', async (words) => {
    const data = fileInTheWay();
    const ran = await cli.run([...words, '--data', data]);
    expect(ran.status).toBe(3);
    expectSentence(ran, /not a folder/);
    expect(readFileSync(data, 'utf8')).toBe('precious');
  });

  it.each(commands.filter((words) => !words.includes('--practice' as never)).map((words) => [words]))(
    'that is not there is refused in a sentence, and not made: %j',
    async (words) => {
      const above = newFolder();
      const ran = await cli.run([...words, '--data', join(above, 'data')]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /not there/);
      expect(readdirSync(above)).toEqual([]);
    },
  );

  it
    .runIf(process.platform === 'linux')
    .each(['/proc/cu-rescue', '/proc/cu-rescue/data', '/proc', '/dev/null/data'])(
    'that takes nothing is refused in a sentence: %s',
    async (data) => {
      const ran = await cli.run(['rescue', '--practice', 'healthy', '--data', data, '--yes', '--json']);
      expect(ran.status).toBe(3);
      expectSentence(ran, /data|practice/);
    },
  );

  it('whose journal cannot be read is refused in a sentence, and the server is not touched', async () => {
    const data = await dataFolder('expired-certificate');
    mkdirSync(join(data, 'journal.jsonl'));
    const before = digest(data);
    for (const words of [['rescue', '--yes', '--json'], ['undo', '--all', '--yes', '--json'], ['report']]) {
      const ran = await cli.run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /journal/);
    }
    expect(digest(data)).toBe(before);
  });

  it('whose journal is damaged is refused with the line, and nothing is touched', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const path = join(data, 'journal.jsonl');
    const bytes = readFileSync(path);
    bytes[bytes.indexOf('"backup-made"') + 3]! ^= 1;
    writeFileSync(path, bytes);
    const before = digest(data);
    for (const words of [
      ['rescue', '--yes', '--json'],
      ['rescue', '--continue', '--yes'],
      ['undo', '--all', '--yes'],
      ['rerun-setup'],
    ]) {
      const ran = await cli.run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /damaged in line 2/);
    }
    expect(digest(data)).toBe(before);
  });

  it('whose last write did not end goes on, with a copy of it beside the journal', async () => {
    const data = await dataFolder('expired-certificate');
    await cli.killAfter(3, ['rescue', '--data', data, '--yes', '--json']);
    const path = join(data, 'journal.jsonl');
    const whole = readFileSync(path);
    const torn = Buffer.concat([whole, Buffer.from('{"version":1,"seq'), Buffer.alloc(1024)]);
    writeFileSync(path, torn);
    const continued = await rescue(data, '--continue');
    expect([continued.status, lastLine(continued)['outcome']]).toEqual([0, 'repaired']);
    const copies = readdirSync(data).filter((name) => name.includes('unfinished'));
    expect(copies).toHaveLength(1);
    expect(readFileSync(join(data, copies[0]!))).toEqual(torn);
    expect(readFileSync(path).subarray(0, whole.length)).toEqual(whole);
  });

  it('of another scenario is refused in a sentence that names both', async () => {
    const data = await dataFolder('healthy');
    const ran = await rescue(data, '--practice', 'back-end-lost');
    expect([ran.status, lastLine(ran)]).toMatchObject([3, { because: { kind: 'other-scenario' } }]);
    expectSentence(ran, /healthy.*back-end-lost/);
  });

  it('without a server is bad usage, and the sentence names the scenarios', async () => {
    const data = newFolder();
    const ran = await cli.run(['rescue', '--data', data, '--yes']);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    for (const name of names) expect(ran.stderr).toContain(name);
    expect(readdirSync(data)).toEqual([]);
  });
});

describe('what was typed wrong', () => {
  const commands = ['diagnose', 'practice', 'inspect', 'rescue', 'undo', 'report', 'rerun-setup'];

  it.each<readonly [readonly string[], readonly string[]]>([
    [[], commands],
    [['resuce'], commands],
    [['__proto__'], commands],
    [['--json'], commands],
    [
      ['rescue', '--pratice', 'healthy'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', 'healthy'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', '--data', 'x', '--yes=no'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [
      ['rescue', '--data', '--yes'],
      ['--practice', '--data', '--continue', '--yes', '--json'],
    ],
    [['rescue', '--practice', 'helthy', '--data', 'x', '--yes'], names],
    [['inspect', '--practice', 'helthy', '--data', 'x'], names],
    [['inspect', '--practice', 'healthy'], ['--data']],
    [
      ['undo', '--everything'],
      ['--data', '--all', '--yes', '--json'],
    ],
    [['diagnose'], ['--log']],
    [
      ['diagnose', '--file', 'x'],
      ['--log', '--json'],
    ],
    [['practice'], ['--list']],
    [
      ['practice', '--all'],
      ['--list', '--json'],
    ],
    [['report', '--json', '--data', 'x'], ['--data']],
    [['rerun-setup'], ['--data']],
  ])('is said in one sentence that names what exists: %j', async (words, known) => {
    const ran = await cli.run(words);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expectSentence(ran, /^[^\n]+\.\n$/);
    for (const name of known) expect(ran.stderr).toContain(name);
  });

  it.each(['--help', 'help'])('%s says what there is', async (word) => {
    const ran = await cli.run([word]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    for (const command of commands) expect(ran.stdout).toContain(command);
  });
});

describe('practice --list', () => {
  it('gives each scenario a line of JSON with name and description', async () => {
    const ran = await cli.run(['practice', '--list', '--json']);
    expect([ran.status, ran.values]).toEqual([
      0,
      scenarios.map(({ name, description }) => ({ name, description })),
    ]);
  });

  it('gives each scenario a line for people', async () => {
    const ran = await cli.run(['practice', '--list']);
    const printed = ran.stdout.trimEnd().split('\n');
    expect([ran.status, printed.length]).toEqual([0, scenarios.length]);
    for (const [index, { name, description }] of scenarios.entries()) {
      expect(printed[index]).toMatch(new RegExp(`^${name} +`));
      expect(printed[index]).toContain(description);
    }
  });
});

describe('diagnose', () => {
  async function logOf(scenario: string): Promise<string> {
    return join(await dataFolder(scenario), 'practice', 'ExchangeSetupLogs', 'ExchangeSetup.log');
  }

  it.each<readonly [string, (files: readonly string[]) => readonly string[]]>([
    ['after one --log', (files) => ['--log', ...files]],
    ['each after its own --log', (files) => files.flatMap((file) => ['--log', file])],
    ['as plain words', (files) => files],
  ])('takes several files %s, each a line, in order', async (_how, words) => {
    const files = [
      await logOf('expired-certificate'),
      await logOf('healthy'),
      await logOf('not-the-certificate'),
    ];
    const ran = await cli.run(['diagnose', ...words(files), '--json']);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.values.map((value) => [value['file'], value['class'], value['ours']])).toEqual([
      [files[0], 'certificate-expired', true],
      [files[1], 'setup-succeeded', false],
      [files[2], 'not-a-certificate-failure', false],
    ]);
  });

  it('says which file it could not read, does the others, and ends with 2', async () => {
    const [one, other, none] = [
      await logOf('expired-certificate'),
      await logOf('healthy'),
      join(newFolder(), 'none.log'),
    ];
    const folder = newFolder();
    const ran = await cli.run(['diagnose', '--log', one, none, folder, other, '--json']);
    expect(ran.status).toBe(2);
    expect(ran.values.map(({ file }) => file)).toEqual([one, other]);
    const complaints = ran.stderr.trimEnd().split('\n');
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toContain(none);
    expect(complaints[1]).toContain(folder);
    expectSentence(ran, /could not be read/);
  });

  it('reads standard input from a pipe and from a file as it reads the file', async () => {
    const file = await logOf('expired-certificate');
    const [named] = (await cli.run(['diagnose', '--log', file, '--json'])).values;
    const piped = await cli.run(['diagnose', '--log', '-', '--json'], readFileSync(file));
    expect(piped).toMatchObject({ status: 0, stderr: '', values: [{ ...named, file: '-' }] });
    const redirected = await cli.redirected(['diagnose', '--log', '-', '--json'], file);
    expect(redirected).toMatchObject({ status: 0, stderr: '', values: [{ ...named, file: '-' }] });
  });

  it('says in a sentence that standard input is a folder', async () => {
    const ran = await cli.redirected(['diagnose', '--log', '-', '--json'], newFolder());
    expect([ran.status, ran.stdout]).toEqual([2, '']);
    expectSentence(ran, /could not be read/);
  });

  it('quotes its evidence to people', async () => {
    const ran = await cli.run(['diagnose', '--log', await logOf('retry-hides-cause')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/ {2}line \d+: /);
    expect(ran.stdout).not.toMatch(/undefined|\[object/);
  });
});

describe('an output that nobody reads any more', () => {
  it('does not stop a rescue half way', async () => {
    const data = await dataFolder('no-self-signed');
    const child = cli.start(['rescue', '--data', data, '--yes', '--json']);
    child.stdin.end();
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(kinds(journalOf(data)).at(-1)).toBe('rescue-repaired');
  });
});
