import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modeGuard } from '../../electron/data-folder.ts';
import type { FolderGuard } from '../../electron/data-folder.ts';
import { acquireLock } from '../../electron/lock.ts';
import { systemPause } from '../../electron/pause.ts';
import type { Opened } from '../../electron/server/open-server.ts';
import type { Server } from '../../electron/server/server.ts';
import type { SetupStarter } from '../../electron/server/setup-starter.ts';
import type { Seen } from '../../electron/session.ts';
import { serverWorkplaces } from '../../electron/wizard/server-workplace.ts';
import { Wizard } from '../../electron/wizard/wizard.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { expiredServer } from '../fixtures/facts.ts';
import { practice } from '../fixtures/practice.ts';
import { journal, started } from '../fixtures/rescues.ts';
import { noStarter } from '../fixtures/setup-starter.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { linesOf } from '../fixtures/whole-journal.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();
const nobody = { notice: () => undefined, waits: () => undefined };

/** A server in the place of this machine, and how often it was given back. */
async function machine() {
  const { server } = await practice('expired-certificate');
  const counted = { closed: 0 };
  const close = () => {
    counted.closed += 1;
    return Promise.resolve();
  };
  const open = () =>
    Promise.resolve<Opened<Server & SetupStarter>>({
      kind: 'opened',
      value: { ...sameServer(server), ...noStarter, close },
    });
  return { counted, open };
}

const refused = (problem: StartProblem) => () =>
  Promise.resolve<Opened<Server & SetupStarter>>({ kind: 'problem', problem });

function windowOn(directory: string, openServer: () => Promise<Opened<Server & SetupStarter>>): Wizard {
  return new Wizard({
    clock: testClock,
    pause: systemPause,
    identity: ({ takenAt }) => ({ container: 'new', serialNumber: '4F', notBefore: takenAt }),
    open: serverWorkplaces(directory, openServer),
    scenarios: [],
    reports: {
      save: () => expect.fail('There is nothing to report'),
      saveAs: () => expect.fail('There is nothing to report'),
      print: () => expect.fail('There is nothing to report'),
      savedOf: () => null,
    },
    copy: () => Promise.resolve(),
    tell: () => undefined,
    lastCrash: null,
  });
}

