// Sees to what the tests need: the programs that they ask for a second opinion, a display, Electron, the build of the
// window, its packs, and Wine. Installs on Debian what it may, and says so; otherwise it says the one line to type.
import { spawnSync } from 'node:child_process';
import { buildIfStale, testBuilds, windowBuild } from './build.mjs';
import { installPackages } from './debian.mjs';
import { prepareElectron } from './electron/prepare.mjs';
import { packedApp } from './package/pack.mjs';
import { Problem, runScript } from './problem.mjs';
import { provideExecutableForTests } from './windows/executable.mjs';
import { prepareWine } from './wine/prepare.mjs';

const programs = [
  { program: 'openssl', debianPackage: 'openssl' },
  { program: 'pdftotext', debianPackage: 'poppler-utils' },
  ...(process.platform === 'linux'
    ? [
        { program: 'Xvfb', debianPackage: 'xvfb' },
        { program: 'xauth', debianPackage: 'xauth' },
        // Counts what a program asks of the disk, and lets single ones of these calls fail.
        { program: 'strace', debianPackage: 'strace' },
      ]
    : []),
];

/** Says what could not be had; the tests that need it say the rest. */
async function attempt(step) {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.log(error.message);
  }
}

const isThere = ({ program }) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

async function prepareWindows() {
  prepareWine();
  await provideExecutableForTests();
}

await runScript(async () => {
  const missing = programs.filter((needed) => !isThere(needed)).map(({ debianPackage }) => debianPackage);
  if (missing.length > 0)
    await attempt(() => installPackages(missing, 'Some tests need programs that are not here.'));
  await attempt(prepareElectron);
  // A build server has to have it: there the tests of the Windows server are not skipped.
  if (process.env.CI === 'true') await prepareWindows();
  else await attempt(prepareWindows);
  // All of it before the first test: tests that run side by side would build into one another's runs.
  for (const build of [windowBuild, ...testBuilds]) buildIfStale(build);
  for (const kind of ['release', 'test']) await attempt(() => packedApp(kind));
});
