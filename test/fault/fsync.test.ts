import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  commandLineBench,
  expectSentence,
  journalOf,
  kinds,
  lastLine,
} from '../fixtures/command-line-bench.ts';
import { describeWithStrace, watched } from '../fixtures/strace.ts';
import type { SystemCall } from '../fixtures/strace.ts';
import { tried } from '../fixtures/tried.ts';

const { cli, dataFolder, newFolder, rescue, recordsAndCertificates } = commandLineBench();
const rescueWords = (data: string) => ['rescue', '--data', data, '--yes', '--json'];
const undoWords = (data: string) => ['undo', '--data', data, '--all', '--yes', '--json'];

function watch(data: string, words: readonly string[], options: readonly string[] = []) {
  return watched(cli(), words, { folder: data, notes: newFolder(), options });
}

/** The calls as `open`, `write`, `sync` and `change the server`, each with what it was about. */
function deeds(calls: readonly SystemCall[], data: string): readonly string[] {
  return calls.flatMap(({ name, path, text }) => {
    const file = path.slice(data.length + 1);
    if (name === 'openat') return text.includes('O_RDONLY') ? [] : [`open ${file}`];
    if (name === 'fsync') return [`sync ${file}`];
    if (name === 'rename') return file.startsWith('practice/') ? ['change the server'] : [`rename ${file}`];
    if (/write/.test(name)) return [`write ${file}`];
    return [`${name} ${file}`];
  });
}

/** Throws at the first deed that came too early; gives how often the server was changed. */
function expectWrittenFirst(all: readonly string[], written: readonly string[]): number {
  let [durable, changes] = [0, 0];
  let state: 'closed' | 'open' | 'written' = 'closed';
  for (const deed of all) {
    if (deed === 'open journal.jsonl') {
      expect(state).toBe('closed');
      state = 'open';
    } else if (deed === 'write journal.jsonl') {
      expect(state).toBe('open');
      state = 'written';
    } else if (deed === 'sync journal.jsonl') {
      expect(state).toBe('written');
      state = 'closed';
      durable++;
    } else {
      // Nothing else is begun while a line is not on the medium.
      expect([deed, state]).toEqual([deed, 'closed']);
    }
    if (deed === 'change the server') {
      changes++;
      expect(written[durable - 1]).toBe('change-about-to');
    }
  }
  expect(durable).toBe(written.length);
  return changes;
}

describeWithStrace('the calls to the system', () => {
  it('open, write and sync every line of the journal before the server is touched and before anything else', async () => {
    const data = await dataFolder('expired-certificate');
    const { ran, calls } = await watch(data, rescueWords(data));
    expect(ran.status).toBe(0);
    const written = kinds(journalOf(data));
    expect(expectWrittenFirst(deeds(calls, data), written)).toBe(2);

    const undone = await watch(data, undoWords(data));
    expect(undone.ran.status).toBe(0);
    const taken = kinds(journalOf(data)).slice(written.length);
    expect(expectWrittenFirst(deeds(undone.calls, data), taken)).toBe(2);
    tried('lines whose calls to the system were counted', written.length + taken.length);
  });

  it('sync every copy of the backup before the journal tells that it is made', async () => {
    const data = await dataFolder('expired-certificate');
    const { calls } = await watch(data, rescueWords(data));
    const all = deeds(calls, data);
    const lineTwo = all.indexOf('write journal.jsonl', all.indexOf('write journal.jsonl') + 1);
    const copies = readdirSync(join(data, 'rescue-1')).map((name) => `sync rescue-1/${name}`);
    expect(copies.length).toBeGreaterThan(1);
    for (const copy of copies) expect(all.slice(0, lineTwo)).toContain(copy);
    expect(all.filter((deed) => deed === 'fdatasync journal.jsonl')).toEqual([]);
  });
});

