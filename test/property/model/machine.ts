import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupInto } from '../../../electron/backup.ts';
import type { Clock } from '../../../electron/clock.ts';
import { Conductor, look } from '../../../electron/conductor.ts';
import { openJournal, readJournal } from '../../../electron/journal.ts';
import type { Journal } from '../../../electron/journal.ts';
import { acquireLock } from '../../../electron/lock.ts';
import type { Acquired, Lock } from '../../../electron/lock.ts';
import type { PatientServer } from '../../../electron/patient-server.ts';
import type { Pause } from '../../../electron/pause.ts';
import { PracticeServer } from '../../../electron/server/practice/practice-server.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import type { Choice } from '../../../shared/candidates.ts';
import type { ConcreteChange } from '../../../shared/change.ts';
import type { JournalEntry, RescueEvent } from '../../../shared/events.ts';
import type { Facts } from '../../../shared/facts.ts';
import { lookAt } from '../../../shared/look.ts';
import type { Look } from '../../../shared/look.ts';
import type { NewIdentity } from '../../../shared/plan.ts';
import { patient } from '../../fixtures/patient.ts';
import { Boundary, PowerCut } from './boundary.ts';
import type { Disturbance } from './boundary.ts';
import { changedOutside } from './outside.ts';
import type { OutsideChange } from './outside.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { practiceStore } from './practice-store.ts';
import type { Scenario } from './practice-store.ts';
import { watched } from './watched-server.ts';
import { madeKey } from './writes.ts';

/** Told what happens on the machine, the moment it happens. */
export interface Witness {
  /** Somebody else changed the server; the journal says this much by then. */
  outside(before: Places, after: Places, entries: readonly JournalEntry[]): void;
  /** The server is about to be asked for this. @param last what the journal on the disk says last. */
  asked(change: ConcreteChange, now: Places, entries: readonly JournalEntry[], last: RescueEvent): void;
}

interface Process {
  readonly lock: Lock;
  readonly journal: Journal;
  readonly conductor: Conductor;
  readonly server: PatientServer;
  readonly practice: PracticeServer;
}

/** Every call is answered here: no time limit is ever reached. */
const untilAnswered: Pause = (_milliseconds, until) =>
  new Promise((resolve) => {
    until.addEventListener('abort', () => {
      resolve();
    });
  });

const start = Date.parse('2026-03-01T03:12:00.000Z');
const holder = { what: 'window', processId: process.pid, startedAt: new Date(start).toISOString() };

