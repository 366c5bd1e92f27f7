// Packages of Debian and its children: the line that installs them, and installing them where that may be done.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from './problem.mjs';

const isDebian = () => existsSync('/etc/debian_version');

/** The words after apt-get. */
const install = (packages) => ['install', '-y', '--no-install-recommends', ...packages];

/** The one line to type. */
export function installLine(packages) {
  return `apt-get update && apt-get ${install(packages.map(presentName)).join(' ')}`;
}

/**
 * Installs packages, with a word about it, as root on Debian.
 * @throws Problem with the line to type where it may not be done, or does not work
 */
export function installPackages(packages, because) {
  if (!isDebian() || process.getuid?.() !== 0) {
    const how = isDebian() ? `Type, as root: ${installLine(packages)}` : nameFor(packages);
    throw new Problem(`${because} ${how}`);
  }
  console.log(`${because} Installing ${packages.join(', ')}.`);
  aptGet(['update']);
  const installed = aptGet(install(packages.map(presentName)));
  if (installed.status === 0) return;
  console.error(installed.stderr);
  throw new Problem(`That did not work. Type: ${installLine(packages)}`);
}

function nameFor(packages) {
  return `On Debian they are in ${packages.join(', ')}; install what this Linux calls them.`;
}

function aptGet(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-q', ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
}

/** Debian 13 and Ubuntu 24.04 have renamed some of them, with a time of 64 bits. */
function presentName(name) {
  const renamed = `${name}t64`;
  return spawnSync('apt-cache', ['show', renamed], { stdio: 'ignore' }).status === 0 ? renamed : name;
}
