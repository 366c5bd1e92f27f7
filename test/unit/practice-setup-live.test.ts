import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { buildScenario } from '../../electron/server/practice/build-scenario.ts';
import {
  createPractice,
  openPractice,
  type OpenedPractice,
} from '../../electron/server/practice/practice.ts';
import { PracticeServer } from '../../electron/server/practice/practice-server.ts';
import { memoryStore, setupLogFile, type PracticeStore } from '../../electron/server/practice/store.ts';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { iisRecordSettings } from '../../shared/facts.ts';
import { readStamp } from '../../shared/setup-log/stamp.ts';
import type { SetupProgress } from '../../shared/setup-progress.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { freePath, known, scenario } from '../fixtures/practice.ts';
import { StagedTime } from '../fixtures/staged-time.ts';

const startsAt = '2026-03-01T02:12:00.000Z';
const done = 'The Exchange Server setup operation completed successfully.';

/** What reached the disk, in order; a time in ISO 8601. */
type Written =
  | { readonly what: 'log'; readonly at: string; readonly text: string }
  | { readonly what: 'state'; readonly at: string; readonly state: PracticeState };

/** A practice server whose Setup takes its time, on a clock that only its pauses move on. */
async function watched(name = 'healthy') {
  const time = new StagedTime(startsAt);
  const built = await buildScenario(scenario(name), time.clock, fixedKeys());
  const written: Written[] = [];
  const at = () => time.clock.now().toISOString();
  const inner = memoryStore(built.state, built.files[setupLogFile]);
  const store: PracticeStore = {
    ...inner,
    save(state) {
      written.push({ what: 'state', at: at(), state });
      return inner.save(state);
    },
    appendToSetupLog(text) {
      written.push({ what: 'log', at: at(), text });
      return inner.appendToSetupLog(text);
    },
  };
  const world = {
    store,
    clock: time.clock,
    pause: time.pause,
    keys: fixedKeys(),
    setupPace: 'watched',
  } as const;
  return { server: new PracticeServer(name, world), store, time, written };
}

function lines(written: readonly Written[]): readonly string[] {
  return written.flatMap((one) => (one.what === 'log' ? [readStamp(one.text)?.text.trimEnd() ?? ''] : []));
}

