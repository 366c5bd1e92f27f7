// Which lines of the Windows layer ran under Wine: runs the tests of test/windows, or those that are named, and prints
// a table per file and the lines that never ran. By hand: node scripts/windows-coverage.mjs [TEST FILE...]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { root } from './places.mjs';
import { Problem, runScript } from './problem.mjs';
import { provideBridge } from './wine/bridge-build.mjs';

const layer = 'electron/server/windows/';
const folder = join(root, 'out', 'windows-coverage');

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

/**
 * Per source: its lines that hold code, and whether one of the pieces that the bundle has of a line ran. A piece is what
 * the source map tells apart: the two outcomes of a choice that the bundle writes in one line are two.
 */
function linesBySource(text, ran) {
  const encoded = /sourceMappingURL=data:application\/json;[^,]*base64,(\S+)/.exec(text)?.[1];
  if (encoded === undefined) throw new Problem('The bundle has no source map.');
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  const sources = new Map();
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (const { source, sourceLine, column } of piecesOf(map, index, line)) {
      const name = source.slice(source.indexOf(layer) + layer.length);
      const lines = sources.get(name) ?? new Map();
      lines.set(sourceLine, (lines.get(sourceLine) ?? false) || ran[offset + column] === 1);
      sources.set(name, lines);
    }
    offset += line.length + 1;
  }
  return sources;
}

/** The pieces of the layer in a line of the bundle. One that begins with a bracket or the like says nothing. */
function piecesOf(map, index, line) {
  const isOurs = ({ originalSource }) => originalSource?.includes(layer) === true;
  const found = [];
  for (let column = line.search(/\S/); column >= 0 && column < line.length; column += 1) {
    const entry = map.findEntry(index, column);
    // A module's lines lie together: no need to look through those of others.
    if (!isOurs(entry)) return found;
    if (entry.generatedLine !== index || entry.generatedColumn !== column) continue;
    if (/[\s{}()[\];,]/.test(line[column])) continue;
    found.push({ source: entry.originalSource, sourceLine: entry.originalLine + 1, column });
  }
  return found;
}

function percent(part, whole) {
  return Number(((100 * part) / whole).toFixed(1));
}

/** The tests with every Windows process writing down what it ran; their exit status. */
function runTests(tests) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const ran = spawnSync(process.execPath, [vitest, 'run', ...tests], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CU_RESCUE_WINDOWS_COVERAGE: folder },
  });
  return ran.status;
}

/** Each source, with the lines of it that never ran. */
function filesOf(sources) {
  return [...sources]
    .map(([file, lines]) => {
      const missed = [...lines].filter(([, hasRun]) => !hasRun).map(([line]) => line);
      return { file, lines: lines.size, missed: missed.toSorted((one, other) => one - other) };
    })
    .toSorted((one, other) => one.file.localeCompare(other.file));
}

function print(files) {
  console.table(
    files.map(({ file, lines, missed }) => ({
      file,
      lines,
      'never ran': missed.length,
      'ran %': percent(lines - missed.length, lines),
    })),
  );
  for (const { file, missed } of files) {
    const text = readFileSync(join(root, layer, file), 'utf8').split('\n');
    for (const line of missed) console.log(`never ran: ${layer}${file}:${line} ${text[line - 1].trim()}`);
  }
  const all = files.reduce((sum, { lines }) => sum + lines, 0);
  const missed = files.reduce((sum, one) => sum + one.missed.length, 0);
  console.log(`${layer}: ${percent(all - missed, all)} % of ${all} lines ran under Wine (wanted: 95 %)`);
}

await runScript(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // What ran is told by places in the bundle: it has to be the same one from the first process to the last.
  const text = readFileSync(provideBridge(), 'utf8');
  const tests = process.argv.slice(2);
  const status = runTests(tests.length === 0 ? ['test/windows'] : tests);
  if (readFileSync(provideBridge(), 'utf8') !== text) {
    throw new Problem('The sources were changed while the tests ran: begin anew.', 1);
  }
  print(filesOf(linesBySource(text, ranInAny(text.length))));
  if (status !== 0) throw new Problem('Some of the tests failed, so this says little.', 1);
});
