import type { Choice } from './candidates.ts';
import type { Thumbprint } from './thumbprint.ts';
import type { ChangeName } from './undo-alone.ts';
import type { Stage } from './stage.ts';
import type { WizardState } from './wizard.ts';

/** No argument, or no value in the reply. */
export type Nothing = undefined;

/** Every call the window can make: what it brings, and what comes back. All else is told by the state. */
export interface Calls {
  readonly getState: Call<Nothing, WizardState>;
  readonly lookAgain: Call<Nothing>;
  readonly goTo: Call<{ readonly stage: Stage }>;
  readonly choose: Call<{ readonly choice: Choice }>;
  /** Accepts the plan that was shown under this id, and carries it out. */
  readonly begin: Call<{ readonly planId: string }>;
  readonly stopAfterThisChange: Call<Nothing>;
  readonly continueRescue: Call<Nothing>;
  readonly undo: Call<Nothing>;
  /** Takes back one change alone, of any rescue. */
  readonly undoChange: Call<ChangeName>;
  /** Leaves the unfinished rescue as it stands, and looks at the server anew. */
  readonly startOver: Call<Nothing>;
  /** Practice only. */
  readonly runSetup: Call<Nothing>;
  /** Looks at the server again, and whether Setup's program may be started: what may is shown, and can be confirmed. */
  readonly checkSetup: Call<Nothing>;
  /** Starts what was shown under this id, and follows its log. Not in practice. */
  readonly startSetup: Call<{ readonly offerId: string }>;
  /** Follows the log of a Setup that the administrator runs. Not in practice: there it is run from here. */
  readonly followSetup: Call<Nothing>;
  /** Setup itself goes on. */
  readonly stopFollowing: Call<Nothing>;
  readonly switchScenario: Call<{ readonly scenario: string }>;
  readonly copy: Call<{ readonly what: Copied }>;
  /** Asks where, and saves the report there as PDF. */
  readonly saveReport: Call<Nothing>;
  readonly printReport: Call<Nothing>;
  readonly putTroubleAway: Call<Nothing>;
}

/** What goes to the clipboard, by name: main knows the text. */
export type Copied =
  | { readonly kind: 'report' }
  /** The same with other names in place of those that tell whose server it is. */
  | { readonly kind: 'report-redacted' }
  /** The plan that is shown, with every command. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'setup-command' }
  /** The commands that do the same as a change of the plan, or of the newest rescue. */
  | { readonly kind: 'change-commands'; readonly changeId: string }
  /** The commands that show what stands where a rescue stopped, or what an undo left. */
  | { readonly kind: 'look-commands' }
  | { readonly kind: 'thumbprint'; readonly thumbprint: Thumbprint }
  /** What a colleague needs of the last trouble, or of why the rescue stopped. */
  | { readonly kind: 'details' };

interface Call<Argument, Reply = Nothing> {
  readonly argument: Argument;
  readonly reply: Reply;
}

export type CallName = keyof Calls;
export type ArgumentOf<Name extends CallName> = Calls[Name]['argument'];
export type ReplyOf<Name extends CallName> = Calls[Name]['reply'];

const allCalls: Readonly<Record<CallName, true>> = {
  getState: true,
  lookAgain: true,
  goTo: true,
  choose: true,
  begin: true,
  stopAfterThisChange: true,
  continueRescue: true,
  undo: true,
  undoChange: true,
  startOver: true,
  runSetup: true,
  checkSetup: true,
  startSetup: true,
  followSetup: true,
  stopFollowing: true,
  switchScenario: true,
  copy: true,
  saveReport: true,
  printReport: true,
  putTroubleAway: true,
};

/** The channel of each call is its name. */
export const callNames = Object.keys(allCalls) as readonly CallName[];

/** The one event from main to window: the new state, whole. */
export const stateChannel = 'state';

/** What every call answers: an error's own message would not get through to the window. */
export type Result<T> =
  { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'refused'; readonly because: Refusal };

export type Refusal =
  /** Not from our window's own page. */
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'bad-argument'; readonly what: string }
  /** It was asked for on a screen that is out of date: the state has moved on, or something is going on. */
  | { readonly kind: 'not-now' }
  | { readonly kind: 'mistake'; readonly details: string };

/** A call as the window makes it: without an argument where there is none. */
type CallFunction<Name extends CallName> =
  ArgumentOf<Name> extends Nothing
    ? () => Promise<Result<ReplyOf<Name>>>
    : (argument: ArgumentOf<Name>) => Promise<Result<ReplyOf<Name>>>;

/** What the preload puts into the window, under `cuRescue`. */
export type WindowApi = { readonly [Name in CallName]: CallFunction<Name> } & {
  /** Told of every new state. */
  readonly onState: (listener: (state: WizardState) => void) => void;
};
