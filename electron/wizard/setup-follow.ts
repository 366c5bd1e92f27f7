import type { RescueEvent } from '../../shared/events.ts';
import type { Facts } from '../../shared/facts.ts';
import { valueOr } from '../../shared/reading.ts';
import type { Reading } from '../../shared/reading.ts';
import type { SetupRun, SetupVerdict } from '../../shared/setup-log/verdict.ts';
import { continued, setupNotBegun } from '../../shared/setup-progress.ts';
import type { SetupProgress } from '../../shared/setup-progress.ts';
import type { Server } from '../server/server.ts';
import { bothEnded } from './both-ended.ts';
import type { Desk } from './desk.ts';
import { eitherAborted } from './either-aborted.ts';
import { showEnd } from './setup-run.ts';

/** How following came to its end: Setup did, or somebody wanted no more of it. Setup itself is never touched. */
export type Followed = Reading<Extract<RescueEvent, { kind: 'setup-run' }>> | { readonly kind: 'left' };

/**
 * Follows a Setup that the administrator runs: shows on the desk what its log says meanwhile and at the end, and gives
 * what the journal keeps of it. It may have begun before, and may even be over.
 * @param before what the log said when the server was looked at last
 */
export async function followUntilEnd(
  server: Pick<Server, 'followSetup' | 'inspect'>,
  before: Facts['setup'],
  desk: Desk,
  leave: AbortSignal,
): Promise<Followed> {
  const over = new AbortController();
  let heard: SetupProgress | null = null;
  let begunBefore: SetupProgress | null = null;
  let followedSince = desk.now();
  const progress = (): SetupProgress => {
    const next = heard ?? setupNotBegun(followedSince);
    const isSameRun = next.startedAt === followedSince;
    return begunBefore !== null && isSameRun ? continued(begunBefore, next) : next;
  };
  const show = () => {
    desk.show({ setup: { kind: 'running', progress: progress() } });
  };
  const following = server.followSetup(
    (next) => {
      if (heard === null) followedSince = next.startedAt;
      heard = next;
      show();
      if (next.standing === 'ended') over.abort();
    },
    eitherAborted(leave, over.signal),
  );
  const looking = server.inspect().then((facts) => {
    const now = sinceLastLook(valueOr(before, null), facts);
    // Where it is over and lines come all the same, another run has begun since.
    if (now === null || (now.standing === 'ended' && progress().standing !== 'not-begun')) return;
    begunBefore = now;
    show();
    if (now.standing === 'ended') over.abort();
  });
  const looked = looking.catch((error: unknown) => {
    over.abort();
    throw error;
  });
  await bothEnded(looked, following);
  if (leave.aborted) return { kind: 'left' };
  const { setup } = await server.inspect();
  if (setup.kind === 'unknown') return setup;
  // Another run has begun before this one could be read: it is the one to follow.
  if (setup.value.class === 'setup-running') return followUntilEnd(server, setup, desk, leave);
  return showEnd(setup.value, progress(), setup.value.lastLineAt ?? desk.now(), desk);
}

/**
 * The run that is at work, or that has come to its end since the last look: the log is followed from where it stands,
 * and does not tell of it again. `null` where there is none.
 */
export function sinceLastLook(
  before: SetupVerdict | null,
  { setup, setupState }: Facts,
): SetupProgress | null {
  if (setup.kind === 'unknown') return null;
  const verdict = setup.value;
  const run = newestRun(verdict);
  const isNew = before !== null && run?.startedAt !== newestRun(before)?.startedAt;
  const isOver = verdict.class !== 'setup-running';
  const isKnownToBeOver = isOver && !isNew && before?.class !== 'setup-running';
  // A run that was torn off looks as if it went on for ever: only its process tells.
  const isTornOff = !isOver && !isNew && (valueOr(setupState, null)?.processes ?? []).length === 0;
  if (run?.startedAt == null || isKnownToBeOver || isTornOff) return null;
  return {
    ...setupNotBegun(run.startedAt),
    standing: isOver ? 'ended' : 'at-work',
    version: run.setupVersion,
    lastLineAt: verdict.lastLineAt,
  };
}

function newestRun({ run, hiddenBy }: SetupVerdict): SetupRun | null {
  return hiddenBy[0]?.run ?? run;
}
