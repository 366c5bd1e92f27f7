import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { commandLineBench, digest, expectSentence } from '../fixtures/command-line-bench.ts';

const { cli, dataFolder, newFolder, rescue } = commandLineBench();

/** The files of a bundle by their names. */
function opened(path: string): Readonly<Record<string, string>> {
  const files = Object.entries(unzipSync(readFileSync(path)));
  return Object.fromEntries(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
}

async function bundled(data: string, ...more: readonly string[]) {
  const out = join(newFolder(), 'bundle.zip');
  const ran = await cli().run(['bundle', '--data', data, '--out', out, '--yes', ...more]);
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  return opened(out);
}

describe('bundle', () => {
  it('is shown, and not written, until somebody says yes', async () => {
    const data = await dataFolder('expired-certificate');
    const before = digest(data);
    const out = join(newFolder(), 'bundle.zip');
    const ran = await cli().run(['bundle', '--data', data, '--out', out]);
    expect(ran.status).toBe(3);
    expectSentence(ran, /Nothing has been written yet/);
    for (const name of ['README.txt', 'inspect.json', 'report.txt', 'setup-log.txt', 'versions.json']) {
      expect(ran.stdout).toMatch(new RegExp(`${name} +[\\d,]+ bytes`));
    }
    expect(existsSync(out)).toBe(false);
    expect(digest(data)).toBe(before);
  });

  it('holds what a colleague needs: journal, facts that diagnose reads, report, log and versions', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const files = await bundled(data);
    expect(files['journal.jsonl']).toBe(readFileSync(join(data, 'journal.jsonl'), 'utf8'));
    const facts = join(newFolder(), 'inspect.json');
    writeFileSync(facts, files['inspect.json']!);
    const elsewhere = await cli().run(['diagnose', '--facts', facts, '--json']);
    const here = await cli().run(['inspect', '--data', data, '--json']);
    const verdictOf = ({ values }: typeof here) => (values[0]!['diagnosis'] as { verdict: unknown }).verdict;
    expect(verdictOf(elsewhere)).toEqual(verdictOf(here));
    expect(files['setup-log.txt']).toMatch(/^\d+: .*\[ERROR\]/m);
    expect(JSON.parse(files['versions.json']!)).toMatchObject({ node: process.versions.node });
    expect(files['report.txt']!.length).toBeGreaterThan(500);
  });

  it('tells the identity that its plan was made for, so that elsewhere the same plan is made', async () => {
    const inspected = JSON.parse((await bundled(await dataFolder('no-self-signed')))['inspect.json']!) as {
      identity: { container: string; serialNumber: string };
      plan: { changes: readonly { kind: string; target: unknown }[] };
    };
    const { container, serialNumber } = inspected.identity;
    const creation = inspected.plan.changes.find(({ kind }) => kind === 'certificate');
    expect(creation?.target).toEqual({ container, serialNumber });
  });

  it('holds no key, not even where the practice server keeps one beside the journal', async () => {
    const data = await dataFolder('no-self-signed');
    await rescue(data);
    for (const text of Object.values(await bundled(data))) {
      expect(text).not.toMatch(/PRIVATE KEY|privateKey/);
    }
  });

  it('leaves a password out that somebody wrote into the log', async () => {
    const data = await dataFolder('expired-certificate');
    const log = join(data, 'practice', 'ExchangeSetupLogs', 'ExchangeSetup.log');
    writeFileSync(log, `${readFileSync(log, 'utf8')}started with /password:"Summer 2026!"\r\n`);
    const files = await bundled(data);
    expect(files['setup-log.txt']).toMatch(/\/password:\(left out\)/);
    expect(files['setup-log.txt']).not.toMatch(/Summer/);
  });

  it('has other names in place of those of hosts, and is still read by diagnose', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const files = await bundled(data, '--redact');
    for (const [name, text] of Object.entries(files)) {
      expect([name, /contoso|EX01/i.exec(text)?.[0] ?? null]).toEqual([name, null]);
    }
    const facts = join(newFolder(), 'inspect.json');
    writeFileSync(facts, files['inspect.json']!);
    expect((await cli().run(['diagnose', '--facts', facts])).status).not.toBe(2);
  });

  it('tells no name in any of its files, whatever stands in log, journal, report and facts', async () => {
    const data = await dataFolder('expired-certificate');
    const log = join(data, 'practice', 'ExchangeSetupLogs', 'ExchangeSetup.log');
    const told = String.raw`
Logged on user: QUUXNET\quux.one.
Media in C:\Users\Quux Two\Desktop\CU and in "C:\Users\quuxthree.QUUXNET\CU", by QUUXNET\quuxfour
DC dc-quux.contoso.local of DC=contoso,DC=local answers quux.five@contoso.com
`;
    writeFileSync(log, readFileSync(log, 'utf8') + told.replaceAll('\n', '\r\n'));
    await rescue(data);
    expect((await bundled(data))['setup-log.txt']).toMatch(/quux\.one[^]*Quux Two[^]*quux\.five/);
    for (const [name, text] of Object.entries(await bundled(data, '--redact'))) {
      expect([name, /contoso|EX01|quux/i.exec(text)?.[0] ?? null]).toEqual([name, null]);
    }
  });

  it('takes the names from the journal where the server cannot be looked at any more', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    writeFileSync(join(data, 'practice', 'server.json'), 'no JSON');
    const files = await bundled(data, '--redact');
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['inspect.txt', 'journal.jsonl', 'report.txt', 'setup-log.txt']),
    );
    for (const [name, text] of Object.entries(files)) {
      expect([name, /contoso|EX01/i.exec(text)?.[0] ?? null]).toEqual([name, null]);
    }
  });

  it('leaves out what it cannot redact where nothing tells the names, and says so', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const journal = join(data, 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('rescue-started', 'rescue-smarted'));
    writeFileSync(join(data, 'practice', 'server.json'), 'no JSON');
    const out = join(newFolder(), 'bundle.zip');
    const words = ['bundle', '--data', data, '--out', out, '--redact'];
    const sentence =
      /Left out, because it is not known which names to replace: .*journal\.jsonl, report\.txt/;
    const shown = await cli().run(words);
    expectSentence(shown, sentence);
    expect(shown.stdout).not.toMatch(/journal\.jsonl|report\.txt/);
    expectSentence(await cli().run([...words, '--yes']), sentence);
    const files = opened(out);
    expect(Object.keys(files)).toEqual(['README.txt', 'versions.json']);
    expect(files['README.txt']).toMatch(sentence);
    expect(files['README.txt']).not.toMatch(/are replaced/);
  });

  it('says why the server could not be looked at, and brings the damaged journal along', async () => {
    const data = await dataFolder('expired-certificate');
    await rescue(data);
    const journal = join(data, 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('rescue-started', 'rescue-smarted'));
    writeFileSync(join(data, 'practice', 'server.json'), 'no JSON');
    const files = await bundled(data);
    expect(files['inspect.txt'] ?? files['inspect.json']).toBeDefined();
    expect(files['journal.jsonl']).toContain('rescue-smarted');
  });

  it('never takes the place of a file', async () => {
    const data = await dataFolder('expired-certificate');
    const out = join(newFolder(), 'bundle.zip');
    writeFileSync(out, 'mine');
    const ran = await cli().run(['bundle', '--data', data, '--out', out, '--yes']);
    expect(ran.status).toBe(3);
    expectSentence(ran, /There is a file/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});
