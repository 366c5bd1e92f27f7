import type { RescueEvent } from '../../shared/events.ts';
import type { Reading } from '../../shared/reading.ts';
import { read } from '../../shared/reading.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { setupNotBegun } from '../../shared/setup-progress.ts';
import type { SetupProgress } from '../../shared/setup-progress.ts';
import type { Server } from '../server/server.ts';
import { bothEnded } from './both-ended.ts';
import type { Desk } from './desk.ts';

/** Runs Setup, shows on the desk what its log says meanwhile and at the end, and gives what the journal keeps of it. */
export async function runAndFollow(
  server: Pick<Server, 'followSetup'>,
  runSetup: () => Promise<Reading<SetupVerdict>>,
  desk: Desk,
): Promise<Reading<Extract<RescueEvent, { kind: 'setup-run' }>>> {
  let progress = setupNotBegun(desk.now());
  const over = new AbortController();
  const following = server.followSetup((next) => {
    progress = next;
    desk.show({ setup: { kind: 'running', progress } });
  }, over.signal);
  const running = runSetup().finally(() => {
    over.abort();
  });
  const run = await bothEnded(running, following);
  return run.kind === 'unknown' ? run : showEnd(run.value, progress, desk.now(), desk);
}

/**
 * Shows on the desk how a run has ended, and gives what the journal keeps of it.
 * @param endedAt ISO 8601, UTC
 */
export function showEnd(
  verdict: SetupVerdict,
  progress: SetupProgress,
  endedAt: string,
  desk: Desk,
): Reading<Extract<RescueEvent, { kind: 'setup-run' }>> {
  desk.show({ setup: { kind: 'ended', progress, endedAt, verdict } });
  const outcome = verdict.class === 'setup-succeeded' ? 'succeeded' : 'failed';
  return read({ kind: 'setup-run', outcome, class: verdict.class });
}
