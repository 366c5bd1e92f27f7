import type { Facts } from '../../shared/facts.ts';
import type { NewIdentity } from '../../shared/plan.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import type { Clock } from '../clock.ts';
import type { Asker } from './asker.ts';
import type { Interrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import type { CommandSession } from './session.ts';

/** What the conversation on a console works with. */
export interface ConsoleNeeds {
  readonly session: Pick<CommandSession, 'conductor' | 'directory'> & {
    readonly server: Pick<CommandSession['server'], 'inspect'>;
  };
  readonly asker: Pick<Asker, 'ask'>;
  readonly output: Output;
  readonly interrupt: Pick<Interrupt, 'during' | 'wasAsked'>;
  readonly clock: Clock;
  readonly identity: (facts: Facts) => NewIdentity;
  /** What begins where no rescue is unfinished. */
  readonly wanted: Wanted;
}

export type Wanted =
  | { readonly kind: 'recover' }
  /** `null`: no certificate was named. */
  | { readonly kind: 'put-back'; readonly certificate: Thumbprint | null };
