import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { rescueCommand } from '../../electron/cli/rescue.ts';
import { practiceWorkplaces } from '../../electron/wizard/practice-workplace.ts';
import { builtProgram } from '../fixtures/built-program.ts';
import { commandLineBench, expectSentence, lastLine } from '../fixtures/command-line-bench.ts';
import type { Value } from '../fixtures/command-line.ts';

const { cli, dataFolder, newFolder, rescue } = commandLineBench();

// A dozen processes one after the other: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

const nobody = { notice: () => undefined, waits: () => undefined };

let program: string;
beforeAll(async () => {
  program = await builtProgram('test/unit/lock-window-program.ts', newFolder());
});

const windows: ChildProcess[] = [];
afterEach(() => {
  for (const window of windows.splice(0)) window.kill('SIGKILL');
});

async function firstLine(stdout: Readable): Promise<Value> {
  const [line] = (await once(createInterface({ input: stdout }), 'line')) as [string];
  return JSON.parse(line) as Value;
}

/** What the window holds its data folder with, in a process of its own; how its opening went. */
async function openWindow(data: string) {
  const child = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  windows.push(child);
  return { child, said: await firstLine(child.stdout) };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** When somebody began, in the hours and minutes of this test. */
const isTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('one data folder, in the window and on the command line', () => {
  it('is refused on the command line while a window has it, by its name and start time, until that is killed', async () => {
    const data = await dataFolder('one-binding-expired');
    const window = await openWindow(data);
    expect(window.said).toMatchObject({ unfinished: null });

    const refused = await rescue(data);
    const { processId } = window.said;
    expect([refused.status, lastLine(refused)]).toEqual([
      3,
      {
        outcome: 'stopped',
        because: {
          kind: 'held',
          directory: data,
          what: 'CU Rescue, the window',
          startedAt: isTime,
          processId,
        },
      },
    ]);
    expectSentence(refused, /CU Rescue, the window .*process \d+.*\d\d:\d\d/s);

    await kill(window.child);
    expect((await rescue(data)).status).toBe(0);
  });

  it('is refused to a window while another has it, until that is killed', async () => {
    const data = await dataFolder('one-binding-expired');
    const first = await openWindow(data);
    const { processId } = first.said;
    expect((await openWindow(data)).said).toEqual({
      problem: { kind: 'held', directory: data, what: 'CU Rescue, the window', startedAt: isTime, processId },
    });
    await kill(first.child);
    expect((await openWindow(data)).said).toMatchObject({ unfinished: null });
  });

  it('is refused to a window while the command line has it, by its name and start time', async () => {
    const data = await dataFolder('no-self-signed');
    const asked: Promise<unknown>[] = [];
    // Both in this process and its one turn after the other, so that neither waits for a busy machine.
    const status = await rescueCommand(['--data', data, '--yes', '--json'], {
      line: () => undefined,
      complain: () => undefined,
      remark: () => undefined,
      json: () => {
        if (asked.length === 0) asked.push(practiceWorkplaces(data, null)(null, nobody));
      },
    });
    expect(status).toBe(0);
    const because = { kind: 'held', directory: data, startedAt: isTime, processId: process.pid };
    expect(await asked[0]).toEqual({
      kind: 'problem',
      problem: { ...because, what: 'a rescue on the command line' },
    });
  });

  it('is refused to a window while the command line stands still, and opens at what that left when it was killed', async () => {
    const data = await dataFolder('no-self-signed');
    const child = cli().start(['rescue', '--data', data, '--yes', '--json']);
    child.stdin.end();
    expect(await firstLine(child.stdout)).toMatchObject({ event: { kind: 'rescue-started' } });
    // Held still, it is there and answers nobody: who it is cannot be told, that it is there can.
    child.kill('SIGSTOP');
    expect((await openWindow(data)).said).toEqual({
      problem: { kind: 'held', directory: data, what: null, startedAt: null, processId: null },
    });
    await kill(child);
    expect((await openWindow(data)).said).toMatchObject({ unfinished: 'open' });
  });
});
