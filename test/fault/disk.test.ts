import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupInto } from '../../electron/backup.ts';
import { Conductor } from '../../electron/conductor.ts';
import type { Ended } from '../../electron/conductor.ts';
import { systemDisk } from '../../electron/disk.ts';
import type { Disk } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { systemError } from '../fixtures/disks.ts';
import { wasBegun } from '../../shared/rescue.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { tried } from '../fixtures/tried.ts';
import { testClock as clock, touchable, World } from '../fixtures/world.ts';
import type { Call } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

/** A rescue on a server in memory, with its journal and its copies in a real folder. */
async function rescueIn(directory: string, disk: Disk = systemDisk) {
  const world = await World.of('expired-certificate');
  onTestFinished(() => world.close());
  const { facts, diagnosis, plan, server } = await world.planned();
  const conductorOn = (on: Disk) => {
    const opened = openJournal(directory, { clock, disk: on });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const { journal } = opened;
    return new Conductor({ server, journal, backup: backupInto(directory, on), notice: () => undefined });
  };
  const conductor = conductorOn(disk);
  return {
    world,
    conductor,
    again: () => conductorOn(systemDisk),
    begin: () => conductor.begin(facts, diagnosis, plan),
  };
}

type Rescue = Awaited<ReturnType<typeof rescueIn>>;

/** How many changes the server was asked for from this call on. */
function changesSince(world: World, from: number): readonly Call[] {
  return world.calls.slice(from).filter(({ name }) => name === 'apply');
}