describeWithStrace('the calls to the system for a file that is written anew', () => {
  it('sync it before it takes the place of the old one', async () => {
    const data = await dataFolder('expired-certificate');
    const { calls } = await watch(data, rescueWords(data));
    const server = join(data, 'practice', 'server.json');
    const ofServer = calls.filter(({ path }) => path.startsWith(server));
    const before = ofServer.flatMap(({ name }, index) =>
      name.startsWith('rename') ? [ofServer[index - 1]?.name] : [],
    );
    expect(before).toEqual(['fsync', 'fsync']);
  });
});

describeWithStrace('a call to the system that fails in a real process', () => {
  /** A data folder on which this call on the journal fails, and what the command made of it. */
  async function failing(call: 'fsync' | 'pwrite64', code: string, number: number) {
    const prepared = await dataFolder('expired-certificate');
    const data = join(newFolder(), 'data');
    cpSync(prepared, data, { recursive: true });
    const before = await recordsAndCertificates(data);
    const inject = ['-e', `inject=${call}:error=${code}:when=${String(number)}`];
    const { ran, calls } = await watch(data, rescueWords(data), [
      ...inject,
      '-P',
      join(data, 'journal.jsonl'),
    ]);
    const { records } = await recordsAndCertificates(data);
    const changes = (records as unknown[]).filter(
      (record, index) => JSON.stringify(record) !== JSON.stringify((before.records as unknown[])[index]),
    ).length;
    const failed = calls.findIndex(({ outcome, name }) => outcome === 'failed' && name === call);
    return { data, before, ran, changes, after: calls.slice(failed + 1).map(({ name }) => name) };
  }

  // What began, what is about to be changed, what was changed, and the last word.
  const lines = [1, 3, 4, 7];

  it.each(lines)(
    'is final at line %i: no second fsync, no change after it; later it goes on',
    async (number) => {
      const { data, ran, changes, after } = await failing('fsync', 'EIO', number);
      expect([ran.status, lastLine(ran)]).toMatchObject([
        3,
        { outcome: 'stopped', because: { kind: 'journal-failed', code: 'EIO' } },
      ]);
      expectSentence(ran, /The journal could not be written: the disk reports an error \(EIO\)/);
      expect(after).toEqual([]);
      const written = kinds(journalOf(data));
      expect(written).toHaveLength(number);
      // The line that could not be synced counts for nothing, though it may be read.
      expect(changes).toBe(written.slice(0, -1).filter((kind) => kind === 'change-about-to').length);
      const continued = await rescue(data, '--continue');
      expect([continued.status, lastLine(continued)['outcome']]).toEqual([0, 'repaired']);
      tried('failed calls to the system', 1);
    },
  );

  it.each([3, 6])('leaves no half of line %i where the disk is full; all is taken back', async (number) => {
    const { data, before, ran, after } = await failing('pwrite64', 'ENOSPC', number);
    expect(ran.status).toBe(3);
    expectSentence(ran, /the disk is full \(ENOSPC\).*report --data .* > FILE/);
    expect(after.filter((name) => name !== 'openat')).toEqual([]);
    expect(readFileSync(join(data, 'journal.jsonl'), 'utf8').split('\n')).toHaveLength(number);
    const undone = await cli().run(undoWords(data));
    expect(undone.status).toBe(0);
    expect(await recordsAndCertificates(data)).toEqual(before);
    tried('failed calls to the system', 1);
  });

  it('prints what is known where the journal fails, for whoever has no other place for it', async () => {
    const data = await dataFolder('expired-certificate');
    const inject = ['-P', join(data, 'journal.jsonl'), '-e', 'inject=fsync:error=EIO:when=5'];
    const words = ['rescue', '--data', data, '--yes'];
    const { ran } = await watch(data, words, inject);
    expect(ran.status).toBe(3);
    expect(ran.stdout).toMatch(/What was changed[^]*0\.0\.0\.0:443/);
    expectSentence(ran, /report --data/);
  });
});
