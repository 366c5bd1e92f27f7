export function missingLibraries(lddOutput: string): readonly string[];
export function packagesWith(libraries: readonly string[]): readonly string[];