/** How many calls to the server an undisturbed rescue makes. */
const callsOfAll = await (async () => {
  const folder = newFolder();
  const world = await World.of('expired-certificate');
  const { facts, diagnosis, plan, server } = await world.planned();
  const from = world.calls.length;
  const opened = openJournal(folder, { clock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const { journal } = opened;
  const backup = backupInto(folder, systemDisk);
  await new Conductor({ server, journal, backup, notice: () => undefined }).begin(facts, diagnosis, plan);
  await world.close();
  return world.calls.length - from;
})();

interface Mishap {
  /** What befalls the folder. */
  readonly befall: (directory: string) => void;
  readonly mend: (directory: string) => void;
  readonly disk?: Disk;
  readonly codes: readonly string[];
  /** What is left of the last page of a file can be written where the disk is full. */
  readonly atOnce: 'at-once' | 'soon';
  /** Before every call, or before every second one. */
  readonly step: 1 | 2;
}

/**
 * Lets it happen before each call to the server in turn. The rescue stops before its next change and says why; what
 * is on the medium is known to this process still; and when the disk is well again it goes on, or is taken back.
 */
async function atEachCall(
  newDirectory: () => string,
  { befall, mend, disk, codes, atOnce, step }: Mishap,
): Promise<number> {
  let stopped = 0;
  for (let number = 1; number <= callsOfAll; number += step) {
    const directory = newDirectory();
    const rescue: Rescue = await rescueIn(directory, disk);
    const { world, conductor } = rescue;
    const from = world.calls.length;
    let written = 0;
    world.before = (call, counted) => {
      if (counted - from !== number) return;
      written = conductor.rescues.length;
      befall(directory);
      // The call that is being made was written down before, if it is a change.
      if (call.name === 'apply') written++;
    };
    const ended: Ended = await rescue.begin();
    world.before = () => undefined;
    const afterwards = changesSince(world, from + number);
    if (atOnce === 'at-once') expect([number, afterwards]).toEqual([number, []]);
    if (ended.kind !== 'repaired') {
      const code =
        ended.kind === 'journal-failed'
          ? ended.code
          : ended.kind === 'stopped' && 'because' in ended.because
            ? (ended.because.because as { code: string }).code
            : ended.kind;
      expect([number, codes.includes(code), code]).toEqual([number, true, code]);
      stopped++;
    }
    // Nothing that was known is forgotten: the report can be made from it.
    expect(conductor.rescues.length).toBeGreaterThanOrEqual(Math.min(written, 1));
    mend(directory);
    const next = rescue.again();
    // Every change that was made is in the journal on the disk, so that it can be taken back.
    const begun = next.rescues.flatMap(({ steps }) => steps).filter(wasBegun);
    expect(begun.length).toBeGreaterThanOrEqual(changesSince(world, 0).length);
    if (number % 4 === 1 && next.unfinished !== null)
      expect(await next.resume()).toEqual({ kind: 'repaired' });
    expect([number, await next.undoAll()]).toEqual([number, { kind: 'undone' }]);
    expect(touchable(await world.state())).toEqual(touchable(world.first));
  }
  return stopped;
}

describe('a disk that is read only, full or gone', () => {
  it('in the middle of a rescue ends it before the next change, on an injected disk', async () => {
    for (const [call, code] of [
      ['write', 'ENOSPC'],
      ['open', 'EROFS'],
      ['sync', 'EIO'],
    ] as const) {
      let broken = false;
      const failing = <Name extends 'open' | 'write' | 'sync'>(name: Name): Disk[Name] =>
        ((...given: never[]) => {
          if (broken && name === call) throw systemError(code);
          return Reflect.apply<Disk, never[], unknown>(systemDisk[name], systemDisk, given);
        }) as Disk[Name];
      const disk = { ...systemDisk, open: failing('open'), write: failing('write'), sync: failing('sync') };
      const stopped = await atEachCall(newFolder, {
        befall: () => (broken = true),
        mend: () => (broken = false),
        disk,
        codes: [code],
        atOnce: 'at-once',
        step: call === 'write' ? 1 : 2,
      });
      expect(stopped).toBeGreaterThan(callsOfAll / 4);
      tried('disk faults (injected)', Math.ceil(callsOfAll / (call === 'write' ? 1 : 2)));
    }
  });

  it('in the middle of a rescue is not made anew, and ends it before the next change', async () => {
    const away = (directory: string) => `${directory}-away`;
    const stopped = await atEachCall(newFolder, {
      befall: (directory) => {
        renameSync(directory, away(directory));
      },
      mend: (directory) => {
        expect(existsSync(join(directory, 'journal.jsonl'))).toBe(false);
        rmSync(directory, { recursive: true, force: true });
        renameSync(away(directory), directory);
      },
      codes: ['ENOENT'],
      atOnce: 'at-once',
      step: 2,
    });
    expect(stopped).toBeGreaterThan(callsOfAll / 4);
    tried('disk faults (folder removed)', Math.ceil(callsOfAll / 2));
  });

  const mounted = newFolder();
  const small = smallDisk(mounted);
  let folders = 0;
  const newMounted = () => {
    const directory = join(mounted, String(++folders));
    mkdirSync(directory);
    return directory;
  };

  it.skipIf(small === null)(
    'in the middle of a rescue ends it before the next change, on a real file system',
    async () => {
      const disk = small!;
      onTestFinished(() => {
        disk.unmount();
      });
      const readOnly = await atEachCall(newMounted, {
        befall: () => {
          disk.readOnly();
        },
        mend: () => {
          disk.writable();
        },
        codes: ['EROFS'],
        atOnce: 'at-once',
        step: 2,
      });
      expect(readOnly).toBeGreaterThan(callsOfAll / 4);
      const full = await atEachCall(newMounted, {
        befall: () => {
          disk.fill();
        },
        mend: (directory) => {
          disk.empty();
          expect(existsSync(directory)).toBe(true);
        },
        codes: ['ENOSPC'],
        atOnce: 'soon',
        step: 2,
      });
      // The last page of the journal may have room for a line or two.
      expect(full).toBeGreaterThan(0);
      tried('disk faults (real file system, read only and full)', 2 * Math.ceil(callsOfAll / 2));
    },
  );
});
