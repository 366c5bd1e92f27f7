import type { Look } from './look.ts';
import type { Because } from './reading.ts';
import { rerunOf } from './rerun.ts';
import type { SetupCommand } from './rerun.ts';
import type { Rescue } from './rescue.ts';
import { checksBeforeSetup } from './screens/rerun-checks.ts';

/** A Setup that may be started: only what was shown under this id can be. */
export interface SetupOffer extends ConfirmedSetup {
  readonly id: string;
}

/** All that is shown before Setup is started, and started then. */
export interface ConfirmedSetup {
  readonly command: SetupCommand;
  readonly judged: JudgedSetup;
}

/** What Windows says of the file that would be started. */
export interface JudgedSetup {
  /** The organization that has signed it. */
  readonly signer: string;
  /** SHA-256 of the whole file, hexadecimal: another file is another hash. */
  readonly hash: string;
}

/** Why Setup was not started, or came to nothing. `path` is the file that was to be started. */
export type SetupNotStarted =
  /** Something has come in its way, as the checks before Setup tell. */
  | { readonly kind: 'in-the-way' }
  | { readonly kind: 'not-there'; readonly path: string; readonly because: Because }
  /** Not named by a whole path on a drive of this server or on a share. */
  | { readonly kind: 'not-a-whole-path'; readonly path: string }
  /** A link, or a letter that stands for another place, leads to a file elsewhere. */
  | { readonly kind: 'leads-elsewhere'; readonly path: string; readonly to: string }
  | { readonly kind: 'not-signed'; readonly path: string }
  /** It is not any more what was signed. */
  | { readonly kind: 'signature-broken'; readonly path: string }
  | { readonly kind: 'signed-by-other'; readonly path: string; readonly signer: string }
  /** Windows does not say whether the signature is good. */
  | { readonly kind: 'not-judged'; readonly path: string; readonly because: Because }
  /** Another file lies there than the one that was confirmed. */
  | { readonly kind: 'replaced'; readonly path: string }
  /** Windows does not start it. */
  | { readonly kind: 'not-created'; readonly path: string; readonly because: Because }
  /** It was started, and ended without a run of Setup in the log. */
  | { readonly kind: 'ended-at-once'; readonly status: number };

/** What may be started now; `null` where nothing may, or where something is in the way of Setup. */
export function startableSetup(look: Look, rescues: readonly Rescue[]): SetupCommand | null {
  const rerun = rerunOf(look.facts);
  if (!('command' in rerun)) return null;
  const isBlocked = checksBeforeSetup(look, rescues).some(({ state }) => state.kind === 'in-the-way');
  if (isBlocked) return null;
  const { program, switches, command } = rerun;
  return { program, switches, command };
}
