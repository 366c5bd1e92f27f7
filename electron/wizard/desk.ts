import { assertNever } from '../../shared/assert-never.ts';
import { byHandOf } from '../../shared/by-hand.ts';
import type { Nothing, Result } from '../../shared/contract.ts';
import type { Look } from '../../shared/look.ts';
import type { ServerMap } from '../../shared/map/shape.ts';
import type { Reading } from '../../shared/reading.ts';
import type { RecordNews } from '../../shared/record-news.ts';
import type { Rescue } from '../../shared/rescue.ts';
import { toldOf } from '../../shared/told.ts';
import { workRows } from '../../shared/screens/work-rows.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import type { FollowedSetup } from '../../shared/setup-progress.ts';
import type { SetupOffer } from '../../shared/setup-start.ts';
import { safeNow, safeShut } from '../../shared/safe-now.ts';
import { shownKnown, shownMap } from '../../shared/shown.ts';
import type { StartProblem } from '../../shared/start-problem.ts';
import { safeText } from '../../shared/text/english/safe.ts';
import type { Waiting } from '../../shared/waiting.ts';
import { reachableStages } from '../../shared/wizard.ts';
import type { Activity } from '../../shared/activity.ts';
import type {
  Known,
  LastCrash,
  OpenWizard,
  SavedReport,
  ScenarioChoice,
  ShownPlan,
  Trouble,
  WizardState,
} from '../../shared/wizard.ts';
import type { Stage } from '../../shared/stage.ts';
import { detailsOf, ok, refused } from '../calls.ts';
import type { Clock } from '../clock.ts';
import { remembering } from '../remembering.ts';
import type { Server } from '../server/server.ts';
import type { SetupStarter } from '../server/setup-starter.ts';
import type { Session } from '../session.ts';

/** What the wizard works on. */
export interface Workplace {
  readonly session: Session<Server>;
  /** Runs Setup and tells what its log says then; `null` where that is left to the administrator. */
  readonly runSetup: (() => Promise<Reading<SetupVerdict>>) | null;
  /** Starts the Setup of the machine; `null` in practice. */
  readonly starter: SetupStarter | null;
}

/** What is shown of an open rescue, besides what the journal tells. */
export interface View {
  readonly look: Look;
  readonly plan: ShownPlan | null;
  readonly stage: Stage;
  readonly activity: Activity;
  readonly setup: FollowedSetup | null;
  readonly setupOffer: SetupOffer | null;
  readonly recordNews: readonly RecordNews[];
  readonly trouble: Trouble | null;
  readonly saved: SavedReport | null;
  readonly savedAs: string | null;
}

type Standing =
  | { readonly kind: 'opening' }
  | { readonly kind: 'shut'; readonly problem: StartProblem; readonly known: Known | null }
  | { readonly kind: 'open'; readonly place: Workplace; readonly view: View };

export interface DeskNeeds {
  readonly clock: Clock;
  /** The practice scenarios that may be opened; empty on a real server. */
  readonly scenarios: readonly ScenarioChoice[];
  readonly lastCrash: LastCrash | null;
  /** Told of every new state. */
  readonly tell: (state: WizardState) => void;
}

export const idle: Activity = { kind: 'idle' };

