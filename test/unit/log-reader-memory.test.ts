import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogRead } from '../../electron/log-reader.ts';
import { readSetupLog } from '../../shared/setup-log.ts';
import { expired, failedRun, head, logText, scripts, upgradeHead, version } from '../fixtures/setup-logs.ts';

const gibibyte = 1024 ** 3;
const mostKibibytes = 40 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'log-reader-memory-'));
const bundle = join(folder, 'log-reader.mjs');

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: fileURLToPath(new URL('../../electron/log-reader.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'log-reader.mjs' } },
    },
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a program in a Node of its own; what it last says, and the most memory it had, in KiB. */
function inNode(program: string): { said: unknown; peak: number } {
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', `${program}; console.log(process.resourceUsage().maxRSS);`],
    { encoding: 'utf8' },
  );
  const [peak = '', said] = output.trim().split('\n').reverse();
  return { said: said === undefined ? null : JSON.parse(said), peak: Number(peak) };
}

/** A sparse file: text, a hole, text. */
function sparseFile(name: string, start: string, end: string): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  writeSync(file, start, 0);
  ftruncateSync(file, gibibyte);
  writeSync(file, end, gibibyte);
  closeSync(file);
  return path;
}

test.each(['the end of the last run', 'nothing'])(
  'a gigabyte with %s behind its hole is read in little memory',
  (behind) => {
    const entries = failedRun(expired(scripts.iis));
    const startLength = head().length + upgradeHead.length + 10;
    const start = logText(entries.slice(0, startLength));
    const end = behind === 'nothing' ? '' : logText(entries.slice(startLength));
    const path = sparseFile('ExchangeSetup.log', start, end);
    try {
      const empty = inNode('');
      const reading = inNode(
        `const { readSetupLogFile } = await import(${JSON.stringify(bundle)});` +
          `console.log(JSON.stringify(await readSetupLogFile(${JSON.stringify(path)})))`,
      );
      const read = reading.said as LogRead;
      expect(read).toEqual({ kind: 'read', verdict: readSetupLog(start + end) });
      expect(read).toMatchObject({ verdict: { run: { line: 1, setupVersion: version } } });
      expect(reading.peak - empty.peak).toBeLessThan(mostKibibytes);
    } finally {
      rmSync(path);
    }
  },
);
