import type { Choice } from './candidates.ts';
import type { Change } from './change.ts';
import type { Endpoint } from './endpoint.ts';
import type { Finding } from './findings.ts';
import type { Thumbprint } from './thumbprint.ts';

/** The ordered changes of a rescue. Preview, execution, journal, report and exported commands all read this one list. */
export interface Plan {
  /** What was chosen; `null` when there is nothing to plan. */
  readonly choice: Choice | null;
  readonly changes: readonly PlannedChange[];
}

/** A change with everything that is shown of it before it is accepted. */
export type PlannedChange = Change & {
  readonly why: readonly Why[];
  /** What an admin would type to do the same, in order. */
  readonly commands: readonly string[];
  readonly undo: {
    /** `ends-at-last-working`: Windows would not take the old record back, so an undo leaves the new one. */
    readonly kind: 'restores-before' | 'ends-at-last-working';
    readonly commands: readonly string[];
  };
};

/** Why a change is in the plan. */
export type Why =
  | { readonly kind: 'fault'; readonly finding: Finding }
  | { readonly kind: 'no-good-certificate' }
  /** A good one is there, and a new one was chosen all the same. */
  | { readonly kind: 'new-one-chosen' }
  | { readonly kind: 'trusted-as-setup-does' }
  /** Setup has to open the key of these bindings, and the administrator who runs it may not. */
  | { readonly kind: 'key-refused'; readonly endpoints: readonly Endpoint[]; readonly code: string }
  | { readonly kind: 'certificate-stays' }
  /** Users are warned of this one, which the front end holds now; the chosen one ends that. */
  | { readonly kind: 'self-signed-bound'; readonly thumbprint: Thumbprint };

/** What a rescue is for: `put-back` brings the real certificate back, once all is well. */
export type Purpose = 'recover' | 'put-back';

export function purposeOf({ choice }: Plan): Purpose {
  return choice?.kind === 'put-back' ? 'put-back' : 'recover';
}

export type Planned =
  | { readonly kind: 'planned'; readonly plan: Plan }
  /** It is not the certificate, or something blocks: the diagnosis says what. */
  | { readonly kind: 'nothing-planned'; readonly plan: Plan }
  | { readonly kind: 'not-to-be-chosen'; readonly choice: Choice };

/** The plan that changes nothing. */
export const emptyPlan: Plan = { choice: null, changes: [] };
