import type { ConcreteChange, MissingCertificate, Target, TargetState } from './change.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Endpoint } from './endpoint.ts';
import type { Facts } from './facts.ts';
import type { Plan, Purpose } from './plan-shape.ts';
import type { Finding } from './findings.ts';
import type { Because } from './reading.ts';
import type { FailureClass } from './setup-log/verdict.ts';
import type { Thumbprint } from './thumbprint.ts';

/** Which way a change is carried out. Undoing is applying the inverse, under the id of the change it undoes. */
export type Direction = 'apply' | 'undo';

/** How the server showed that a change is there. */
export type Verification =
  /** The record was read back and the endpoint served this certificate in a TLS handshake. */
  | { readonly kind: 'served'; readonly thumbprint: Thumbprint }
  /** The record was read back; nothing listens there now (the web service is stopped), so nothing could be served. */
  | { readonly kind: 'nothing-listens' }
  /** The record was read back; no handshake came about, which is no fault where the old state had none either. */
  | { readonly kind: 'no-handshake'; readonly because: Because }
  /** There is nothing to shake hands with: the target was read back. */
  | { readonly kind: 'read-back' };

/** Why a rescue stopped before its end. What was done stays done, and can be continued or undone. */
export type StopReason =
  /** The server is not as planned: compare and swap refused. */
  | { readonly kind: 'moved'; readonly changeId: string; readonly found: TargetState }
  /** What the change works with is not there any more: it was not begun. */
  | { readonly kind: 'certificate-missing'; readonly changeId: string; readonly missing: MissingCertificate }
  /** What stands at the target could not be read. */
  | { readonly kind: 'unreadable'; readonly changeId: string; readonly because: Because }
  | { readonly kind: 'refused'; readonly changeId: string; readonly because: Because }
  /** Setup is at work: nothing is changed under its hands. */
  | { readonly kind: 'setup-running' }
  /** The administrator asked for it; every change before was done and verified. */
  | { readonly kind: 'asked' }
  /** After the change the target is neither as before nor as after. */
  | {
      readonly kind: 'uncertain';
      readonly changeId: string;
      readonly found: TargetState;
      /** What the server said when it was asked for the change; `null` when it said nothing against it. */
      readonly refusal: Because | null;
    }
  /** The server was asked for a change and has not answered in time: it may still make it, at any moment. */
  | {
      readonly kind: 'no-answer';
      /** Where this stopped: the change that was asked for, or the one that has to wait for it. */
      readonly changeId: string;
      /** What the server was asked to change. */
      readonly asked: Target;
      /** Milliseconds until this stopped. */
      readonly waited: number;
    }
  /** The record is right, but another certificate is served. */
  | { readonly kind: 'served-otherwise'; readonly changeId: string; readonly served: ServedInstead }
  | { readonly kind: 'backup-failed'; readonly because: Because }
  /** Every change is done, and the server still shows a fault. */
  | { readonly kind: 'still-faulty'; readonly endpoints: readonly Endpoint[] }
  /** Every change is done, and what decides could not be read any more: not known is not repaired. */
  | { readonly kind: 'not-seen-again'; readonly because: Because }
  /** Every change is done, and something has come up that blocks, such as a legacy hash that would undo it. */
  | { readonly kind: 'blocked-meanwhile'; readonly by: readonly Finding['kind'][] };

/** Why an undo stopped before its end. What cannot be taken back does not stop it. */
export type UndoStopped = Extract<StopReason, { kind: 'asked' | 'no-answer' }>;

export type ServedInstead =
  | { readonly kind: 'certificate'; readonly thumbprint: Thumbprint }
  | { readonly kind: 'no-handshake'; readonly because: Because };

/** Why a change that was done is not undone. */
export type NotUndone =
  | { readonly kind: 'would-not-be-taken-back' }
  | { readonly kind: 'moved'; readonly found: TargetState }
  | { readonly kind: 'unreadable'; readonly because: Because }
  | { readonly kind: 'refused'; readonly because: Because }
  /** The certificate that we made still serves a record. */
  | { readonly kind: 'in-use'; readonly endpoints: readonly Endpoint[] };

export interface KeptFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** One fact of a rescue. The journal holds these and nothing else; every state is reduced from them. */
export type RescueEvent =
  | {
      readonly kind: 'rescue-started';
      /** Counts the rescues of this journal, from 1. */
      readonly rescue: number;
      readonly purpose: Purpose;
      readonly facts: Facts;
      readonly diagnosis: Diagnosis;
      readonly plan: Plan;
    }
  | {
      readonly kind: 'backup-made';
      readonly folder: string;
      readonly files: readonly KeptFile[];
      /** Names of files that were not there to be copied. */
      readonly missing: readonly string[];
    }
  /** On disk before the server is touched. */
  | {
      readonly kind: 'change-about-to';
      readonly rescue: number;
      readonly direction: Direction;
      readonly change: ConcreteChange;
    }
  | {
      readonly kind: 'change-done';
      readonly rescue: number;
      readonly changeId: string;
      readonly direction: Direction;
      /** What was read back. */
      readonly found: TargetState;
      readonly verification: Verification;
      /** `settled`: it was found done after an interruption. `already-there`: the server was so before we came. */
      readonly how: 'applied' | 'settled' | 'already-there';
    }
  /** After a doubt: the target was read again and is as before. */
  | {
      readonly kind: 'change-not-done';
      readonly rescue: number;
      readonly changeId: string;
    }
  | {
      readonly kind: 'change-not-undone';
      readonly rescue: number;
      readonly changeId: string;
      readonly because: NotUndone;
    }
  | { readonly kind: 'rescue-stopped'; readonly because: StopReason }
  | { readonly kind: 'rescue-resumed' }
  /** The administrator starts over: what was done stays, and can be undone; what was not done is not done any more. */
  | { readonly kind: 'rescue-left'; readonly rescue: number }
  /** Every change is done and the server was looked at again: no fault is left. */
  | { readonly kind: 'rescue-repaired' }
  /** Of everything that the rescue did. The undo of one change alone begins and ends with what is told of that change. */
  | { readonly kind: 'undo-started'; readonly rescue: number }
  /** What the undo is at stays as it was written down; going on with the undo reads it again. */
  | { readonly kind: 'undo-stopped'; readonly rescue: number; readonly because: UndoStopped }
  | { readonly kind: 'undo-ended'; readonly rescue: number; readonly outcome: 'undone' | 'partly-undone' }
  | { readonly kind: 'setup-run'; readonly outcome: 'succeeded' | 'failed'; readonly class: FailureClass };

/** An event as the journal keeps it. */
export interface JournalEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly event: RescueEvent;
}
