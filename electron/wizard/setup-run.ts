import type { RescueEvent } from '../../shared/events.ts';
import type { Reading } from '../../shared/reading.ts';
import { read } from '../../shared/reading.ts';
import type { SetupVerdict } from '../../shared/setup-log.ts';
import { setupNotBegun } from '../../shared/setup-progress.ts';
import type { Server } from '../server/server.ts';
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
  // Whatever becomes of one of them, the other has come to its end before anything else begins.
  await Promise.allSettled([running, following]);
  await following;
  const run = await running;
  if (run.kind === 'unknown') return run;
  const verdict = run.value;
  desk.show({ setup: { kind: 'ended', progress, endedAt: desk.now(), verdict } });
  const outcome = verdict.class === 'setup-succeeded' ? 'succeeded' : 'failed';
  return read({ kind: 'setup-run', outcome, class: verdict.class });
}