describe('a run of Setup that is watched', () => {
  it('writes every entry for itself, when the moment of its stamp has come', async () => {
    const { server, written } = await watched();
    await server.runSetup();
    const log = written.filter(({ what }) => what === 'log');
    expect(log.length).toBeGreaterThan(60);
    for (const entry of log) {
      if (entry.what === 'log') expect(readStamp(entry.text)?.written).toBe(entry.at);
    }
  });

  it('takes ten to fifteen seconds when it succeeds', async () => {
    const { server, time } = await watched();
    expect(known(await server.runSetup()).class).toBe('setup-succeeded');
    const seconds = (time.clock.now().getTime() - Date.parse(startsAt)) / 1000;
    expect(seconds).toBeGreaterThan(10);
    expect(seconds).toBeLessThan(15);
  });

  it('has the services back before it says that it is done', async () => {
    const { server, written } = await watched();
    expect(known(await server.runSetup()).class).toBe('setup-succeeded');
    const saved = written.findIndex(({ what }) => what === 'state');
    const save = written[saved];
    if (save?.what !== 'state') throw new Error('Nothing was saved');
    expect(save.state.services).toEqual(save.state.servicesBefore);
    expect(lines(written.slice(0, saved))).not.toContain(done);
    expect(lines(written.slice(saved))[0]).toBe(done);
    expect(lines(written).at(-2)).toBe('End of Setup');
  });

  it('is shown by its process and its open log, so that nothing else is changed meanwhile', async () => {
    const { server, store, time } = await watched('expired-certificate');
    const seen: string[] = [];
    time.during = async () => {
      const facts = await server.inspect();
      expect(known(facts.setupState).processes).toEqual(['ExSetup.exe']);
      // Between the first two lines and after the last error, the log shows the end of a run.
      if (known(await store.setup()).class === 'setup-running') seen.push(diagnose(facts).verdict.kind);
    };
    await server.runSetup();
    expect(new Set(seen)).toEqual(new Set(['setup-running']));
    expect(seen.length).toBeGreaterThan(40);
    expect(known((await server.inspect()).setupState).processes).toEqual([]);
  });

  it('is over before another one begins', async () => {
    const { server, written } = await watched('expired-certificate');
    const both = await Promise.all([server.runSetup(), server.runSetup()]);
    expect(both.map((run) => known(run).class)).toEqual(['certificate-expired', 'certificate-expired']);
    const marks = lines(written).filter((line) => /^(Starting Microsoft Exchange|End of Setup)/.test(line));
    expect(marks.map((mark) => mark.split(' ')[0])).toEqual(['Starting', 'End', 'Starting', 'End']);
  });

  it('does not take back what was asked for meanwhile', async () => {
    const { server, store } = await watched();
    const target = { endpoint: endpoint('127.0.0.1:44321'), site: '' };
    const { thumbprint: certificate } = known((await server.inspect()).records)[0]!;
    const value = { ...iisRecordSettings, certificate };
    const running = server.runSetup();
    const applied = await server.apply({
      id: 'new',
      kind: 'record',
      target,
      before: { kind: 'absent' },
      after: { kind: 'present', value },
    });
    await running;
    expect(applied).toEqual({ kind: 'applied' });
    expect(known(await store.load()).records.map((record) => record.endpoint)).toContain(target.endpoint);
  });

  it('comes to its end at once when the server is closed', async () => {
    const { server, store, time, written } = await watched();
    const news = new EventEmitter();
    time.during = async (until) => {
      if (written.length < 20 || until.aborted) return;
      news.emit('pausing');
      await once(until, 'abort');
    };
    const pausing = once(news, 'pausing');
    const running = server.runSetup();
    await pausing;
    expect(known(await store.setup()).class).toBe('setup-running');
    await server.close();
    expect(known(await running).class).toBe('setup-succeeded');
    expect(lines(written).at(-2)).toBe('End of Setup');
  });

  it('does not wait for a clock that was set back', async () => {
    const { server, time, written } = await watched();
    time.during = () => {
      if (written.length === 30) time.set('2026-02-28T02:12:00.000Z');
    };
    await server.runSetup();
    expect(Math.max(...time.pauses)).toBeLessThan(2000);
  });

  it('ends where its log cannot be written, and changes nothing then', async () => {
    const { server, store, time, written } = await watched();
    const before = await store.load();
    const full = { code: 'ENOSPC', tried: setupLogFile };
    const world = {
      store: {
        ...store,
        appendToSetupLog: (text: string) =>
          written.length < 30
            ? store.appendToSetupLog(text)
            : Promise.resolve({ kind: 'refused', because: full } as const),
      },
      clock: time.clock,
      pause: time.pause,
      keys: fixedKeys(),
      setupPace: 'watched',
    } as const;
    const onFullDisk = new PracticeServer(server.scenario, world);
    expect(await onFullDisk.runSetup()).toEqual({ kind: 'unknown', because: full });
    expect(await store.load()).toEqual(before);
    expect(known((await onFullDisk.inspect()).setupState).processes).toEqual([]);
  });

  it('can be followed from its first task to its last', async () => {
    const { server, time, written } = await watched();
    const told: SetupProgress[] = [];
    const end = new AbortController();
    // The follower looks in every pause of Setup.
    const following = server.followSetup((progress) => told.push(progress), end.signal);
    await server.runSetup();
    end.abort();
    await following;
    const tasks = [...new Set(told.map(({ task }) => task))].filter((task) => task !== null);
    expect(tasks).toEqual(told.at(-1)?.tasksDone);
    expect(tasks[0]).toBe('test-SetupPrerequisites');
    expect(tasks.at(-1)).toBe('Start-PostSetup');
    expect(told.length).toBeGreaterThan(tasks.length);
    expect(told.at(-1)).toMatchObject({
      task: null,
      lastLine: 'End of Setup',
      entries: lines(written).filter((line) => !line.startsWith('***')).length,
    });
    expect(time.pauses).toContain(250);
  });
});

describe('a run of Setup whose process dies', () => {
  class PowerCut extends Error {}

  function opened(practice: OpenedPractice): PracticeServer {
    if (practice.kind === 'problem') throw new Error(practice.because.code);
    return practice.server;
  }

  it.each([3, 4, 30, 45])('after %i entries leaves an open run and a server as it was', async (entries) => {
    const directory = await freePath();
    const time = new StagedTime(startsAt);
    const folder = { directory, clock: time.clock, pause: time.pause, keys: fixedKeys() };
    const dying = opened(
      await createPractice({ ...folder, scenario: scenario('expired-certificate'), setupPace: 'watched' }),
    );
    const before = await dying.inspect();
    time.during = () => {
      if (time.pauses.length > entries) throw new PowerCut();
    };
    await expect(dying.runSetup()).rejects.toThrow(PowerCut);
    time.during = () => undefined;

    const server = opened(await openPractice(folder));
    const facts = await server.inspect();
    const { setup, takenAt, ...rest } = facts;
    expect({ ...before, ...rest }).toEqual(before);
    expect(known(setup)).toMatchObject({ class: 'setup-running', lastLineAt: takenAt });

    // As after a real power cut: for ten minutes the log may be that of a Setup at work.
    expect(diagnose(facts).verdict.kind).toBe('setup-running');
    time.set('2026-03-01T02:24:00.000Z');
    expect(diagnose(await server.inspect()).verdict).toEqual({ kind: 'ours', class: 'certificate-expired' });
    expect(known(await server.runSetup()).class).toBe('certificate-expired');
    await server.close();
  });

  it('does not keep the next one from running at once', async () => {
    const { server, time } = await watched('expired-certificate');
    time.during = () => {
      if (time.pauses.length === 40) throw new PowerCut();
    };
    await expect(server.runSetup()).rejects.toThrow(PowerCut);
    expect(known((await server.inspect()).setupState).processes).toEqual([]);
    expect(known(await server.runSetup()).class).toBe('certificate-expired');
  });
});
