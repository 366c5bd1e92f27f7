import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { packedApp, program } from '../../scripts/package/pack.mjs';
import { presentRuntime } from '../../scripts/electron/runtime.mjs';
import { windowScriptBytes } from '../fixtures/window-scripts.ts';
import { itMeasures } from './it-measures.ts';

itMeasures('bundle', () => windowScriptBytes() / 1000);

/** What the pack leaves out of Electron, such as its languages, is not set against what it brings. */
itMeasures('pack', async () => {
  const electron = presentRuntime();
  if (electron === null) throw new Error('Electron is not here');
  const packed = await packedApp('release');
  const bare = sizesBelow(dirname(electron), basename(electron));
  const brought = [...sizesBelow(packed, program)].map(([name, size]) => size - (bare.get(name) ?? 0));
  return brought.reduce((sum, size) => sum + Math.max(0, size), 0) / 1_000_000;
});

/** Each file below a folder but the executable, by its name from there, and its size in bytes. */
function sizesBelow(folder: string, executable: string): ReadonlyMap<string, number> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map((path) => [relative(folder, path), statSync(path).size] as const);
  return new Map(named.filter(([name]) => name !== executable));
}
