import type { Choice } from '../../shared/candidates.ts';
import type { Copied, Nothing, Result } from '../../shared/contract.ts';
import { copiedText, reportShown } from '../../shared/copied.ts';
import type { Facts } from '../../shared/facts.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import { unfinished } from '../../shared/rescue.ts';
import { setupNotBegun } from '../../shared/setup-progress.ts';
import { reachableStages, stageAtStart } from '../../shared/wizard.ts';
import type { Activity, OpenWizard, ShownPlan, Stage, WizardState } from '../../shared/wizard.ts';
import { ok } from '../calls.ts';
import type { Handlers } from '../calls.ts';
import { look } from '../conductor.ts';
import type { Conductor, Ended } from '../conductor.ts';
import { checkRoom } from '../data-folder.ts';
import type { Reports } from './reports.ts';
import type { Opened } from '../server/open-server.ts';
import { ofFolder } from '../session.ts';
import { runAndFollow } from './setup-run.ts';
import { Desk, idle, notNow } from './desk.ts';
import type { DeskNeeds, Workplace } from './desk.ts';

export interface WizardNeeds extends DeskNeeds {
  readonly identity: (facts: Facts) => NewIdentity;
  /** Opens the data folder; a scenario replaces the practice server that lies there. */
  readonly open: (scenario: string | null, notice: () => void) => Promise<Opened<Workplace>>;
  readonly reports: Reports;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;
}

const done: Result<Nothing> = ok(undefined);

/** The wizard behind the window: calls in, states out. What it shows of a rescue, it has from the journal. */
export class Wizard {
  readonly #needs: WizardNeeds;
  readonly #desk: Desk;
  #plansShown = 0;

  constructor(needs: WizardNeeds) {
    this.#needs = needs;
    this.#desk = new Desk(needs);
  }

  get state(): WizardState {
    return this.#desk.state;
  }

  /** Opens the rescue and looks at the server for the first time. */
  open(): Promise<void> {
    return this.#open(null, idle);
  }

