import { afterEach, describe, expect, it } from 'vitest';
import type { BackupMade } from '../../electron/backup.ts';
import { Conductor } from '../../electron/conductor.ts';
import { systemDisk } from '../../electron/disk.ts';
import type { OpenFlags } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { failingDisk, systemError } from '../fixtures/disks.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { shape, testClock, touchable, World } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function worldOf(name: string): Promise<World> {
  const world = await World.of(name);
  worlds.push(world);
  return world;
}

/** From now on the append of this number fails, and every later one. */
function refuseFrom(world: World, number: number): void {
  let count = 0;
  world.refuseAppend = () => (++count === number ? 'ENOSPC' : null);
}

async function appendsOf(name: string): Promise<number> {
  const world = await worldOf(name);
  await world.begin();
  return world.entries.length;
}

describe.each(['expired-certificate', 'no-self-signed'])(
  'a journal that cannot be written, in %s',
  (name) => {
    it('stops the rescue at that very event, and the server is not touched after it', async () => {
      const appends = await appendsOf(name);
      expect(appends).toBeGreaterThan(5);
      for (let number = 1; number <= appends; number++) {
        const world = await worldOf(name);
        refuseFrom(world, number);
        expect([number, await world.begin()]).toEqual([number, { kind: 'journal-failed', code: 'ENOSPC' }]);
        expect(world.entries).toHaveLength(number - 1);
        // Neither touched nor asked again: the refused word is the last that is heard.
        const last = world.calls.at(-1);
        expect([number, last?.name]).toEqual([number, 'append']);
        expect(world.calls.filter((call) => call.name === 'append')).toHaveLength(number);
      }
    });

    it('goes on where there is room again, to the same end', async () => {
      const whole = await worldOf(name);
      await whole.begin();
      const goal = shape(await whole.process().server.inspect(), await whole.state());
      for (let number = 1; number <= whole.entries.length; number++) {
        const world = await worldOf(name);
        refuseFrom(world, number);
        await world.begin();
        world.refuseAppend = () => null;
        expect([number, await world.goOn()]).toEqual([number, { kind: 'repaired' }]);
        expect(shape(await world.process().server.inspect(), await world.state())).toEqual(goal);
      }
    });

    it('stops an undo as well, which goes on where there is room again', async () => {
      for (let number = 1; ; number++) {
        const world = await worldOf(name);
        await world.begin();
        refuseFrom(world, number);
        const ended = await world.undoAll();
        if (ended.kind === 'undone') {
          expect(number).toBeGreaterThan(5);
          return;
        }
        expect(ended).toEqual({ kind: 'journal-failed', code: 'ENOSPC' });
        expect([number, world.calls.at(-1)?.name]).toEqual([number, 'append']);
        world.refuseAppend = () => null;
        expect([number, await world.undoAll()]).toEqual([number, { kind: 'undone' }]);
        expect(touchable(await world.state())).toEqual(touchable(world.first));
      }
    });
  },
);

describe('a disk whose sync fails', () => {
  it('keeps the server from being touched, though the line may be in the file', async () => {
    const whole = await worldOf('expired-certificate');
    await whole.begin();
    for (let number = 1; number <= whole.entries.length; number++) {
      const world = await worldOf('expired-certificate');
      const directory = newFolder();
      const disk = failingDisk('sync', 'EIO', number);
      const opened = openJournal(directory, { clock: testClock, disk: { ...disk, open: withoutFolders } });
      if (opened.kind !== 'open') throw new Error(opened.kind);
      const { facts, diagnosis, plan, server } = await world.planned();
      const conductor = new Conductor({
        server,
        journal: opened.journal,
        backup: madeBackup,
        notice: () => undefined,
      });
      expect([number, await conductor.begin(facts, diagnosis, plan)]).toEqual([
        number,
        { kind: 'journal-failed', code: 'EIO' },
      ]);
      // As many changes were made as are written down as begun for certain.
      const begun = opened.journal.entries.filter(({ event }) => event.kind === 'change-about-to');
      expect(world.calls.filter(({ name }) => name === 'apply')).toHaveLength(begun.length);
      // The line that was not synced is there: a new process reads it, and settles what it says.
      const again = openJournal(directory, { clock: testClock, disk: systemDisk });
      if (again.kind !== 'open') throw new Error(again.kind);
      expect(again.journal.entries).toHaveLength(number);
      const next = new Conductor({
        server,
        journal: again.journal,
        backup: madeBackup,
        notice: () => undefined,
      });
      if (next.unfinished !== null)
        expect([number, await next.resume()]).toEqual([number, { kind: 'repaired' }]);
      expect(await next.undoAll()).toEqual({ kind: 'undone' });
      expect(touchable(await world.state())).toEqual(touchable(world.first));
    }
  });
});

/** So that the syncs that count are those of the lines. */
function withoutFolders(path: string, flags: OpenFlags, mode: number): number {
  if (flags === 'r') throw systemError('EPERM');
  return systemDisk.open(path, flags, mode);
}

function madeBackup(rescue: number): BackupMade {
  return { kind: 'made', folder: `rescue-${rescue}`, files: [], missing: [] };
}
