import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { settle } from '../../electron/verify.ts';
import type { HttpSysVariant } from '../../scripts/wine/for-tests.mjs';
import { targetOf } from '../../shared/change.ts';
import { tried } from '../fixtures/tried.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import type { Deed } from '../fault/killed-deed.ts';
import { describeOnWine } from './describe-on-wine.ts';
import type { ExchangeWorld } from './exchange-world.ts';
import { lookFromOutside, type Outside } from './rescue-outside.ts';
import { rescueIn, startFaultyWorld, type RescueWorld } from './rescue-world.ts';
import type { WineWorld } from './wine-world.ts';

const newFolder = temporaryFolders();

// Each has a Windows of its own and several processes in it: on a busy machine that takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Where a process is killed, and what is done then. */
interface Kill {
  readonly deed: Extract<Deed, 'begin' | 'undo'>;
  readonly point: string;
  readonly then: 'continue' | 'undo';
}

const scenarios: readonly {
  readonly scenario: string;
  readonly httpSys: HttpSysVariant;
  readonly kills: readonly Kill[];
}[] = [
  {
    // Two records, each deleted and set anew after a rehearsal on an unused port.
    scenario: 'expired-certificate',
    httpSys: 'without-update',
    kills: [
      { deed: 'begin', point: 'after sync of journal.jsonl 3', then: 'undo' },
      // The record of the rehearsal is left: the next rehearsal takes it away, and an undo that has nothing to undo.
      { deed: 'begin', point: 'after HttpSetServiceConfiguration 1', then: 'continue' },
      { deed: 'begin', point: 'after HttpSetServiceConfiguration 1', then: 'undo' },
      { deed: 'begin', point: 'after HttpDeleteServiceConfiguration 2', then: 'undo' },
      { deed: 'begin', point: 'after HttpDeleteServiceConfiguration 4', then: 'continue' },
      { deed: 'begin', point: 'before sync of journal.jsonl 6', then: 'continue' },
      { deed: 'undo', point: 'after HttpDeleteServiceConfiguration 2', then: 'undo' },
    ],
  },
  {
    // A new certificate in the store, trusted, and three records that are replaced in one step.
    scenario: 'no-self-signed',
    httpSys: 'with-update',
    kills: [
      { deed: 'begin', point: 'before CertAddCertificateContextToStore 1', then: 'undo' },
      { deed: 'begin', point: 'before CertAddCertificateContextToStore 1', then: 'continue' },
      { deed: 'begin', point: 'after apply 1', then: 'continue' },
      { deed: 'begin', point: 'before CertAddCertificateContextToStore 2', then: 'undo' },
      { deed: 'begin', point: 'after HttpUpdateServiceConfiguration 2', then: 'undo' },
      { deed: 'undo', point: 'after CertDeleteCertificateFromStore 2', then: 'undo' },
    ],
  },
];

let program: string;

async function buildProgram(): Promise<string> {
  const outDir = newFolder();
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: 'test/windows/rescue-kills-program.ts',
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        external: ['koffi'],
        output: { format: 'cjs', entryFileNames: 'killed.cjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true, external: ['koffi'] },
  });
  return join(outDir, 'killed.cjs');
}

/** Whatever was begun is as before, as planned, or half way as the journal's word on it allows for. */
async function expectWhole(rescuing: RescueWorld): Promise<void> {
  const begun = rescuing.events.flatMap((event) => (event.kind === 'change-about-to' ? [event.change] : []));
  expect(begun.length).toBeGreaterThan(0);
  await rescuing.inSession(async ({ server, conductor }) => {
    expect(conductor.unfinished?.number).toBe(1);
    const newest = JSON.stringify(targetOf(begun.at(-1)!));
    for (const change of begun) {
      const { standing } = await settle(server, change);
      // Only what was begun last may be between its ends.
      const half = JSON.stringify(targetOf(change)) === newest ? ['partly'] : [];
      const ends = ['as-before', 'as-after', ...half];
      expect([change.id, ends]).toEqual([change.id, expect.arrayContaining([standing])]);
    }
  });
}

/** Windows makes a key's file with the key; Wine makes none, and who does it here was killed before. */
async function giveKeysTheirFiles({ tools, driveC }: WineWorld): Promise<void> {
  const folder = join(driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys');
  for (const name of await tools.listContainers()) {
    const path = join(folder, name);
    if (name.startsWith('cu-rescue-') && !existsSync(path)) writeFileSync(path, '', { mode: 0o775 });
  }
}

describeOnWine('a rescue of a Windows server whose process is killed', () => {
  beforeAll(async () => {
    program = await buildProgram();
  });

  describe.each(scenarios)('$scenario, $httpSys', ({ scenario, httpSys, kills }) => {
    let exchange: ExchangeWorld;
    let first: Outside;
    beforeAll(async () => {
      exchange = await startFaultyWorld(scenario, httpSys);
      copyFileSync(program, join(exchange.world.driveC, 'cu-rescue-bridge', 'killed.cjs'));
      first = await lookFromOutside(exchange.world);
    });
    afterAll(() => exchange.dispose());

    it.each(kills.map((kill, index) => ({ ...kill, index })))(
      'in $deed $point is whole, and ends right by $then',
      async ({ deed, point, then, index }) => {
        const { world, needs } = exchange;
        const name = `kill-${String(index)}`;
        const rescuing = rescueIn(exchange, join(world.driveC, name));
        if (deed === 'undo') expect(await rescuing.begin()).toEqual({ kind: 'repaired' });
        const words = [`C:\\${name}`, deed, point, JSON.stringify(needs.ports)];
        const ran = await world.run('node.exe', ['killed.cjs', ...words]);
        // Windows ends a process with status 1 that is killed; one that survived its point ends with 0.
        expect([ran.status, ran.stdout, ran.stderr]).toEqual([1, '', '']);

        await giveKeysTheirFiles(exchange.world);
        await expectWhole(rescuing);
        if (then === 'continue') {
          expect(await rescuing.inSession(({ conductor }) => conductor.resume())).toEqual({
            kind: 'repaired',
          });
        }
        expect(await rescuing.undoAll()).toEqual({ kind: 'undone' });
        expect(await lookFromOutside(world)).toEqual(first);
        tried('kills on Windows', 1);
      },
    );
  });
});
