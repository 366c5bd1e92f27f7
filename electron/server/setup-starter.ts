import type { ConfirmedSetup, JudgedSetup, SetupNotStarted } from '../../shared/setup-start.ts';

/** Starts Setup on a real server. No part of the port: a practice server runs a Setup of its own. */
export interface SetupStarter {
  /** Whether this program may be started, and what is to be confirmed of it. Changes nothing. */
  judgeSetup(program: string): Promise<Judged>;
  /**
   * Judges it once more and starts it, if it is the very file that was confirmed and nobody wants it no more: in a
   * console of its own, where it goes on when this program ends. Then waits for its end, or until `until` aborts.
   */
  startSetup(confirmed: ConfirmedSetup, until: AbortSignal): Promise<SetupStartEnd>;
}

export type Judged = { readonly kind: 'may-start'; readonly judged: JudgedSetup } | Refused;

/** `ended`: of the program that was started; Setup itself may go on in another. */
export type SetupStartEnd =
  { readonly kind: 'ended'; readonly status: number } | { readonly kind: 'left' } | Refused;

interface Refused {
  readonly kind: 'refused';
  readonly because: SetupNotStarted;
}
