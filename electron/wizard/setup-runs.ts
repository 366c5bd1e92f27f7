import type { Nothing, Result } from '../../shared/contract.ts';
import type { RescueEvent } from '../../shared/events.ts';
import type { Facts } from '../../shared/facts.ts';
import { boundRecords, likelyRebinder } from '../../shared/record-news.ts';
import type { RecordNews } from '../../shared/record-news.ts';
import { setupNotBegun } from '../../shared/setup-progress.ts';
import type { SetupCommand } from '../../shared/rerun.ts';
import { startableSetup } from '../../shared/setup-start.ts';
import type { JudgedSetup, SetupNotStarted, SetupOffer } from '../../shared/setup-start.ts';
import type { Activity } from '../../shared/activity.ts';
import type { OpenWizard, Trouble } from '../../shared/wizard.ts';
import { ok } from '../calls.ts';
import type { Pause } from '../pause.ts';
import { notNow } from './desk.ts';
import type { Desk, Workplace } from './desk.ts';
import { whileWatching } from './record-watch.ts';
import { followUntilEnd } from './setup-follow.ts';
import { runAndFollow } from './setup-run.ts';
import { judgedInTime, startAndFollow } from './setup-start.ts';
import type { StartedAndFollowed } from './setup-start.ts';

export interface SetupRunsNeeds {
  /** Between two looks at the records while Setup runs. */
  readonly pause: Pause;
  /** Looks at the server again. */
  readonly see: (place: Workplace) => Promise<void>;
  /** What becomes of a run cannot be written down: the journal is read anew. */
  readonly openAfresh: (place: Workplace, code: string) => Promise<void>;
  readonly keepReports: () => Promise<void>;
}

/** What the journal keeps of a run of Setup, or that there is nothing to keep, and what went wrong then. */
type SetupEnd =
  | { readonly kind: 'read'; readonly value: Extract<RescueEvent, { kind: 'setup-run' }> }
  | { readonly kind: 'not-told'; readonly trouble: Trouble | null };

/** The runs of Setup: run here or followed, shown while they go on, and their end written down and looked at. */
export class SetupRuns {
  readonly #desk: Desk;
  readonly #needs: SetupRunsNeeds;
  /** Ends the following that goes on, or the last one. */
  #following: AbortController | null = null;
  #offers = 0;

  constructor(desk: Desk, needs: SetupRunsNeeds) {
    this.#desk = desk;
    this.#needs = needs;
  }

