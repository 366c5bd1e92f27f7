import type { Choice } from '../shared/candidates.ts';
import { diagnose } from '../shared/diagnosis.ts';
import type { Diagnosis } from '../shared/diagnosis.ts';
import type { JournalEntry, NotUndone, RescueEvent, StopReason } from '../shared/events.ts';
import type { Facts } from '../shared/facts.ts';
import { lookAt } from '../shared/look.ts';
import type { Look } from '../shared/look.ts';
import { purposeOf } from '../shared/plan-shape.ts';
import type { NewIdentity } from '../shared/plan.ts';
import type { Plan } from '../shared/plan-shape.ts';
import { inUndoScope, isRecovery, isUnfinished, reduce, undoScope, unfinished } from '../shared/rescue.ts';
import type { Rescue, UndoScope } from '../shared/rescue.ts';
import { stillWrong } from '../shared/still-wrong.ts';
import { undoAlone } from '../shared/undo-alone.ts';
import type { ChangeName } from '../shared/undo-alone.ts';
import type { Backup } from './backup.ts';
import { carryOut, settleInterrupted } from './carry-out.ts';
import type { JournalFailed } from './carry-out.ts';
import type { Journal } from './journal.ts';
import type { PatientServer } from './patient-server.ts';
import { remembering } from './remembering.ts';
import type { Server } from './server/server.ts';
import { needsUndo, undoChange, undoRescue } from './undo.ts';

/** How a command of the conductor ended. */
export type Ended =
  | { readonly kind: 'repaired' }
  | { readonly kind: 'stopped'; readonly because: StopReason }
  | { readonly kind: 'undone' | 'partly-undone' }
  /** One change was to be taken back alone, and stays; the server was not touched for it, or is as it was. */
  | { readonly kind: 'not-undone'; readonly because: NotUndone }
  /** The journal could not be written: what was done before is known, nothing was touched after. */
  | JournalFailed;

export interface ConductorNeeds {
  readonly server: PatientServer;
  readonly journal: Journal;
  readonly backup: Backup;
  /** Told of every event the moment it is on the medium. */
  readonly notice: (entry: JournalEntry) => void;
}

/** Looks at a server and says what is wrong and what could be done. Writes nothing. */
export async function look(
  server: Pick<Server, 'inspect'>,
  identity: (facts: Facts) => NewIdentity,
  choice?: Choice,
): Promise<Look> {
  const facts = await server.inspect();
  return lookAt(facts, identity(facts), choice);
}

/** The one place where a rescue moves: commands in, events out. */
export class Conductor {
  readonly #needs: ConductorNeeds;
  /** A journal only grows: as long as it is no longer, it says the same. */
  readonly #reduced = remembering((length: number) => reduce(this.#needs.journal.entries.slice(0, length)));
  #moving: 'no' | 'yes' = 'no';
  #stopping: 'not-asked' | 'after-this-change' = 'not-asked';

  constructor(needs: ConductorNeeds) {
    this.#needs = needs;
  }

  get rescues(): readonly Rescue[] {
    return this.#reduced(this.#needs.journal.entries.length);
  }

  get unfinished(): Rescue | null {
    return unfinished(this.rescues);
  }

  /** Begins a rescue with the plan that was shown, and carries it out. */
  begin(facts: Facts, diagnosis: Diagnosis, plan: Plan): Promise<Ended> {
    return this.#alone(() => this.#begin(facts, diagnosis, plan));
  }

  async #begin(facts: Facts, diagnosis: Diagnosis, plan: Plan): Promise<Ended> {
    if (this.unfinished !== null) throw new Error('A rescue is unfinished: continue or undo it first');
    if (await this.#setupIsRunning()) return { kind: 'stopped', because: { kind: 'setup-running' } };
    const rescue = this.rescues.length + 1;
    const purpose = purposeOf(plan);
    const failed = this.#note({ kind: 'rescue-started', rescue, purpose, facts, diagnosis, plan });
    return failed ?? this.#carryOn();
  }

  /** Goes on where the last one stopped or was cut off; an undo that was cut off is an undo that goes on. */
  resume(): Promise<Ended> {
    return this.#alone(() => this.#resume());
  }

  async #resume(): Promise<Ended> {
    const rescue = this.unfinished;
    if (rescue === null) throw new Error('No rescue is unfinished');
    if (rescue.outcome.kind === 'undoing') {
      const { alone } = rescue.outcome;
      if (alone === null) return this.#undo(undoScope(this.rescues));
      return this.#undoOne({ rescue: rescue.number, changeId: alone.changeId });
    }
    if (await this.#setupIsRunning()) return { kind: 'stopped', because: { kind: 'setup-running' } };
    const failed = this.#note({ kind: 'rescue-resumed' });
    if (failed !== null) return failed;
    await this.#needs.server.tidy();
    return this.#carryOn();
  }

  /** The change that is being carried out is finished and verified; the next one is not begun. */
  stopAfterThisChange(): void {
    if (this.#moving === 'yes') this.#stopping = 'after-this-change';
  }

  /**
   * Leaves what is unfinished as it stands, for a new plan. What was interrupted is settled first, as far as the
   * server tells; everything that was done can still be undone.
   */
  leave(): Promise<Ended | { readonly kind: 'left' }> {
    return this.#alone(() => this.#leave());
  }

  async #leave(): Promise<JournalFailed | { readonly kind: 'left' }> {
    await this.#needs.server.tidy();
    for (const rescue of this.rescues.filter(isUnfinished)) {
      for (const step of rescue.steps) {
        const failed = await settleInterrupted(rescue, step, this.#needs.server, (event) =>
          this.#note(event),
        );
        if (failed !== null) return failed;
      }
      const failed = this.#note({ kind: 'rescue-left', rescue: rescue.number });
      if (failed !== null) return failed;
    }
    return { kind: 'left' };
  }

