/** Something that can be pressed. Every button of the window is made of one. */
export interface Action {
  /** The deed, as a verb: "Replace the certificate on 3 bindings". */
  readonly label: string;
  /** While a promise it returns is open, the button does nothing more. */
  readonly run: () => unknown;
  /** Why it cannot be pressed now, as a sentence; left out when it can. */
  readonly unavailable?: string | undefined;
  /** For real danger only: asked before it runs, with Cancel in the focus. */
  readonly confirm?: Confirmation | undefined;
}

export interface Confirmation {
  /** "Take back every change?" */
  readonly question: string;
  /** What it does, and what it means. */
  readonly text: string;
  /** The deed on the button that does it. */
  readonly deed: string;
}
