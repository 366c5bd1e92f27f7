import type { Facts } from '../facts.ts';
import { valueOr } from '../reading.ts';
import type { SetupProgress } from '../setup-progress.ts';

/** Why Setup may be silent, where that is known to happen. */
export type Stall =
  /** Windows Installer copies: few lines, for up to an hour, at 16 %. */
  | 'copying-files'
  /** A failed run leaves it stopped and disabled, and a second attempt is known to stand still there. */
  | 'directory-service-stopped'
  /** A click into a console selects text, which freezes what writes into it. */
  | 'console-frozen'
  /** An error is written, and Setup has not ended: a window of it waits for an answer. */
  | 'waits-with-error'
  /** Nothing known fits: some tasks simply take long. */
  | 'slow';

const minute = 60_000;
const tasksThatCopy = ['install-msipackage', 'uninstall-msipackage', 'install-languages'];
const directoryService = 'msexchangeadtopology';

/**
 * What is known of a silence like this, the likeliest first; nothing while lines come. Source: "Re-run" in the facts on
 * Windows and Exchange; a published log shows install-Languages silent for 17 minutes.
 * @param quietFor milliseconds since the newest line
 * @param services as they were before the run
 */
export function stallsOf(
  { standing, task }: Pick<SetupProgress, 'standing' | 'task'>,
  quietFor: number,
  services: Facts['services'],
): readonly Stall[] {
  if (standing === 'not-begun' || standing === 'ended' || quietFor < minute) return [];
  if (standing === 'stopping') return ['waits-with-error'];
  const name = task?.toLowerCase() ?? '';
  if (tasksThatCopy.includes(name) && quietFor < 60 * minute) return ['copying-files'];
  const stalls: Stall[] = [];
  if (quietFor >= 2 * minute && /^install-.*role$/.test(name) && isDown(services)) {
    stalls.push('directory-service-stopped');
  }
  if (quietFor >= 10 * minute) stalls.push('console-frozen');
  return stalls.length === 0 ? ['slow'] : stalls;
}

function isDown(services: Facts['services']): boolean {
  const service = valueOr(services, []).find(({ name }) => name.toLowerCase() === directoryService);
  return service !== undefined && (service.state === 'stopped' || service.startType === 'disabled');
}
