import type { StopReason } from './events.ts';

type ToBeLookedAt = Extract<StopReason, { kind: 'uncertain' | 'no-answer' }>;

/** Whether this program cannot tell what stands there, so that somebody has to look before anything else is done. */
export function mustLook(because: StopReason): because is ToBeLookedAt {
  return because.kind === 'uncertain' || because.kind === 'no-answer';
}
