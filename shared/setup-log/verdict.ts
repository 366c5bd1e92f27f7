import type { Thumbprint } from '../thumbprint.ts';

/** The nine ways an ExchangeSetup.log can end. */
export const failureClasses = [
  'certificate-expired',
  'private-key-inaccessible',
  'back-end-certificate',
  'internal-transport-certificate',
  'other-certificate-step',
  'not-a-certificate-failure',
  'setup-succeeded',
  'setup-running',
  'no-failure-found',
] as const;

export type FailureClass = (typeof failureClasses)[number];

/**
 * A line of the log, quoted. `line` counts from 1, as an editor does; where the log is too long to be counted, from its
 * end: -1 is its last line. `text` is what stands on that line, unchanged.
 */
export interface Quote {
  readonly line: number;
  readonly text: string;
}

/** One run of Exchange Setup as the log tells it. What the log does not say is `null`. */
export interface SetupRun {
  /** ISO 8601, UTC: of the first and last stamped line of the run. */
  readonly startedAt: string | null;
  readonly lastLineAt: string | null;
  /** The line where the run starts, counted as in a quote; `null` when its beginning is cut away. */
  readonly line: number | null;
  /** `2013`, `2016`, `2019` or `Subscription Edition`. */
  readonly product: string | null;
  /** Of the media, such as `15.1.2507.6`. */
  readonly setupVersion: string | null;
  /** What Setup says it does, such as `BuildToBuildUpgrade`. */
  readonly installationMode: string | null;
  /** `Command Line Parameter Name='…', Value='…'`, names in lower case, in the log's order. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** The command as `RuntimeAssembly was started with …` prints it, quotes and all. */
  readonly commandLine: string | null;
  /** The media folder: the `sourcedir` of the run. */
  readonly media: string | null;
  readonly installedVersion: string | null;
  readonly backupVersion: string | null;
  /** The failed task of the run before, when this one resumed. */
  readonly resumedTask: string | null;
}

/** Why a run of Setup ended as it did. */
export type RunOutcome =
  | { readonly kind: 'succeeded'; readonly quote: Quote }
  | { readonly kind: 'failed'; readonly failure: SetupFailure }
  /** Stopped before it began its work: by prerequisites (`RebootPending`, …) or by a parameter it did not know. */
  | { readonly kind: 'blocked'; readonly rules: readonly string[]; readonly quote: Quote }
  /** Ended without an error and without success: somebody closed it. */
  | { readonly kind: 'abandoned' }
  /** No end and no error: still running, or the log is cut. */
  | { readonly kind: 'open' };

/** One error block of the log: the first error of it counts. */
export interface SetupFailure {
  readonly class: Exclude<FailureClass, 'setup-succeeded' | 'setup-running' | 'no-failure-found'>;
  readonly thumbprint: Thumbprint | null;
  /** The `-services` of the failed Install-ExchangeCertificate, such as `IIS`, `POP`, `IMAP`. */
  readonly services: readonly string[];
  /** The line that decides. */
  readonly quote: Quote;
  /** The outermost .NET type, such as `System.Security.Cryptography.CryptographicException`. */
  readonly exception: string | null;
  /** The outer message without its type, as the log words it. */
  readonly message: string | null;
  /** `Id=` of the `[ERROR-REFERENCE]` line, such as `CafeFirstTimeInstall___1a2b…`. */
  readonly component: string | null;
  /** The validity that `Installing certificate signed by …` printed last before the error, as it stands there. */
  readonly installing: Quote | null;
}

/** What an ExchangeSetup.log says, as far as it can be known from the log alone; the live server decides. */
export interface SetupVerdict {
  readonly class: FailureClass;
  /** Whether binding another certificate to IIS can cure it. */
  readonly ours: boolean;
  /** The failure at the root: of the last run, or of the run whose cause the later ones hide. */
  readonly failure: SetupFailure | null;
  /** The line the verdict rests on, also where nothing failed. */
  readonly quote: Quote | null;
  /** The run that the verdict speaks of. */
  readonly run: SetupRun | null;
  /** Later runs of the same version that were stopped before they reached the cause, newest first. */
  readonly hiddenBy: readonly { readonly run: SetupRun; readonly outcome: RunOutcome }[];
  /** The last stamped line of the file; ISO 8601, UTC. */
  readonly lastLineAt: string | null;
}
