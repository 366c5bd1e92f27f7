import type { Facts } from '../facts.ts';
import type { Look } from '../look.ts';
import type { PutBackChoice } from '../put-back.ts';
import { unfinished } from '../rescue.ts';
import type { Rescue } from '../rescue.ts';

/** Whether the update has come to its end, as its log tells it. */
export type SetupStanding = 'ended' | 'not-ended' | 'not-known';

export function setupStanding({ setup }: Pick<Facts, 'setup'>): SetupStanding {
  if (setup.kind === 'unknown') return 'not-known';
  return setup.value.failure === null ? 'ended' : 'not-ended';
}

/** What to choose first for a put-back; `null` where none may begin now. */
export function offeredPutBack(
  { putBack }: Pick<Look, 'putBack'>,
  rescues: readonly Rescue[],
): PutBackChoice | null {
  return putBack.kind === 'offered' && unfinished(rescues) === null ? putBack.choice : null;
}
