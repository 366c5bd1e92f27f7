import { setImmediate } from 'node:timers/promises';
import { ProgressScan } from '../shared/setup-log/progress.ts';
import type { SetupProgress } from '../shared/setup-progress.ts';
import type { Clock } from './clock.ts';
import { LogTail } from './log-tail.ts';
import type { GrowingLog } from './log-tail.ts';
import type { Pause } from './pause.ts';

const millisecondsBetweenLooks = 250;

/** The time of whoever follows. */
export interface FollowTime {
  readonly clock: Clock;
  readonly pause: Pause;
}

/** What `followSetup` of the port says, for a log that lies somewhere. */
export async function followSetupLog(
  log: GrowingLog,
  told: (progress: SetupProgress) => void,
  until: AbortSignal,
  { clock, pause }: FollowTime,
): Promise<void> {
  const tail = new LogTail(log);
  const scan = new ProgressScan(clock.now().toISOString());
  told(scan.progress);
  for (;;) {
    const isLastLook = until.aborted;
    for (const lines of tail.newLines()) {
      const before = scan.progress;
      for (const line of lines) scan.take(line);
      if (scan.progress !== before) told(scan.progress);
      // A log that is read from its beginning may be long: others want their turn.
      await setImmediate();
    }
    if (isLastLook) return;
    await pause(millisecondsBetweenLooks, until);
  }
}
