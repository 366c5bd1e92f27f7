// Runs the main job: a whole rescue of a broken practice server, from the diagnosis to the report.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = join(dirname(fileURLToPath(import.meta.url)), 'cli.mjs');
const data = mkdtempSync(join(tmpdir(), 'cu-rescue-'));
const words = ['rescue', '--practice', 'expired-certificate', '--data', data, '--yes'];
const rescue = spawnSync(process.execPath, [cli, ...words], { stdio: 'inherit' });
console.log(
  `The practice server stays in ${data}: look at it with inspect --data, take it back with undo --data.`,
);
process.exitCode = rescue.status ?? 1;
