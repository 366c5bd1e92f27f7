// The libraries of the system that Electron is linked with. The linker is asked what is missing, not the package list:
// it knows on every Linux.
import { spawnSync } from 'node:child_process';
import { installPackages } from '../debian.mjs';
import { Problem } from '../problem.mjs';

/** Debian's packages, and the libraries that come with each or with what it needs in turn. */
const packages = {
  'libgtk-3-0': [
    ...[
      'libgtk-3',
      'libgdk-3',
      'libgdk_pixbuf-2.0',
      'libgobject-2.0',
      'libglib-2.0',
      'libgio-2.0',
      'libatk-1.0',
    ],
    ...[
      'libatk-bridge-2.0',
      'libpango-1.0',
      'libpangocairo-1.0',
      'libcairo',
      'libcups',
      'libdbus-1',
      'libX11',
    ],
    ...['libXcomposite', 'libXdamage', 'libXext', 'libXfixes', 'libXrandr', 'libxcb', 'libxkbcommon'],
  ],
  libnss3: ['libnss3', 'libnssutil3', 'libsmime3', 'libnspr4'],
  libasound2: ['libasound'],
  libgbm1: ['libgbm', 'libdrm', 'libexpat'],
  'libatspi2.0-0': ['libatspi'],
};

/** The libraries that ldd does not find, as it names them: `libgbm.so.1`. */
export function missingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library);
}

/** The packages that hold these libraries, each once. A library of no known package has none. */
export function packagesWith(libraries) {
  const stems = new Set(libraries.map((library) => library.replace(/\.so.*$/, '')));
  return Object.keys(packages).filter((name) => packages[name].some((stem) => stems.has(stem)));
}

/** Sees to it that the linker finds everything; installs it where that may be done. */
export function provideLibraries(executable) {
  if (process.platform !== 'linux') return;
  const missing = missingOf(executable);
  if (missing.length === 0) return;
  const because = `Electron needs libraries that this Linux does not have: ${missing.join(', ')}.`;
  const wanted = packagesWith(missing);
  if (wanted.length === 0) throw new Problem(because);
  installPackages(wanted, because);
  const still = missingOf(executable);
  if (still.length > 0) {
    throw new Problem(`Electron needs libraries that no package here has brought: ${still.join(', ')}.`);
  }
}

function missingOf(executable) {
  return missingLibraries(spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout ?? '');
}
