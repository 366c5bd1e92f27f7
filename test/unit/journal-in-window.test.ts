import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemPause } from '../../electron/pause.ts';
import type { Opened } from '../../electron/server/open-server.ts';
import type { Server } from '../../electron/server/server.ts';
import type { SetupStarter } from '../../electron/server/setup-starter.ts';
import { serverWorkplaces } from '../../electron/wizard/server-workplace.ts';
import { Wizard } from '../../electron/wizard/wizard.ts';
import { read, unknown } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import { digest } from '../fixtures/command-line-bench.ts';
import { practice } from '../fixtures/practice.ts';
import { noStarter } from '../fixtures/setup-starter.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { testClock } from '../fixtures/world.ts';

const newFolder = temporaryFolders();

/** The window on a server that is not kept in its data folder, as on a real one. */
async function windowIn(directory: string) {
  const { server, store } = await practice('expired-certificate');
  let before: (call: 'apply') => void = () => undefined;
  const applied: string[] = [];
  const copied: string[] = [];
  const saved: string[] = [];
  const waiting: (() => void)[] = [];
  let savingAs: Reading<string | null> = read('/elsewhere/report.pdf');
  const machine: Server = {
    ...sameServer(server),
    apply: (change) => {
      applied.push(change.id);
      before('apply');
      return server.apply(change);
    },
    close: () => Promise.resolve(),
  };
  const newWizard = () =>
    new Wizard({
      clock: testClock,
      pause: systemPause,
      identity: ({ takenAt }) => ({ container: 'new', serialNumber: '4F', notBefore: takenAt }),
      open: serverWorkplaces(directory, () =>
        Promise.resolve<Opened<Server & SetupStarter>>({
          kind: 'opened',
          value: { ...machine, ...noStarter },
        }),
      ),
      scenarios: [],
      reports: {
        savedOf: () => null,
        save: () => Promise.resolve(unknown('ENOENT', directory)),
        saveAs: (report) => {
          saved.push(report.title);
          return Promise.resolve(savingAs);
        },
        print: () => Promise.resolve(read(null)),
      },
      copy: (text) => {
        copied.push(text);
        return Promise.resolve();
      },
      tell: (state) => {
        const rests = state.kind === 'shut' || (state.kind === 'open' && state.activity.kind === 'idle');
        if (rests) for (const resolve of waiting.splice(0)) resolve();
      },
      lastCrash: null,
    });
  const opened = async () => {
    const wizard = newWizard();
    await wizard.open();
    onTestFinished(() => wizard.close());
    return wizard;
  };
  return {
    store,
    applied,
    copied,
    saved,
    opened,
    /** When what is begun by this call has come to its end. */
    ended: async (begin: () => unknown) => {
      const rests = new Promise<void>((resolve) => {
        // Once for what is shown while it begins, and once for its end.
        begin();
        waiting.push(resolve);
      });
      await rests;
    },
    savesAs: (answer: Reading<string | null>) => (savingAs = answer),
    beforeApplying: (deed: () => void) => (before = deed),
  };
}

type Bench = Awaited<ReturnType<typeof windowIn>>;

function shut(wizard: Wizard) {
  const { state } = wizard;
  if (state.kind !== 'shut') throw new Error(`The wizard is ${state.kind}`);
  if (state.known === null) throw new Error('Nothing is known');
  return { problem: state.problem, known: state.known };
}

async function rescued(bench: Bench, wizard: Wizard): Promise<void> {
  await wizard.handlers.goTo({ stage: 'review' });
  const { state } = wizard;
  if (state.kind !== 'open') throw new Error(`The wizard is ${state.kind}`);
  await bench.ended(() => wizard.handlers.begin({ planId: state.plan?.id ?? '' }));
}

/** A data folder in which a rescue was done, and then a byte of its journal was changed in this line. */
async function damagedIn(line: number) {
  const directory = newFolder();
  const bench = await windowIn(directory);
  const first = await bench.opened();
  await rescued(bench, first);
  await first.close();
  const path = join(directory, 'journal.jsonl');
  const whole = readFileSync(path);
  const lines = whole.toString('utf8').split('\n');
  lines[line - 1] = lines[line - 1]!.replace(/change-|backup-/, 'chance-');
  writeFileSync(path, lines.join('\n'));
  return { directory, path, whole, bench };
}

