import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../electron/disk.ts';
import { openJournal } from '../../electron/journal.ts';
import { practiceWorkplaces } from '../../electron/wizard/practice-workplace.ts';
import type { WizardNeeds } from '../../electron/wizard/wizard.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { scenario } from '../fixtures/practice.ts';
import { started } from '../fixtures/rescues.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const nobody = { notice: () => undefined, waits: () => undefined };

/** Opens it and gives it back; the scenario of the server, or why there is none. */
async function opened(open: WizardNeeds['open'], switchedTo: string | null): Promise<string | StartProblem> {
  const place = await open(switchedTo, nobody);
  if (place.kind === 'problem') return place.problem;
  const { session } = place.value;
  const { origin } = await session.server.inspect();
  await session.close();
  return origin.kind === 'practice' ? origin.scenario : origin.kind;
}

/** As a window that was just started. */
function look(directory: string, asked: string | null): Promise<string | StartProblem> {
  return opened(practiceWorkplaces(directory, asked === null ? null : scenario(asked)), null);
}

function beginRescue(directory: string): void {
  const opened = openJournal(directory, { clock: testClock, disk: systemDisk });
  if (opened.kind !== 'open') throw new Error(opened.kind);
  opened.journal.append(started(expiredServer()));
}

const serverIn = (directory: string) => join(directory, 'practice', 'server.json');

describe('the practice server of a data folder', () => {
  it('is made where there is none, and stays the same', async () => {
    const directory = join(newFolder(), 'data');
    expect(await look(directory, null)).toBe('expired-certificate');
    const before = readFileSync(serverIn(directory));
    expect(await look(directory, null)).toBe('expired-certificate');
    expect(await look(directory, 'expired-certificate')).toBe('expired-certificate');
    expect(readFileSync(serverIn(directory))).toEqual(before);
  });

  it('gives way to another scenario while nothing was changed on it', async () => {
    const directory = newFolder();
    await look(directory, 'healthy');
    expect(await look(directory, 'back-end-lost')).toBe('back-end-lost');
  });

  it('is switched from the window, and stays so when it is opened again', async () => {
    const open = practiceWorkplaces(newFolder(), scenario('healthy'));
    expect(await opened(open, null)).toBe('healthy');
    expect(await opened(open, 'back-end-lost')).toBe('back-end-lost');
    expect(await opened(open, null)).toBe('back-end-lost');
  });

  it('is not made anew in the same window when its folder has gone away', async () => {
    const directory = join(newFolder(), 'data');
    const open = practiceWorkplaces(directory, scenario('healthy'));
    expect(await opened(open, null)).toBe('healthy');
    rmSync(directory, { recursive: true });
    expect(await opened(open, null)).toEqual({ kind: 'folder-missing', directory, code: 'ENOENT' });
    expect(existsSync(directory)).toBe(false);
  });

  it('stays when a rescue was begun on it, whatever is asked for', async () => {
    const directory = newFolder();
    await look(directory, 'healthy');
    beginRescue(directory);
    expect(await look(directory, 'back-end-lost')).toMatchObject({
      kind: 'other-scenario',
      holds: 'healthy',
    });
    expect(await look(directory, null)).toBe('healthy');
  });

  it.each([null, 'expired-certificate'])(
    'is not replaced by a new one when it is gone from beside its journal (asked for: %s)',
    async (asked) => {
      const directory = newFolder();
      await look(directory, null);
      beginRescue(directory);
      rmSync(join(directory, 'practice'), { recursive: true });
      const path = serverIn(directory);
      expect(await look(directory, asked)).toEqual({ kind: 'server-unreadable', path, code: 'ENOENT' });
      expect(existsSync(path)).toBe(false);
    },
  );

  it('is not made beside a journal that is damaged, which is told first', async () => {
    const directory = newFolder();
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, 'not a journal\nat all\n');
    expect(await look(directory, null)).toMatchObject({ kind: 'journal-damaged', path, line: 1 });
    expect(readdirSync(directory)).toEqual(['journal.jsonl']);
  });

  it('is told to be gone where only the rest of it is left', async () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'practice', 'inetsrv'), { recursive: true });
    const path = serverIn(directory);
    expect(await look(directory, null)).toEqual({ kind: 'server-unreadable', path, code: 'ENOENT' });
  });

  it('that is damaged is told, and kept', async () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'practice'));
    writeFileSync(serverIn(directory), '{"scenario":');
    const problem = { kind: 'server-unreadable', path: serverIn(directory), code: 'NOT_JSON' };
    for (const asked of [null, 'healthy']) expect(await look(directory, asked)).toEqual(problem);
    expect(readFileSync(serverIn(directory), 'utf8')).toBe('{"scenario":');
  });
});
