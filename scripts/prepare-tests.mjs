// Sees to the programs that the tests ask for a second opinion. Installs them on Debian when it may, and says so;
// otherwise it says the one line to type, and the tests that need them are skipped with a word.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const programs = [{ program: 'openssl', debianPackage: 'openssl' }];

const isThere = ({ program }) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
const missing = programs.filter((needed) => !isThere(needed)).map(({ debianPackage }) => debianPackage);

if (missing.length > 0) {
  const line = `apt-get install -y ${missing.join(' ')}`;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log(`The tests need ${missing.join(', ')}; installing: ${line}`);
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    const installed = spawnSync('apt-get', ['install', '-y', '-q', ...missing], { stdio: 'inherit' });
    if (installed.status !== 0) console.log('That did not work; the tests that need it are skipped.');
  } else {
    console.log(`Some tests are skipped without ${missing.join(', ')}. To install: ${line}`);
  }
}
