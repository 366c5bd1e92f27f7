import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../electron/lock.ts';
import type { Acquired, Holder, Lock } from '../../electron/lock.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();
const me: Holder = { what: 'a test', processId: process.pid, startedAt: '2026-03-01T03:12:00.000Z' };

/** The lock as plain JavaScript, for another process. */
let built: string;
beforeAll(async () => {
  const outDir = newFolder();
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: 'electron/lock.ts', target: 'node20', outDir, emptyOutDir: true },
    ssr: { noExternal: true },
  });
  built = pathToFileURL(join(outDir, 'lock.js')).href;
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function held(acquired: Acquired): Lock {
  if (acquired.kind !== 'acquired') throw new Error('The lock is held');
  return acquired.lock;
}

/** Another process that takes the lock, says how that went, and gives it back when told to. */
async function otherProcess(directory: string) {
  const program = `
    const { acquireLock } = await import(process.argv[1]);
    const acquired = await acquireLock(process.argv[2], JSON.parse(process.argv[3]));
    console.log(JSON.stringify({ kind: acquired.kind, holder: acquired.holder }));
    process.stdin.once('data', async () => {
      await acquired.lock.release();
      console.log('released');
    });`;
  const holder = { what: 'another process', processId: 4711, startedAt: '2026-03-01T02:00:00.000Z' };
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, built, directory, JSON.stringify(holder)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  children.push(child);
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const next = (await said.next()) as IteratorResult<string, undefined>;
    if (next.done === true) throw new Error('The other process ended');
    return next.value;
  };
  return { child, holder, nextLine, acquired: JSON.parse(await nextLine()) as Acquired };
}

describe('the lock of a data folder', () => {
  it('is given once, and names its holder to the second one', async () => {
    const directory = newFolder();
    const lock = held(await acquireLock(directory, me));
    expect(await acquireLock(directory, { ...me, what: 'a second one' })).toEqual({
      kind: 'held',
      holder: me,
    });
    // Being asked does not loosen it.
    expect(await acquireLock(directory, { ...me, what: 'a third one' })).toEqual({
      kind: 'held',
      holder: me,
    });
    await lock.release();
  });

  it('is free when it was released', async () => {
    const directory = newFolder();
    await held(await acquireLock(directory, me)).release();
    await held(await acquireLock(directory, me)).release();
  });

  it('is one for one folder, and another for another', async () => {
    const one = held(await acquireLock(newFolder(), me));
    const other = held(await acquireLock(newFolder(), me));
    await one.release();
    await other.release();
  });

  it('is one for one folder, by whatever path it is reached', async () => {
    const directory = newFolder();
    const link = join(newFolder(), 'link');
    symlinkSync(directory, link);
    const lock = held(await acquireLock(directory, me));
    expect((await acquireLock(link, me)).kind).toBe('held');
    expect((await acquireLock(`${directory}/../${directory.split('/').at(-1)!}/`, me)).kind).toBe('held');
    await lock.release();
  });

  it('is given to one of many who ask at once', async () => {
    const directory = newFolder();
    const all = await Promise.all(Array.from({ length: 20 }, () => acquireLock(directory, me)));
    const locks = all.flatMap((acquired) => (acquired.kind === 'acquired' ? [acquired.lock] : []));
    expect(locks).toHaveLength(1);
    await locks[0]!.release();
  });
});

describe('the lock between processes', () => {
  it('is refused here while another process has it, and free when that one gives it back', async () => {
    const directory = newFolder();
    const { child, holder, nextLine, acquired } = await otherProcess(directory);
    expect(acquired.kind).toBe('acquired');
    expect(await acquireLock(directory, me)).toEqual({ kind: 'held', holder });
    child.stdin.write('\n');
    expect(await nextLine()).toBe('released');
    await held(await acquireLock(directory, me)).release();
  });

  it('is refused there while this process has it', async () => {
    const directory = newFolder();
    const lock = held(await acquireLock(directory, me));
    expect((await otherProcess(directory)).acquired).toEqual({ kind: 'held', holder: me });
    await lock.release();
  });

  it('leaves nothing behind when its holder is killed', async () => {
    const directory = newFolder();
    const { child } = await otherProcess(directory);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await held(await acquireLock(directory, me)).release();
  });

  it('is held by one that does not answer, too', async () => {
    const directory = newFolder();
    const { child } = await otherProcess(directory);
    child.kill('SIGSTOP');
    expect(await acquireLock(directory, me)).toEqual({ kind: 'held', holder: null });
  });
});