  /**
   * Takes back what the rescues of this journal have done, newest first: everything, or the put-back alone that
   * stands at the end.
   */
  undo(scope: UndoScope): Promise<Ended> {
    return this.#alone(() => this.#undo(scope));
  }

  /** Takes everything back that any rescue of this journal has done, newest first. */
  undoAll(): Promise<Ended> {
    return this.undo('everything');
  }

  async #undo(scope: UndoScope): Promise<Ended> {
    const rescues = inUndoScope(this.rescues, scope).filter(needsUndo).toReversed();
    if (rescues.length === 0) return { kind: 'undone' };
    if (await this.#setupIsRunning()) return { kind: 'stopped', because: { kind: 'setup-running' } };
    // All of it is written down before any of it is done, so that an undo cut off between two rescues goes on. Where
    // a rescue that recovers is among them, it is known from the first line that not the put-back alone is meant.
    for (const rescue of recoveringFirst(rescues).filter(
      ({ outcome }) => outcome.kind !== 'undoing' || outcome.stopped !== null || outcome.alone !== null,
    )) {
      const failed = this.#note({ kind: 'undo-started', rescue: rescue.number });
      if (failed !== null) return failed;
    }
    // What is as before needs no undo, and may all the same have been cut off while it was tried out.
    await this.#needs.server.tidy();
    let whole = true;
    for (const rescue of rescues) {
      const ended = await undoRescue(
        rescue,
        this.#needs.server,
        (event) => this.#note(event),
        () => (this.#stopping === 'after-this-change' ? 'yes' : 'no'),
      );
      if (ended.kind === 'journal-failed' || ended.kind === 'stopped') return ended;
      if (ended.kind === 'partly-undone') whole = false;
    }
    return { kind: whole ? 'undone' : 'partly-undone' };
  }

  /**
   * Takes back one change of any rescue of this journal, and leaves the others as they are. Throws (a bug) for one of
   * which `undoAlone` says that it may not be.
   */
  undoOne(name: ChangeName): Promise<Ended> {
    return this.#alone(() => this.#undoOne(name));
  }

  async #undoOne(name: ChangeName): Promise<Ended> {
    const may = undoAlone(this.rescues, name);
    if (may.kind !== 'may') throw new Error(`Change ${name.changeId} is not undone alone: ${may.kind}`);
    if (await this.#setupIsRunning()) return { kind: 'stopped', because: { kind: 'setup-running' } };
    await this.#needs.server.tidy();
    return undoChange(may.rescue, may.step, this.#needs.server, (event) => this.#note(event));
  }

  /** Writes down that Setup was run again, where there is a rescue that it belongs to. */
  noteSetupRun(event: Extract<RescueEvent, { kind: 'setup-run' }>): JournalFailed | null {
    return this.rescues.length === 0 ? null : this.#note(event);
  }

  /** One command at a time: two of them would take turns on the same server. Whoever asks for a second has a bug. */
  async #alone<How>(move: () => Promise<How>): Promise<How> {
    if (this.#moving === 'yes') throw new Error('The rescue is moving: one command at a time');
    this.#moving = 'yes';
    try {
      return await move();
    } finally {
      this.#moving = 'no';
      this.#stopping = 'not-asked';
    }
  }

  async #carryOn(): Promise<Ended> {
    const started = this.#current;
    if (started.backup === null) {
      const made = this.#needs.backup(started.number, await this.#needs.server.inspect());
      if (made.kind === 'failed') return this.#stop({ kind: 'backup-failed', because: made.because });
      const { folder, files, missing } = made;
      const failed = this.#note({ kind: 'backup-made', folder, files, missing });
      if (failed !== null) return failed;
    }
    for (const { id } of started.start.plan.changes) {
      if (this.#stopping === 'after-this-change' && !this.#isDone(id)) return this.#stop({ kind: 'asked' });
      const ended = await carryOut(this.#current, id, this.#needs.server, (event) => this.#note(event));
      if (ended.kind === 'stopped') return this.#stop(ended.because);
      if (ended.kind === 'journal-failed') return ended;
    }
    return this.#lookAgain();
  }

  /** A rescue is at its end when the server shows no fault any more, not when the last call returned. */
  async #lookAgain(): Promise<Ended> {
    const wrong = stillWrong(diagnose(await this.#needs.server.inspect()));
    if (wrong !== null) return this.#stop(wrong);
    return this.#note({ kind: 'rescue-repaired' }) ?? { kind: 'repaired' };
  }

  async #setupIsRunning(): Promise<boolean> {
    return diagnose(await this.#needs.server.inspect()).verdict.kind === 'setup-running';
  }

  #stop(because: StopReason): Ended {
    return this.#note({ kind: 'rescue-stopped', because }) ?? { kind: 'stopped', because };
  }

  #isDone(changeId: string): boolean {
    return this.#current.steps.some(
      ({ change, progress }) => change.id === changeId && progress.kind === 'done',
    );
  }

  get #current(): Rescue {
    const rescue = this.rescues.at(-1);
    if (rescue === undefined) throw new Error('No rescue has begun');
    return rescue;
  }

  /** `null` when the event is durable. */
  #note(event: RescueEvent): JournalFailed | null {
    const appended = this.#needs.journal.append(event);
    if (appended.kind === 'failed') return { kind: 'journal-failed', code: appended.code };
    this.#needs.notice(appended.entry);
    return null;
  }
}

function recoveringFirst(rescues: readonly Rescue[]): readonly Rescue[] {
  return [...rescues.filter(isRecovery), ...rescues.filter((rescue) => !isRecovery(rescue))];
}
