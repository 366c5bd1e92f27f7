// Which lines of the Windows layer ran under Wine: runs the tests of test/windows, or those that are named, and prints
// a table per file and the lines that never ran. By hand: node scripts/windows-coverage.mjs [TEST FILE...]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { SourceMap } from 'node:module';
import { join, resolve } from 'node:path';
import { root } from './places.mjs';
import { Problem, runScript } from './problem.mjs';

const layer = 'electron/server/windows/';
const folder = join(root, 'out', 'windows-coverage');
const bundle = join(root, 'out', 'windows-bridge', 'bridge.cjs');

/** A character of the bundle that ran is 1. V8 lists what encloses before what it encloses. */
function ranIn(functions, length) {
  const counts = new Uint8Array(length);
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    }
  }
  return counts;
}

/** What ran in any of the Windows processes. */
function ranInAny(length) {
  const all = new Uint8Array(length);
  const reports = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (reports.length === 0) throw new Problem('No Windows process has told what it ran.');
  for (const name of reports) {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const script = result.find(({ url }) => url.endsWith('/bridge.cjs'));
    if (script === undefined) continue;
    const one = ranIn(script.functions, length);
    for (let at = 0; at < length; at += 1) all[at] |= one[at];
  }
  return all;
}

/** Per source: its lines that hold code, and whether they ran. */
function linesBySource(text, ran) {
  const encoded = /sourceMappingURL=data:application\/json;[^,]*base64,(\S+)/.exec(text)?.[1];
  if (encoded === undefined) throw new Problem(`${bundle} has no source map.`);
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  const sources = new Map();
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const column = line.search(/[^\s{}()[\];,]/);
    const { originalSource, originalLine } = column < 0 ? {} : map.findEntry(index, column);
    const at = originalSource?.indexOf(layer) ?? -1;
    if (at >= 0) {
      const name = originalSource.slice(at + layer.length);
      const lines = sources.get(name) ?? new Map();
      lines.set(originalLine + 1, (lines.get(originalLine + 1) ?? false) || ran[offset + column] === 1);
      sources.set(name, lines);
    }
    offset += line.length + 1;
  }
  return sources;
}

function percent(part, whole) {
  return Number(((100 * part) / whole).toFixed(1));
}

await runScript(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tests = process.argv.slice(2);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const ran = spawnSync(
    process.execPath,
    [vitest, 'run', ...(tests.length === 0 ? ['test/windows'] : tests)],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CU_RESCUE_WINDOWS_COVERAGE: resolve(folder) },
    },
  );
  const text = readFileSync(bundle, 'utf8');
  const rows = [...linesBySource(text, ranInAny(text.length))]
    .map(([file, lines]) => {
      const missed = [...lines].filter(([, hasRun]) => !hasRun).map(([line]) => line);
      return { file, lines: lines.size, missed: missed.sort((one, other) => one - other) };
    })
    .sort((one, other) => one.file.localeCompare(other.file));
  const table = rows.map(({ file, lines, missed }) => ({
    file,
    lines,
    'ran %': percent(lines - missed.length, lines),
    'never ran': missed.join(' '),
  }));
  console.table(table);
  const lines = rows.reduce((sum, row) => sum + row.lines, 0);
  const missed = rows.reduce((sum, row) => sum + row.missed.length, 0);
  console.log(
    `${layer}: ${percent(lines - missed, lines)} % of ${lines} lines ran under Wine (wanted: 95 %)`,
  );
  if (ran.status !== 0) throw new Problem('Some of the tests failed, so this says little.', 1);
});
