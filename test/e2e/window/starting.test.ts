import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../../electron/lock.ts';
import { setupLogFile } from '../../../electron/server/practice/store.ts';
import { plain } from '../../../shared/plain.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { rerunWords } from '../../../shared/text/english/rerun.ts';
import { startWords } from '../../../shared/text/english/start.ts';
import { commandLineBench } from '../../fixtures/command-line-bench.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();
const { cli, dataFolder, rescue, undo } = commandLineBench();
const { electron } = bench;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** `npm start -- …`, typed in a folder. */
function npmStart(words: readonly string[], typedIn: string, display = electron.env['DISPLAY']) {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...words], {
    env: { ...process.env, INIT_CWD: typedIn, DISPLAY: display, WAYLAND_DISPLAY: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => (said[name] += chunk.toString()));
  }
  const ended = once(child, 'close').then(([status]: (number | null)[]) => {
    running.delete(child);
    return { status, ...said };
  });
  return { child, ended };
}

describe('npm start', () => {
  it('tells how it is used, and opens no window for that', async () => {
    const { status, stdout, stderr } = await npmStart(['--help'], '.', ':no-display').ended;
    expect([status, stderr]).toEqual([0, '']);
    for (const word of ['--practice', '--data', 'healthy']) expect(stdout).toContain(word);
  });

  it.each([[['--frobnicate']], [['healthy']], [['--practice', 'helthy']], [['--remote-debugging-port=0']]])(
    'refuses what it does not know in one sentence: %j',
    async (words) => {
      const { status, stdout, stderr } = await npmStart(words, '.').ended;
      expect([status, stdout]).toEqual([64, '']);
      expect(stderr).toMatch(/^[^\n]+\.\n$/);
    },
  );

  it('says of a display that is not there that it cannot be opened, and nothing of Chromium', async () => {
    const { status, stderr } = await npmStart([], '.', ':7077').ended;
    expect(status).toBe(3);
    expect(stderr).toMatch(/The display :7077 cannot be opened\..*npm run -s cli -- --help\n$/);
    expect(stderr).not.toMatch(/ERROR|X server/);
  });

  it('keeps the rescue in a folder that is named from where one is, and ends in order', async () => {
    const typedIn = electron.newFolder();
    const data = join(typedIn, 'Grüße an alle');
    const { child, ended } = npmStart(['--data', 'Grüße an alle', '--practice', 'healthy'], typedIn);
    await expect
      .poll(() => existsSync(join(data, 'practice', 'server.json')), { timeout: 60_000 })
      .toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 0, stdout: '', stderr: '' });
    const acquired = await acquireLock(data, { what: 'a test', processId: process.pid, startedAt: '' });
    if (acquired.kind === 'held') throw new Error('It is still open');
    await acquired.lock.release();
  });
});

describe('a data folder', () => {
  const me = { what: 'a test', processId: process.pid, startedAt: '2026-03-01T03:12:00.000Z' };

  it('is open once, in the window or elsewhere, and every folder for itself', async () => {
    const data = bench.newFolder();
    const window = await bench.start(data);
    expect(await acquireLock(data, me)).toMatchObject({
      kind: 'held',
      holder: { what: 'CU Rescue, the window' },
    });
    const other = bench.newFolder();
    const acquired = await acquireLock(other, me);
    if (acquired.kind === 'held') throw new Error('It should be free');
    const second = await bench.start(other);
    expect(await second.state()).toMatchObject({ kind: 'shut', problem: { kind: 'held', what: me.what } });
    await acquired.lock.release();
    await second.press(startWords.retry);
    await second.arrived('diagnose');
    expect((await window.state()).kind).toBe('open');
  });

  it.each<[string, (data: string) => string]>([
    [
      'folder-not-a-folder',
      (data) => {
        writeFileSync(join(data, 'file'), 'precious');
        return join(data, 'file');
      },
    ],
    [
      'folder-not-writable',
      (data) => {
        chmodSync(data, 0o555);
        return data;
      },
    ],
    [
      'journal-damaged',
      (data) => {
        writeFileSync(join(data, 'journal.jsonl'), 'not a journal\nat all\n');
        return data;
      },
    ],
  ])('that cannot be used is told, and kept as it is: %s', async (kind, spoilt) => {
    const data = spoilt(bench.newFolder());
    const window = await bench.start(data);
    expect(await window.state()).toMatchObject({ kind: 'shut', problem: { kind } });
    expect(await window.page.locator('main').innerText()).toContain(data);
  });

  it('that goes away under the window is told, and nothing is begun', async () => {
    const data = join(bench.newFolder(), 'data');
    const window = await bench.start(data, '--practice', 'expired-certificate');
    const { plan } = await window.open();
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'review' }));
    rmSync(data, { recursive: true });
    await window.page.evaluate((planId) => cuRescue.begin({ planId }), plan?.id ?? '');
    expect((await window.open()).trouble).toMatchObject({
      kind: 'folder-unusable',
      problem: { kind: 'folder-missing' },
    });
    expect(existsSync(data)).toBe(false);
  });
});

