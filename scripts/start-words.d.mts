export function wordsForApp(words: readonly string[], typedIn: string): readonly string[];
export function dataFolderIn(words: readonly string[]): string | null;
export function askHow(words: readonly string[]): boolean;
