import type { ConcreteChange, MissingCertificate, Target, TargetState } from '../../shared/change.ts';
import type { Endpoint } from '../../shared/endpoint.ts';
import type { Facts } from '../../shared/facts.ts';
import type { Because, Reading } from '../../shared/reading.ts';
import type { SetupProgress } from '../../shared/setup-progress.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';

/**
 * The port: all that a rescue asks of a server, real or practice. There is no undo in it: undoing is applying
 * the inverse change.
 */
export interface Server {
  /** Looks at everything, changes nothing. A part that cannot be read is `unknown`, the rest goes on. */
  inspect(): Promise<Facts>;
  /** What stands at one target now. */
  read(target: Target): Promise<Reading<TargetState>>;
  /** The certificate that the change works with, when it is not to be had where it has to be. Changes nothing. */
  missing(change: ConcreteChange): Promise<Reading<MissingCertificate | null>>;
  /**
   * Makes the target what `after` says. Applying twice is applying once. It does not compare `before`: that is
   * the conductor's. `refused` says that the server did not do it; only reading again tells what it did.
   */
  apply(change: ConcreteChange): Promise<Applied>;
  /**
   * Takes away what a change of ours that was cut off has left beside its target, and nothing else: a record of a
   * rehearsal. It gets in nobody's way, at no time; where it cannot be taken away, that of the next rehearsal is.
   */
  tidy(): Promise<Applied>;
  /** Which certificate the endpoint really serves: a TLS handshake to its own address. */
  served(endpoint: Endpoint): Promise<Served>;
  /**
   * Follows what is appended to Setup's log from now on, whoever writes it: tells the progress at once, and again
   * whenever an entry came. Ends when `until` aborts, after it has read what stands there by then. While the log is
   * not there or cannot be read it keeps trying; one that was replaced is read from its beginning.
   */
  followSetup(told: (progress: SetupProgress) => void, until: AbortSignal): Promise<void>;
  /** Gives back what the server holds open; changes nothing. */
  close(): Promise<void>;
}

export type Applied = { readonly kind: 'applied' } | { readonly kind: 'refused'; readonly because: Because };

export type Served =
  | { readonly kind: 'certificate'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'nothing-listens' }
  /** Something listens, but no handshake came about: http.sys has no usable certificate there. */
  | { readonly kind: 'no-handshake'; readonly because: Because };
