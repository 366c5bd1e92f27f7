import { valueOr } from '../../shared/reading.ts';
import type { Choice } from '../../shared/candidates.ts';
import type { Nothing, Refusal, Result } from '../../shared/contract.ts';
import type { Facts } from '../../shared/facts.ts';
import { lookAt } from '../../shared/look.ts';
import type { Look } from '../../shared/look.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import { undoScope, unfinished } from '../../shared/rescue.ts';
import { undoAlone } from '../../shared/undo-alone.ts';
import type { ChangeName } from '../../shared/undo-alone.ts';
import { reachableStages, stageAtStart } from '../../shared/wizard.ts';
import type { Activity } from '../../shared/activity.ts';
import type { Known, ShownPlan, Trouble, WizardState } from '../../shared/wizard.ts';
import type { Stage } from '../../shared/stage.ts';
import { ok } from '../calls.ts';
import type { Handlers } from '../calls.ts';
import { look } from '../conductor.ts';
import type { Conductor, Ended } from '../conductor.ts';
import { checkRoom } from '../data-folder.ts';
import type { Pause } from '../pause.ts';
import type { Opened } from '../server/open-server.ts';
import type { Server } from '../server/server.ts';
import { ofFolder } from '../session.ts';
import type { SessionNeeds } from '../session.ts';
import { needsUndo } from '../undo.ts';
import { Desk, idle, notNow } from './desk.ts';
import type { DeskNeeds, Workplace } from './desk.ts';
import { Paperwork } from './paperwork.ts';
import type { PaperworkNeeds } from './paperwork.ts';
import { SetupRuns } from './setup-runs.ts';

/** What a workplace tells the wizard of. */
export type Tell = Required<Pick<SessionNeeds<Server>, 'notice' | 'waits'>> &
  Pick<SessionNeeds<Server>, 'onlyLook'>;

export interface WizardNeeds extends DeskNeeds, PaperworkNeeds {
  /** Between two looks at the records while Setup runs. */
  readonly pause: Pause;
  readonly identity: (facts: Facts) => NewIdentity;
  /** Opens the data folder; a scenario replaces the practice server that lies there. */
  readonly open: (scenario: string | null, tell: Tell) => Promise<Opened<Workplace>>;
}

type Retry = Extract<Trouble, { kind: 'journal-failed' }>['retry'];

const done: Result<Nothing> = ok(undefined);

const nothingFailed = { journalFailed: null, savedAs: null, notSaved: null } as const;

/** What was known before is kept where nothing more can be seen; what could not be written down is seen nowhere else. */
function knownOf(remembered: Known | null, seen: Known | null): Known | null {
  if (seen === null || remembered === null) return seen ?? remembered;
  return remembered.journalFailed === null ? seen : { ...remembered, look: seen.look };
}

/** The wizard behind the window: calls in, states out. What it shows of a rescue, it has from the journal. */
export class Wizard {
  readonly #needs: WizardNeeds;
  readonly #desk: Desk;
  readonly #papers: Paperwork;
  readonly #setupRuns: SetupRuns;
  #plansShown = 0;

