import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { commandLineBench, digest, expectSentence, lastLine } from '../fixtures/command-line-bench.ts';

const { cli, dataFolder, newFolder, rescue } = commandLineBench();
const names = scenarios.map(({ name }) => name);

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
    const ran = await cli().run([...words, '--data', data]);
    expect(ran.status).toBe(3);
    expectSentence(ran, /not a folder/);
    expect(readFileSync(data, 'utf8')).toBe('precious');
  });

  it.each(commands.filter((words) => !words.includes('--practice' as never)).map((words) => [words]))(
    'that is not there is refused in a sentence, and not made: %j',
    async (words) => {
      const above = newFolder();
      const ran = await cli().run([...words, '--data', join(above, 'data')]);
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
      const ran = await cli().run(['rescue', '--practice', 'healthy', '--data', data, '--yes', '--json']);
      expect(ran.status).toBe(3);
      expectSentence(ran, /data|practice/);
    },
  );

  it('whose journal cannot be read is refused in a sentence, and the server is not touched', async () => {
    const data = await dataFolder('expired-certificate');
    mkdirSync(join(data, 'journal.jsonl'));
    const before = digest(data);
    for (const words of [['rescue', '--yes', '--json'], ['undo', '--all', '--yes', '--json'], ['report']]) {
      const ran = await cli().run([...words, '--data', data]);
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
      const ran = await cli().run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /damaged in line 2/);
    }
    expect(digest(data)).toBe(before);
  });

  it('whose journal is damaged still tells what was done up to there', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const path = join(data, 'journal.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[4] = lines[4]!.replace('change-', 'chance-');
    writeFileSync(path, lines.join('\n'));
    const report = await cli().run(['report', '--data', data]);
    expect(report.status).toBe(3);
    expect(report.stdout).toMatch(/What was changed[^]*0\.0\.0\.0:443/);
    expectSentence(report, /damaged in line 5/);
  });

  it('whose journal is lost, but not the copies of a rescue, is refused, and the copies stay', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    writeFileSync(join(data, 'journal.jsonl'), Buffer.alloc(12_000));
    const before = digest(data);
    for (const words of [
      ['rescue', '--yes', '--json'],
      ['rescue', '--continue', '--yes'],
      ['undo', '--all', '--yes'],
      ['report'],
    ]) {
      const ran = await cli().run([...words, '--data', data]);
      expect(ran.status).toBe(3);
      expectSentence(ran, /rescue-1\/records\.json/);
    }
    expect(digest(data)).toBe(before);
  });

  it('whose last write did not end goes on, with a copy of it beside the journal', async () => {
    const data = await dataFolder('expired-certificate');
    await cli().killAfter(3, ['rescue', '--data', data, '--yes', '--json']);
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

  it('without a server cannot be used, and the sentence names the scenarios', async () => {
    const data = newFolder();
    const ran = await cli().run(['rescue', '--data', data, '--yes']);
    expect([ran.status, ran.stdout]).toEqual([3, '']);
    for (const name of names) expect(ran.stderr).toContain(name);
    expect(readdirSync(data)).toEqual([]);
  });
});
