// cu-rescue.exe: the command line inside a copy of Windows' own Node (a "single executable application").
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inject } from 'postject';
import { isStale } from '../build.mjs';
import { inventoryOfCommandLine } from '../package/inventory.mjs';
import { writePapers } from '../package/papers.mjs';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { replaceFolder } from '../whole-folder.mjs';
import { runtimePackage } from '../wine/places.mjs';
import { provideWindowsRuntime } from '../wine/runtime.mjs';
import { bundleInto } from './bundle.mjs';
import { withDoorsOpen, withDoorsShut, withSystemDllsOnly } from './doors.mjs';
import { nodeRefusal } from './node-version.mjs';
import { withoutSignature } from './signature.mjs';

const at = (...names) => join(root, ...names);
const program = 'cu-rescue.exe';
const sources = [
  ...[at('shared'), at('electron'), at('scripts', 'windows'), at('scripts', 'package')],
  ...[at('package.json'), at('package-lock.json'), join(runtimePackage, 'package-lock.json')],
];

const folders = { release: at('out', 'windows'), test: at('out', 'windows-for-tests') };

/** Where Node looks for what it shall run instead of a file; the second is turned from `:0` to `:1` in the program. */
const resource = 'NODE_SEA_BLOB';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * The folder with the executable and what lies beside it, built anew when a source is newer: wholly, or not at all.
 * @throws Problem when it cannot be built
 */
export function provideExecutable() {
  const refusal = nodeRefusal();
  if (refusal !== null) throw new Problem(refusal);
  return provide('release', async (made, work) => {
    await makeIn(made, join(work, 'bundle'), provideWindowsRuntime());
  });
}

/** The same program with its doors open, so that a test can look into it. */
export async function provideExecutableForTests() {
  const release = await provideExecutable();
  return provide('test', (made) => {
    cpSync(release, made, { recursive: true });
    writeFileSync(join(made, program), withDoorsOpen(readFileSync(join(release, program))));
  });
}

/** @param make fills the first folder, and may use the second meanwhile */
async function provide(kind, make) {
  const folder = folders[kind];
  if (!isStale({ sources, built: [join(folder, program)] })) return folder;
  await replaceFolder(folder, async (work) => {
    const made = join(work, 'windows');
    await make(made, work);
    return made;
  });
  return folder;
}

async function makeIn(made, work, { node, modules }) {
  const bundle = await bundleInto(work);
  mkdirSync(made);
  const path = join(made, program);
  const shut = withSystemDllsOnly(withDoorsShut(withoutSignature(readFileSync(node))));
  writeFileSync(path, shut, { mode: 0o755 });
  await inject(path, resource, blobOf(bundle, work), { sentinelFuse: fuse });
  for (const name of ['koffi', '@koromix/koffi-win32-x64']) {
    cpSync(join(modules, name), join(made, 'node_modules', name), { recursive: true, filter: isForRunning });
  }
  writePapers(made, 'CU Rescue without a window', inventoryOfCommandLine({ runtime: dirname(modules) }));
}

/** Of koffi: neither what it is compiled from nor its handbook. */
function isForRunning(path) {
  if (['vendor', 'doc', 'lib'].includes(basename(path))) return false;
  return statSync(path).isDirectory() || /\.(c?js|json|node)$|LICENSE/.test(path);
}

/**
 * The bundle as Node keeps it in a program. Neither code cache nor snapshot: those fit one processor and system only.
 * Named from its own folder, since the name goes into the program: where it was built is nobody's business.
 */
function blobOf(bundle, work) {
  const settings = { main: basename(bundle), output: 'cu-rescue.blob', disableExperimentalSEAWarning: true };
  const config = 'sea-config.json';
  writeFileSync(join(work, config), JSON.stringify({ ...settings, useCodeCache: false, useSnapshot: false }));
  const words = ['--experimental-sea-config', config];
  const ran = spawnSync(process.execPath, words, { cwd: dirname(bundle), encoding: 'utf8' });
  if (ran.status !== 0) throw new Problem(`Node could not prepare the executable:\n${ran.stderr}`, 70);
  return readFileSync(join(work, settings.output));
}