/** Where the wizard stands: what it shows, and the one thing that is going on. */
export class Desk {
  readonly #needs: DeskNeeds;
  readonly #openedAt: string;
  // Made anew only when what it tells of has changed, and not for every word of Setup's log.
  readonly #map = remembering(
    (
      stage: Stage,
      look: Look,
      plan: ShownPlan | null,
      rescues: readonly Rescue[],
      activity: Activity,
    ): ServerMap => shownMap({ stage, look, plan, rescues, activity }),
  );
  readonly #rows = remembering((plan: ShownPlan | null, rescues: readonly Rescue[], activity: Activity) =>
    workRows({ plan, rescues, activity }),
  );
  readonly #byHand = remembering(byHandOf);
  readonly #told = remembering(toldOf);
  #standing: Standing = { kind: 'opening' };
  #waiting: Waiting | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(needs: DeskNeeds) {
    this.#needs = needs;
    this.#openedAt = this.now();
  }

  /** ISO 8601, UTC. */
  now(): string {
    return this.#needs.clock.now().toISOString();
  }

  get state(): WizardState {
    const standing = this.#standing;
    const waiting = this.#waiting;
    switch (standing.kind) {
      case 'opening':
        return { ...standing, waiting };
      case 'shut':
        return {
          ...standing,
          known: standing.known === null ? null : shownKnown(standing.known),
          safe: safeText(safeShut(standing.problem)),
          utcOffsetMinutes: this.#needs.clock.utcOffsetMinutes(),
        };
      case 'open':
        return this.#stateOf(standing.place, standing.view);
      default:
        return assertNever(standing);
    }
  }

  /** `null` while nothing is open. */
  get place(): Workplace | null {
    return this.#standing.kind === 'open' ? this.#standing.place : null;
  }

  /** What is known where nothing may be done; `null` otherwise. */
  get known(): Known | null {
    return this.#standing.kind === 'shut' ? this.#standing.known : null;
  }

  /** What is shown, where something is open and nothing is going on; otherwise `null`. */
  get idle(): OpenWizard | null {
    const { state } = this;
    return state.kind === 'open' && state.activity.kind === 'idle' ? state : null;
  }

  /** Does what may only begin where something is open and nothing is going on. */
  whenIdle(deed: (open: OpenWizard, place: Workplace) => Result<Nothing>): Result<Nothing> {
    const { idle: open, place } = this;
    return open === null || place === null ? notNow : deed(open, place);
  }

  /** What went wrong last, as it is shown now. */
  get trouble(): Trouble | null {
    return this.#standing.kind === 'open' ? this.#standing.view.trouble : null;
  }

  /** Puts something else on the desk. */
  stand(standing: Standing): void {
    this.#standing = standing;
    this.tell();
  }

  /** Shows something else of what is open; without anything open there is nothing to show. */
  show(changes: Partial<View>): void {
    const standing = this.#standing;
    if (standing.kind !== 'open') return;
    this.stand({ ...standing, view: { ...standing.view, ...changes } });
  }

  /** Tells what the server is waited for; `null` when it has answered, or was given up. */
  wait(waiting: Waiting | null): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.tell();
  }

  /** The same of what is known where nothing is open. */
  showKnown(changes: Partial<Known>): void {
    const standing = this.#standing;
    if (standing.kind !== 'shut' || standing.known === null) return;
    this.stand({ ...standing, known: { ...standing.known, ...changes } });
  }

  /** What went wrong has gone right since. */
  putAway(kind: Trouble['kind']): void {
    if (this.trouble?.kind === kind) this.show({ trouble: null });
  }

  tell(): void {
    this.#needs.tell(this.state);
  }

  /** Begins something that takes its time, and answers at once. What should not be is shown as such. */
  begin(
    changes: Partial<View> & { readonly activity: Activity },
    work: () => Promise<void>,
  ): Result<Nothing> {
    this.show({ trouble: null, savedAs: null, recordNews: [], setupOffer: null, ...changes });
    void this.during(() =>
      work()
        .catch((error: unknown) => {
          // With nothing open there is no screen that could tell of it, nor one to go on from.
          if (this.place === null) throw error;
          this.show({ trouble: { kind: 'mistake', details: detailsOf(error) } });
        })
        .finally(() => {
          this.show({ activity: idle });
        }),
    );
    return ok(undefined);
  }

  /** Begins something that takes its time. */
  during(work: () => Promise<void>): Promise<void> {
    this.#work = work();
    return this.#work;
  }

  /** When what was begun has come to its end. */
  settled(): Promise<void> {
    return this.#work;
  }

  #stateOf({ session }: Workplace, view: View): OpenWizard {
    const { rescues } = session.conductor;
    const { scenarios, lastCrash } = this.#needs;
    const { stage, look, plan, activity } = view;
    return {
      kind: 'open',
      openedAt: this.#openedAt,
      dataFolder: session.directory,
      ...view,
      waiting: this.#waiting,
      reachable: reachableStages(look, rescues, activity),
      map: this.#map(stage, look, plan, rescues, activity),
      rescues,
      rows: this.#rows(plan, rescues, activity),
      byHand: this.#byHand(rescues),
      told: this.#told(look, plan?.plan ?? null, rescues),
      safe: safeText(safeNow({ activity, setup: view.setup, rescues, look })),
      scenarios: rescues.length === 0 ? scenarios : [],
      lastCrash,
    };
  }
}

export const notNow = refused({ kind: 'not-now' });
