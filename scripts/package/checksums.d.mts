/** Writes the file SHA256SUMS into a folder: the hash of every file in and below it. */
export function writeChecksums(folder: string): void;