  /** @param activity what goes on after the opening, which is part of it. */
  async #open(scenario: string | null, activity: Activity): Promise<void> {
    const desk = this.#desk;
    desk.stand({ kind: 'opening' });
    const opened = await this.#needs.open(scenario, () => {
      desk.tell();
    });
    if (opened.kind === 'problem') {
      desk.stand({ kind: 'shut', problem: opened.problem });
      return;
    }
    const place = opened.value;
    const { server, conductor, directory } = place.session;
    const { rescues } = conductor;
    const found = await look(server, this.#needs.identity);
    const last = rescues.at(-1);
    desk.stand({
      kind: 'open',
      place,
      view: {
        look: found,
        plan: this.#shown(found),
        stage: stageAtStart(rescues),
        activity,
        setup: null,
        trouble: null,
        savedAs: null,
        saved: last === undefined ? null : this.#needs.reports.savedOf(last, directory),
      },
    });
  }

  /** Waits for what is going on, and gives everything back. */
  async close(): Promise<void> {
    const { place, state } = this.#desk;
    // A practice Setup hurries to its end when its server is closed; nobody waits for the rest of a rehearsal.
    if (state.kind === 'open' && state.activity.kind === 'running-setup') await place?.session.server.close();
    await this.#desk.settled();
    await this.#desk.place?.session.close();
  }

  /** Asks a rebinding to end after the change that it is at, and waits for it. */
  async stopAndSettle(): Promise<void> {
    this.#desk.place?.session.conductor.stopAfterThisChange();
    await this.#desk.settled();
  }

  /** What main does for each call of the window. */
  readonly handlers: Handlers = {
    getState: () => ok(this.state),
    lookAgain: () => this.#lookAgain(),
    goTo: ({ stage }) => this.#goTo(stage),
    choose: ({ choice }) => this.#choose(choice),
    begin: ({ planId }) => this.#begin(planId),
    stopAfterThisChange: () => this.#stopAfterThisChange(),
    continueRescue: () => this.#continue(),
    undo: () => this.#undo(),
    startOver: () => this.#startOver(),
    runSetup: () => this.#runSetup(),
    switchScenario: ({ scenario }) => this.#switchScenario(scenario),
    copy: ({ what }) => this.#copy(what),
    saveReport: () => this.#saveReport(),
    printReport: () => this.#printReport(),
    putTroubleAway: () => {
      this.#desk.show({ trouble: null });
      return done;
    },
  };

  #lookAgain(): Result<Nothing> {
    if (this.state.kind === 'shut') {
      void this.open();
      return done;
    }
    return this.#whenIdle((_open, place) =>
      this.#desk.begin({ activity: this.#looking }, () => this.#see(place)),
    );
  }

  #goTo(stage: Stage): Result<Nothing> {
    const { state } = this;
    if (state.kind !== 'open' || !state.reachable.includes(stage)) return notNow;
    this.#desk.show({ stage });
    return done;
  }

  #choose(choice: Choice): Result<Nothing> {
    return this.#whenIdle(({ look: { facts }, rescues }) => {
      if (unfinished(rescues) !== null) return notNow;
      const chosen = lookAt(facts, this.#needs.identity(facts), choice);
      this.#desk.show({ look: chosen, plan: this.#shown(chosen) });
      return done;
    });
  }

  #begin(planId: string): Result<Nothing> {
    return this.#whenIdle(({ plan, rescues, look: seen, dataFolder }, place) => {
      if (plan?.id !== planId || unfinished(rescues) !== null) return notNow;
      const full = checkRoom(dataFolder);
      if (full !== null) {
        this.#desk.show({ trouble: { kind: 'folder-unusable', problem: ofFolder(full) } });
        return done;
      }
      return this.#rescuing(this.#rebinding, place, (conductor) =>
        conductor.begin(seen.facts, seen.diagnosis, plan.plan),
      );
    });
  }

  #stopAfterThisChange(): Result<Nothing> {
    const { state } = this;
    if (state.kind !== 'open' || state.activity.kind !== 'rebinding') return notNow;
    this.#desk.place?.session.conductor.stopAfterThisChange();
    this.#desk.show({ activity: { ...state.activity, stopping: 'after-this-change' } });
    return done;
  }

  #continue(): Result<Nothing> {
    return this.#whenIdle(({ rescues }, place) => {
      const rescue = unfinished(rescues);
      if (rescue === null) return notNow;
      const activity = rescue.outcome.kind === 'undoing' ? this.#undoing : this.#rebinding;
      return this.#rescuing(activity, place, (conductor) => conductor.resume());
    });
  }

  #undo(): Result<Nothing> {
    return this.#whenIdle(({ rescues }, place) =>
      rescues.length === 0
        ? notNow
        : this.#rescuing(this.#undoing, place, (conductor) => conductor.undoAll()),
    );
  }

  #startOver(): Result<Nothing> {
    return this.#whenIdle(({ rescues }, place) => {
      if (unfinished(rescues) === null) return notNow;
      return this.#desk.begin({ activity: this.#looking }, async () => {
        const left = await place.session.conductor.leave();
        if (left.kind === 'journal-failed') await this.#openAfresh(place, left.code);
        else await this.#see(place, 'diagnose');
      });
    });
  }

  #runSetup(): Result<Nothing> {
    return this.#whenIdle(({ reachable }, place) => {
      const { runSetup } = place;
      if (runSetup === null || !reachable.includes('rerun-setup')) return notNow;
      const since = this.#desk.now();
      const setup = { kind: 'running', progress: setupNotBegun(since) } as const;
      const activity: Activity = { kind: 'running-setup', since };
      return this.#desk.begin({ activity, stage: 'rerun-setup', setup }, async () => {
        const ended = await runAndFollow(place.session.server, runSetup, this.#desk);
        if (ended.kind === 'unknown') {
          this.#desk.show({ setup: null, trouble: { kind: 'setup-not-run', because: ended.because } });
          return;
        }
        const failed = place.session.conductor.noteSetupRun(ended.value);
        if (failed === null) await this.#see(place);
        else await this.#openAfresh(place, failed.code);
        await this.#keepReport();
      });
    });
  }

  #switchScenario(scenario: string): Result<Nothing> {
    return this.#whenIdle(({ scenarios }, place) => {
      if (!scenarios.some(({ name }) => name === scenario)) return notNow;
      return this.#desk.begin({ activity: this.#looking }, async () => {
        await place.session.close();
        await this.#open(scenario, this.#looking);
      });
    });
  }

  #copy(what: Copied): Result<Nothing> {
    const { state } = this;
    const text = state.kind === 'open' ? copiedText(what, state) : null;
    if (text === null) return notNow;
    this.#needs.copy(text);
    return done;
  }

  async #saveReport(): Promise<Result<Nothing>> {
    const { state } = this;
    if (state.kind !== 'open') return notNow;
    const saved = await this.#needs.reports.saveAs(reportShown(state));
    if (saved.kind === 'unknown') {
      this.#desk.show({ trouble: { kind: 'report-not-saved', because: saved.because } });
    } else if (saved.value !== null) {
      this.#desk.show({ savedAs: saved.value, trouble: null });
    }
    return done;
  }

  async #printReport(): Promise<Result<Nothing>> {
    const { state } = this;
    if (state.kind !== 'open') return notNow;
    const printed = await this.#needs.reports.print(reportShown(state));
    if (printed.kind === 'unknown') {
      this.#desk.show({ trouble: { kind: 'report-not-printed', because: printed.because } });
    }
    return done;
  }

  get #looking(): Activity {
    return { kind: 'looking', since: this.#desk.now() };
  }

  get #rebinding(): Activity {
    return { kind: 'rebinding', since: this.#desk.now(), stopping: 'not-asked' };
  }

  get #undoing(): Activity {
    return { kind: 'undoing', since: this.#desk.now() };
  }

  #whenIdle(deed: (open: OpenWizard, place: Workplace) => Result<Nothing>): Result<Nothing> {
    const { idle: open, place } = this.#desk;
    return open === null || place === null ? notNow : deed(open, place);
  }

  /** Moves the rescue, looks at what became of the server, and keeps the report. */
  #rescuing(
    activity: Activity,
    place: Workplace,
    move: (conductor: Conductor) => Promise<Ended>,
  ): Result<Nothing> {
    return this.#desk.begin({ activity, stage: 'rebind', saved: null }, async () => {
      const ended = await move(place.session.conductor);
      if (ended.kind === 'journal-failed') await this.#openAfresh(place, ended.code);
      else await this.#see(place);
      await this.#keepReport();
    });
  }

  async #see(place: Workplace, stage?: Stage): Promise<void> {
    const found = await look(place.session.server, this.#needs.identity);
    const { state } = this;
    if (state.kind !== 'open') return;
    const reachable = reachableStages(found, state.rescues, idle);
    const wanted = stage ?? state.stage;
    this.#desk.show({
      look: found,
      plan: this.#shown(found),
      stage: reachable.includes(wanted) ? wanted : stageAtStart(state.rescues),
    });
  }

  /** A journal that has failed is not written again: what is on the disk counts, and is read anew. */
  async #openAfresh(place: Workplace, code: string): Promise<void> {
    await place.session.close();
    await this.#open(null, this.#looking);
    this.#desk.show({ trouble: { kind: 'journal-failed', code } });
  }

  /** Saves the report of the newest rescue unasked: in the morning somebody wants it. */
  async #keepReport(): Promise<void> {
    const { state } = this;
    const rescue = state.kind === 'open' ? state.rescues.at(-1) : undefined;
    if (state.kind !== 'open' || rescue === undefined) return;
    const saved = await this.#needs.reports.save(rescue, state.dataFolder);
    this.#desk.show(
      saved.kind === 'read'
        ? { saved: saved.value }
        : { trouble: { kind: 'report-not-saved', because: saved.because } },
    );
  }

  #shown({ planned }: Look): ShownPlan | null {
    if (planned.kind !== 'planned') return null;
    this.#plansShown += 1;
    return { id: String(this.#plansShown), plan: planned.plan };
  }
}
