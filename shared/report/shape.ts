/** What is printed or saved for people: headed sections of a few kinds of blocks, whatever the medium. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}

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
  /** What somebody else wrote, word by word. */
  | { readonly kind: 'quote'; readonly lines: readonly string[] }
  /** To be copied as they are. */
  | { readonly kind: 'commands'; readonly lines: readonly string[] };
