// Runs the command line from a checkout. Builds it first when a source is newer than the build, so that
// `npm run -s cli -- …` always runs the code one sees; the build is a child, so it costs this process nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'out', 'cli', 'cli.js');

/** Milliseconds since 1970 of the newest file below a folder. */
function newestIn(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}

function buildIsStale() {
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return ['shared', 'electron'].some((folder) => newestIn(join(root, folder)) > builtAt);
}

if (buildIsStale()) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--config', 'vite.cli.config.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) {
    console.error('The command line could not be built from its sources. Run: npm ci');
    process.exit(70);
  }
}

await import(pathToFileURL(built).href);
