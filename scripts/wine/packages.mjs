// Wine itself, the compiler for the stand-in of http.sys, and what signs a program.
import { spawnSync } from 'node:child_process';
import { installPackages } from '../debian.mjs';
import { Problem } from '../problem.mjs';

const needed = [
  { debianPackages: ['wine', 'wine64'], isThere: () => wineVersion() !== null },
  { debianPackages: ['xvfb', 'xauth'], isThere: () => runs('which', ['xvfb-run', 'xauth']) },
  {
    debianPackages: ['gcc-mingw-w64-x86-64'],
    isThere: () => runs('x86_64-w64-mingw32-gcc', ['--version']),
  },
  { debianPackages: ['osslsigncode'], isThere: () => runs('osslsigncode', ['--version']) },
];

const runs = (program, words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** What Wine calls its version, such as `wine-8.0 (Debian 8.0~repack-4)`; null where there is no Wine that runs. */
export function wineVersion() {
  const env = { ...process.env, WINEDEBUG: '-all' };
  const asked = spawnSync('wine', ['--version'], { env, encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/** Null where Wine can be used on this kind of machine, otherwise the sentence that says why not. */
export function machineRefusal(platform, architecture) {
  if (platform === 'linux' && architecture === 'x64') return null;
  return 'The Windows server is tested under Wine, which these tests use on Linux on x64 only.';
}

/** Debian's packages that are missing, in the order of their use. */
export function missingPackages() {
  return needed.filter(({ isThere }) => !isThere()).flatMap(({ debianPackages }) => debianPackages);
}

/**
 * Sees to it that Wine and the compiler are here.
 * @throws Problem when they cannot be had
 */
export function providePackages() {
  const refusal = machineRefusal(process.platform, process.arch);
  if (refusal !== null) throw new Problem(refusal);
  const missing = missingPackages();
  if (missing.length === 0) return;
  installPackages(missing, 'The Windows server is tested under Wine.');
  const still = missingPackages();
  if (still.length > 0) throw new Problem(`Installed, but still not to be run: ${still.join(', ')}.`);
}
