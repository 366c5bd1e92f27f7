/** Where a journal stops being trustworthy, and why. */
export interface JournalDamage {
  /** Counted from 1. */
  readonly line: number;
  /** `event`: whole, and not understood by this version of the program. */
  readonly why: 'not-json' | 'newer-version' | 'checksum' | 'sequence' | 'chain' | 'line-end' | 'event';
  /** What of the line is not understood, such as `event.kind`; `null` where it is not that. */
  readonly where: string | null;
}

/** Why a command cannot begin: the data folder, its journal, who holds it, or the server in it. Nothing was changed. */
export type StartProblem =
  | {
      readonly kind:
        | 'folder-missing'
        | 'folder-not-a-folder'
        | 'folder-not-writable'
        | 'folder-cannot-be-made'
        | 'folder-full';
      readonly directory: string;
      readonly code: string;
    }
  | { readonly kind: 'folder-leads-elsewhere'; readonly directory: string; readonly to: string }
  /** Made by somebody else. `owner`: a security identifier, or the number of a user. */
  | { readonly kind: 'folder-of-another'; readonly directory: string; readonly owner: string }
  /** `who`: security identifiers, or the bits of a mode (`g+w`, `o+w`). */
  | { readonly kind: 'folder-open-to-others'; readonly directory: string; readonly who: readonly string[] }
  | { readonly kind: 'journal-unreadable'; readonly path: string; readonly code: string }
  /** Written by a newer version of this program. */
  | { readonly kind: 'journal-newer'; readonly path: string }
  /** It holds nothing, or less than the backup folders beside it. */
  | { readonly kind: 'journal-lost'; readonly path: string; readonly backup: string }
  | ({ readonly kind: 'journal-damaged'; readonly path: string } & JournalDamage)
  | {
      readonly kind: 'held';
      readonly directory: string;
      readonly what: string | null;
      readonly startedAt: string | null;
      readonly processId: number | null;
    }
  | { readonly kind: 'no-server'; readonly directory: string; readonly scenarios: readonly string[] }
  | { readonly kind: 'server-unreadable'; readonly path: string; readonly code: string }
  | {
      readonly kind: 'other-scenario';
      readonly directory: string;
      readonly holds: string;
      readonly asked: string;
    }
  /** The rest is of the real server. */
  | { readonly kind: 'not-64-bit'; readonly architecture: string }
  | { readonly kind: 'not-elevated' }
  | { readonly kind: 'not-exchange' }
  | { readonly kind: 'windows-lacks'; readonly library: string; readonly entryPoint: string | null }
  /** What calls Windows lies beside the program, and cannot be loaded. */
  | { readonly kind: 'program-incomplete'; readonly code: string }
  | { readonly kind: 'windows-refused'; readonly tried: string; readonly code: string }
  | { readonly kind: 'unfinished'; readonly startedAt: string }
  | { readonly kind: 'nothing-to-continue'; readonly directory: string }
  /** Asked of a real server. */
  | { readonly kind: 'practice-only' }
  | { readonly kind: 'not-confirmed' };
