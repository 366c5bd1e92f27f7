// The app as it is installed, made by electron-builder from electron-builder.yml, in two kinds.
import { join } from 'node:path';
import { buildIfStale, isStale, windowBuild } from '../build.mjs';
import { presentRuntime, provideRuntime } from '../electron/runtime.mjs';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';
import { replaceFolder } from '../whole-folder.mjs';
import { electronHere, runBuilder } from './builder.mjs';
import { provideIcons } from './icons.mjs';
import { inventoryOfApp } from './inventory.mjs';
import { writePapers } from './papers.mjs';

const at = (...names) => join(root, ...names);
const packs = at('out', 'packs');

/** What is different in the pack that tests drive: Playwright comes in through Node's inspector. */
const fusesOf = { release: {}, test: { enableNodeCliInspectArguments: true } };

/** See pack.d.mts. */
export const program = process.platform === 'win32' ? 'CU Rescue.exe' : 'cu-rescue-window';

/** See pack.d.mts. */
export async function packedApp(kind) {
  const runtime = await provideRuntime();
  buildIfStale(windowBuild);
  const pack = packOf(kind, runtime);
  if (isStale(pack)) await make(kind, pack.folder, runtime);
  return pack.folder;
}

/** See pack.d.mts. */
export function presentPack(kind) {
  const runtime = presentRuntime();
  if (runtime === null || isStale(windowBuild) || isStale(packOf(kind, runtime))) {
    throw new Problem('The packed app is missing or out of date. Type: npm run pretest');
  }
  return join(packs, kind);
}

/** What a pack is made of, for `isStale`. */
function packOf(kind, runtime) {
  const folder = join(packs, kind);
  const sources = [
    ...windowBuild.built,
    ...[at('electron-builder.yml'), at('package.json'), at('package-lock.json'), at('scripts', 'package')],
    ...[at('assets', 'icon.svg'), at('LICENSE'), runtime],
  ];
  return { folder, sources, built: [join(folder, 'resources', 'app.asar')] };
}

/** Wholly, or not at all: the pack appears in one step. */
async function make(kind, folder, runtime) {
  console.log(`Packing the app (${kind}).`);
  await replaceFolder(folder, async (work) => {
    await prepareFor(runtime);
    const config = { ...electronHere(runtime), electronFuses: fusesOf[kind] };
    return runBuilder({ output: work, target: 'dir', config });
  });
}

/** Makes what electron-builder.yml expects beside the bundles: the icon, and the papers. */
export async function prepareFor(runtime) {
  await provideIcons();
  const platform = `${process.platform}-x64`;
  const { electronVersion } = electronHere(runtime);
  writePapers(at('out', 'papers'), 'CU Rescue', inventoryOfApp({ platform, electronVersion }));
}
