import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineBench, expectSentence } from '../fixtures/command-line-bench.ts';

const { cli, dataFolder, newFolder } = commandLineBench();

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
    const ran = await cli().run(['diagnose', ...words(files), '--json']);
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
    const ran = await cli().run(['diagnose', '--log', one, none, folder, other, '--json']);
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
    const [named] = (await cli().run(['diagnose', '--log', file, '--json'])).values;
    const piped = await cli().run(['diagnose', '--log', '-', '--json'], readFileSync(file));
    expect(piped).toMatchObject({ status: 0, stderr: '', values: [{ ...named, file: '-' }] });
    const redirected = await cli().redirected(['diagnose', '--log', '-', '--json'], file);
    expect(redirected).toMatchObject({ status: 0, stderr: '', values: [{ ...named, file: '-' }] });
  });

  it('says in a sentence that standard input is a folder', async () => {
    const ran = await cli().redirected(['diagnose', '--log', '-', '--json'], newFolder());
    expect([ran.status, ran.stdout]).toEqual([2, '']);
    expectSentence(ran, /could not be read/);
  });

  it('quotes its evidence to people', async () => {
    const ran = await cli().run(['diagnose', '--log', await logOf('retry-hides-cause')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/ {2}line \d+: /);
    expect(ran.stdout).not.toMatch(/undefined|\[object/);
  });
});

describe('diagnose --facts', () => {
  async function saved(scenario: string) {
    const data = await dataFolder(scenario);
    const inspected = await cli().run(['inspect', '--data', data, '--json']);
    const file = join(newFolder(), 'facts.json');
    writeFileSync(file, inspected.stdout);
    return { data, file, printed: inspected.stdout, values: inspected.values };
  }

  it.each(['expired-certificate', 'no-self-signed', 'not-the-certificate'])(
    'prints what inspect prints on the server itself: %s',
    async (scenario) => {
      const { file, printed, values } = await saved(scenario);
      const ran = await cli().run(['diagnose', '--facts', file, '--json']);
      expect([ran.status, ran.stderr, ran.values]).toEqual([0, '', values]);
      const piped = await cli().run(['diagnose', '--facts', '-', '--json'], printed);
      expect([piped.status, piped.values]).toEqual([0, values]);
      const redirected = await cli().redirected(['diagnose', '--facts', '-', '--json'], file);
      expect([redirected.status, redirected.values]).toEqual([0, values]);
    },
  );

  it('says it to people in the same words', async () => {
    const { file } = await saved('expired-certificate');
    const ran = await cli().run(['diagnose', '--facts', file]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/The plan: 2 changes/);
    expect(ran.stdout).not.toMatch(/undefined|\[object/);
  });

  it('says which file is none, does the others, and ends with 2', async () => {
    const { file, data, printed, values } = await saved('expired-certificate');
    const log = join(data, 'practice', 'ExchangeSetupLogs', 'ExchangeSetup.log');
    const newer = join(newFolder(), 'newer.json');
    writeFileSync(newer, printed.replace('"sites":', '"sights":'));
    const none = join(newFolder(), 'none.json');
    const ran = await cli().run([
      'diagnose',
      '--facts',
      log,
      newer,
      none,
      newFolder(),
      '--facts',
      file,
      '--json',
    ]);
    expect([ran.status, ran.values]).toEqual([2, values]);
    const complaints = ran.stderr.trimEnd().split('\n');
    expect(complaints).toHaveLength(4);
    expect(complaints[0]).toBe(
      `${log} is not what inspect --json prints: it is not JSON. Take the output as it is, of the same version of this program.`,
    );
    expect(complaints[1]).toContain('facts.sites is missing');
    expect(complaints[2]).toContain('there is no such file');
    expect(complaints[3]).toContain('it is a folder');
    expectSentence(ran, /inspect --json/);
  });
});