describe('the window on a real server', () => {
  it('opens it in its data folder, which is made, and leaves Setup to the administrator', async () => {
    const directory = join(newFolder(), 'data');
    const { counted, open } = await machine();
    const opened = await serverWorkplaces(directory, open)(null, nobody);
    if (opened.kind === 'problem') throw new Error(opened.problem.kind);
    const { session, runSetup } = opened.value;
    expect(runSetup).toBeNull();
    expect(session.directory).toBe(directory);
    expect(existsSync(directory)).toBe(true);
    await session.close();
    expect(counted.closed).toBe(1);
  });

  it.each<StartProblem>([
    { kind: 'not-elevated' },
    { kind: 'windows-lacks', library: 'httpapi.dll', entryPoint: 'HttpInitialize' },
  ])('has made no folder when it may not be opened: $kind', async (problem) => {
    const directory = join(newFolder(), 'data');
    const open = serverWorkplaces(directory, refused(problem));
    expect(await open(null, nobody)).toEqual({ kind: 'problem', problem });
    expect(existsSync(directory)).toBe(false);
  });

  it('gives the server back when somebody else holds the folder', async () => {
    const directory = newFolder();
    const held = await acquireLock(directory, { what: 'a test', processId: 1, startedAt: '' });
    if (held.kind === 'held') throw new Error('It should be free');
    const { counted, open } = await machine();
    expect(await serverWorkplaces(directory, open)(null, nobody)).toMatchObject({
      kind: 'problem',
      problem: { kind: 'held' },
    });
    expect(counted.closed).toBe(1);
    await held.lock.release();
  });

  it('gives the server back, once, when the journal cannot be read', async () => {
    const directory = newFolder();
    mkdirSync(join(directory, 'journal.jsonl'));
    const { counted, open } = await machine();
    expect(await serverWorkplaces(directory, open)(null, nobody)).toMatchObject({
      kind: 'problem',
      problem: { kind: 'journal-unreadable' },
    });
    expect(counted.closed).toBe(1);
  });

  it('does not make its folder anew when it has gone away under the window', async () => {
    const directory = join(newFolder(), 'data');
    const { open } = await machine();
    const workplaces = serverWorkplaces(directory, open);
    const first = await workplaces(null, nobody);
    if (first.kind === 'problem') throw new Error(first.problem.kind);
    await first.value.session.close();
    rmSync(directory, { recursive: true });
    expect(await workplaces(null, nobody)).toMatchObject({
      kind: 'problem',
      problem: { kind: 'folder-missing' },
    });
    expect(existsSync(directory)).toBe(false);
  });

  it('shows how the server stands where its folder is of somebody else, and nothing that they have written', async () => {
    const directory = newFolder();
    const guard: FolderGuard = {
      ...modeGuard,
      intrusion: () => ({ kind: 'of-another', directory, owner: 'S-1-5-32-545' }),
    };
    const written = linesOf(journal(started(expiredServer())).map(({ event }) => event));
    writeFileSync(join(directory, 'journal.jsonl'), written.join(''));
    mkdirSync(join(directory, 'rescue-1'));
    const { open } = await machine();
    const shown = async (kept: FolderGuard) => {
      const seen: Seen[] = [];
      const opened = await serverWorkplaces(
        directory,
        open,
        kept,
      )(null, {
        ...nobody,
        onlyLook: (one: Seen) => Promise.resolve(void seen.push(one)),
      });
      if (opened.kind === 'opened') await opened.value.session.close();
      return { opened, seen };
    };
    const { opened, seen } = await shown(guard);
    expect(opened).toEqual({
      kind: 'problem',
      problem: { kind: 'folder-of-another', directory, owner: 'S-1-5-32-545' },
    });
    expect(seen.map(({ rescues }) => rescues)).toEqual([[]]);
    // The same journal in a folder of ours.
    expect((await shown(modeGuard)).opened.kind).toBe('opened');
  });

  it('shows how the server stands where its folder cannot be had, and lets nothing be done', async () => {
    const directory = join(newFolder(), 'file');
    writeFileSync(directory, 'precious');
    const { counted, open } = await machine();
    const applied: string[] = [];
    const wizard = windowOn(directory, async () => {
      const opened = await open();
      if (opened.kind === 'problem') return opened;
      const apply: Server['apply'] = (change) => {
        applied.push(change.id);
        return opened.value.apply(change);
      };
      return { kind: 'opened', value: { ...opened.value, apply } };
    });
    await wizard.open();
    const { state } = wizard;
    if (state.kind !== 'shut') throw new Error(`The wizard is ${state.kind}`);
    expect(state.problem.kind).toBe('folder-not-a-folder');
    expect(state.known?.look.diagnosis.verdict.kind).toBe('ours');
    expect(counted.closed).toBe(1);
    const { handlers } = wizard;
    for (const answer of [handlers.begin({ planId: '1' }), handlers.undo(undefined)]) {
      expect(await answer).toMatchObject({ kind: 'refused', because: { kind: 'not-now' } });
    }
    await wizard.comeToRest();
    expect(applied).toEqual([]);
    expect(readFileSync(directory, 'utf8')).toBe('precious');
    await wizard.close();
  });

  it('shows what is in the way as a screen that can be retried', async () => {
    const { open } = await machine();
    let elevated = false;
    const wizard = windowOn(newFolder(), () => (elevated ? open() : refused({ kind: 'not-elevated' })()));
    await wizard.open();
    expect(wizard.state).toMatchObject({ kind: 'shut', problem: { kind: 'not-elevated' } });
    elevated = true;
    await wizard.handlers.lookAgain(undefined);
    await wizard.comeToRest();
    expect(wizard.state).toMatchObject({ kind: 'open', stage: 'diagnose', scenarios: [] });
    await wizard.close();
  });
});
