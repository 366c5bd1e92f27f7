// Once for each release: rescues the practice server with the program as it is, and keeps the journals. What this
// version writes has to be opened by every later one, for it lies on the disks of administrators.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, commandLineBuild } from './build.mjs';
import { root } from './places.mjs';
import { Problem, runScript } from './problem.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** What is done on each practice server, by the name of its journal. */
const rescues = {
  'recovered.jsonl': {
    scenario: 'no-self-signed',
    commands: [['rescue'], ['undo', '--all'], ['rescue'], ['rerun-setup']],
  },
  'put-back.jsonl': {
    scenario: 'renewed-certificate',
    commands: [['put-back'], ['undo', '--put-back'], ['put-back']],
  },
};

await runScript(() => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = join(root, 'test', 'fixtures', 'journals', version);
  if (existsSync(folder))
    throw new Problem(`The journals of ${version} are kept already, and never made anew.`);
  buildIfStale(commandLineBuild);
  const base = temporaryFolder(tmpdir());
  for (const [name, { scenario, commands }] of Object.entries(rescues)) {
    const data = join(base, scenario);
    for (const [index, command] of commands.entries()) {
      const practice = index === 0 ? ['--practice', scenario] : [];
      const yes = command[0] === 'rerun-setup' ? [] : ['--yes'];
      run([...command, ...practice, '--data', data, ...yes]);
    }
    mkdirSync(folder, { recursive: true });
    cpSync(join(data, 'journal.jsonl'), join(folder, name));
  }
  console.log(`Kept in ${folder}. Commit it with the release.`);
});

function run(words) {
  const ran = spawnSync(process.execPath, [commandLineBuild.built[0], ...words], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Problem(`${words.join(' ')} ended with ${ran.status}:\n${ran.stderr}`, 70);
}
