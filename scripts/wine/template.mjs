// A Windows as Wine makes it, made once: each test gets a copy of its own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { prefixIn, wineEnvironment } from './environment.mjs';
import { wineVersion } from './packages.mjs';
import { wineCache } from './places.mjs';

/** What is done to a fresh prefix. Node refuses the older Windows that Wine plays by itself. */
const settings = [['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f']];

/** By Wine's version, by what is done to the prefix, and by user: Wine refuses one that belongs to another. */
function place() {
  const madeFrom = JSON.stringify([wineVersion(), settings, process.getuid()]);
  return join(wineCache, `prefix-${createHash('sha256').update(madeFrom).digest('hex').slice(0, 16)}`);
}

/** The prefix to be copied; null when there is none yet. */
export function presentTemplate() {
  const prefix = prefixIn(place());
  return existsSync(prefix) ? prefix : null;
}

/**
 * Makes it: wholly, or not at all.
 * @throws Problem when Wine does not make one
 */
export function provideTemplate() {
  const present = presentTemplate();
  if (present !== null) return present;
  console.log(`Making a Windows with ${wineVersion()}, once.`);
  const folder = temporaryFolder(wineCache);
  try {
    const made = join(folder, 'template');
    mkdirSync(made);
    makeWindows(made);
    withoutLinks(join(prefixIn(made), 'drive_c'));
    try {
      renameSync(made, place());
    } catch (error) {
      // Another process was first; what it has made is the same.
      if (presentTemplate() === null) throw error;
    }
    return presentTemplate();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends when Wine's server has written it all down. */
function makeWindows(folder) {
  const env = wineEnvironment(folder, []);
  const run = (program, words) => {
    const ran = spawnSync(program, words, { env, stdio: 'ignore', timeout: 120_000 });
    if (ran.status === 0) return;
    spawnSync('wineserver', ['-k'], { env, stdio: 'ignore' });
    const how = ran.error?.message ?? `it ended with ${ran.signal ?? ran.status}`;
    throw new Problem(`Wine could not make a Windows: ${program} ${words.join(' ')}: ${how}.`);
  };
  run('xvfb-run', ['-a', 'wine', 'wineboot', '-i']);
  for (const words of settings) run('wine', words);
  run('wineserver', ['-w']);
}

/** The user's folders are links into the home of whoever made it: folders of the copy's own instead. */
function withoutLinks(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    unlinkSync(path);
    mkdirSync(path);
  }
}
