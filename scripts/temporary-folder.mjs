// Folders that go with the process that made them.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const shape = /^cu-rescue-(\d+)-/;

/** A new folder that all may read and only its maker may change; it goes when this process ends. */
export function temporaryFolder(base) {
  mkdirSync(base, { recursive: true });
  sweep(base);
  const folder = mkdtempSync(join(base, `cu-rescue-${process.pid}-`));
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Takes away what processes that were killed have left. */
function sweep(base) {
  for (const name of readdirSync(base)) {
    const maker = shape.exec(name)?.[1];
    if (maker === undefined || isAlive(Number(maker))) continue;
    const path = join(base, name);
    if (lstatSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
