// Sees to what the benches need beside what the tests do: the programs that stand beside ours.
import { spawnSync } from 'node:child_process';
import { installPackages } from './debian.mjs';
import { runScript } from './problem.mjs';
import './prepare-tests.mjs';

const yardsticks = [
  { program: 'rg', debianPackage: 'ripgrep' },
  { program: 'openssl', debianPackage: 'openssl' },
];

const isThere = ({ program }) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

await runScript(() => {
  const missing = yardsticks.filter((needed) => !isThere(needed)).map(({ debianPackage }) => debianPackage);
  if (missing.length > 0) installPackages(missing, 'Some benches need programs that are not here.');
});
