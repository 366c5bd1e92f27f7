import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { nodeRefusal } from '../../scripts/windows/node-version.mjs';
import type { JournalEntry } from '../../shared/events.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { startExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { builtExecutable, installExecutable, valuesOf, type Executable } from './executable-world.ts';
import type { Ran } from './run-in-wine.ts';
import { snapshotOf } from './snapshot.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const wevtutil = String.raw`C:\windows\system32\wevtutil.exe`;

/** Every store of certificates is held by another program, whoever opens it. */
const lockedStores = `
  const Module = require('module');
  const load = Module._load;
  const sharingViolation = 32;
  let refused = false;
  let koffi;
  const altered = (library) => Object.create(library, { func: { value: (definition) => {
    const real = library.func(definition);
    if (/CertOpenStore\\(/.test(definition)) return { async: (...given) => setImmediate(() => {
      refused = true;
      given.at(-1)(null, 0);
    }) };
    if (!/GetLastError\\(/.test(definition)) return real;
    return () => { const told = refused ? sharingViolation : real(); refused = false; return told; };
  } } });
  Module._load = function (name, ...more) {
    const loaded = load.call(this, name, ...more);
    if (!name.endsWith('koffi\\\\indirect.cjs')) return loaded;
    return (koffi ??= { ...loaded, load: (path) => altered(loaded.load(path)) });
  };`;

const isHere = nodeRefusal() === null || process.env['CI'] === 'true';

describe.skipIf(!isHere)(`cu-rescue.exe${isHere ? '' : ` (${nodeRefusal() ?? ''})`}`, () => {
  beforeAll(() => void builtExecutable(), 300_000);

  describeOnWine('rescue --yes, on a server of which something that decides cannot be read,', () => {
    let exchange: ExchangeWorld;
    let installed: Executable;
    beforeAll(async () => {
      exchange = await startExchangeWorld('expired-certificate', systemClock);
      installed = installExecutable(exchange.world, builtExecutable());
    });
    afterAll(() => exchange.dispose());

    function expectSentences({ stdout, stderr }: Ran, pattern: RegExp): void {
      // Its lines are as long as a console is wide.
      expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(pattern);
      expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$|undefined|\[object/m);
    }

    it('changes nothing and says why, when another program has the store of certificates open', async () => {
      const { world } = exchange;
      const before = await snapshotOf(world);
      writeFileSync(join(world.driveC, 'locked.cjs'), lockedStores);
      const settings = '@set NODE_OPTIONS=--require C:/locked.cjs';
      writeFileSync(join(world.driveC, 'locked.cmd'), `${settings}\r\n@%*\r\n`);
      const ran = await world.run('cmd', ['/c', 'C:\\locked.cmd', installed.forTests, 'rescue', '--yes']);
      expect(ran.status).toBe(3);
      expectSentences(
        ran,
        /The certificates could not be read\. CertOpenStore MY: another program has it open \(32\)\./,
      );
      expect(await snapshotOf(world)).toBe(before);
    });

    it('changes nothing and says why, when IIS is not installed', async () => {
      const { world } = exchange;
      const configuration = join(world.driveC, 'windows/system32/inetsrv');
      renameSync(configuration, `${configuration}.aside`);
      const before = await snapshotOf(world);
      const ran = await installed.run('rescue', '--yes');
      expect(ran.status).toBe(3);
      expectSentences(
        ran,
        /The sites of IIS could not be read\. \S+applicationHost\.config: there is no such file/,
      );
      expect(await snapshotOf(world)).toBe(before);
      renameSync(`${configuration}.aside`, configuration);
    });
  });

  describeOnWine('on a server without a good certificate', () => {
    it('starts no program to make one, and none to take it back', async () => {
      const exchange = await startExchangeWorld('no-self-signed', systemClock);
      try {
        const installed = installExecutable(exchange.world, builtExecutable());
        const made = await installed.runTraced('rescue', '--yes', '--json');
        // Wine keeps no file for its key, so that the rescue ends in doubt of the key: what counts here is that it is made.
        const events = valuesOf(made.ran).map(({ event }) => event as JournalEntry['event'] | undefined);
        const done = events.flatMap((event) => (event?.kind === 'change-done' ? [event.found.kind] : []));
        expect(done).toContain('certificate');
        expect(new Set(made.started)).toEqual(new Set([wevtutil]));
        const undone = await installed.runTraced('undo', '--all', '--yes', '--json');
        expect(valuesOf(undone.ran).at(-1)).toMatchObject({ outcome: 'undone' });
        expect(undone.started.filter((name) => name !== wevtutil)).toEqual([]);
      } finally {
        await exchange.dispose();
      }
    });
  });
});
