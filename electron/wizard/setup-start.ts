import { once } from 'node:events';
import type { Facts } from '../../shared/facts.ts';
import { valueOr } from '../../shared/reading.ts';
import type { ConfirmedSetup, SetupNotStarted } from '../../shared/setup-start.ts';
import { countUntilAnswered } from '../calls-at-work.ts';
import { inTime } from '../in-time.ts';
import type { Pause } from '../pause.ts';
import type { Server } from '../server/server.ts';
import type { Judged, SetupStarter, SetupStartEnd } from '../server/setup-starter.ts';
import { bothEnded } from './both-ended.ts';
import type { Desk } from './desk.ts';
import { eitherAborted } from './either-aborted.ts';
import { followUntilEnd, sinceLastLook } from './setup-follow.ts';
import type { Followed } from './setup-follow.ts';

/** Milliseconds. A file on a share may take long; one that is read at all is read by then. */
const longestJudgement = 60_000;

/** Judges the program of Setup, or says that no judgement came in time. */
export function judgedInTime(starter: SetupStarter, program: string, pause: Pause): Promise<Judged> {
  const judging = starter.judgeSetup(program);
  countUntilAnswered(judging);
  const because = { code: 'ETIMEDOUT', tried: 'WinVerifyTrust' };
  return inTime(pause, longestJudgement, judging, () => ({
    kind: 'refused',
    because: { kind: 'not-judged', path: program, because },
  }));
}

/** What is left of a Setup that came to nothing, or how following it ended. */
export type StartedAndFollowed =
  Followed | { readonly kind: 'not-started'; readonly because: SetupNotStarted };

/**
 * Starts what was confirmed, and follows it like a Setup that somebody else has started. Following ends as well when
 * the program was not started, or has ended and left no run behind.
 * @param before what the log said before
 */
export async function startAndFollow(
  {
    server,
    starter,
  }: { readonly server: Pick<Server, 'followSetup' | 'inspect'>; readonly starter: SetupStarter },
  confirmed: ConfirmedSetup,
  before: Facts['setup'],
  desk: Desk,
  leave: AbortSignal,
): Promise<StartedAndFollowed> {
  const over = new AbortController();
  const nothing = new AbortController();
  const starting = startUntil(starter, confirmed, eitherAborted(leave, over.signal))
    .then(async (end) => {
      const because = await whyNothing(end, server, before);
      if (because !== null) nothing.abort();
      return because;
    })
    .catch((error: unknown) => {
      nothing.abort();
      throw error;
    });
  const following = followUntilEnd(server, before, desk, eitherAborted(leave, nothing.signal)).finally(() => {
    over.abort();
  });
  const followed = await bothEnded(following, starting);
  const because = await starting;
  return because === null ? followed : { kind: 'not-started', because };
}

/** A start that hangs is left alone: it starts nothing any more once nobody waits for it. */
async function startUntil(
  starter: SetupStarter,
  confirmed: ConfirmedSetup,
  until: AbortSignal,
): Promise<SetupStartEnd> {
  if (until.aborted) return { kind: 'left' };
  const left = once(until, 'abort').then((): SetupStartEnd => ({ kind: 'left' }));
  const starting = starter.startSetup(confirmed, until);
  countUntilAnswered(starting);
  return Promise.race([starting, left]);
}

/** `null` where Setup goes on in whatever process, has written of itself, or is not waited for. */
async function whyNothing(
  end: SetupStartEnd,
  server: Pick<Server, 'inspect'>,
  before: Facts['setup'],
): Promise<SetupNotStarted | null> {
  switch (end.kind) {
    case 'refused':
      return end.because;
    case 'left':
      return null;
    case 'ended': {
      const facts = await server.inspect();
      const isAtWork = (valueOr(facts.setupState, null)?.processes ?? []).length > 0;
      const hasWritten =
        facts.setup.kind === 'unknown' || sinceLastLook(valueOr(before, null), facts) !== null;
      return isAtWork || hasWritten ? null : { kind: 'ended-at-once', status: end.status };
    }
  }
}
