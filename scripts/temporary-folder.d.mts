export function temporaryFolder(base: string): string;