  constructor(needs: WizardNeeds) {
    this.#needs = needs;
    this.#desk = new Desk(needs);
    this.#papers = new Paperwork(this.#desk, needs);
    this.#setupRuns = new SetupRuns(this.#desk, {
      pause: needs.pause,
      see: (place) => this.#see(place),
      openAfresh: (place, code) => this.#openAfresh(place, code, null),
      keepReports: () => this.#papers.keepReports(),
    });
  }

  get state(): WizardState {
    return this.#desk.state;
  }

  /** Opens the rescue and looks at the server for the first time. */
  open(): Promise<void> {
    return this.#desk.during(() => this.#open(null, idle));
  }

  /** @param activity what goes on after the opening, which is part of it. */
  async #open(
    scenario: string | null,
    activity: Activity,
    remembered: Known | null = this.#desk.known,
  ): Promise<void> {
    const desk = this.#desk;
    let seen: Known | null = null;
    desk.stand({ kind: 'opening' });
    const opened = await this.#needs.open(scenario, {
      notice: () => {
        desk.tell();
      },
      waits: (waiting) => {
        desk.wait(waiting);
      },
      onlyLook: async ({ directory, server, rescues }) => {
        const found = await look(server, this.#needs.identity);
        seen = { ...nothingFailed, dataFolder: directory, look: found, rescues };
      },
    });
    if (opened.kind === 'problem') {
      desk.stand({ kind: 'shut', problem: opened.problem, known: knownOf(remembered, seen) });
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
        setupOffer: null,
        recordNews: [],
        trouble: null,
        savedAs: null,
        saved: last === undefined ? null : this.#needs.reports.savedOf(last, directory),
      },
    });
  }

  /** Ends what is going on as soon as that may be, a rescue or its undo after the change that it is at. */
  async comeToRest(): Promise<void> {
    const { place, state } = this.#desk;
    this.#stopAfterThisChange();
    this.#setupRuns.stopFollowing();
    // A practice Setup hurries to its end when its server is closed; nobody waits for the rest of a rehearsal.
    if (state.kind === 'open' && state.activity.kind === 'running-setup') await place?.session.server.close();
    await this.#desk.settled();
  }

  /** The same, and gives everything back. */
  async close(): Promise<void> {
    await this.comeToRest();
    await this.#desk.place?.session.close();
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
    undoChange: (name) => this.#undoChange(name),
    startOver: () => this.#startOver(),
    runSetup: () => this.#setupRuns.run(),
    checkSetup: () => this.#setupRuns.check(),
    startSetup: ({ offerId }) => this.#setupRuns.start(offerId),
    followSetup: () => this.#setupRuns.follow(),
    stopFollowing: () => this.#setupRuns.stopFollowing(),
    switchScenario: ({ scenario }) => this.#switchScenario(scenario),
    copy: ({ what }) => this.#papers.copy(what),
    saveReport: () => this.#papers.saveReport(),
    printReport: () => this.#papers.printReport(),
    putTroubleAway: () => {
      this.#desk.show({ trouble: null });
      return done;
    },
  };

  /** A call of the window was refused: it can be asked what about. */
  refused(because: Refusal): void {
    this.#papers.refused(because);
  }

  #lookAgain(): Result<Nothing> {
    if (this.state.kind === 'shut') {
      void this.open();
      return done;
    }
    return this.#desk.whenIdle((_open, place) =>
      this.#desk.begin({ activity: this.#looking }, () => this.#see(place)),
    );
  }

  #goTo(stage: Stage): Result<Nothing> {
    const { state } = this;
    if (state.kind !== 'open' || !state.reachable.includes(stage)) return notNow;
    this.#desk.show({ stage, setupOffer: null });
    return done;
  }

  #choose(choice: Choice): Result<Nothing> {
    return this.#desk.whenIdle(({ look: { facts }, rescues }) => {
      if (unfinished(rescues) !== null) return notNow;
      this.#showLook(lookAt(facts, this.#needs.identity(facts), choice));
      return done;
    });
  }

  #begin(planId: string): Result<Nothing> {
    return this.#desk.whenIdle(({ stage, plan, rescues, look: seen, dataFolder }, place) => {
      // Nothing is changed that was not shown, and it is shown whole on one stage.
      if (stage !== 'review' || plan?.id !== planId || unfinished(rescues) !== null) return notNow;
      const full = checkRoom(dataFolder, valueOr(seen.facts.filesToKeep, []));
      if (full !== null) {
        this.#desk.show({ trouble: { kind: 'folder-unusable', problem: ofFolder(full) } });
        return done;
      }
      return this.#rescuing(place, this.#rebinding, 'continueRescue', (conductor) =>
        conductor.begin(seen.facts, seen.diagnosis, plan.plan),
      );
    });
  }

  #stopAfterThisChange(): Result<Nothing> {
    const { state } = this;
    if (state.kind !== 'open') return notNow;
    const { activity } = state;
    if (activity.kind !== 'rebinding' && activity.kind !== 'undoing') return notNow;
    this.#desk.place?.session.conductor.stopAfterThisChange();
    this.#desk.show({ activity: { ...activity, stopping: 'after-this-change' } });
    return done;
  }

  #continue(): Result<Nothing> {
    return this.#desk.whenIdle(({ rescues }, place) => {
      const rescue = unfinished(rescues);
      if (rescue === null) return notNow;
      const { number, outcome } = rescue;
      const alone = outcome.kind === 'undoing' ? outcome.alone : null;
      const activity =
        outcome.kind === 'undoing'
          ? this.#undoing(alone === null ? null : { rescue: number, changeId: alone.changeId })
          : this.#rebinding;
      return this.#rescuing(place, activity, 'continueRescue', (conductor) => conductor.resume());
    });
  }

  #undo(): Result<Nothing> {
    return this.#desk.whenIdle(({ rescues }, place) =>
      rescues.some(needsUndo)
        ? this.#rescuing(place, this.#undoing(null), 'undo', (conductor) =>
            conductor.undo(undoScope(rescues)),
          )
        : notNow,
    );
  }

  #undoChange(name: ChangeName): Result<Nothing> {
    return this.#desk.whenIdle(({ rescues }, place) =>
      undoAlone(rescues, name).kind === 'may'
        ? this.#rescuing(place, this.#undoing(name), null, (conductor) => conductor.undoOne(name))
        : notNow,
    );
  }

  #startOver(): Result<Nothing> {
    return this.#desk.whenIdle(({ rescues }, place) => {
      if (unfinished(rescues) === null) return notNow;
      return this.#desk.begin({ activity: this.#looking }, async () => {
        const left = await place.session.conductor.leave();
        if (left.kind === 'journal-failed') await this.#openAfresh(place, left.code, 'startOver');
        else await this.#see(place, 'diagnose');
        await this.#papers.keepReports();
      });
    });
  }

  #switchScenario(scenario: string): Result<Nothing> {
    return this.#desk.whenIdle(({ scenarios }, place) => {
      if (!scenarios.some(({ name }) => name === scenario)) return notNow;
      return this.#desk.begin({ activity: this.#looking }, async () => {
        await place.session.close();
        await this.#open(scenario, this.#looking);
      });
    });
  }

  get #looking(): Activity {
    return { kind: 'looking', since: this.#desk.now() };
  }

  get #rebinding(): Activity {
    return { kind: 'rebinding', since: this.#desk.now(), stopping: 'not-asked' };
  }

  #undoing(alone: ChangeName | null): Activity {
    return { kind: 'undoing', since: this.#desk.now(), stopping: 'not-asked', alone };
  }

  /** Moves the rescue, looks at what became of the server, and keeps the report. */
  #rescuing(
    place: Workplace,
    activity: Activity,
    retry: Retry,
    move: (conductor: Conductor) => Promise<Ended>,
  ): Result<Nothing> {
    return this.#desk.begin({ activity, stage: 'rebind', saved: null }, async () => {
      const ended = await move(place.session.conductor);
      if (ended.kind === 'journal-failed') await this.#openAfresh(place, ended.code, retry);
      else await this.#see(place);
      // Not written down, since nothing was done: only here it can be told.
      if (ended.kind === 'stopped' && ended.because.kind === 'setup-running') {
        this.#desk.show({ trouble: { kind: 'setup-running' } });
      }
      await this.#papers.keepReports();
    });
  }

  async #see(place: Workplace, stage?: Stage): Promise<void> {
    this.#showLook(await look(place.session.server, this.#needs.identity), stage);
  }

  /** On the stage that is wanted, where it may be gone to after this look. */
  #showLook(found: Look, stage?: Stage): void {
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
  async #openAfresh(place: Workplace, code: string, retry: Retry): Promise<void> {
    const { state } = this;
    const { conductor, directory } = place.session;
    // What this process knows to be on the medium counts where the disk does not tell it any more.
    const remembered: Known | null =
      state.kind === 'open'
        ? {
            ...nothingFailed,
            dataFolder: directory,
            look: state.look,
            rescues: conductor.rescues,
            journalFailed: code,
          }
        : null;
    await place.session.close();
    await this.#open(null, this.#looking, remembered);
    const rescues = this.state.kind === 'open' ? this.state.rescues : [];
    // A rescue of which not even the beginning was written cannot be continued.
    const isThere = retry === 'undo' || unfinished(rescues) !== null;
    this.#desk.show({ trouble: { kind: 'journal-failed', code, retry: isThere ? retry : null } });
  }

  #shown({ planned }: Look): ShownPlan | null {
    if (planned.kind !== 'planned') return null;
    this.#plansShown += 1;
    return { id: String(this.#plansShown), plan: planned.plan };
  }
}
