import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtProgram } from '../fixtures/built-program.ts';
import {
  commandLineBench,
  expectSentence,
  journalOf,
  kinds,
  lastLine,
} from '../fixtures/command-line-bench.ts';
import { ending } from '../fixtures/command-line.ts';
import type { Ran } from '../fixtures/command-line.ts';
import { tried } from '../fixtures/tried.ts';
import type { Deed } from './killed-deed.ts';

const { dataFolder, newFolder, rescue, undo } = commandLineBench();

// Each is dozens of processes one after the other: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

/** It makes a certificate, trusts it and binds it three times: every kind of change but one. */
const scenario = 'no-self-signed';

let program: string;
beforeAll(async () => {
  program = await builtProgram('test/fault/killed-program.ts', newFolder());
});

/** Does it in a process of its own, to the end or to the point of this name. */
function killed(data: string, deed: Deed, point: string): Promise<Ran> {
  return ending(spawn(process.execPath, [program, data, deed, point], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Every point of this deed, in order, as it is passed where nothing is killed. */
async function pointsOf(data: string, deed: Deed): Promise<readonly string[]> {
  const { status, stdout, stderr } = await killed(data, deed, 'named');
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').slice(0, -1);
}

async function killAt(data: string, deed: Deed, point: string): Promise<void> {
  const { status, stderr } = await killed(data, deed, point);
  expect([point, status, stderr]).toEqual([point, null, '']);
}

/** So many of them, evenly. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  expect(all.length).toBeGreaterThan(count);
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]!);
}

/** The same data folder once more. */
function copied(data: string): string {
  const copy = join(newFolder(), 'data');
  cpSync(data, copy, { recursive: true });
  return copy;
}

/** The part of the practice server that a rescue may touch. */
function serverOf(data: string) {
  const { records, certificates, containers } = JSON.parse(
    readFileSync(join(data, 'practice', 'server.json'), 'utf8'),
  ) as Readonly<Record<'records' | 'certificates' | 'containers', readonly object[]>>;
  return { records, certificates, containers };
}

/** As many of each as an undisturbed rescue leaves; which they are, differs from rescue to rescue. */
function countsOf(data: string) {
  const { certificates, containers, records } = serverOf(data);
  const bound = new Set(records.map((record) => (record as { thumbprint: string }).thumbprint));
  return { certificates: certificates.length, containers: containers.length, bound: bound.size };
}

const eventsOf = (data: string) => (existsSync(join(data, 'journal.jsonl')) ? kinds(journalOf(data)) : []);

/** The command line names what is unfinished, and what can be done, in place of beginning anew. */
async function expectNamed(data: string, point: string): Promise<void> {
  const named = await rescue(data);
  expect([point, named.status, lastLine(named)]).toMatchObject([
    point,
    3,
    { outcome: 'stopped', because: { kind: 'unfinished' } },
  ]);
  expectSentence(named, /--continue/);
}

async function expectRepaired(data: string, point: string, goal: ReturnType<typeof countsOf>): Promise<void> {
  const ran = await rescue(data, '--continue');
  expect([point, ran.status, lastLine(ran)]).toEqual([point, 0, { outcome: 'repaired', rescue: 1 }]);
  expect([point, countsOf(data)]).toEqual([point, goal]);
}

async function expectUndone(data: string, point: string, before: ReturnType<typeof serverOf>): Promise<void> {
  const ran = await undo(data);
  expect([point, ran.status]).toEqual([point, 0]);
  expect([point, serverOf(data)]).toEqual([point, before]);
}

describe('a process that kills itself at a named point, by SIGKILL', () => {
  it('in a rescue leaves one that the command line names, continues, and takes back', async () => {
    const whole = await dataFolder(scenario);
    const before = serverOf(whole);
    const points = await pointsOf(whole, 'begin');
    const goal = countsOf(whole);
    const chosen = spread(points, 18);
    for (const [index, point] of chosen.entries()) {
      const data = await dataFolder(scenario);
      await killAt(data, 'begin', point);
      const events = eventsOf(data);
      if (events.length > 0 && events.at(-1) !== 'rescue-repaired') await expectNamed(data, point);
      if (index % 2 === 0) await expectRepaired(data, point, goal);
      else await expectUndone(data, point, before);
    }
    tried('real kills', chosen.length);
  });

  it('in going on after a kill leaves a rescue that goes on once more, or is taken back', async () => {
    const half = await dataFolder(scenario);
    const before = serverOf(half);
    // The certificate is there, and nothing says so yet.
    await killAt(half, 'begin', 'after apply 1');
    const whole = copied(half);
    const points = await pointsOf(whole, 'continue');
    const goal = countsOf(whole);
    const chosen = spread(points, 6);
    for (const [index, point] of chosen.entries()) {
      const data = copied(half);
      await killAt(data, 'continue', point);
      if (index % 2 === 0) await expectUndone(data, point, before);
      else await expectRepaired(data, point, goal);
    }
    tried('real kills', 1 + chosen.length);
  });

  it('in an undo leaves one that goes on, whichever way it is asked to', async () => {
    const repaired = await dataFolder(scenario);
    const before = serverOf(repaired);
    expect((await rescue(repaired)).status).toBe(0);
    const chosen = spread(await pointsOf(copied(repaired), 'undo'), 8);
    for (const [index, point] of chosen.entries()) {
      const data = copied(repaired);
      await killAt(data, 'undo', point);
      const isUnfinished = eventsOf(data).includes('undo-started') && eventsOf(data).at(-1) !== 'undo-ended';
      if (isUnfinished) await expectNamed(data, point);
      if (isUnfinished && index % 2 === 0) {
        const ran = await rescue(data, '--continue');
        expect([point, ran.status, lastLine(ran)]).toMatchObject([point, 3, { because: { kind: 'undone' } }]);
        expect([point, serverOf(data)]).toEqual([point, before]);
      } else {
        await expectUndone(data, point, before);
      }
    }
    tried('real kills', chosen.length);
  });
});