  run(): Result<Nothing> {
    return this.#desk.whenIdle((open, place) => {
      const { runSetup } = place;
      if (runSetup === null) return notNow;
      const activity = { kind: 'running-setup', since: this.#desk.now() } as const;
      return this.#atSetup(open, place, activity, async () => {
        const ended = await runAndFollow(place.session.server, runSetup, this.#desk);
        if (ended.kind === 'read') return ended;
        return { kind: 'not-told', trouble: { kind: 'setup-not-run', because: ended.because } };
      });
    });
  }

  follow(): Result<Nothing> {
    return this.#desk.whenIdle((open, place) =>
      this.#atLog(open, place, 'the-administrator', (leave) =>
        followUntilEnd(place.session.server, open.look.facts.setup, this.#desk, leave),
      ),
    );
  }

  /** Looks again at the server, and at the program: what may be started is shown, so that it can be confirmed. */
  check(): Result<Nothing> {
    return this.#desk.whenIdle(({ reachable }, place) => {
      const { starter } = place;
      const desk = this.#desk;
      if (starter === null || !reachable.includes('rerun-setup')) return notNow;
      return desk.begin({ activity: { kind: 'looking', since: desk.now() } }, async () => {
        await this.#needs.see(place);
        const startable = this.#startable();
        if (startable === null) {
          desk.show({ trouble: notStarted({ kind: 'in-the-way' }) });
          return;
        }
        const { command } = startable;
        const judged = await judgedInTime(starter, command.program, this.#needs.pause);
        if (judged.kind === 'refused') desk.show({ trouble: notStarted(judged.because) });
        else desk.show({ setupOffer: this.#offer(command, judged.judged) });
      });
    });
  }

  /** Starts what was shown under this id, and follows it. */
  start(offerId: string): Result<Nothing> {
    return this.#desk.whenIdle((open, place) => {
      const { starter, session } = place;
      const { setupOffer: offer, stage } = open;
      if (starter === null || offer?.id !== offerId || stage !== 'rerun-setup') return notNow;
      return this.#atLog(open, place, 'this-program', async (leave) => {
        // As long as it was not confirmed, anything may have come in its way.
        await this.#needs.see(place);
        const now = this.#startable();
        if (now?.command.command !== offer.command.command) {
          return { kind: 'not-started', because: { kind: 'in-the-way' } };
        }
        const { server } = session;
        return startAndFollow({ server, starter }, offer, now.before, this.#desk, leave);
      });
    });
  }

  stopFollowing(): Result<Nothing> {
    const { state } = this.#desk;
    if (state.kind !== 'open' || state.activity.kind !== 'following-setup') return notNow;
    this.#following?.abort();
    return ok(undefined);
  }

  /** What may be started as the server is shown now, and what its log said then. */
  #startable(): { readonly command: SetupCommand; readonly before: Facts['setup'] } | null {
    const { state } = this.#desk;
    if (state.kind !== 'open') return null;
    const command = startableSetup(state.look, state.rescues);
    return command === null ? null : { command, before: state.look.facts.setup };
  }

  #offer(command: SetupCommand, judged: JudgedSetup): SetupOffer {
    this.#offers += 1;
    return { id: String(this.#offers), command, judged };
  }

  /** Follows a log, until Setup has ended or nobody wants it any more. */
  #atLog(
    open: OpenWizard,
    place: Workplace,
    startedBy: Extract<Activity, { kind: 'following-setup' }>['startedBy'],
    follow: (leave: AbortSignal) => Promise<StartedAndFollowed>,
  ): Result<Nothing> {
    if (place.runSetup !== null) return notNow;
    const leave = new AbortController();
    const activity = { kind: 'following-setup', since: this.#desk.now(), startedBy } as const;
    return this.#atSetup(open, place, activity, async () => {
      this.#following = leave;
      const ended = await follow(leave.signal);
      switch (ended.kind) {
        case 'read':
          return ended;
        case 'left':
          return { kind: 'not-told', trouble: null };
        case 'unknown':
          return { kind: 'not-told', trouble: { kind: 'setup-end-unread', because: ended.because } };
        case 'not-started':
          return { kind: 'not-told', trouble: notStarted(ended.because) };
      }
    });
  }

  /** Whoever runs Setup: the records are watched meanwhile, and its end is written down and looked at. */
  #atSetup(
    { reachable, rescues, look }: OpenWizard,
    place: Workplace,
    activity: Extract<Activity, { kind: 'running-setup' | 'following-setup' }>,
    work: () => Promise<SetupEnd>,
  ): Result<Nothing> {
    if (!reachable.includes('rerun-setup')) return notNow;
    const desk = this.#desk;
    const { see, openAfresh, keepReports, pause } = this.#needs;
    const setup = { kind: 'running', progress: setupNotBegun(activity.since) } as const;
    const { server, conductor } = place.session;
    const watch = {
      server,
      records: boundRecords(rescues),
      by: likelyRebinder(look.facts),
      pause,
      told: (recordNews: readonly RecordNews[]) => {
        desk.show({ recordNews });
      },
    };
    return desk.begin({ activity, stage: 'rerun-setup', setup }, async () => {
      const ended = await whileWatching(watch, work);
      if (ended.kind === 'not-told') {
        desk.show({ setup: null, trouble: ended.trouble });
        // Setup may go on: what stands there now is what the window shows.
        if (activity.kind === 'following-setup') await see(place);
        return;
      }
      const failed = conductor.noteSetupRun(ended.value);
      if (failed === null) await see(place);
      else await openAfresh(place, failed.code);
      await keepReports();
    });
  }
}

function notStarted(because: SetupNotStarted): Trouble {
  return { kind: 'setup-not-started', because };
}
