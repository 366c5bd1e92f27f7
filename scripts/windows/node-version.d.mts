/** Null where the executable can be built with this Node, otherwise the sentence that says why not. */
export function nodeRefusal(here?: string): string | null;
