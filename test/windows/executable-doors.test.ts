import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doors } from '../../scripts/windows/doors.mjs';
import { nodeRefusal } from '../../scripts/windows/node-version.mjs';
import { describeOnWine } from './describe-on-wine.ts';
import { builtExecutable, installExecutable, type Executable } from './executable-world.ts';
import { startWineWorld, type WineWorld } from './wine-world.ts';

/** What each of them does, where it can be seen from outside. */
const attempts: Readonly<Record<string, string>> = {
  NODE_OPTIONS: '--require C:/marker.cjs',
  NODE_V8_COVERAGE: 'C:/coverage',
  OPENSSL_CONF: 'C:/engine.cnf',
};

/** Wants an engine, which is a DLL, from where everybody may write. */
const engine = `nodejs_conf = wanted
[wanted]
engines = listed
[listed]
planted = settings
[settings]
dynamic_path = C:/planted.dll
default_algorithms = ALL
`;

/** Starts a program once for each environment: in one Windows process, as one can hand on any name there. */
const starter = String.raw`
  const { closeSync, openSync, readFileSync, writeFileSync } = require('fs');
  const { spawnSync } = require('child_process');
  const { program, environments, words } = JSON.parse(readFileSync('C:/wanted.json', 'utf8'));
  const results = environments.map((more) => {
    const said = openSync('C:/said.txt', 'w');
    const env = { ...process.env, ...more };
    const { status } = spawnSync(program, words, { env, stdio: ['ignore', said, said] });
    closeSync(said);
    return { status, said: readFileSync('C:/said.txt', 'utf8') };
  });
  writeFileSync('C:/results.json', JSON.stringify(results));`;

interface Result {
  readonly status: number;
  readonly said: string;
}

const isHere = nodeRefusal() === null || process.env['CI'] === 'true';

describe.skipIf(!isHere)(`cu-rescue.exe${isHere ? '' : ` (${nodeRefusal() ?? ''})`}`, () => {
  beforeAll(() => void builtExecutable('--for-tests'), 300_000);

  it('does not tell where it was built', () => {
    const program = readFileSync(join(builtExecutable(), 'cu-rescue.exe'));
    expect(program.includes('cu-rescue.cjs')).toBe(true);
    expect(program.includes(process.cwd())).toBe(false);
  });

  describeOnWine('does as its environment says', () => {
    let world: WineWorld;
    let installed: Executable;
    beforeAll(async () => {
      world = await startWineWorld({ httpSys: 'with-update' });
      installed = installExecutable(world, builtExecutable());
      writeFileSync(join(world.driveC, 'marker.cjs'), `require('fs').writeFileSync('C:/ran.txt', '')`);
      writeFileSync(join(world.driveC, 'engine.cnf'), engine);
      writeFileSync(join(world.driveC, 'starter.cjs'), starter);
    });
    afterAll(() => world.dispose());

    async function resultsOf(
      program: string,
      environments: readonly Readonly<Record<string, string>>[],
      words: readonly string[] = ['--help'],
    ) {
      writeFileSync(join(world.driveC, 'wanted.json'), JSON.stringify({ program, environments, words }));
      const ran = await world.run('node.exe', ['C:\\starter.cjs'], { timeLimit: 100_000 });
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      return JSON.parse(readFileSync(join(world.driveC, 'results.json'), 'utf8')) as readonly Result[];
    }

    const seen = () => ['ran.txt', 'coverage'].filter((name) => existsSync(join(world.driveC, name)));

    it('in nothing that would load or write what somebody else chose', async () => {
      const environments = [
        {},
        ...Object.entries(attempts).map(([name, value]) => ({ [name]: value })),
        Object.fromEntries(doors.map((name) => [name, attempts[name] ?? 'C:/nowhere'])),
        // By the names that it asks for in their place: no Windows finds one that begins so.
        Object.fromEntries(doors.map((name) => [`==${name.slice(2)}`, attempts[name] ?? 'C:/nowhere'])),
        { '=': `DE_OPTIONS=${attempts['NODE_OPTIONS']!}`, OPENSSL_WIN32_UTF8: '1' },
      ];
      const [plain, ...others] = await resultsOf(installed.program, environments);
      expect(plain).toEqual({ status: 0, said: expect.stringContaining('CU Rescue') as string });
      for (const [index, result] of others.entries()) {
        expect(result, JSON.stringify(environments[index + 1])).toEqual(plain);
      }
      expect(seen()).toEqual([]);
    });

    it('but loads koffi from its own folder only, where it is missing as well', async () => {
      const alone = installExecutable(world, builtExecutable(), {
        folder: 'Alone',
        parts: ['cu-rescue.exe'],
      });
      for (const folder of ['node_modules', 'elsewhere', 'users/admin/.node_modules']) {
        const planted = join(world.driveC, folder, 'koffi');
        mkdirSync(planted, { recursive: true });
        writeFileSync(join(planted, 'index.js'), `require('C:/marker.cjs')`);
        writeFileSync(join(planted, 'indirect.cjs'), `require('C:/marker.cjs')`);
      }
      const environment = { NODE_PATH: 'C:\\elsewhere', USERPROFILE: 'C:\\users\\admin' };
      const [result] = await resultsOf(alone.program, [environment], ['rescue', '--yes']);
      expect(result?.said).toMatch(/cannot be loaded: MODULE_NOT_FOUND\./);
      expect([result?.status, seen()]).toEqual([3, []]);
    });

    it('in all of it where its doors are open, so that the test would see it', async () => {
      const environments = Object.entries(attempts).map(([name, value]) => ({ [name]: value }));
      const [options, coverage, config] = await resultsOf(installed.forTests, environments);
      expect(seen()).toEqual(['ran.txt', 'coverage']);
      expect([options?.status, coverage?.status]).toEqual([0, 0]);
      expect(config?.said).toMatch(/OpenSSL configuration error[^]*planted/);
    });
  });
});
