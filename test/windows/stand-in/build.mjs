// Builds the Windows programs of the test bench with mingw-w64: the stand-in of httpapi.dll in two versions, those of
// wevtutil.exe and setup.exe, the program that prints layouts, and the one that tries the stand-in. By hand: node test/windows/stand-in/build.mjs FOLDER
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem, runScript } from '../../../scripts/problem.mjs';

const compiler = 'x86_64-w64-mingw32-gcc';
const here = dirname(fileURLToPath(import.meta.url));

const flags = ['-std=c17', '-O1', '-s', '-Wall', '-Wextra', '-Werror', '-D_WIN32_WINNT=0x0A00'];
const library = {
  sources: ['httpapi.c', 'query.c', 'records.c', 'endpoints.c', 'certificates.c', 'faults.c'],
  flags: ['-shared', '-DHTTPAPI_LINKAGE_EXPORT'],
  links: ['-ladvapi32', '-lcrypt32', '-lws2_32', '-lntdll'],
};

// Both versions carry the name under which Windows loads them, so each has its own folder.
const programs = {
  httpapi: { ...library, file: join('newer', 'httpapi.dll') },
  httpapiWithoutUpdate: {
    ...library,
    flags: [...library.flags, '-DWITHOUT_UPDATE'],
    file: join('older', 'httpapi.dll'),
  },
  wevtutil: { sources: ['wevtutil.c'], flags: [], links: [], file: 'wevtutil.exe' },
  setup: { sources: ['setup.c'], flags: ['-municode'], links: [], file: 'setup.exe' },
  layout: { sources: ['layout.c'], flags: [], links: [], file: 'layout.exe' },
  trial: {
    sources: ['try.c', 'try-world.c', 'try-faults.c'],
    flags: [],
    links: ['-ladvapi32', '-lcrypt32', '-lws2_32'],
    file: 'try.exe',
  },
};

/** Changes with every source, and with what this file does with them. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = readdirSync(here).filter((name) => /\.(c|h|mjs)$/.test(name));
  for (const name of files.sort()) hash.update(`${name}\n`).update(readFileSync(join(here, name)));
  return hash.digest('hex');
}

// Renamed when it is whole: whoever builds at the same time never loads half of it.
function compile(program, target) {
  mkdirSync(dirname(target), { recursive: true });
  const partial = `${target}.${String(process.pid)}`;
  const words = [...flags, ...program.flags, '-o', partial, ...program.sources, ...program.links];
  const ran = spawnSync(compiler, words, { cwd: here, encoding: 'utf8' });
  if (ran.error) {
    throw new Problem(
      `${compiler} is not here, so the tests on Windows' own interfaces cannot be built. Run: sudo apt-get install gcc-mingw-w64-x86-64`,
    );
  }
  if (ran.status !== 0) throw new Problem(`${program.file} could not be built:\n${ran.stderr}`, 70);
  renameSync(partial, target);
}

/**
 * Builds into the folder what is not there yet from these sources.
 *
 * @param folder absolute path; made when it is not there
 * @returns the absolute path of each program
 * @throws Problem when the compiler is missing, or refuses
 */
export function buildStandIns(folder) {
  const paths = Object.fromEntries(
    Object.entries(programs).map(([name, program]) => [name, join(folder, program.file)]),
  );
  const stamp = join(folder, 'built-from');
  const wanted = fingerprint();
  const isCurrent =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted &&
    Object.values(paths).every((path) => existsSync(path));
  if (isCurrent) return paths;
  for (const [name, program] of Object.entries(programs)) compile(program, paths[name]);
  writeFileSync(stamp, wanted);
  return paths;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(() => {
    const folder = process.argv[2];
    if (folder === undefined) throw new Problem('Where to? node test/windows/stand-in/build.mjs FOLDER', 64);
    console.log(JSON.stringify(buildStandIns(resolve(folder)), null, 2));
  });
}
