import type { ChangeName } from './undo-alone.ts';

/** What is going on now. Times are ISO 8601, UTC. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'looking'; readonly since: string }
  | {
      readonly kind: 'rebinding';
      readonly since: string;
      readonly stopping: 'not-asked' | 'after-this-change';
    }
  | {
      readonly kind: 'undoing';
      readonly since: string;
      readonly stopping: 'not-asked' | 'after-this-change';
      /** The one change that is taken back; `null` where all of them are. */
      readonly alone: ChangeName | null;
    }
  | { readonly kind: 'running-setup'; readonly since: string }
  /** It runs by itself; this program only reads its log. */
  | {
      readonly kind: 'following-setup';
      readonly since: string;
      readonly startedBy: 'this-program' | 'the-administrator';
    };
