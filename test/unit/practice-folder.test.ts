import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createPractice,
  openPractice,
  type OpenedPractice,
} from '../../electron/server/practice/practice.ts';
import type { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import { folderStore } from '../../electron/server/practice/store.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { freePath, known, meddle, nightClock, scenario } from '../fixtures/practice.ts';

function create(directory: string, name = 'expired-certificate'): Promise<OpenedPractice> {
  return createPractice({ directory, scenario: scenario(name), clock: nightClock, keys: fixedKeys() });
}

function open(directory: string): Promise<OpenedPractice> {
  return openPractice({ directory, clock: nightClock, keys: fixedKeys() });
}

function opened(practice: OpenedPractice): PracticeServer {
  if (practice.kind === 'problem') throw new Error(`${practice.because.tried}: ${practice.because.code}`);
  onTestFinished(() => practice.server.close());
  return practice.server;
}

describe('a practice folder', () => {
  it('looks like the server: the files to keep are there, in their formats', async () => {
    const server = opened(await create(await freePath()));
    const files = known((await server.inspect()).filesToKeep);
    expect(files.map(({ name }) => name)).toEqual([
      'ExchangeSetup.log',
      'ServiceControl.log',
      'ServiceStartupMode.xml',
      'applicationHost.config',
    ]);
    const [log = '', control, modes, config] = await Promise.all(
      files.map(({ path }) => readFile(path, 'utf8')),
    );
    expect(log.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(control).toContain("'MSExchangeTransport'");
    expect(modes).toContain('<Service Name="MSExchangePop3" StartupMode="Manual" />');
    expect(config).toContain('<binding protocol="https" bindingInformation="127.0.0.1:443:" sslFlags="0" />');
  });

  it('leaves nothing beside itself', async () => {
    const directory = await freePath();
    opened(await create(directory));
    expect(await readdir(dirname(directory))).toEqual(['practice']);
  });

  it.skipIf(process.platform === 'win32')('is shut to everybody but its owner', async () => {
    const directory = await freePath();
    const server = opened(await create(directory));
    await server.runSetup();
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const modes = entries.map(async (entry) => {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      return [entry.isFile() ? 'file' : 'folder', (mode & 0o777).toString(8)].join(' ');
    });
    expect(new Set(await Promise.all(modes))).toEqual(new Set(['file 600', 'folder 700']));
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it('is the same server when it is opened again', async () => {
    const directory = await freePath();
    const first = await opened(await create(directory, 'unreadable-key')).inspect();
    const server = opened(await open(directory));
    expect(server.scenario).toBe('unreadable-key');
    expect(await server.inspect()).toEqual(first);
  });

  it('is not made anew when there is one: theirs is opened', async () => {
    const directory = await freePath();
    opened(await create(directory, 'healthy'));
    expect(opened(await create(directory, 'expired-certificate')).scenario).toBe('healthy');
  });

  it('is made once when two make it at the same time', async () => {
    const directory = await freePath();
    const both = await Promise.all([create(directory, 'healthy'), create(directory, 'unreadable-key')]);
    const [one, other] = both.map(opened);
    expect(one!.scenario).toBe(other!.scenario);
    expect(await one!.inspect()).toEqual(await other!.inspect());
    expect(await readdir(dirname(directory))).toEqual(['practice']);
  });

  it('shows at once what another process changed in it', async () => {
    const directory = await freePath();
    const server = opened(await create(directory));
    await meddle(folderStore(directory), (state) => ({ ...state, records: [] }));
    expect(known((await server.inspect()).records)).toEqual([]);
  });

  it('keeps a log of several runs, and appends to it', async () => {
    const directory = await freePath();
    const server = opened(await create(directory));
    const path = join(directory, 'ExchangeSetupLogs', 'ExchangeSetup.log');
    const before = await readFile(path, 'utf8');
    await server.runSetup();
    const after = await readFile(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.match(/Starting Microsoft Exchange Server 2019 Setup/g)).toHaveLength(3);
  });
});

describe('a practice folder that is not whole', () => {
  it('is a problem with the path when nothing is there', async () => {
    const directory = await freePath();
    expect(await open(directory)).toEqual({
      kind: 'problem',
      because: { code: 'ENOENT', tried: join(directory, 'server.json') },
    });
  });

  it('is a problem, and stays untouched, when the folder holds something else', async () => {
    const directory = await freePath();
    await mkdir(directory);
    await writeFile(join(directory, 'mine.txt'), 'mine');
    expect(await create(directory)).toMatchObject({ kind: 'problem', because: { tried: directory } });
    expect(await readdir(directory)).toEqual(['mine.txt']);
    expect(await readdir(dirname(directory))).toEqual(['practice']);
  });

  it('is a problem when a file stands in its place', async () => {
    const directory = await freePath();
    await writeFile(directory, 'a file');
    expect(await create(directory)).toMatchObject({ kind: 'problem' });
    expect(await readFile(directory, 'utf8')).toBe('a file');
  });

  it('is a problem when the folder it shall lie in is missing', async () => {
    const directory = join(await freePath(), 'deeper', 'practice');
    expect(await create(directory)).toEqual({
      kind: 'problem',
      because: { code: 'ENOENT', tried: directory },
    });
    expect(existsSync(dirname(directory))).toBe(false);
  });

  it('is a problem, never a crash, wherever its state is torn', async () => {
    const directory = await freePath();
    opened(await create(directory));
    const path = join(directory, 'server.json');
    const whole = await readFile(path, 'utf8');
    const torn = fc.nat({ max: whole.trimEnd().length - 1 });
    const property = fc.asyncProperty(torn, async (length) => {
      await writeFile(path, whole.slice(0, length));
      expect(await open(directory)).toEqual({ kind: 'problem', because: { code: 'NOT_JSON', tried: path } });
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it.each([
    ['another document', () => '{"hello": "world"}'],
    ['a newer version', (whole: string) => whole.replace('"version": 1', '"version": 2')],
    ['a thumbprint that is none', (whole: string) => whole.replace(/"thumbprint": "\w/, '"thumbprint": "x')],
    ['an endpoint that is none', (whole: string) => whole.replace('"0.0.0.0:443"', '"0.0.0.0"')],
  ])('is a problem, and stays untouched, when the state is %s', async (_, damage) => {
    const directory = await freePath();
    opened(await create(directory));
    const path = join(directory, 'server.json');
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    const problem = { kind: 'problem', because: { code: 'NOT_A_PRACTICE_SERVER', tried: path } };
    expect(await open(directory)).toEqual(problem);
    expect(await create(directory)).toEqual(problem);
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  it('answers with what it tried when the state goes bad while it is open', async () => {
    const directory = await freePath();
    const server = opened(await create(directory));
    const path = join(directory, 'server.json');
    await writeFile(path, '');
    const because = { code: 'NOT_JSON', tried: path };
    const facts = await server.inspect();
    expect(facts.records).toEqual({ kind: 'unknown', because });
    expect(facts.setup.kind).toBe('read');
    expect(await server.runSetup()).toEqual({ kind: 'unknown', because });
    expect(
      await server.apply({
        id: 'record',
        kind: 'record',
        target: { endpoint: endpoint('0.0.0.0:443'), site: '' },
        before: { kind: 'absent' },
        after: { kind: 'absent' },
      }),
    ).toEqual({ kind: 'refused', because });
    expect(await readFile(path, 'utf8')).toBe('');
  });
});
