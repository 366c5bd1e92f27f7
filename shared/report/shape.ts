/** What is printed or saved for people: how it ended, then headed sections of a few kinds of blocks, whatever the medium. */
export interface Report {
  readonly title: string;
  /** What runs on the server. */
  readonly systems: readonly Row[];
  /** In the server's local time. */
  readonly times: readonly Row[];
  /** What to say of a practice server; `null` on a real one. */
  readonly practice: string | null;
  readonly outcome: Outcome;
  readonly sections: readonly Section[];
}

/** How it ended, for somebody who reads nothing else. */
export interface Outcome {
  readonly mark: Mark;
  readonly word: string;
  readonly sentences: readonly string[];
}

/** How something stands, beside the word that says it. */
export type Mark = 'good' | 'unfinished' | 'undone' | 'untouched';

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A label and what it says. */
export type Row = readonly [string, string];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  | ChangesBlock
  /** What somebody else wrote, word by word. */
  | { readonly kind: 'quote'; readonly lines: readonly string[] }
  /** To be copied as they are, and kept together with the sentence that says what they are for. */
  | { readonly kind: 'commands'; readonly title: string; readonly lines: readonly string[] };

/** What became of the server: every change that was begun, and the bindings that were left alone. */
export interface ChangesBlock {
  readonly kind: 'changes';
  readonly changes: readonly ReportedChange[];
  readonly untouched: readonly {
    readonly place: Place;
    readonly certificate: End;
  }[];
}

export interface ReportedChange {
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly before: End;
  readonly after: End;
  readonly mark: Mark;
  /** How it stands. */
  readonly state: Row;
  /** How it came to that. */
  readonly history: readonly Row[];
}

/** What is changed, and where: a site and its endpoint. */
export interface Place {
  readonly name: string;
  readonly where: string;
}

/** One end of a change: what people call it, and what else is to be known of it. */
export interface End {
  readonly name: string;
  readonly notes: readonly string[];
}
