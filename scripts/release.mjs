// npm run release: makes the folder that is published, out/release. How to use it: docs/release.md.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale, windowBuild } from './build.mjs';
import { provideRuntime } from './electron/runtime.mjs';
import { electronHere, runBuilder } from './package/builder.mjs';
import { writeChecksums } from './package/checksums.mjs';
import { packedApp, prepareFor } from './package/pack.mjs';
import { paperNames } from './package/papers.mjs';
import { root } from './places.mjs';
import { Problem, runScript } from './problem.mjs';
import { replaceFolder } from './whole-folder.mjs';
import { provideExecutable } from './windows/executable.mjs';

const at = (...names) => join(root, ...names);
const folder = at('out', 'release');
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const onWindows = process.platform === 'win32';

await runScript(async () => {
  await replaceFolder(folder, async (work) => {
    const made = join(work, 'release');
    mkdirSync(made);
    const { installed, commandLine } = await (onWindows ? makeForWindows : makeForLinux)(made, work);
    cpSync(commandLine, join(made, `cu-rescue-${version}-windows-x64`), { recursive: true });
    for (const name of [...Object.values(paperNames), 'LICENSE.txt']) {
      cpSync(join(installed, name), join(made, name));
    }
    writeChecksums(made);
    return made;
  });
  console.log(`The release of CU Rescue ${version} is in ${folder}.`);
  if (onWindows) return;
  console.log(
    "The installer for Windows is not in it, for that is made from Electron's program for Windows. " +
      'On a Windows machine, type: npm ci && npm run release',
  );
});

/** The installer, and the two programs as it installs them, signed when there is a certificate. */
async function makeForWindows(made, work) {
  const runtime = await provideRuntime();
  buildIfStale(windowBuild);
  await provideExecutable();
  await prepareFor(runtime);
  const isSigned = ['WIN_CSC_LINK', 'CSC_LINK'].some((name) => (process.env[name] ?? '') !== '');
  if (!isSigned) console.log('There is no certificate (WIN_CSC_LINK): the programs are not signed.');
  const config = { ...electronHere(runtime), forceCodeSigning: isSigned };
  const installed = await runBuilder({ output: work, target: 'nsis', config });
  const installer = `CU-Rescue-Setup-${version}.exe`;
  renameSync(join(work, installer), join(made, installer));
  return { installed, commandLine: join(installed, 'command-line') };
}

/** The window for rehearsing: the practice server. */
async function makeForLinux(made, work) {
  const installed = await packedApp('release');
  const name = `CU-Rescue-${version}-linux-x64`;
  cpSync(installed, join(work, name), { recursive: true, verbatimSymlinks: true });
  const archive = join(made, `${name}.tar.gz`);
  const ran = spawnSync('tar', ['-czf', archive, '--owner=0', '--group=0', '--numeric-owner', name], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (ran.status !== 0)
    throw new Problem(`${dirname(archive)} could not be filled. tar said:\n${ran.stderr}`);
  return { installed, commandLine: await provideExecutable() };
}