/** The machine that the server and the program run on: one process at a time, and all that outlives it. */
export class Machine {
  readonly first: PracticeState;
  witness: Witness | null = null;
  readonly #scenario: Scenario;
  readonly #directory = mkdtempSync(join(tmpdir(), 'cu-rescue-model-'));
  #state: PracticeState;
  #setupLog: string;
  #now = start;
  #identities = 0;
  #process: Process | null = null;
  readonly #boundary = new Boundary({
    stopAsked: () => {
      this.conductor.stopAfterThisChange();
    },
    outside: (change) => {
      this.changeOutside(change);
    },
  });

  private constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#state = scenario.state;
    this.#setupLog = scenario.setupLog;
    this.first = scenario.state;
  }

  static async of(scenario: Scenario): Promise<Machine> {
    const machine = new Machine(scenario);
    await machine.#open();
    return machine;
  }

  get state(): PracticeState {
    return this.#state;
  }

  get conductor(): Conductor {
    return this.#running.conductor;
  }

  /** As the running process has them. */
  get entries(): readonly JournalEntry[] {
    return this.#running.journal.entries;
  }

  /** As whoever opens the folder now would read them. */
  get entriesOnDisk(): readonly JournalEntry[] {
    const journal = readJournal(this.#directory);
    if (journal.kind !== 'read') throw new Error(`The journal is ${journal.kind}`);
    return journal.entries;
  }

  /** Gives everything back, and leaves nothing on the disk. */
  async close(): Promise<void> {
    await this.#leaveProcess();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  look(choice?: Choice): Promise<Look> {
    return look(this.#running.server, (facts) => this.#identity(facts), choice);
  }

  choose({ facts }: Look, choice: Choice): Look {
    return lookAt(facts, this.#identity(facts), choice);
  }

  /** Lets a command work, and something come between. After a power cut the program is opened anew. */
  async during<T>(
    disturbance: Disturbance | null,
    work: (conductor: Conductor) => Promise<T>,
  ): Promise<{ readonly kind: 'ended'; readonly how: T } | { readonly kind: 'cut' }> {
    this.#boundary.expect(disturbance);
    try {
      return { kind: 'ended', how: await work(this.conductor) };
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      return { kind: 'cut' };
    } finally {
      this.#boundary.expect(null);
      if (this.#boundary.power === 'cut') await this.openAnew();
    }
  }

  /** The process is gone, and another is started. */
  async openAnew(): Promise<void> {
    await this.#leaveProcess();
    this.#boundary.powerOn();
    await this.#open();
  }

  /** Somebody opens the program a second time. */
  openSecond(): Promise<Acquired> {
    return acquireLock(this.#directory, { ...holder, what: 'command line' });
  }

  changeOutside(change: OutsideChange): void {
    this.#meddle((state) => changedOutside(state, this.first, change));
  }

  moveClock(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Setup is another program: whatever it changes, it changes from outside. */
  async runSetup(): Promise<void> {
    const before = this.#state;
    const ran = await this.#running.practice.runSetup();
    const after = this.#state;
    this.#state = before;
    this.#meddle(() => after);
    if (ran.kind === 'unknown') throw new Error(`Setup: ${ran.because.code}`);
    const { class: failureClass } = ran.value;
    const outcome = failureClass === 'setup-succeeded' ? 'succeeded' : 'failed';
    const failed = this.conductor.noteSetupRun({ kind: 'setup-run', outcome, class: failureClass });
    if (failed !== null) throw new Error(`The journal fails: ${failed.code}`);
  }

  get #running(): Process {
    if (this.#process === null) throw new Error('No process runs');
    return this.#process;
  }

  async #open(): Promise<void> {
    const acquired = await acquireLock(this.#directory, holder);
    if (acquired.kind === 'held') throw new Error('The lock of the last process is still held');
    const opened = openJournal(this.#directory, { clock: this.#clock, disk: this.#boundary.disk });
    if (opened.kind !== 'open') throw new Error(`The journal is ${opened.kind}`);
    const practice = new PracticeServer(this.#scenario.name, {
      store: practiceStore({
        state: () => this.#state,
        save: (state) => {
          this.#boundary.called('save');
          this.#state = state;
        },
        setupLog: () => this.#setupLog,
        append: (text) => {
          this.#setupLog += text;
        },
      }),
      clock: this.#clock,
      keys: { rsa: () => Promise.resolve(madeKey) },
      pause: untilAnswered,
      setupPace: 'at-once',
    });
    const server = patient(
      watched(practice, this.#boundary, {
        state: () => this.#state,
        asked: (change) => {
          this.witness?.asked(change, placesOf(this.#state), this.entries, this.#lastOnDisk());
        },
      }),
      { clock: this.#clock, pause: untilAnswered },
    );
    const backup = backupInto(this.#directory, this.#boundary.disk);
    const conductor = new Conductor({
      server,
      journal: opened.journal,
      backup,
      notice: () => undefined,
    });
    this.#process = { lock: acquired.lock, journal: opened.journal, conductor, server, practice };
  }

  /** As the operating system does it for a process that is gone. */
  async #leaveProcess(): Promise<void> {
    const { lock, practice } = this.#running;
    this.#process = null;
    await practice.close();
    await lock.release();
  }

  readonly #clock: Clock = { now: () => new Date(this.#now), utcOffsetMinutes: () => 60 };

  #lastOnDisk(): RescueEvent {
    const lines = readFileSync(join(this.#directory, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    return (JSON.parse(lines.at(-1)!) as JournalEntry).event;
  }

  #identity({ takenAt }: Facts): NewIdentity {
    this.#identities += 1;
    const number = this.#identities.toString(16).toUpperCase().padStart(4, '0');
    return { container: `cu-rescue-new-${number}`, serialNumber: `4F00${number}`, notBefore: takenAt };
  }

  #meddle(change: (state: PracticeState) => PracticeState): void {
    const before = placesOf(this.#state);
    this.#state = change(this.#state);
    this.witness?.outside(before, placesOf(this.#state), this.entries);
  }
}
