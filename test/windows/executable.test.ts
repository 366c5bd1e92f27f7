import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFactsFile } from '../../electron/cli/facts-file.ts';
import { systemClock } from '../../electron/clock.ts';
import { nodeRefusal } from '../../scripts/windows/node-version.mjs';
import { lookAt } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import {
  builtExecutable,
  installExecutable,
  runTraced,
  valuesOf,
  type Executable,
} from './executable-world.ts';
import { holdRescue } from './rescue-holder.ts';
import type { Ran } from './run-in-wine.ts';
import { snapshotOf } from './snapshot.ts';
import { startWineWorld, type WineWorld } from './wine-world.ts';

const logFile = String.raw`C:\ExchangeSetupLogs\ExchangeSetup.log`;
const dataFolder = String.raw`C:\ProgramData\CU Rescue`;
/** Reads the System log; Windows has no other way that is the same in every version. */
const wevtutil = String.raw`C:\windows\system32\wevtutil.exe`;
const httpRecords = String.raw`HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters\SslBindingInfo`;

/** One sentence or more, and nothing that only a programmer could read. */
function expectSentence({ stderr }: Ran, pattern: RegExp): void {
  expect(stderr).toMatch(pattern);
  expect(stderr.trimEnd()).toMatch(/\.$/);
  expect(stderr).not.toMatch(/Error|\bat .*:\d+:\d+|undefined|\[object|Warning/);
}

const isHere = nodeRefusal() === null || process.env['CI'] === 'true';

describe.skipIf(!isHere)(`cu-rescue.exe${isHere ? '' : ` (${nodeRefusal() ?? ''})`}`, () => {
  // Here, so that it is not built within the time of a test.
  beforeAll(() => void builtExecutable(), 300_000);

  describeOnWine('on an Exchange server whose certificate has expired', () => {
    let exchange: ExchangeWorld;
    let program: Executable;
    let before: { readonly everything: string; readonly records: string };

    /** The records as `reg export` shows them, each value on one line. */
    const records = async () =>
      (await exchange.world.registry.export(httpRecords)).replaceAll(/\\\r\n\s*/g, '');
    const inRegistry = (thumbprint: string) =>
      (thumbprint.match(/../g) ?? []).map((byte) => byte.toLowerCase()).join(',');

    beforeAll(async () => {
      const built = builtExecutable();
      // By the real clock, which is the one that the program has.
      exchange = await startExchangeWorld('expired-certificate', systemClock);
      program = installExecutable(exchange.world, built);
      before = { everything: await snapshotOf(exchange.world), records: await records() };
    });
    afterAll(() => exchange.dispose());

    let inspected: Ran;
    let plan: Plan;

    it('reads the log of this server where none is named', async () => {
      const ran = await program.run('diagnose', '--json');
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(valuesOf(ran)).toMatchObject([{ file: logFile, class: 'certificate-expired', ours: true }]);
    });

    it('looks at it, and changes nothing', async () => {
      inspected = await program.run('inspect', '--json');
      expect([inspected.status, inspected.stderr]).toEqual([0, '']);
      expect(valuesOf(inspected)).toMatchObject([
        {
          facts: { origin: { kind: 'windows' }, records: { length: 3 } },
          diagnosis: { verdict: { kind: 'ours', class: 'certificate-expired' } },
          plan: { changes: { length: 2 } },
        },
      ]);
      plan = valuesOf(inspected)[0]!['plan'] as Plan;
      expect(await snapshotOf(exchange.world)).toBe(before.everything);
      expect(existsSync(join(exchange.world.driveC, 'ProgramData/CU Rescue'))).toBe(false);
    });

    it('prints what another machine makes the same of', () => {
      const parsed = parseFactsFile(Buffer.from(inspected.stdout));
      if (parsed.kind !== 'read') throw new Error(JSON.stringify(parsed));
      const { facts, identity } = parsed.value;
      const there = lookAt(facts, identity!);
      expect(valuesOf(inspected)[0]).toMatchObject({
        diagnosis: there.diagnosis,
        candidates: there.candidates.candidates,
        plan: there.planned.kind === 'planned' ? there.planned.plan : null,
      });
    });

    it('says it in words, in UTF-8', async () => {
      const ran = await program.run('inspect');
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(ran.stdout).toContain('The plan: 2 changes');
      expect(ran.stdout).not.toMatch(/undefined|\[object|\ufffd/);
    });

    it('shows the plan and asks for --yes before it begins', async () => {
      const ran = await program.run('rescue');
      expect(ran.status).toBe(3);
      expect(ran.stdout).toContain('The plan: 2 changes');
      expectSentence(ran, /^Nothing was changed\. Add --yes/);
      expect(await snapshotOf(exchange.world)).toBe(before.everything);
    });

    it('is refused while another rescuer is at work', async () => {
      const holder = await holdRescue(exchange.world, dataFolder, 'a rescue in the window');
      try {
        const ran = await program.run('rescue', '--yes', '--json');
        expect(ran.status).toBe(3);
        expectSentence(ran, /in use: a rescue in the window \(process 4711\)/);
        expect(valuesOf(ran)).toMatchObject([{ outcome: 'stopped', because: { kind: 'held' } }]);
        expect(await records()).toBe(before.records);
      } finally {
        await holder.release();
      }
    });

    it('rescues it: the records hold the chosen certificate, and are otherwise as before', async () => {
      const { ran, started } = await program.runTraced('rescue', '--yes', '--json');
      expect(new Set(started)).toEqual(new Set([wevtutil]));
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(valuesOf(ran).at(-1)).toMatchObject({ outcome: 'repaired', rescue: 1 });
      const [first] = plan.changes;
      if (first?.kind !== 'record' || first.before.kind !== 'present')
        throw new Error('No change of a record');
      const [old, chosen] = [first.before.value.certificate, plan.choice];
      if (old.kind !== 'thumbprint' || chosen?.kind !== 'use') throw new Error('No certificate is chosen');
      const now = await records();
      expect(now).toBe(before.records.replaceAll(inRegistry(old.thumbprint), inRegistry(chosen.thumbprint)));
      expect(now.split(`"SslCertHash"=hex:${inRegistry(chosen.thumbprint)}`)).toHaveLength(1 + 3);
    });

    it('has written it down where every rescue of this server is', () => {
      const kept = join(exchange.world.driveC, 'ProgramData/CU Rescue');
      const journal = readFileSync(join(kept, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
      const events = journal.map((line) => (JSON.parse(line) as { event: { kind: string } }).event);
      expect(events.map(({ kind }) => kind)).toEqual([
        'rescue-started',
        'backup-made',
        ...['change-about-to', 'change-done', 'change-about-to', 'change-done'],
        'rescue-repaired',
      ]);
      // No web server runs in this Windows, so nothing could be served.
      const done = events.filter(({ kind }) => kind === 'change-done');
      for (const event of done) expect(event).toMatchObject({ verification: { kind: 'nothing-listens' } });
      const names = readdirSync(kept, { recursive: true }).map((name) => String(name).split('/').at(-1));
      expect(names).toEqual(expect.arrayContaining(['applicationHost.config', 'records.json']));
    });

    it('tells what was done', async () => {
      const ran = await program.run('report');
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(ran.stdout).toContain('EX01');
      expect(ran.stdout).toContain(dataFolder);
      expect(ran.stdout).not.toMatch(/undefined|\[object|\ufffd|Practice/);
    });

    it('leaves Setup of a real server to the administrator', async () => {
      const ran = await program.run('rerun-setup');
      expect([ran.status, ran.stdout]).toEqual([3, '']);
      expectSentence(ran, /On this server, start Setup itself/);
    });

    it('takes everything back', async () => {
      const ran = await program.run('undo', '--all', '--yes', '--json');
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(valuesOf(ran).at(-1)).toEqual({ outcome: 'undone', notUndone: [] });
      expect(await records()).toBe(before.records);
      expect(await snapshotOf(exchange.world)).toBe(before.everything);
    });
  });

  describeOnWine('on a Windows without Exchange', () => {
    let world: WineWorld;
    let program: Executable;
    beforeAll(async () => {
      const built = builtExecutable();
      world = await startWineWorld({ httpSys: 'with-update' });
      program = installExecutable(world, built);
    });
    afterAll(() => world.dispose());

    it.each([
      [['inspect']],
      [['inspect', '--json']],
      [['rescue', '--yes', '--json']],
      [['undo', '--all', '--yes']],
    ])('says so in a sentence, and leaves nothing behind: %j', async (words) => {
      const ran = await program.run(...words);
      expect(ran.status).toBe(3);
      expectSentence(ran, /^This machine is not an Exchange server/);
      expect(existsSync(join(world.driveC, 'ProgramData/CU Rescue'))).toBe(false);
    });

    it('says what is missing when it was copied without what lies beside it', async () => {
      const alone = installExecutable(world, builtExecutable(), {
        folder: 'Alone',
        parts: ['cu-rescue.exe'],
      });
      const ran = await alone.run('rescue', '--yes');
      expect([ran.status, ran.stdout]).toEqual([3, '']);
      expectSentence(ran, /^What this program calls Windows with.* cannot be loaded: MODULE_NOT_FOUND\./);
    });

    it('says that Setup has no log here', async () => {
      const ran = await program.run('diagnose');
      expect([ran.status, ran.stdout]).toEqual([2, '']);
      expectSentence(ran, /ExchangeSetup\.log could not be read: there is no such file/);
    });

    it('would show every program that is started, whichever way', async () => {
      const script = `
        const { spawn, spawnSync, execFile } = require('child_process');
        spawnSync('where.exe', { stdio: 'ignore' });
        execFile('hostname.exe', () => spawn('cmd.exe', ['/c', 'exit'], { stdio: 'ignore' }));`;
      writeFileSync(join(world.driveC, 'starts.cjs'), script);
      const { started } = await runTraced(world, 'node.exe', ['C:\\starts.cjs']);
      expect(started).toEqual(['where.exe', 'hostname.exe', 'cmd.exe']);
    });
  });
});
