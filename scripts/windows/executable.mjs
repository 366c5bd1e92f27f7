// cu-rescue.exe: the command line inside a copy of Windows' own Node (a "single executable application").
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inject } from 'postject';
import { isStale } from '../build.mjs';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { runtimePackage } from '../wine/places.mjs';
import { provideWindowsRuntime } from '../wine/runtime.mjs';
import { bundleInto } from './bundle.mjs';
import { nodeRefusal } from './node-version.mjs';
import { withoutSignature } from './signature.mjs';

const at = (...names) => join(root, ...names);
const folder = at('out', 'windows');
const program = 'cu-rescue.exe';
const executable = {
  sources: [
    ...[at('shared'), at('electron'), at('scripts', 'windows'), at('package-lock.json')],
    join(runtimePackage, 'package-lock.json'),
  ],
  built: [join(folder, program)],
};

/** Where Node looks for what it shall run instead of a file; the second is turned from `:0` to `:1` in the program. */
const resource = 'NODE_SEA_BLOB';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * The folder with the executable and what lies beside it, built anew when a source is newer: wholly, or not at all.
 * @throws Problem when it cannot be built
 */
export async function provideExecutable() {
  const refusal = nodeRefusal();
  if (refusal !== null) throw new Problem(refusal);
  if (!isStale(executable)) return folder;
  const runtime = provideWindowsRuntime();
  mkdirSync(at('out'), { recursive: true });
  const work = temporaryFolder(at('out'));
  try {
    const made = join(work, 'windows');
    await makeIn(made, join(work, 'bundle'), runtime);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function makeIn(made, work, { node, modules }) {
  const bundle = await bundleInto(work);
  mkdirSync(made);
  const path = join(made, program);
  writeFileSync(path, withoutSignature(readFileSync(node)), { mode: 0o755 });
  await inject(path, resource, blobOf(bundle, work), { sentinelFuse: fuse });
  for (const name of ['koffi', '@koromix/koffi-win32-x64']) {
    cpSync(join(modules, name), join(made, 'node_modules', name), { recursive: true, filter: isForRunning });
  }
}

/** Of koffi: neither what it is compiled from nor its handbook. */
function isForRunning(path) {
  if (['vendor', 'doc', 'lib'].includes(basename(path))) return false;
  return statSync(path).isDirectory() || /\.(c?js|json|node)$|LICENSE/.test(path);
}

/** The bundle as Node keeps it in a program. Neither code cache nor snapshot: those fit one processor and system only. */
function blobOf(bundle, work) {
  const output = join(work, 'cu-rescue.blob');
  const settings = { main: bundle, output, disableExperimentalSEAWarning: true };
  const config = join(work, 'sea-config.json');
  writeFileSync(config, JSON.stringify({ ...settings, useCodeCache: false, useSnapshot: false }));
  const ran = spawnSync(process.execPath, ['--experimental-sea-config', config], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Problem(`Node could not prepare the executable:\n${ran.stderr}`, 70);
  return readFileSync(output);
}