describe('a damaged journal in the window', () => {
  it('is told with its line, beside the server as it stands now and what the whole lines tell', async () => {
    const { directory, path, bench } = await damagedIn(4);
    const before = digest(directory);
    const { problem, known } = shut(await bench.opened());
    expect(problem).toEqual({ kind: 'journal-damaged', path, line: 4, why: 'checksum', where: null });
    expect(known.look.diagnosis.verdict).toEqual({ kind: 'nothing-to-do' });
    expect(known.rescues.map(({ steps }) => steps.map(({ progress }) => progress.kind))).toEqual([
      ['about-to', 'waiting'],
    ]);
    expect(digest(directory)).toBe(before);
  });

  it('lets nothing be done on the server, whatever the window asks for', async () => {
    const { bench } = await damagedIn(2);
    const changed = bench.applied.length;
    const wizard = await bench.opened();
    const { handlers } = wizard;
    const asked = [
      handlers.begin({ planId: '1' }),
      handlers.continueRescue(undefined),
      handlers.undo(undefined),
      handlers.startOver(undefined),
      handlers.goTo({ stage: 'review' }),
      handlers.runSetup(undefined),
    ];
    for (const answer of asked) {
      expect(await answer).toMatchObject({ kind: 'refused', because: { kind: 'not-now' } });
    }
    await wizard.comeToRest();
    expect(bench.applied).toHaveLength(changed);
  });

  it('leaves a report that can be saved and copied, and says where it is or why not', async () => {
    const { bench } = await damagedIn(4);
    const wizard = await bench.opened();
    bench.savesAs(unknown('ENOSPC', '/full/report.pdf'));
    await wizard.handlers.saveReport(undefined);
    expect(shut(wizard).known.notSaved).toEqual({ code: 'ENOSPC', tried: '/full/report.pdf' });
    bench.savesAs(read(null));
    await wizard.handlers.saveReport(undefined);
    expect(shut(wizard).known).toMatchObject({ savedAs: null, notSaved: { code: 'ENOSPC' } });
    bench.savesAs(read('/elsewhere/report.pdf'));
    await wizard.handlers.saveReport(undefined);
    expect(shut(wizard).known).toMatchObject({ savedAs: '/elsewhere/report.pdf', notSaved: null });
    await wizard.handlers.copy({ what: { kind: 'report' } });
    expect(bench.copied[0]).toMatch(/0\.0\.0\.0:443/);
    expect(await wizard.handlers.copy({ what: { kind: 'plan' } })).toMatchObject({ kind: 'refused' });
  });

  it('is opened when it is whole again', async () => {
    const { path, whole, bench } = await damagedIn(4);
    const wizard = await bench.opened();
    writeFileSync(path, whole);
    await bench.ended(() => wizard.handlers.lookAgain(undefined));
    expect(wizard.state).toMatchObject({ kind: 'open', rescues: [{ outcome: { kind: 'repaired' } }] });
  });

  it.each([
    [
      'cannot be read',
      (path: string) => {
        mkdirSync(path);
      },
      'journal-unreadable',
    ],
    [
      'is lost, and its copies are not',
      (path: string) => {
        mkdirSync(join(path, '..', 'rescue-1'));
      },
      'journal-lost',
    ],
  ])('that %s lets the server be looked at all the same', async (_what, spoil, kind) => {
    const directory = newFolder();
    const bench = await windowIn(directory);
    spoil(join(directory, 'journal.jsonl'));
    const { problem, known } = shut(await bench.opened());
    expect(problem.kind).toBe(kind);
    expect(known).toMatchObject({ rescues: [], look: { diagnosis: { verdict: { kind: 'ours' } } } });
  });
});

describe('a data folder that goes away in the middle of a rescue', () => {
  async function gone() {
    const directory = join(newFolder(), 'data');
    const bench = await windowIn(directory);
    const wizard = await bench.opened();
    bench.beforeApplying(() => {
      renameSync(directory, `${directory}-away`);
      bench.beforeApplying(() => undefined);
    });
    await rescued(bench, wizard);
    return { directory, bench, wizard };
  }

  it('ends it, and what was known stays on the screen with the reason', async () => {
    const { directory, bench, wizard } = await gone();
    expect(bench.applied).toHaveLength(1);
    const { problem, known } = shut(wizard);
    expect(problem).toMatchObject({ kind: 'folder-missing', directory });
    expect(known).toMatchObject({ journalFailed: 'ENOENT', dataFolder: directory });
    expect(known.rescues.map(({ steps }) => steps.map(({ progress }) => progress.kind))).toEqual([
      ['about-to', 'waiting'],
    ]);
  });

  it('lets the report of it be saved elsewhere, also after another try', async () => {
    const { bench, wizard } = await gone();
    await bench.ended(() => wizard.handlers.lookAgain(undefined));
    expect(shut(wizard).known.rescues).toHaveLength(1);
    expect(shut(wizard).known.journalFailed).toBe('ENOENT');
    await wizard.handlers.saveReport(undefined);
    expect(bench.saved).toHaveLength(1);
    expect(shut(wizard).known.savedAs).toBe('/elsewhere/report.pdf');
  });

  it('is gone on with when it is there again', async () => {
    const { directory, bench, wizard } = await gone();
    renameSync(`${directory}-away`, directory);
    await bench.ended(() => wizard.handlers.lookAgain(undefined));
    expect(wizard.state).toMatchObject({ kind: 'open', stage: 'rebind', trouble: null });
    await bench.ended(() => wizard.handlers.continueRescue(undefined));
    expect(wizard.state).toMatchObject({ kind: 'open', rescues: [{ outcome: { kind: 'repaired' } }] });
  });
});