async function bindings(window: WindowApp) {
  const { facts } = (await window.open()).look;
  return plain({ records: facts.records, certificates: facts.certificates });
}

describe('window and command line', () => {
  it('share a rescue: changed here, reported and undone there, seen here', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data, '--practice', 'expired-certificate');
    const before = await bindings(first);
    await rebind(first, /^Replace /);
    await bench.close(first);
    const report = await cli().run(['report', '--data', data]);
    expect([report.status, report.stderr]).toEqual([0, '']);
    expect(report.stdout).toContain('Repaired. 2 changes made and verified.');
    // Root's window runs as nobody, whose folder root's command line does not take for its own.
    if (process.getuid?.() === 0) chownSync(data, 0, 0);
    expect((await undo(data)).status).toBe(0);
    electron.handOver(data);
    const second = await bench.start(data);
    expect((await second.open()).rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone']);
    expect(await bindings(second)).toEqual(before);
  });

  it('share a rescue: repaired there, goes on here with Setup, or is undone', async () => {
    const made = await dataFolder('expired-certificate');
    expect((await rescue(made)).status).toBe(0);
    const data = bench.newFolder();
    cpSync(made, data, { recursive: true });
    electron.handOver(data);
    const window = await bench.start(data);
    expect((await window.open()).stage).toBe('rerun-setup');
    await window.page.evaluate(() => cuRescue.undo());
    await window.arrived('rebind');
    expect((await window.open()).rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone']);
  });
});

/** As if so many minutes had gone by since the last line of Setup's log. */
function ageSetupLog(data: string, minutes: number): void {
  const path = join(data, 'practice', setupLogFile);
  const text = readFileSync(path, 'utf8').replaceAll(
    /^\[(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)\./gm,
    (_stamp, month: string, day: string, year: string, time: string) => {
      const then = new Date(Date.parse(`${year}-${month}-${day}T${time}Z`) - minutes * 60_000).toISOString();
      return `[${then.slice(5, 7)}/${then.slice(8, 10)}/${then.slice(0, 4)} ${then.slice(11, 19)}.`;
    },
  );
  writeFileSync(path, text);
}

describe('a program that was killed while Setup ran on practice', () => {
  it('does not take Setup for running for long: what was changed can be taken back', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data, '--practice', 'expired-certificate');
    const before = await bindings(first);
    await rebind(first, /^Replace /);
    await first.press(rebindWords.runSetup);
    await first.press(rerunWords.run);
    await first.until((state) => state.kind === 'open' && (state.setup?.progress.entries ?? 0) > 0);
    bench.ended(first);
    const ended = once(first.app.process(), 'exit');
    first.app.process().kill('SIGKILL');
    await ended;

    const second = await bench.start(data);
    expect((await second.open()).look.diagnosis.verdict.kind).toBe('setup-running');
    expect(await second.page.locator('main').innerText()).toMatch(/look again at \d\d:\d\d:\d\d/);
    await bench.close(second);

    ageSetupLog(data, 1);
    const third = await bench.start(data);
    expect((await third.open()).look.diagnosis.verdict.kind).not.toBe('setup-running');
    await third.page.evaluate(() => cuRescue.undo());
    await third.arrived('rebind');
    expect((await third.open()).rescues.map(({ outcome }) => outcome.kind)).toEqual(['undone']);
    expect(await bindings(third)).toEqual(before);
  });
});
